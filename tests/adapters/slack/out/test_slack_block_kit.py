"""Rendering never exceeds a limit of Slack, never loses the summary, says what it leaves out, and text stays text."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.block_kit import Rendered, render
from adapters.slack.home_tab import home
from domain.chat.message import (
    Button,
    Buttons,
    Chart,
    Facts,
    Message,
    Note,
    Option,
    Run,
    Select,
    Series,
    Table,
    Text,
    quote,
    strong,
    text,
)
from tests.adapters.slack.out.checks import faults_of, faults_of_view
from tests.adapters.slack.out.hostile import HOSTILE
from tests.adapters.slack.out.messages import messages
from tests.adapters.slack.out.views import View, all_views, shown

SIZES = (0, 1, 49, 50, 51, 500)
FAMILY = "👩‍👩‍👧‍👦"
_random = settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@_random
@given(messages, st.booleans())
def test_any_message_is_within_the_limits_and_rendered_the_same_each_time(message: Message, plain: bool) -> None:
    rendered = render(message, figures_as_text=plain)
    assert faults_of(rendered) == []
    assert rendered == render(message, figures_as_text=plain)
    json.dumps(rendered.blocks).encode()


@pytest.mark.parametrize(("name", "view"), all_views(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_view_of_the_application_is_valid(name: str, view: View) -> None:
    @settings(derandomize=True, deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
    @given(shown(view))
    def holds(message: Message) -> None:
        for plain in (False, True):
            rendered = render(message, figures_as_text=plain)
            assert faults_of(rendered) == []
        assert not any("Left out here" in words for words in _words(rendered)), "a view of usual size is shown whole"

    holds()


@settings(_random, max_examples=20)
@given(st.lists(messages, max_size=6))
def test_a_home_of_any_messages_is_valid(shown: list[Message]) -> None:
    assert faults_of_view(home(shown)) == []


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_words_stay_words_wherever_they_stand(payload: str) -> None:
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
        ),
    )
    assert faults_of(render(message)) == []
    assert faults_of(render(message, figures_as_text=True)) == []
    assert faults_of_view(home([message])) == []


def test_markup_in_a_name_is_shown_as_it_was_typed() -> None:
    [block] = render(Message("s", (text("Is ", strong("*Acme* _Corp_"), " open?"),))).blocks
    assert block["type"] == "rich_text"
    assert [part["text"] for part in block["elements"][0]["elements"]] == ["Is ", "*Acme* _Corp_", " open?"]


@pytest.mark.parametrize("rows", SIZES)
def test_a_table_of_any_length_shows_what_fits_and_counts_the_rest(rows: int) -> None:
    table = Table(("Opportunity", "Amount"), tuple((f"Deal {n}", f"{n},000") for n in range(rows)), (1,))
    message = Message("Pipeline: 1.", (table,))
    rendered = render(message)
    assert faults_of(rendered) == []
    [drawn] = [block for block in rendered.blocks if block["type"] == "table"]
    left = rows - len(drawn["rows"]) + 1
    assert (f"{left:,} more row{'s' * (left != 1)} left out." in _words(rendered)) == bool(left)
    assert left == 0 or rows > 60
    for row in drawn["rows"]:
        assert " · ".join(cell["text"] for cell in row) in rendered.text
    assert drawn["column_settings"][1] == {"align": "right"}
    assert rendered.text.startswith("Pipeline: 1.")


@pytest.mark.parametrize("rows", SIZES)
def test_facts_options_buttons_and_paragraphs_of_any_number_are_shown_or_counted(rows: int) -> None:
    many = range(rows)
    for part, noun in (
        ((Facts(tuple((f"Label {n}", f"Value {n}") for n in many)),), "line"),
        ((Select("Open", "open", "", tuple(Option(f"O{n}", f"o{n}") for n in many)),), "option"),
        ((Buttons(tuple(Button(f"B{n}", "take", str(n)) for n in many)),), "button"),
        (tuple(text(f"Paragraph {n}.") for n in many), "paragraph"),
    ):
        rendered = render(Message("The summary.", part))
        assert faults_of(rendered) == [] or (rows == 0 and rendered.blocks == [])
        assert rendered.text == "The summary."
        said = " ".join(_words(rendered))
        assert rows <= 25 or noun not in ("button",) or f"{rows - 25} buttons left out" in said
        assert rows <= 100 or "left out" in said.lower()


@pytest.mark.parametrize("length", [2999, 3000, 3001])
def test_text_is_cut_at_three_thousand_characters_and_says_so(length: int) -> None:
    [block] = render(Message("s", (text("x" * length),))).blocks
    assert len(block["text"]["text"]) <= 3000
    assert ("characters left out" in block["text"]["text"]) == (length > 3000)


@pytest.mark.parametrize("length", range(2900, 3010, 7))
def test_no_emoji_is_split_at_the_edge(length: int) -> None:
    for emoji in (FAMILY, "🇩🇪", "👍🏽", "e\u0301"):
        rendered = render(Message("s", (text("x" * length + emoji * 60),)))
        assert faults_of(rendered) == []
        kept = "".join(_words(rendered)).split("…")[0].lstrip("x")
        assert kept == emoji * (len(kept) // len(emoji))


def test_buttons_come_in_even_rows() -> None:
    def rows(count: int) -> list[int]:
        taps = Buttons(tuple(Button(f"B{n}", "take", str(n)) for n in range(count)))
        return [len(block["elements"]) for block in render(Message("s", (taps,))).blocks]

    assert rows(7) == [3, 4]
    assert rows(5) == [5]
    assert rows(6) == [3, 3]


def test_a_chart_is_drawn_and_its_figures_stand_beside_it() -> None:
    chart = Chart(
        "bar",
        "Amount by stage",
        ("Discovery", "Proposal"),
        (Series("Amount", (Decimal(120000), Decimal("7.5"))),),
        "USD",
    )
    rendered = render(Message("Two stages.", (chart,)))
    assert [block["type"] for block in rendered.blocks] == ["data_visualization", "context"]
    points = rendered.blocks[0]["chart"]["series"][0]["data"]
    assert points == [{"label": "Discovery", "value": 120000}, {"label": "Proposal", "value": 7.5}]
    for shown_as in (" ".join(_words(rendered)), rendered.text):
        assert "Discovery 120,000 · Proposal 7.50" in shown_as


def test_a_waterfall_is_drawn_as_bars_with_its_signs() -> None:
    values = tuple(Decimal(value) for value in (400, 100, -150, 350))
    chart = Chart("waterfall", "Open in Q4", ("16 Nov", "New", "Lost", "Now"), (Series("Open", values),), "USD")
    rendered = render(Message("Open in Q4.", (chart,)))
    assert rendered.blocks[0]["chart"]["type"] == "bar"
    assert [point["value"] for point in rendered.blocks[0]["chart"]["series"][0]["data"]] == [400, 100, -150, 350]
    assert "16 Nov 400 · New 100 · Lost -150 · Now 350" in rendered.text


def test_without_blocks_of_figures_the_same_figures_are_text() -> None:
    table = Table(("Opportunity", "Amount"), (("Acme", "$9"), ("Bolt Works", "$120")), (1,))
    chart = Chart("line", "Won", ("Q1", "Q2"), (Series("Won", (Decimal(1), Decimal(2))),))
    rendered = render(Message("Figures.", (table, chart)), figures_as_text=True)
    assert [block["type"] for block in rendered.blocks] == ["section", "section"]
    assert rendered.blocks[0]["text"]["text"].splitlines()[1:] == ["Acme             $9", "Bolt Works     $120```"]
    assert "Q1 1 · Q2 2" in rendered.blocks[1]["text"]["text"]


def test_only_one_table_of_a_message_is_a_block() -> None:
    table = Table(("A",), (("1",),))
    assert [block["type"] for block in render(Message("s", (table, table))).blocks] == ["table", "section"]


def test_what_can_be_tapped_is_kept_when_a_message_is_far_too_long() -> None:
    long = tuple(Text((Run("x" * 2500),)) for _ in range(9))
    rendered = render(Message("s", (*long, Buttons((Button("Undo", "undo", "7"),)))))
    assert faults_of(rendered) == []
    assert rendered.blocks[-2]["elements"][0]["text"]["text"] == "Undo"
    assert "Left out here, for length: 6 paragraphs." in _words(rendered)


_SECTION = {"type": "section", "text": {"type": "plain_text", "text": "x"}}
_BUTTON = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}, "value": "x"}
_OPTION = {"text": {"type": "plain_text", "text": "x"}, "value": "v" * 151}
_SELECT = {"type": "static_select", "action_id": "a", "options": [_OPTION]}


@pytest.mark.parametrize(
    "blocks",
    [
        [_SECTION] * 51,
        [{"type": "section", "text": {"type": "plain_text", "text": ""}}],
        [{"type": "section", "fields": [{"type": "plain_text", "text": "x" * 2001}]}],
        [{"type": "actions", "elements": []}],
        [_SECTION | {"block_id": "b"}, _SECTION | {"block_id": "b"}],
        [{"type": "actions", "elements": [_BUTTON, _BUTTON]}],
        [{"type": "actions", "elements": [_SELECT]}],
        [{"type": "table", "column_settings": [], "rows": [[{"type": "raw_text", "text": "x"}]] * 101}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>", "verbatim": True}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "section", "text": {"type": "plain_text", "text": "a\u202eb"}}],
        [{"type": "section", "text": {"type": "plain_text", "text": "x" * 2900}}] * 4,
    ],
)
def test_the_checks_of_these_tests_see_what_the_sdk_lets_through(blocks: list[dict[str, object]]) -> None:
    assert faults_of(Rendered("s", blocks)) != []


def _words(rendered: Rendered) -> list[str]:
    def inside(value: object) -> list[str]:
        if isinstance(value, list):
            return [words for item in value for words in inside(item)]
        if isinstance(value, dict):
            own = [value["text"]] if isinstance(value.get("text"), str) else []
            return own + [words for item in value.values() for words in inside(item)]
        return []

    return inside(rendered.blocks)
