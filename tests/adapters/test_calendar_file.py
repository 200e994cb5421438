"""An invitation as a calendar reads it: one UID from first to last, a higher SEQUENCE with every change."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from adapters.calendar_file import calendar_file
from domain.requests.invitation import Attendee, Invitation

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
OWEN, KENJI = Attendee("Owen Baptiste", "owen@x.example"), Attendee("Kenji Morita", "kenji@x.example")
INVITATION = Invitation(
    "uid-1",
    0,
    datetime(2026, 12, 3, 15, tzinfo=UTC),
    60,
    "Demo at Acme",
    "Acme",
    "“can Kenji come?”",
    OWEN,
    (KENJI,),
    NOW,
)


def test_a_request_and_its_cancel_are_about_the_same() -> None:
    asked = Calendar.from_ical(calendar_file(INVITATION))
    gone = Calendar.from_ical(calendar_file(replace(INVITATION, sequence=2, cancelled=True)))
    event, last = asked.walk("VEVENT")[0], gone.walk("VEVENT")[0]
    assert (asked["METHOD"], gone["METHOD"]) == ("REQUEST", "CANCEL")
    assert event["UID"] == last["UID"] == "uid-1"
    assert (event["SEQUENCE"], last["SEQUENCE"]) == (0, 2)
    assert (event["STATUS"], last["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert event.decoded("DTSTART") == datetime(2026, 12, 3, 15, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2026, 12, 3, 16, tzinfo=UTC)
    assert event["ORGANIZER"] == "mailto:owen@x.example"
    assert event["ATTENDEE"].params["CN"] == "Kenji Morita"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_no_words_add_a_line_of_their_own(words: str) -> None:
    hostile = f"x\r\nATTENDEE:mailto:evil@x.example\r\n{words}"
    file = calendar_file(replace(INVITATION, summary=hostile, place=hostile, notes=hostile))
    event = Calendar.from_ical(file).walk("VEVENT")[0]
    assert event["ATTENDEE"] == "mailto:kenji@x.example"
    assert file.count(b"BEGIN:VEVENT") == 1
    assert len(event.property_items()) == len(
        Calendar.from_ical(calendar_file(INVITATION)).walk("VEVENT")[0].property_items()
    )
