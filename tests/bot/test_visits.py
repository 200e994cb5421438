"""From the wish to the calendar file: a visit accepted at another time, moved and cancelled; whoever asks for a rep."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from icalendar import Calendar
from icalendar.cal import Event

from bot.practice_room import home
from domain.chat.codec import from_json
from domain.chat.event import Clicked
from domain.chat.message import Document
from domain.sales.grants import Grant, Scope
from storage.unit_of_work import Storage
from tests.dialogues.stage import Stage

MONDAY_NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
OWEN = "owen.baptiste@copperline.example"
ASK = "Owen in main> can Kenji come along to northbrook pump on Dec 3 at 2pm?"


@pytest.fixture
def stage(sqlite_storage: Storage) -> Stage:
    return Stage(sqlite_storage, MONDAY_NOON)


def play(stage: Stage, *steps: str) -> str:
    return "\n".join(stage.play("\n".join(steps)))


def files_of(stage: Stage, storage: Storage, name: str) -> list[tuple[str, Event]]:
    """What was handed to that person, as a calendar reads it: the method and the event."""
    found = []
    rows = stage.room.since([stage.home_of(name).conversation], 0, 500)
    for row in rows:
        body = row.body.get("message")
        for part in from_json(dict(body)).parts if body else ():
            if isinstance(part, Document):
                with storage.read() as uow:
                    kept = uow.documents.get(part.ref)
                assert kept is not None
                calendar = Calendar.from_ical(kept.content)
                found.append((str(calendar["METHOD"]), calendar.walk("VEVENT")[0]))
    return found


def test_both_get_the_agreed_time_then_the_new_one_then_its_end(stage: Stage, sqlite_storage: Storage) -> None:
    play(stage, ASK, "Kenji> Friday at 10 works better", "Owen taps That works")
    play(
        stage, "Kenji taps Move it…", "Kenji fills day=2026-12-07; time=9; place=Denver, hall 2", "Owen taps That works"
    )
    play(stage, "Owen taps Cancel it")
    for name in ("Owen", "Kenji"):
        files = files_of(stage, sqlite_storage, name)
        assert [method for method, _ in files] == ["REQUEST", "REQUEST", "CANCEL"]
        assert len({str(event["UID"]) for _, event in files}) == 1
        assert [event["SEQUENCE"] for _, event in files] == [0, 1, 2]
        first, second, _ = [event.decoded("DTSTART") for _, event in files]
        assert (first, second) == (datetime(2026, 12, 4, 16, tzinfo=UTC), datetime(2026, 12, 7, 15, tzinfo=UTC))
        assert str(files[1][1]["LOCATION"]) == "Denver, hall 2"
        addresses = {str(each) for each in files[0][1]["ATTENDEE"]}
        assert addresses == {f"mailto:{stage.people[each].id}" for each in ("Owen", "Kenji")}


def test_whom_it_was_taken_from_gets_it_out_of_the_calendar_too(stage: Stage, sqlite_storage: Storage) -> None:
    play(stage, ASK, "Kenji> ok", "Kenji taps I cannot come…", "Kenji fills why=ill")
    play(stage, "Mara> Monday at 11")
    play(stage, "Owen taps That works")
    kenjis, maras = (files_of(stage, sqlite_storage, name) for name in ("Kenji", "Mara"))
    assert [method for method, _ in kenjis] == ["REQUEST", "CANCEL"]
    assert [method for method, _ in maras] == ["REQUEST"]
    assert kenjis[0][1]["UID"] != maras[0][1]["UID"]
    assert [method for method, _ in files_of(stage, sqlite_storage, "Owen")] == ["REQUEST", "CANCEL", "REQUEST"]


def test_an_assistant_asks_for_the_rep_who_gets_card_and_invitation(stage: Stage, sqlite_storage: Storage) -> None:
    shown = play(
        stage,
        "only Paula Owen",
        "Paula in main> can Kenji come along to northbrook pump on Dec 3 at 2pm?",
        "Kenji> ok",
    )
    assert "Asked by Paula Reyes for Owen Baptiste." in shown
    assert "Kenji Morita comes: Thu 3 Dec 2026, 14:00 EST." in shown
    assert [len(files_of(stage, sqlite_storage, name)) for name in ("Owen", "Kenji", "Paula")] == [1, 1, 0]


def test_a_question_open_in_the_thread_is_not_taken_for_an_answer_about_a_visit(stage: Stage) -> None:
    shown = play(stage, "only Owen", ASK, "Kenji> Friday at 10", "Owen in main> northbrook pump closes Friday")
    assert "Close" in shown or "close" in shown
    assert "asks for" not in shown


def test_two_visits_never_share_an_hour_of_one_specialist(stage: Stage) -> None:
    shown = play(
        stage,
        "only Owen Ruth Kenji",
        ASK,
        "Kenji> ok",
        "Ruth in main> can Kenji come along to redfern boiler house on Dec 3 at 2:30 pm?",
    )
    assert "Kenji Morita has another appointment then. The nearest possible with Kenji Morita" in shown


def test_not_that_day_is_no_refusal(stage: Stage) -> None:
    shown = play(stage, "only Kenji Mara", ASK, "Kenji> not on Thursday")
    assert "Say a day and a time" in shown
    assert "to Mara" not in shown


def test_once_it_is_over_another_may_be_asked_for(stage: Stage) -> None:
    shown = play(
        stage,
        "only Owen",
        ASK,
        "Kenji> ok",
        "@ 2026-12-04T10:00:00-05:00",
        "Owen in main> can Kenji come along to northbrook pump on Dec 9 at 2pm?",
    )
    assert "How did the technical presentation with Kenji Morita go, Thu 3 Dec 2026, 14:00 EST?" in shown
    assert "Kenji Morita came for a technical presentation: Thu 3 Dec 2026, 14:00 EST." in shown
    assert "Kenji Morita is asked for a technical presentation: Wed 9 Dec 2026, 14:00 EST." in shown


def test_a_yes_to_the_offer_asks_for_it(stage: Stage) -> None:
    morning = "@ 2026-11-24T08:35:00-05:00"
    shown = play(stage, "only Owen Kenji", morning, "Owen taps Get a technical presentation")
    assert (
        "Tamarack Energy, Turbine monitoring: Kenji Morita is asked for a technical presentation: Wed 25 Nov" in shown
    )
    assert "In their words: “Yes, please (tapped)”" in shown
    assert "How many percent for Northbrook" in play(stage, "only Owen", "Owen taps Get a discount approval")


def test_an_assistant_who_may_only_read_asks_nobody_and_settles_nothing(stage: Stage) -> None:
    people = tuple(
        replace(person, grants=(Grant(OWEN, Scope.READ),)) if person.first_name == "Paula" else person
        for person in stage.quarterback.company.people
    )
    company = replace(stage.quarterback.company, people=people)
    stage.quarterback = replace(stage.quarterback, company=company)
    shown = play(stage, "only Paula Kenji", "Paula in main> can Kenji come along to northbrook pump on Dec 3 at 2pm?")
    assert "to Kenji" not in shown
    play(stage, ASK)
    paula = home(stage.people["Paula"])
    tap = Clicked("tap-1", stage.people["Paula"].id, paula, "m", "visit_withdraw", "1")
    stage.quarterback.handle(tap)
    stage.quarterback.handle(replace(tap, event_id="tap-2", ref="999"))
    shown = play(stage, "only Paula Kenji", "Kenji in main> requests")
    assert "You may look at Northbrook Utilities, Pump monitoring, not change it." in shown
    assert "I know nothing by that name that you may see." in shown
    assert "Owen Baptiste asked Kenji Morita" in shown
