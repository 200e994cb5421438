"""Forms travel in their button, open as one modal, and only what somebody changed comes back."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.block_kit import render
from adapters.slack.carried import Origin, read_action_id, read_metadata
from adapters.slack.controls import OPEN_FORM
from adapters.slack.limits import BUTTON_VALUE
from adapters.slack.modal import changed, modal
from adapters.slack.packed_forms import packed, unpacked
from bot.views.quick import change_form
from domain.chat.message import Form, Input, Message, Option
from tests.adapters.slack.out.checks import faults_of, faults_of_view
from tests.adapters.slack.out.messages import forms
from tests.adapters.slack.out.views import shown

ORIGIN = Origin("C1", "17.5", "16.0")
STAGES = tuple(Option(name, name) for name in ("Discovery", "Proposal"))
ACME = Form(
    "Acme, Pumps",
    "save",
    "opp-1",
    (
        Input("stage", "Stage", "select", "Proposal", STAGES),
        Input("probability", "Probability", "number", "60", hint="Whole percent"),
        Input("close_date", "Close date", "date", "2027-03-31"),
        Input("next_step", "Next step", "text"),
        Input("feedback", "Feedback", "long_text", "Two\nlines"),
    ),
)
_random = settings(derandomize=True, deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))


def test_the_modal_shows_the_recorded_values() -> None:
    view = modal([ACME], ORIGIN)
    assert faults_of_view(view) == []
    elements = [block["element"] for block in view["blocks"]]
    assert [element["type"] for element in elements] == [
        "static_select",
        "plain_text_input",
        "datepicker",
        "plain_text_input",
        "plain_text_input",
    ]
    assert elements[0]["initial_option"]["value"] == "Proposal"
    assert elements[1]["initial_value"] == "60"
    assert elements[2]["initial_date"] == "2027-03-31"
    assert "initial_value" not in elements[3]
    assert elements[4]["multiline"] is True
    origin, carried = read_metadata(view["private_metadata"])
    assert (origin, [(form.action, form.ref) for form in carried]) == (ORIGIN, [("save", "opp-1")])


def test_what_was_left_as_shown_says_nothing() -> None:
    view = modal([ACME], ORIGIN)
    typed = {
        "0|stage": "Proposal",
        "0|probability": "70",
        "0|close_date": "2027-03-31",
        "0|next_step": " ",
        "0|feedback": "",
    }
    assert changed(view, typed) == {"0|probability": "70", "0|feedback": ""}


def test_the_button_in_a_message_carries_its_form() -> None:
    rendered = render(Message("What changed?", (ACME,)))
    assert faults_of(rendered) == []
    [button] = rendered.blocks[-1]["elements"]
    tapped = read_action_id(button["action_id"])
    assert tapped is not None
    assert tapped.action == OPEN_FORM
    assert unpacked(button["value"]) == (ACME,)


def test_all_forms_of_a_day_open_as_one_page() -> None:
    ten = tuple(Form(f"Account {n}, Pumps", "save", f"opp-{n}", ACME.inputs) for n in range(10))
    rendered = render(Message("All of today's questions on one page.", ten))
    assert faults_of(rendered) == []
    [button] = rendered.blocks[-1]["elements"]
    assert button["text"]["text"] == "Fill in all 10 on one page"
    view = modal(unpacked(button["value"]), ORIGIN)
    assert faults_of_view(view) == []
    assert [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"] == [
        form.title for form in ten
    ]


@_random
@given(st.data())
def test_the_change_form_of_any_opportunity_travels_whole(data: st.DataObject) -> None:
    [form] = [part for part in data.draw(shown(change_form)).parts if isinstance(part, Form)]
    [(group, value)] = packed([form])
    assert unpacked(value) == group
    assert [field.name for field in group[0].inputs] == [field.name for field in form.inputs]
    assert faults_of_view(modal(group, ORIGIN)) == []


@_random
@given(st.lists(forms, min_size=1, max_size=6))
def test_any_forms_fit_their_buttons_and_their_modal(given: list[Form]) -> None:
    for group, value in packed(given):
        assert len(value) <= BUTTON_VALUE
        assert unpacked(value) == group
    if not any(form.inputs for form in given):
        return
    view = modal(given, ORIGIN)
    assert faults_of_view(view) == []
    shown = {block["block_id"]: _value(block["element"]) for block in view["blocks"] if block["type"] == "input"}
    assert changed(view, shown) == {}


@pytest.mark.parametrize("value", ["", "opp-1", "bm90IHBhY2tlZA==", "{}", "%%%"])
def test_a_button_of_another_kind_opens_no_form(value: str) -> None:
    with pytest.raises(ValueError, match="opens no form"):
        unpacked(value)


def _value(element: dict[str, Any]) -> str:
    option = element.get("initial_option", {}).get("value", "")
    return str(element.get("initial_value") or element.get("initial_date") or option)
