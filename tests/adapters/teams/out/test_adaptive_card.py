"""Rendering never exceeds a limit of Teams, never loses the summary, says what it leaves out, and text stays text."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.teams import carried
from adapters.teams.adaptive_card import activity, render
from bot.views.quick import change_form
from domain.chat.message import (
    Button,
    Buttons,
    Chart,
    Document,
    Facts,
    Form,
    Input,
    Message,
    Note,
    Option,
    Select,
    Series,
    Table,
    quote,
    strong,
    text,
)
from domain.sales.opportunity import Opportunity
from tests.adapters.slack.out.hostile import HOSTILE
from tests.adapters.slack.out.messages import messages
from tests.adapters.slack.out.views import COMPANY, View, all_views, shown
from tests.adapters.teams.out.card_checks import faults_of, of_kind, size_of, words_of

SIZES = (0, 1, 49, 50, 51, 500)
FAMILY = "👩‍👩‍👧‍👦"
_random = settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@_random
@given(messages)
def test_any_message_is_within_the_limits_and_rendered_the_same_each_time(message: Message) -> None:
    said = activity(message)
    assert faults_of(said) == []
    assert said == activity(message)
    json.dumps(said, ensure_ascii=False).encode()


@pytest.mark.parametrize(("name", "view"), all_views(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_view_of_the_application_is_valid(name: str, view: View) -> None:
    @settings(derandomize=True, deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
    @given(shown(view))
    def holds(message: Message) -> None:
        said = activity(message)
        assert faults_of(said) == []
        assert not any("Left out here" in words for words in _words(message)), "a view of usual size is shown whole"

    holds()


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_words_stay_words_wherever_they_stand(payload: str) -> None:
    form = Form(payload, "save", "7", (Input("a", payload, "text", payload, (), payload),), payload)
    message = Message(
        payload,
        (
            text("Is ", strong(payload), " still at 60 %? ", quote(f"“{payload}”")),
            text(payload),
            Facts(((payload, payload), ("Account", payload))),
            Buttons((Button(payload, "still", "1"),)),
            Select(payload, "open", "", (Option(payload, "o1"),)),
            Table((payload, "%"), ((payload, payload),), (1,)),
            Chart("bar", payload, (payload,), (Series(payload, (Decimal(1),)),), payload),
            Note(payload),
            form,
        ),
    )
    assert faults_of(activity(message)) == []


@pytest.mark.parametrize("payload", ["{{DATE(2026-01-01T00:00:00Z, SHORT)}}", "{{{{", "<at>Boss</at>", "a  b", "${x}"])
def test_dates_to_be_spelt_anew_and_mentions_are_words_as_well(payload: str) -> None:
    message = Message(
        "s", (text(payload), Facts(((payload, payload),)), Note(payload), Table((payload,), ((payload,),)))
    )
    assert faults_of(activity(message)) == []
    assert "".join(_words(Message("s", (text(payload),)))) == payload


def test_markup_in_a_name_is_shown_as_it_was_typed() -> None:
    card = render(Message("s", (text("Is ", strong("*Acme* _Corp_"), " open?"),))).card
    assert words_of(card) == ["Is ", "*Acme* _Corp_", " open?"]
    facts = render(Message("s", (Facts((("Account", "*Acme*"), ("Amount", "$9"))),))).card
    assert words_of(facts) == ["Account", "*Acme*", "Amount", "$9"]
    assert of_kind(facts, "FactSet") == []
    plain = render(Message("s", (Facts((("Account", "Acme"), ("Amount", "$9"))),))).card
    assert of_kind(plain, "FactSet")[0]["facts"][0] == {"title": "Account", "value": "Acme"}


@pytest.mark.parametrize("rows", SIZES)
def test_a_table_of_any_length_shows_what_fits_and_counts_the_rest(rows: int) -> None:
    table = Table(("Opportunity", "Amount"), tuple((f"Deal {n}", f"{n},000") for n in range(rows)), (1,))
    message = Message("Pipeline: 1.", (table,))
    said = activity(message)
    assert faults_of(said) == []
    assert said["summary"] == "Pipeline: 1."
    card = said["attachments"][0]["content"]
    drawn = of_kind(card, "Table")
    if drawn:
        assert len(drawn[0]["rows"]) == rows + 1
        assert drawn[0]["columns"][1]["horizontalCellContentAlignment"] == "Right"
        assert drawn[0]["fallback"]["inlines"][0]["fontType"] == "Monospace"
    else:
        [listed] = [words for words in words_of(card) if "\n" in words]
        left = rows - len(listed.splitlines()) + 1
        assert (f"{left:,} more rows left out." in words_of(card)) == (left > 0)
        assert left == 0 or rows == 500
        assert listed.splitlines()[1].replace("\u00a0", " ").split() == ["Deal", "0", "0,000"]


@pytest.mark.parametrize("rows", SIZES)
def test_facts_options_buttons_forms_and_paragraphs_of_any_number_are_shown_or_counted(rows: int) -> None:
    many = range(rows)
    for parts, noun in (
        ((Facts(tuple((f"Label {n}", f"Value {n}") for n in many)),), "line"),
        ((Select("Open", "open", "", tuple(Option(f"O{n}", f"o{n}") for n in many)),), "option"),
        ((Buttons(tuple(Button(f"B{n}", "take", str(n)) for n in many)),), "button"),
        (tuple(text(f"Paragraph {n}.") for n in many), "paragraph"),
        (tuple(_form(n) for n in many), "form"),
    ):
        said = activity(Message("The summary.", parts))
        assert faults_of(said) == []
        assert said["summary"] == "The summary."
        told = " ".join(words_of(said["attachments"][0]["content"])).lower()
        assert ("left out" in told) or rows <= 51
        assert "left out" not in told or noun in told


@pytest.mark.parametrize("length", [2999, 3000, 3001])
def test_text_is_cut_at_three_thousand_characters_and_says_so(length: int) -> None:
    [words] = [words for words in _words(Message("s", (text("x" * length),))) if "x" in words]
    assert words.startswith("x" * 2900)
    said = "".join(_words(Message("s", (text("x" * length),))))
    assert len(said) <= 3000
    assert ("characters left out" in said) == (length > 3000)


@pytest.mark.parametrize("length", range(2900, 3010, 7))
def test_no_emoji_is_split_at_the_edge(length: int) -> None:
    for emoji in (FAMILY, "🇩🇪", "👍🏽", "e\u0301"):
        message = Message("s", (text("x" * length + emoji * 60),))
        assert faults_of(activity(message)) == []
        kept = "".join(_words(message)).split("…")[0].lstrip("x")
        assert kept == emoji * (len(kept) // len(emoji))


def test_a_very_long_summary_is_cut_and_kept() -> None:
    said = activity(Message("👍" * 5000, (text("x" * 3000),) * 9))
    assert faults_of(said) == []
    assert said["summary"].startswith("👍" * 400)
    assert said["summary"].endswith("…")


def test_buttons_come_in_rows_of_at_most_six_that_a_narrow_card_shows_whole() -> None:
    def rows(*labels: str) -> list[int]:
        taps = Buttons(tuple(Button(label, "take", str(n)) for n, label in enumerate(labels)))
        return [len(each["actions"]) for each in of_kind(render(Message("s", (taps,))).card, "ActionSet")]

    assert rows(*"ABCDEF") == [6]
    assert rows(*"ABCDEFG") == [6, 1]
    assert sum(rows(*"B" * 30)) == 24
    assert rows("Still so", "Changed", "Won", "Lost", "Ask me later", "Ask for a technical presentation") == [4, 1, 1]


def test_a_button_executes_and_where_that_is_unknown_submits_the_same() -> None:
    button = Button("Undo", "undo", "7", 2, "primary")
    [action] = of_kind(render(Message("s", (Buttons((button, button)),))).card, "Action.Execute")
    assert (action["verb"], action["title"], action["style"]) == ("undo", "Undo", "positive")
    assert carried.read(action["data"]) == [carried.Tap("undo", "7", 2)]
    assert action["fallback"] == {"type": "Action.Submit", "title": "Undo", "data": action["data"]}


@pytest.mark.parametrize("count", [0, 1, 60, 61])
def test_a_card_that_shows_a_row_is_asked_for_anew_for_sixty_people_at_most(count: int) -> None:
    said = activity(Message("Still so?", (text("Still so?"),), "nudge/7"), viewers=[f"29:{n}" for n in range(count)])
    assert faults_of(said) == []
    refresh = said["attachments"][0]["content"]["refresh"]
    assert refresh["userIds"] == [f"29:{n}" for n in range(min(count, 60))]
    assert (refresh["action"]["type"], refresh["action"]["verb"]) == ("Action.Execute", carried.RENEW)
    assert (carried.renewed(refresh["action"]["data"]), carried.read(refresh["action"]["data"])) == ("nudge/7", [])
    assert "refresh" not in render(Message("Done.")).card


def test_a_row_whose_id_would_not_come_back_whole_gets_no_button() -> None:
    taps = Buttons((Button("A", "open", "x" * 256), Button("B", "open", "a\u200bb"), Button("C", "open", "ok")))
    card = render(Message("s", (taps,))).card
    assert [action["title"] for action in of_kind(card, "Action.Execute")] == ["C"]
    assert "2 buttons left out: say it in words." in words_of(card)


def test_a_list_sends_what_was_chosen() -> None:
    select = Select("Which?", "open", "r1", (Option("Acme", "a"), Option("Bolt", "b")), "b")
    card = render(Message("s", (select, select))).card
    first, second = of_kind(card, "Input.ChoiceSet")
    assert (first["value"], first["label"], first["id"] != second["id"]) == ("b", "Which?", True)
    taps = [
        carried.read({**action["data"], first["id"]: "a", second["id"]: "b"})
        for action in of_kind(card, "Action.Execute")
    ]
    assert taps == [[carried.Tap("open", "r1", value="a")], [carried.Tap("open", "r1", value="b")]]


def test_a_chart_is_drawn_and_its_figures_are_what_it_falls_back_to() -> None:
    figures = (Series("Amount", (Decimal(120000), Decimal("7.5"))),)
    [chart] = render(Message("Two.", (Chart("bar", "By stage", ("Discovery", "Proposal"), figures, "USD"),))).card[
        "body"
    ]
    assert chart["type"] == "Chart.VerticalBar"
    assert chart["data"] == [{"x": "Discovery", "y": 120000}, {"x": "Proposal", "y": 7.5}]
    assert (chart["title"], chart["yAxisTitle"]) == ("By stage", "USD")
    assert "Discovery 120,000 · Proposal 7.50" in "".join(words_of(chart["fallback"]))
    two = (*figures, Series("Won", (Decimal(1), Decimal(2))))
    kinds = {
        kind: render(Message("s", (Chart(kind, "T", ("Q1", "Q2"), two),))).card["body"][0]["type"]
        for kind in ("bar", "line")
    }
    assert kinds == {"bar": "Chart.VerticalBar.Grouped", "line": "Chart.Line"}


def test_what_cannot_be_drawn_truly_stands_there_as_lines() -> None:
    chart = Chart("bar", "Twice", ("Q1", "Q1"), (Series("Won", (Decimal(1), Decimal(2))),))
    [block] = render(Message("s", (chart,))).card["body"]
    assert (block["type"], "Q1 1 · Q1 2" in "".join(words_of(block))) == ("RichTextBlock", True)


@pytest.mark.parametrize("count", [1, 2, 5, 7, 10])
def test_all_of_todays_questions_stand_on_one_card_and_are_sent_at_once(count: int) -> None:
    forms = tuple(_change(n) for n in range(count))
    said = activity(Message("All of today's questions on one page. What you leave as it is stays.", forms))
    assert faults_of(said) == []
    card = said["attachments"][0]["content"]
    fields = [element for kind in ("Text", "Date", "ChoiceSet") for element in of_kind(card, f"Input.{kind}")]
    assert len(fields) == 5 * count
    [send] = of_kind(card, "Action.Execute")
    untouched = {field["id"]: field.get("value", "") for field in fields}
    taps = carried.read({**send["data"], **untouched})
    assert [(tap.action, tap.ref, tap.values) for tap in taps] == [("save", f"o-{n:04d}", {}) for n in range(count)]
    last = carried.read({**send["data"], **untouched, carried.input_id(count - 1, "probability"): "80"})[-1]
    assert last.values == {"probability": "80"}
    assert ("fallback" in send) == (count <= 7)
    assert bool(of_kind(card, "Input.ChoiceSet")) == (count <= 7)


def test_what_a_field_shows_is_what_it_is_compared_with() -> None:
    form = Form("T", "save", "7", (Input("a", "A", "text", " a\u200bb\r\nc\x00 "),))
    card = render(Message("s", (form,))).card
    [field] = of_kind(card, "Input.Text")
    [send] = of_kind(card, "Action.Execute")
    assert (field["value"], field["isMultiline"]) == ("ab\nc", True)
    assert carried.read({**send["data"], field["id"]: field["value"]})[0].values == {}


def test_a_field_too_long_to_be_changed_is_said_so_and_never_cut() -> None:
    card = render(Message("s", (Form("T", "save", "7", (Input("a", "Notes", "text", "x" * 1501),)),))).card
    assert of_kind(card, "Input.Text") == []
    assert "Notes is too long to be changed here: say it in words." in words_of(card)


def test_what_can_be_tapped_is_kept_when_a_message_is_far_too_long() -> None:
    long = tuple(text("x" * 2500) for _ in range(9))
    said = activity(Message("s", (*long, Buttons((Button("Undo", "undo", "7"),)))))
    assert faults_of(said) == []
    card = said["attachments"][0]["content"]
    assert "Undo" in words_of(card)
    assert "Left out here, for length: 5 paragraphs." in words_of(card)


def test_a_message_without_parts_shows_its_summary() -> None:
    assert _words(Message("Done.")) == ["Done."]
    assert faults_of(activity(Message("  "))) == []


_RUN = {"type": "RichTextBlock", "inlines": ["x"]}
_TAP = {"type": "Action.Execute", "title": "x", "verb": "v", "data": carried.button_data(Button("x", "v"))}


@pytest.mark.parametrize(
    "body",
    [
        [],
        [{"type": "TextBlock", "text": "x"}],
        [{"type": "FactSet", "facts": [{"title": "x", "value": "[a](https://evil.example)"}]}],
        [{"type": "ActionSet", "actions": [_TAP] * 7}],
        [{"type": "ActionSet", "actions": [_TAP | {"data": {}}]}],
        [{"type": "ActionSet", "actions": [{"type": "Action.OpenUrl", "title": "x", "url": "https://evil.example"}]}],
        [{"type": "Input.Text", "id": "a", "label": "x"}, {"type": "Input.Date", "id": "a", "label": "x"}],
        [{"type": "RichTextBlock", "inlines": ["a\u202eb"]}],
        [{"type": "RichTextBlock", "inlines": ["{{DATE(2026-01-01T00:00:00Z)}}"]}],
        [{"type": "RichTextBlock", "inlines": []}],
        [{"type": "RichTextBlock", "inlines": ["x"], "colour": "red"}],
        [{"type": "Chart.Line", "title": "T", "data": [], "fallback": _RUN}],
        [_RUN] * 300,
    ],
)
def test_the_checks_of_these_tests_see_what_is_wrong(body: list[dict[str, Any]]) -> None:
    card = {"type": "AdaptiveCard", "version": "1.5", "fallbackText": "s", "body": body}
    if len(body) > 100:
        card["body"] = [{"type": "RichTextBlock", "inlines": ["x" * 50]}] * len(body)
    assert faults_of({"summary": "s", "attachments": [{"content": card}]}) != []


def test_a_whole_message_stays_a_kilobyte_below_the_limit() -> None:
    assert size_of(activity(Message("s" * 5000, (text("x" * 3000),) * 20))) < 24_000


def _change(number: int) -> Form:
    opportunity = Opportunity(
        id=f"o-{number:04d}",
        name="Pumps renewal 2027",
        account=f"Acme Industries {number}",
        product="Pumps",
        stage="Proposal",
        probability=60,
        amount=Decimal(250000),
        currency="USD",
        close_date=None,
        owner="sam@example.com",
        next_step="Send the revised offer to Jo before Friday",
    )
    [form] = [part for part in change_form(opportunity, COMPANY.process).parts if isinstance(part, Form)]
    return form


def _form(number: int) -> Form:
    return Form(f"Deal {number}", "save", str(number), (Input("stage", "Stage", "text", "Proposal"),))


def _words(message: Message) -> list[str]:
    return words_of(render(message).card)


def test_a_file_is_a_link_to_this_server_or_a_word_on_where_to_get_it() -> None:
    handed = Message("Your export.", (Document("pipeline.csv", "a/b?c"),))
    reached = activity(handed, "https://quarterback.example.com/api/documents/")
    (link,) = of_kind(reached, "Action.OpenUrl")
    assert (link["title"], link["url"]) == ("pipeline.csv", "https://quarterback.example.com/api/documents/a%2Fb%3Fc")
    assert faults_of(reached) == []
    alone = activity(handed)
    assert of_kind(alone, "Action.OpenUrl") == []
    assert "Ask for it in the practice room" in " ".join(words_of(alone))
