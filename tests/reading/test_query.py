"""What is asked of the pipeline is read whole, or what cannot be read is named with the nearest right form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.process_file import load
from domain.reading.query import read_query
from domain.reading.query_names import Misread, Staff, Things
from domain.sales.pipeline import Group, Only, PipelineQuery, Sort, kept, recalled
from domain.sales.process import ForecastCategory

COMPANY = load(Path(__file__).parents[2] / "app.yaml").company
NOW = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
EAST = tuple(person.id for person in COMPANY.people if person.team == "East")
RUTH = "ruth.calloway@copperline.example"
NAMES = {person.id: person.name for person in COMPANY.people} | {"s1": "Sam Lee", "s2": "Sam Wu", "s3": "Sam Ott"}
STAFF = Staff(RUTH, NAMES, {"East": EAST})
ALL = PipelineQuery()
QUARTER = replace(ALL, first=date(2026, 10, 1), last=date(2026, 12, 31), when="this quarter")
OF_RUTH = replace(ALL, owners=(RUTH,), whose="Ruth Calloway")
SOON = replace(ALL, sort=Sort.CLOSE_DATE, descending=False)


def things(_: Sequence[str]) -> Things:
    return Things(("Acme Pumps", "Globex", "Halden Foods", "Rossi & Figli"), ("Flow Meter", "Guard Plus"))


def read(words: str) -> PipelineQuery | Misread:
    return read_query(words, NOW, COMPANY.process, STAFF, things)


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("pipeline", ALL),
        ("my pipeline", ALL),
        ("pipeline this quarter by rep", replace(QUARTER, by=Group.REP)),
        ("my team's deals over 50k in negotiation", replace(ALL, stages=("Negotiation",), over=Decimal(50_000))),
        ("pipeline of Ruth", OF_RUTH),
        ("Ruht's deals", OF_RUTH),
        ("calloway", OF_RUTH),
        (RUTH, OF_RUTH),
        ("my own deals", OF_RUTH),
        ("the east team", replace(ALL, owners=EAST, whose="East")),
        ("closing in March", replace(ALL, first=date(2027, 3, 1), last=date(2027, 3, 31), when="in March")),
        ("late march", replace(ALL, first=date(2027, 3, 21), last=date(2027, 3, 31), when="late march")),
        ("by Friday", replace(ALL, last=date(2026, 11, 27), when="by Friday")),
        ("next 30 days", replace(ALL, first=date(2026, 11, 23), last=date(2026, 12, 23), when="next 30 days")),
        (
            "between 1 dec and 15 jan",
            replace(ALL, first=date(2026, 12, 1), last=date(2027, 1, 15), when="between 1 dec and 15 jan"),
        ),
        ("stale deals past their date", replace(ALL, only=(Only.PAST_DATE, Only.STALE))),
        ("deals with no next step", replace(ALL, only=(Only.NO_STEP,))),
        ("which deals have no amount", replace(ALL, only=(Only.NO_AMOUNT,))),
        ("undated", replace(ALL, only=(Only.NO_DATE,))),
        ("pipeline globx", replace(ALL, accounts=("Globex",))),
        ("rossi over $1.2M", replace(ALL, accounts=("Rossi & Figli",), over=Decimal(1_200_000))),
        ("guard plus under 20k", replace(ALL, products=("Guard Plus",), under=Decimal(20_000))),
        ("from 20k to 50k", replace(ALL, over=Decimal(20_000), under=Decimal(50_000))),
        ("my team's commit this quarter", replace(QUARTER, categories=(ForecastCategory.COMMIT,))),
        ("biggest deals", ALL),
        ("top 5", replace(ALL, most=5)),
        ("the three largest", replace(ALL, most=3)),
        ("my 12 biggest deals", replace(ALL, most=12)),
        ("biggest deal", replace(ALL, most=1)),
        ("bottom 5", replace(ALL, most=5, descending=False)),
        ("top 5 accounts", replace(ALL, most=5, by=Group.ACCOUNT)),
        ("biggest customer?", replace(ALL, most=1, by=Group.ACCOUNT)),
        ("top 3 for each rep", replace(ALL, most=3, each=Group.REP)),
        ("biggest deal per account this quarter", replace(QUARTER, most=1, each=Group.ACCOUNT)),
        ("the two smallest of every stage", replace(ALL, most=2, descending=False, each=Group.STAGE)),
        ("pipeline for each rep", replace(ALL, by=Group.REP)),
        ("top 3 by probability", replace(ALL, most=3, sort=Sort.PROBABILITY)),
        ("smallest 3 by probability", replace(ALL, most=3, sort=Sort.PROBABILITY, descending=False)),
        ("next 4 deals to close", replace(SOON, most=4)),
        ("by close date", SOON),
        ("smallest first", replace(ALL, descending=False)),
        ("sort by close date", SOON),
        ("soonest", SOON),
        ("order by name desc", replace(ALL, sort=Sort.NAME)),
        (
            "won last quarter",
            replace(
                ALL,
                stages=("Closed Won",),
                closed=True,
                first=date(2026, 7, 1),
                last=date(2026, 9, 30),
                when="last quarter",
            ),
        ),
        (
            "lost since 1 Nov",
            replace(
                ALL,
                stages=("Closed Lost",),
                closed=True,
                first=date(2026, 11, 1),
                last=date(2026, 11, 23),
                when="since 1 Nov",
            ),
        ),
    ],
)
def test_words_are_read(words: str, query: PipelineQuery) -> None:
    assert read(words) == query


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("by colour", "I cannot add up by “colour”, only by stage, by rep, by account, by product, by month."),
        ("sort by", "I cannot sort by nothing."),
        ("sort by colour", "I cannot sort by “colour”."),
        ("top 2 accounts per rep", "I can list the first of each rep, or the first of all by account."),
        ("top 0", "I can show 1 to 500 of them, and “0” is not."),
        ("biggest 2000", "I can show 1 to 500 of them, and “2000” is not."),
        ("over €50k", "Amounts here are in USD, and “€50k” is not. Say for instance “over 50k”."),
        ("over -5", "“-5” can be no limit to an amount."),
        ("q7", "a year has four quarters, Q1 to Q4"),
        ("this fall", "“this fall” is no time I can use (no day named). Say for instance “this quarter”"),
        ("Q1 and Q2", "I read more than one time in that."),
        ("sam", "“sam” fits 3: Sam Lee, Sam Wu, Sam Ott. Say which one."),
        ("quartr", "I know nothing called “quartr” that you may see. Did you mean “this quarter”?"),
        ("nobody", "I know nothing called “nobody” that you may see."),
        ("won and in negotiation", "Open and closed opportunities make two lists."),
    ],
)
def test_what_cannot_be_read_is_named_with_a_right_form(words: str, says: str) -> None:
    found = read(words)
    assert isinstance(found, Misread)
    assert says in found.sentence


@given(st.text(max_size=80))
def test_any_words_are_read_or_refused(words: str) -> None:
    found = read(words)
    if isinstance(found, PipelineQuery):
        assert recalled(kept(found)) == found
    else:
        assert found.sentence
