"""Other people's test suites as the shared material has them, and how their phrases are scored."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

from domain.reading.values import dates_in, money_in, percent_in, yes_no
from domain.sales.process import DateOrder, ForecastCategory, SalesProcess, Stage

SHARED = Path(__file__).parents[3] / "shared" / "reading"
PUBLIC = SHARED / "public"

_WON = (Stage("Won", 100, ForecastCategory.CLOSED, won=True),)
AMERICAN = SalesProcess(_WON, "USD", DateOrder.MONTH_FIRST)
BRITISH = SalesProcess(_WON, "GBP", DateOrder.DAY_FIRST)
DATE_SUITES = {"duckling_time": AMERICAN, "nlupp_dates": BRITISH, "dateparser_relative": AMERICAN}
MONEY_SUITES = ("duckling_money", "nlupp_money", "recognizers_currency")
_UNITS = {"Dollar": "USD", "United States dollar": "USD", "Pound": "GBP", "British pound": "GBP", "Euro": "EUR"}
_NOW = datetime(2022, 3, 15, 9, tzinfo=UTC)


class Span(TypedDict, total=False):
    """What is expected of one phrase; which keys there are depends on the suite."""

    text: str
    type: str
    unit: str
    iso: str | None
    value: str | float | bool | None
    low: float
    high: float
    values: list[dict[str, str]]
    future: dict[str, str]


class Case(TypedDict):
    """One line of a suite."""

    text: str
    ref: str
    tags: list[str]
    expect: list[Span]


@dataclass(slots=True)
class Score:
    """How many phrases were read right, read wrong, and not read."""

    right: int = 0
    wrong: int = 0
    abstained: int = 0
    misread: list[str] = field(default_factory=list)

    @property
    def all(self) -> int:
        return self.right + self.wrong + self.abstained

    def share(self, count: int) -> float:
        """Percent of all."""
        return 100 * count / self.all if self.all else 0.0

    def count(self, right: bool | None, text: str) -> None:
        """None: nothing was read."""
        if right is None:
            self.abstained += 1
        elif right:
            self.right += 1
        else:
            self.wrong += 1
            self.misread.append(text)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.right + other.right,
            self.wrong + other.wrong,
            self.abstained + other.abstained,
            self.misread + other.misread,
        )


Day = Callable[[str, datetime, SalesProcess], date | None]


def cases(suite: str) -> list[Case]:
    lines = (PUBLIC / f"{suite}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def day_phrases(suite: str) -> Iterator[tuple[str, datetime, set[str]]]:
    """Phrases for a single day, the day they are said on, and the days that are right.

    Feasts of calendars that no rule computes are left out, as the suites tag them.
    """
    for case in cases(suite):
        if not {"core", "day"} <= set(case["tags"]) or "holiday_other" in case["tags"]:
            continue
        now = datetime.fromisoformat(case["ref"]).replace(tzinfo=UTC)
        for span in case["expect"]:
            if span["type"] == "date":
                readings = [*span["values"], span.get("future", {})]
                yield span["text"], now, {reading["start"][:10] for reading in readings if reading.get("start")}


def first_day(text: str, now: datetime, process: SalesProcess) -> date | None:
    """The first day that a phrase names."""
    days = dates_in(text, now, process)
    return days[0].day if days else None


def score_days(suite: str, read: Day = first_day) -> Score:
    score = Score()
    for text, now, wanted in day_phrases(suite):
        day = read(text, now, DATE_SUITES[suite])
        score.count(None if day is None else day.isoformat() in wanted, text)
    return score


def score_money(suite: str) -> Score:
    score = Score()
    for case in cases(suite):
        if "core" not in case["tags"]:
            continue
        amounts = [(money.amount, money.currency) for money in money_in(case["text"], _NOW, AMERICAN)]
        for span in case["expect"]:
            if span["unit"] == "ambiguous":  # a number without any sign of money
                continue
            wanted = span.get("value", span.get("low", span.get("high")))
            code = span.get("iso") or _UNITS.get(span["unit"], span["unit"])
            score.count((Decimal(str(wanted)), code) in amounts if amounts else None, case["text"])
    return score


def score_percent() -> Score:
    score = Score()
    for case in cases("recognizers_percent"):
        read = [percent.value for percent in percent_in(case["text"], _NOW, AMERICAN)]
        wanted = [Decimal(str(span["value"]).rstrip("%")) for span in case["expect"] if span["value"] != "null"]
        score.count(read == wanted if read or not wanted else None, case["text"])
    return score


def score_yes_no() -> Score:
    score = Score()
    for case in cases("recognizers_boolean"):
        read = yes_no(case["text"])
        score.count(None if read is None else read is case["expect"][0]["value"], case["text"])
    for line in (PUBLIC / "clinc150_subset.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["expect"] in ("yes", "no"):
            read = yes_no(case["text"])
            score.count(None if read is None else read is (case["expect"] == "yes"), case["text"])
    return score
