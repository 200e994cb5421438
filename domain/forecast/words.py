"""Reads calls ("commit 420k, best 600k") and what a forecast is asked of ("my team's commit next quarter")."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.reading.marks import Day, Grain, Mark, MarkKind, Money, Number
from domain.reading.paint import Painted, paint, pattern
from domain.sales.process import SalesProcess
from domain.sales.quarter import Quarter

THOUSAND = 1000
_SURELY_WHOLE = 10_000  # a bare number from here on is money as it stands; "400" may be thousands
_AMOUNT = r"(?P<amount>{money}|{number})(?P<more>(?: ?(?:to|-|or|and) ?)(?:{money}|{number}))?"
_LINK = r"(?: ?[:=]| at| to| is| of| around| about| for)*"
_COMMIT = pattern(
    rf"\b(?:(?:re)?commit(?:ting|ted|ment)?|call(?:ing)?(?: it| the quarter)?|(?:forecast|number) is){_LINK} ?{_AMOUNT}"
)
_BEST = pattern(rf"\b(?:best(?: case)?|upside){_LINK} ?{_AMOUNT}")
_NOTE = re.compile(
    r"\s*(?::|\bbecause\b|\bsince\b|\bas\b|\bnote:?|\s[-–—]\s)\s*(?P<note>[^\d\s$€£¥+-].*)$", re.IGNORECASE | re.DOTALL
)
_OVERRIDE = re.compile(r"^\s*override\s+(?P<who>.+?)(?:'s)?(?:\s+(?:to|with|at|as))?\s*$", re.IGNORECASE)
_FOR = re.compile(r"^\s*for\s+(?P<who>[^\d]+?)\s*$", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:i'd|i'll|i'm|im|i|we'll|we|my|our|and|the|for|in|this is|is|so|then|with|case|now|please)\b|[,.;!]"
)
_ODD_QUARTER = re.compile(r"\bq\s?(?P<number>\d+)\b", re.IGNORECASE)
_NAMED_QUARTER = re.compile(
    r"\bq(?P<number>[1-4])[ ,]*(?:of )?(?:fy ?)?(?P<year>20\d\d|\d\d)\b"
    r"|\bfy ?(?P<first_year>20\d\d|\d\d)[ ,]*q(?P<second_number>[1-4])\b",
    re.IGNORECASE,
)
_LAST_QUARTER = re.compile(r"\b(?:last|previous|past) quarter(?:'s)?\b", re.IGNORECASE)
_QUARTERLY = re.compile(r"\b(?:the |this |current )?quarter(?:'s)?\b", re.IGNORECASE)
_ASKING = re.compile(
    r"\b(?:what(?:'s| is)|how(?:'s| is)|show(?: me)?|tell me|forecast|commit(?:ment)?|call|best case|coverage|gap"
    r"|how are|looking|doing|going|number|where (?:do|are)|stand|at|who(?:'s|’s| is) behind|quota|plan"
    r"|the|of|for|in|on)\b|[?.,!]",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"(?:how (?:far|much) (?:off|behind|ahead|short|away)(?: (?:are|am))?|are|am|will|can|do)"
    r" (?P<who>we|i|my team|the team)\b",
    re.IGNORECASE,
)
_WHY = re.compile(r"^(?:what|why|how)\b.*?\b(?:the|our|my) forecast\b.*$", re.IGNORECASE)
_OWN = frozenset(["", "my", "mine", "me", "i", "own", "my own"])
_TEAM = frozenset(
    ["team", "my team", "teams", "my teams", "our", "us", "our team", "we", "everybody", "everyone", "all", "company"]
)


class WordsFault(ValueError):
    """Words that cannot be taken; the message is a whole sentence with the nearest right form."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as said. `bare` numbers may be meant in thousands."""

    amount: Decimal
    bare: bool = False


@dataclass(frozen=True, slots=True)
class CallWords:
    """A call as said. `who` names somebody else, "" for one's own; `override` where the words say so."""

    commit: Figure | None
    best_case: Figure | None
    quarter: Quarter
    note: str
    who: str = ""
    override: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a forecast is asked of: `whose` is "" for one's own scope, "team" for all of it, otherwise a name."""

    whose: str
    quarter: Quarter


def read_call(text: str, now: datetime, process: SalesProcess) -> CallWords | None:
    """The call these words make; None where they are something else. Raises WordsFault where they cannot be taken."""
    noted = _NOTE.search(text)
    said = text[: noted.start()] if noted else text
    painted = paint(said, now, process)
    commit, best = _COMMIT.search(painted.text), _BEST.search(painted.text)
    if not commit and not best:
        return None
    rest = list(said.ljust(len(painted.text))[: len(painted.text)])
    for found in filter(None, (commit, best)):
        rest[found.start() : found.end()] = " " * (found.end() - found.start())
    quarter, left = _quarter("".join(rest), painted.marks, now, process)
    who, override, left = _who(left)
    if _FILLER.sub(" ", left.lower()).strip():
        return None
    figures = [_figure(painted, found, process) if found else None for found in (commit, best)]
    _check_order(*figures)
    if quarter.end < now.date():
        raise WordsFault(f"{quarter} is over. Say for instance “commit 420k”, or “commit 420k next quarter”.")
    return CallWords(figures[0], figures[1], quarter, noted["note"].strip() if noted else "", who, override)


def read_asked(text: str, now: datetime, process: SalesProcess) -> Asked:
    """Whose forecast, and of which quarter: this one where none is said. Raises WordsFault for no such quarter."""
    painted = paint(text, now, process)
    quarter, left = _quarter(text.ljust(len(painted.text)), painted.marks, now, process)
    whether = _WHETHER.match(left.strip())
    left = whether["who"] if whether else _WHY.sub("", left.strip())
    words = " ".join(re.sub(r"['’]s\b|(?<=s)['’](?=\s|$)", "", _ASKING.sub(" ", left)).split())
    if words.lower() in _OWN:
        return Asked("", quarter)
    if words.lower() in _TEAM:
        return Asked("team", quarter)
    return Asked(re.sub(r"^(?:my |the )|(?: team)$", "", words, flags=re.IGNORECASE), quarter)


def _check_order(commit: Figure | None, best: Figure | None) -> None:
    if commit and best and commit.bare == best.bare and best.amount < commit.amount:
        raise WordsFault(
            f"Best case ({best.amount:,.0f}) is below commit ({commit.amount:,.0f}), and it includes it. "
            "Say for instance “commit 420k, best 600k”."
        )


def _quarter(text: str, marks: tuple[Mark, ...], now: datetime, process: SalesProcess) -> tuple[Quarter, str]:
    """The quarter that is named, and the words without it."""
    this = Quarter.of(now.date(), process.fiscal_year_starts)
    exact = _NAMED_QUARTER.search(text)
    if exact:
        year = int(exact["year"] or exact["first_year"]) % 100 + 2000
        named = Quarter(year, int(exact["number"] or exact["second_number"]), process.fiscal_year_starts)
        return named, text[: exact.start()] + text[exact.end() :]
    for mark in marks:
        if mark.kind is MarkKind.DAY and isinstance(mark.value, Day) and mark.value.grain is Grain.QUARTER:
            named = Quarter.of(mark.value.day, process.fiscal_year_starts)
            return named, text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    last = _LAST_QUARTER.search(text)
    if last:
        return this.plus(-1), text[: last.start()] + text[last.end() :]
    odd = _ODD_QUARTER.search(text)
    if odd:
        number = int(odd["number"]) if len(odd["number"]) < 3 else 0
        if not 1 <= number <= 4:
            raise WordsFault(f"A year has no Q{odd['number']}. Quarters are Q1 to Q4; this one is {this}.")
        raise WordsFault(f"I cannot tell which quarter you mean. This one is {this}, the next {this.plus(1)}.")
    return this, _QUARTERLY.sub(" ", text)


def _who(left: str) -> tuple[str, bool, str]:
    """Whose call it is, whether it overrides, and the words without that."""
    words = left.strip(" ,;.")
    override = _OVERRIDE.match(words)
    if override:
        return override["who"].strip(" ,"), True, ""
    delegated = _FOR.match(words)
    if delegated and delegated["who"].lower() not in ("me", "now", "the", "this"):
        return delegated["who"].strip(" ,"), False, ""
    return "", False, left


def _figure(painted: Painted, found: re.Match[str], process: SalesProcess) -> Figure:
    mark = painted.mark(found.start("amount"))
    said = painted.source[found.start("amount") : found.end("amount")].strip()
    if found["more"]:
        raise WordsFault("I read two amounts where a call is one. Say for instance “commit 400k, best 450k”.")
    value = mark.value if mark else None
    if isinstance(value, Money):
        if value.currency and value.currency != process.currency:
            raise WordsFault(
                f"“{said}” is in {value.currency}, and amounts here are in {process.currency}. "
                f"Say it in {process.currency}, for instance “commit 420k”."
            )
        if value.choices or value.per:
            raise WordsFault(f"“{said}” may mean several amounts. Say for instance “commit 420k”.")
        return _at_least_nothing(value.amount, said, bare=False)
    if not isinstance(value, Number) or value.choices:
        raise WordsFault(f"“{said}” may mean several amounts. Say for instance “commit 420k”.")
    return _at_least_nothing(value.value, said, bare=0 < value.value < _SURELY_WHOLE)


def _at_least_nothing(amount: Decimal, said: str, *, bare: bool) -> Figure:
    if amount < 0:
        raise WordsFault(f"A call cannot be below 0, and “{said}” is. Say for instance “commit 420k, best 600k”.")
    if amount != round(amount, 2) or amount >= Decimal(10) ** 13:
        raise WordsFault(f"“{said}” is no amount I can keep. Say for instance “commit 420k”.")
    return Figure(amount, bare)
