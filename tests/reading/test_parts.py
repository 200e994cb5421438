"""A message about several opportunities is laid out by opportunity, and nothing is lent to a neighbour."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.use_cases.read_lines import case_of
from domain.reading.parts import LONGEST, MOST, Parts, named, read_parts, stretch
from domain.reading.reader import read
from domain.reading.reading import Context, Finding, Kind
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from tests.replies.scoring import SHARED, Json, cases, processes

PROCESS = next(iter(processes().values()))
NOW = datetime.fromisoformat("2026-11-23T12:00:00-05:00")


def opportunity(identity: str, account: str, product: str) -> Opportunity:
    return Opportunity(identity, product, account, product, PROCESS.stages[0].name, 10, Decimal(90000), "USD", None)


ACME = opportunity("a", "Acme", "Crane parts")
GLOBEX = opportunity("g", "Globex", "Yard planner")
WAYNE = opportunity("w", "Wayne Rail", "Signal relays")
HARBOR = opportunity("h", "Harbor Lines", "Yard sensors")
OWN = (ACME, GLOBEX, WAYNE)


def laid_out(text: str, own: tuple[Opportunity, ...] = OWN, others: tuple[Opportunity, ...] = (HARBOR,)) -> Parts:
    return read_parts(text, Context(NOW, PROCESS, own), others, [o.account for o in own])


def said(parts: Parts) -> dict[str | None, dict[Field, object]]:
    return {part.opportunity: {f.field: f.value for f in part.reading.changes} for part in parts.parts}


def test_each_part_has_its_values_and_its_quote() -> None:
    parts = laid_out("acme at 60, globex lost on price, see wayne thursday")
    assert said(parts) == {
        "a": {Field.PROBABILITY: 60},
        "g": {Field.STAGE: PROCESS.lost_stage.name, Field.LOSS_REASON: "price"},
        "w": {Field.NEXT_STEP: "see wayne", Field.NEXT_STEP_DATE: date(2026, 11, 26)},
    }
    assert [part.quote for part in parts.parts] == ["acme at 60", "globex lost on price", "see wayne thursday"]


def test_names_in_one_breath_share_the_words_that_follow() -> None:
    parts = laid_out("Acme and Globex are at 70%")
    assert said(parts) == {"a": {Field.PROBABILITY: 70}, "g": {Field.PROBABILITY: 70}}
    assert parts.parts[0].quote == "Acme and Globex are at 70%"


def test_what_is_said_of_somebody_elses_is_left_out_and_named() -> None:
    parts = laid_out("acme at 60. harbor lines: lost on price, closes in March. globex 30%")
    assert said(parts) == {"a": {Field.PROBABILITY: 60}, "g": {Field.PROBABILITY: 30}}
    assert parts.elsewhere == (("h", "harbor lines"),)


def test_ones_own_comes_before_a_namesake_of_somebody_elses() -> None:
    parts = laid_out("yard planner at 55", others=(opportunity("x", "Initech", "Yard planner"),))
    assert said(parts) == {"g": {Field.PROBABILITY: 55}}
    assert parts.elsewhere == ()


@pytest.mark.parametrize(
    "announced",
    [
        "New one: Marlow, Crane parts, about 60k, end of March",
        "and a new opportunity - Marlow, Crane parts, about 60k, end of March",
        "Also new deal: Acme, Yard planner, 60k, end of March",
    ],
)
def test_what_is_announced_as_new_keeps_its_values_to_itself(announced: str) -> None:
    parts = laid_out(f"acme is at 60 now. {announced}. globex lost on price")
    assert said(parts) == {
        "a": {Field.PROBABILITY: 60},
        "g": {Field.STAGE: PROCESS.lost_stage.name, Field.LOSS_REASON: "price"},
    }
    assert [(new.amount, new.close_date) for new in parts.openings] == [(Decimal(60000), date(2027, 3, 31))]


def test_an_ordinary_reply_takes_nothing_from_what_it_announces_as_new() -> None:
    reading = read("acme is at 70 %. New one: Marlow, Crane parts, about 60k, end of March", Context(NOW, PROCESS, OWN))
    assert [(f.opportunity, f.field, f.value) for f in reading.changes] == [("a", Field.PROBABILITY, 70)]
    assert reading.proposals == reading.doubts == ()


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("acme: the amount moved, new one: 60k", Field.AMOUNT, Decimal(60000)),
        ("acme slipped. New one: 15 March", Field.CLOSE_DATE, date(2027, 3, 15)),
    ],
)
def test_a_new_value_is_no_new_opportunity(text: str, field: Field, value: object) -> None:
    parts = laid_out(text)
    assert parts.openings == ()
    read_of_it = [f for part in parts.parts for f in (*part.reading.changes, *part.reading.proposals)]
    assert (field, value) in [(f.field, f.value) for f in read_of_it]


def test_a_name_nobody_has_is_told_and_writes_nothing() -> None:
    parts = laid_out("acme at 60, Hooli at 90")
    assert said(parts) == {"a": {Field.PROBABILITY: 60}}
    assert parts.unknown == ("Hooli",)


def test_of_a_name_that_fits_several_only_its_own_words_are_read_again() -> None:
    two = (ACME, opportunity("y", "Initech", "Yard planner"), GLOBEX)
    parts = laid_out("acme at 60, yard planner lost on price", two)
    unclear = next(part for part in parts.parts if part.opportunity is None)
    assert unclear.quote == "yard planner lost on price"
    assert set(unclear.reading.doubts[0].choices) == {"y", "g"}


def test_what_a_line_says_only_by_itself_is_offered_not_stated() -> None:
    parts = laid_out("acme at 60\nglobex: maybe 40")
    globex = parts.parts[1].reading
    assert not globex.changes
    assert [(f.field, f.value) for f in globex.proposals] == [(Field.PROBABILITY, 40)]


def test_that_it_stands_is_heard() -> None:
    assert laid_out("acme at 60, globex still as it was").parts[1].reading.kind is Kind.NO_CHANGE


def test_an_opening_keeps_its_own_amount_and_lends_it_to_nobody() -> None:
    parts = laid_out("Acme moves to 70%. There is an opening at Hooli for Yard planner, about 80k, end of March. Ok.")
    assert said(parts) == {"a": {Field.PROBABILITY: 70}}
    (opening,) = parts.openings
    assert (opening.account, opening.product, opening.amount) == ("Hooli", "Yard planner", Decimal(80000))
    assert str(opening.close_date) == "2027-03-31"


def test_thirty_are_read_eight_at_a_time_and_none_is_lost() -> None:
    many = tuple(opportunity(f"o{i}", f"{name} Works", f"Line {name}") for i, name in enumerate(_NAMES))
    rest = "; ".join(f"{o.account} at {30 + i}%" for i, o in enumerate(many))
    found: dict[str | None, dict[Field, object]] = {}
    rounds = 0
    while rest:
        parts = laid_out(rest, many)
        assert len(parts.parts) <= MOST
        found |= said(parts)
        rest, rounds = parts.rest, rounds + 1
    assert rounds == 4
    assert found == {f"o{i}": {Field.PROBABILITY: 30 + i} for i in range(30)}


_NAMES = """
    Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Ivy Juniper Katsura Larch Maple Nettle Oak Pine Quince Rowan Spruce
    Tamarind Ulmus Viburnum Willow Xylosma Yew Zelkova Acacia Bamboo Cypress Dahlia
""".split()  # noqa: SIM905 - a list of words is easier to read than of literals


def test_a_long_message_is_cut_between_clauses_and_handed_back() -> None:
    text = "acme at 60. " + "we walked along the quay and talked. " * 200 + "globex at 30%."
    parts = laid_out(text)
    assert said(parts) == {"a": {Field.PROBABILITY: 60}}
    assert len(parts.rest) > len(text) - LONGEST - 100
    assert parts.rest.endswith("globex at 30%")


def test_named_counts_each_once() -> None:
    assert named("acme, Globx, acme again and Hooli", OWN) == ("a", "g")


def test_two_names_that_only_one_fits_name_that_one() -> None:
    sensors = opportunity("s", "Acme", "Yard planner")
    for words in ("yard planner at acme is at 30%", "Acme, Yard planner at 30%"):
        assert said(laid_out(words, (ACME, GLOBEX, sensors))) == {"s": {Field.PROBABILITY: 30}}


def test_what_numbers_the_lines_of_a_list_is_no_value() -> None:
    parts = laid_out("1) acme - 60%\n2. globex - lost\n(3) wayne - closes Jan 20\n4) that is all")
    assert said(parts) == {
        "a": {Field.PROBABILITY: 60},
        "g": {Field.STAGE: PROCESS.lost_stage.name},
        "w": {Field.CLOSE_DATE: date(2027, 1, 20)},
    }
    assert [part.quote for part in parts.parts][:2] == ["acme - 60%", "globex - lost"]
    assert not any(part.reading.proposals for part in parts.parts)


def test_a_stretch_holds_no_words_about_another() -> None:
    context = Context(NOW, PROCESS, OWN)
    assert stretch("acme at 60, globex lost on price", "lost", context) == "globex lost on price"
    assert stretch("lost on price", "lost", context) == "lost on price"


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                "acme",
                "globex",
                "wayne",
                "hooli",
                "at 60",
                "lost",
                "opening at",
                "for Yard planner",
                "March",
                "80k",
                ",",
                ".",
                "\n",
                "and",
                "harbor lines",
                "maybe",
                "😀",
                "%",
            ]
        ),
        max_size=30,
    )
)
def test_reading_parts_never_raises_and_quotes_are_the_speakers_words(words: list[str]) -> None:
    text = " ".join(words)
    parts = laid_out(text)
    for part in parts.parts:
        assert all(piece in text for piece in part.quote.split(" … "))
        assert all(f.evidence in text for f in (*part.reading.changes, *part.reading.proposals))
    assert parts.rest in text


def _several() -> list[Json]:
    paths = [SHARED / "cases.jsonl"] if (SHARED / "cases.jsonl").exists() else []
    paths += sorted((Path(__file__).parents[1] / "replies").glob("*.jsonl"))
    found = [case for path in paths for case in cases(path)]
    return [
        case
        for case in found
        if len(case["opportunities"]) > 1 and not case.get("asked") and case["process"] in processes()
    ]


def test_parts_of_every_case_state_no_more_than_the_reader_does() -> None:
    """The layer adds no write of its own: what it reads beyond the reader is offered."""
    checked = 0
    for case in _several():
        _, text, context = case_of(case, processes())
        whole, parts = read(text, context), read_parts(text, context)
        stated = [_key(f) for part in parts.parts for f in part.reading.changes]
        assert set(stated) <= {_key(f) for f in whole.changes}, text
        checked += 1
    assert checked


def _key(finding: Finding) -> tuple[str, Field, str]:
    return finding.opportunity, finding.field, json.dumps(str(finding.value))


@pytest.mark.parametrize("text", ["", "   ", "60%", "😀" * 50, "a" * 5000])
def test_words_that_name_nothing_have_no_parts(text: str) -> None:
    assert laid_out(text).parts == ()
