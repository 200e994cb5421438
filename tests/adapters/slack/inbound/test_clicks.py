"""Buttons, selects, forms, the shortcut and the slash command: one event of the domain each, known by its trigger."""

import json

import pytest

from adapters.slack.carried import Carried, Origin, action_id
from adapters.slack.controls import form_buttons
from adapters.slack.events import PLATFORM
from adapters.slack.modal import modal
from domain.chat.event import Clicked, Place, Said
from domain.chat.message import Form, Input, Option
from tests.adapters.slack.inbound.conftest import Scene
from tests.adapters.slack.inbound.payloads import (
    ANA,
    CHANNEL,
    DM,
    NOBODY,
    ROOT,
    TEAM,
    button,
    command,
    home_tap,
    message,
    shortcut,
    submission,
    tap,
)

STILL = action_id(Carried("still", "7"))
FORMS = (
    Form(
        "Acme", "save", "opp-1", (Input("amount", "Amount", "number", "180000"), Input("stage", "Stage", "text", "A"))
    ),
    Form("Borealis", "save", "opp-2", (Input("close_date", "Close date", "date", "2027-03-31"),)),
)


def test_a_button_carries_action_row_and_pick(scene: Scene) -> None:
    payload = tap(button(action_id(Carried("until", "7", 2))), thread="1795000000.000001")
    place = Place(PLATFORM, TEAM, DM, "1795000000.000001")
    heard = Clicked(f"tap:{payload['trigger_id']}", "ana@example.com", place, ROOT, "until", "7", 2)
    assert scene.heard(payload) == heard


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ({"type": "static_select", "selected_option": {"value": "opp-2", "text": {}}}, "opp-2"),
        ({"type": "overflow", "selected_option": {"value": "later", "text": {}}}, "later"),
        ({"type": "datepicker", "selected_date": "2027-03-31"}, "2027-03-31"),
        ({"type": "timepicker", "selected_time": "09:30"}, "09:30"),
        ({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}, "a, b"),
        ({"type": "users_select", "selected_user": "U02BOB"}, "U02BOB"),
    ],
)
def test_a_choice_carries_its_value(scene: Scene, action: dict[str, object], value: str) -> None:
    heard = scene.heard(tap({"action_id": action_id(Carried("open", "x")), **action}))
    assert isinstance(heard, Clicked)
    assert (heard.action, heard.ref, heard.value) == ("open", "x", value)


def test_a_row_whose_id_holds_the_bar_comes_back_whole(scene: Scene) -> None:
    heard = scene.heard(tap(button(action_id(Carried("open", "a|b|c", 3)))))
    assert isinstance(heard, Clicked)
    assert (heard.ref, heard.pick) == ("a|b|c", 3)


def test_a_tap_on_the_app_home_is_answered_in_the_direct_message(scene: Scene) -> None:
    heard = scene.heard(home_tap(button(STILL)))
    assert (heard.place, heard.message_id) == (Place(PLATFORM, TEAM, DM), "")


@pytest.mark.parametrize("action_id_", ["", "link", "a|b", "still|x|7", "still|-1|7", "still|99999|7"])
def test_what_is_no_button_of_ours_is_left_alone(scene: Scene, action_id_: str) -> None:
    scene.hears_nothing(tap(button(action_id_)))


def test_the_button_of_a_form_opens_it_at_once_and_asks_nobody_who_that_is(scene: Scene) -> None:
    row, _ = form_buttons(FORMS)
    assert row is not None
    payload = tap(row["elements"][0])
    scene.hears_nothing(payload)
    assert [method for method, _, _ in scene.web_api.calls if method != "auth.test"] == ["views.open"]
    (opened,) = scene.web_api.asked("views.open")
    assert opened["trigger_id"] == payload["trigger_id"]
    assert opened["view"]["private_metadata"] == modal(FORMS, Origin(DM, ROOT))["private_metadata"]


def test_a_garbled_button_opens_nothing(scene: Scene) -> None:
    assert scene.tell(tap(button("open_form|0|", "garbled"))).status_code == 400
    assert scene.web_api.asked("views.open") == []


def typed(**values: str) -> dict[str, dict[str, dict[str, str]]]:
    """The state of a modal of FORMS; what is not given stands as it was shown."""
    shown = {"0|amount": "180000", "0|stage": "A"} | {f"0|{name}": value for name, value in values.items()}
    state = {block: {"value": {"type": "plain_text_input", "value": value}} for block, value in shown.items()}
    return state | {"1|close_date": {"value": {"type": "datepicker", "selected_date": "2027-04-14"}}}


def test_a_page_of_forms_is_one_event_for_each_with_what_was_changed(scene: Scene) -> None:
    payload = submission(modal(FORMS, Origin(DM, ROOT, "1795000000.000001")), typed(amount="250000"))
    answer = scene.tell(payload)
    assert (answer.status_code, answer.text) == (200, "")  # the modal closes
    first, second = scene.listener.events
    assert isinstance(first, Clicked)
    assert isinstance(second, Clicked)
    assert first.place == Place(PLATFORM, TEAM, DM, "1795000000.000001")
    assert (first.action, first.ref, first.message_id) == ("save", "opp-1", ROOT)
    assert (first.values, second.values) == ({"amount": "250000"}, {"close_date": "2027-04-14"})
    assert second.ref == "opp-2"


def test_a_page_sent_twice_is_the_same_event_and_with_other_values_another(scene: Scene) -> None:
    view = modal(FORMS, Origin(DM, ROOT))
    for amount in ("250000", "250000", "260000"):
        scene.tell(submission(view, typed(amount=amount)))
    ids = [event.event_id for event in scene.listener.events]
    assert ids[:2] == ids[2:4]
    assert len(set(ids)) == 4


def test_a_page_that_could_not_be_saved_stays_open_and_says_so(scene: Scene) -> None:
    scene.listener.broken = True
    answer = scene.tell(submission(modal(FORMS, Origin(DM, ROOT)), typed(amount="1"))).json()
    assert answer["response_action"] == "errors"
    assert "Try again in a moment" in answer["errors"]["0|amount"]


def test_a_click_that_was_not_taken_shows_as_one(scene: Scene) -> None:
    scene.listener.broken = True
    assert scene.tell(tap(button(STILL))).status_code == 503


def test_a_slash_command_is_said_in_the_direct_message(scene: Scene) -> None:
    fields = command("pipeline of <@U02BOB|bob>")
    answer = scene.tell(fields)
    assert answer.json() == {"response_type": "ephemeral", "text": f"I answer you <#{DM}|in our direct message>."}
    heard = scene.listener.events[-1]
    assert isinstance(heard, Said)
    assert (heard.event_id, heard.place) == (f"command:{fields['trigger_id']}", Place(PLATFORM, TEAM, DM))


def test_a_bare_slash_command_asks_for_help_and_says_nothing_more_where_it_is_answered(scene: Scene) -> None:
    answer = scene.tell(command("", channel=DM))
    assert answer.text == ""
    heard = scene.listener.events[-1]
    assert isinstance(heard, Said)
    assert heard.text == "help"


def test_a_slash_command_that_failed_says_so_to_whom_typed_it(scene: Scene) -> None:
    scene.listener.broken = True
    answer = scene.tell(command("undo")).json()
    assert answer["response_type"] == "ephemeral"
    assert "Incident" in answer["text"]


def test_the_shortcut_opens_a_modal_before_anything_is_looked_up(scene: Scene) -> None:
    scene.hears_nothing(shortcut(message("Jo signs on *Friday*", channel=CHANNEL)))
    assert next(name for name, _, _ in scene.web_api.calls if name != "auth.test") == "views.open"
    (shown,) = scene.web_api.asked("views.update")
    assert shown["view_id"] == "V01"
    options = shown["view"]["blocks"][1]["element"]["options"]
    assert [option["value"] for option in options] == ["opp-1", "opp-2"]


def test_a_message_told_becomes_a_click_with_its_words_and_where_they_stand(scene: Scene) -> None:
    quoted = message("Jo signs on *Friday*", channel=CHANNEL, thread_ts="1795000000.000001")
    scene.tell(shortcut(quoted))
    view = scene.web_api.asked("views.update")[0]["view"]
    chosen = {"opportunity": {"value": {"type": "static_select", "selected_option": {"value": "opp-2"}}}}
    heard = scene.heard(submission(view, chosen))
    assert isinstance(heard, Clicked)
    assert (heard.action, heard.ref, heard.place) == ("tell", "opp-2", Place(PLATFORM, TEAM, DM))
    stamp = quoted["ts"].replace(".", "")
    assert heard.values == {
        "quote": "Jo signs on Friday",
        "link": f"https://test-workspace.127.0.0.1/archives/{CHANNEL}/p{stamp}?thread_ts=1795000000.000001&cid={CHANNEL}",
    }


@pytest.mark.parametrize("size", [100, 101, 1000])
def test_every_opportunity_can_be_chosen_within_slacks_limits(scene: Scene, size: int) -> None:
    scene.listener.options = [Option(f"Opportunity {number} {'x' * 80}", f"opp-{number}") for number in range(size)]
    scene.tell(shortcut(message("x" * 5000)))
    view = scene.web_api.asked("views.update")[0]["view"]
    element = view["blocks"][1]["element"]
    groups = element.get("option_groups") or [{"options": element["options"]}]
    assert all(len(group["options"]) <= 100 for group in groups)
    assert sum(len(group["options"]) for group in groups) == size
    assert all(len(option["text"]["text"]) <= 75 for group in groups for option in group["options"])
    assert all(len(group["label"]["text"]) <= 75 for group in groups if "label" in group)
    assert len(view["private_metadata"]) <= 3000
    assert json.loads(view["private_metadata"])["quote"].endswith("…")


def test_somebody_unknown_is_shown_no_opportunity(scene: Scene) -> None:
    scene.tell(shortcut(message("x"), user=NOBODY) | {"user": {"id": NOBODY, "team_id": TEAM}})
    view = scene.web_api.asked("views.update")[0]["view"]
    assert "submit" not in view
    assert "None of the open opportunities" in view["blocks"][0]["text"]["text"]


@pytest.mark.parametrize("kind", ["view_closed", "block_suggestion", "dialog_submission", "shortcut", "workflow_step"])
def test_interactions_of_other_kinds_are_acknowledged(scene: Scene, kind: str) -> None:
    payload = tap(button(STILL)) | {"type": kind, "callback_id": "x", "view": {"id": "V", "type": "modal"}}
    del payload["actions"], payload["message"]
    scene.hears_nothing(payload)


def test_the_speaker_of_a_click_is_who_clicked(scene: Scene) -> None:
    assert scene.heard(tap(button(STILL), user="U02BOB")).speaker == "bob@example.com"
    assert scene.heard(tap(button(STILL), user=ANA)).speaker == "ana@example.com"
