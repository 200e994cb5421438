"""In what order, and how many: "sort by close date", "top 5", "the three largest", "the next 4 to close"."""

import re
from dataclasses import dataclass

from domain.reading.query_names import Unreadable
from domain.sales.pipeline import DESCENDING, Group, Sort

GROUPS = {
    "stage": Group.STAGE, "stages": Group.STAGE, "rep": Group.REP, "reps": Group.REP, "owner": Group.REP,
    "owners": Group.REP, "person": Group.REP, "people": Group.REP, "seller": Group.REP, "sellers": Group.REP,
    "account": Group.ACCOUNT, "accounts": Group.ACCOUNT, "customer": Group.ACCOUNT, "customers": Group.ACCOUNT,
    "company": Group.ACCOUNT, "companies": Group.ACCOUNT, "product": Group.PRODUCT, "products": Group.PRODUCT,
    "month": Group.MONTH, "months": Group.MONTH,
}  # fmt: skip
_SORTS = {
    "amount": Sort.AMOUNT, "value": Sort.AMOUNT, "size": Sort.AMOUNT, "money": Sort.AMOUNT, "weighted": Sort.WEIGHTED,
    "weighted amount": Sort.WEIGHTED, "close date": Sort.CLOSE_DATE, "close": Sort.CLOSE_DATE,
    "closing": Sort.CLOSE_DATE, "date": Sort.CLOSE_DATE, "probability": Sort.PROBABILITY, "chance": Sort.PROBABILITY,
    "name": Sort.NAME, "account": Sort.ACCOUNT, "customer": Sort.ACCOUNT, "stage": Sort.STAGE, "rep": Sort.REP,
    "owner": Sort.REP, "age": Sort.HEARD, "last heard": Sort.HEARD, "heard": Sort.HEARD,
}  # fmt: skip
_SPOKEN = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "a dozen": 12, "dozen": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
COUNT = rf"(?:\d{{1,4}}|{'|'.join(_SPOKEN)})(?![\w%.,])"
EXTREMES = r"(?:biggest|largest|top|highest|smallest|lowest|bottom)"
_MOST = 500
_DEALS = r"(?:deals|opportunities|opps|ones)"
_ORDER = re.compile(r"\b(?:sort(?:ed)?|order(?:ed)?)\b(?: by\b| on\b)?(?P<key>(?: [a-z]+){0,2})")
_WAY = re.compile(r" (?P<way>asc|ascending|up|desc|descending|down)\b")
# What nothing is added up by can only be an order: "pipeline by close date".
_BY = re.compile(
    r"\bby (?:the )?(?P<key>"
    + "|".join(sorted((each for each in _SORTS if each not in GROUPS), key=len, reverse=True))
    + r")\b"
)
_EXTREME = re.compile(
    rf"(?:\b(?P<before>{COUNT}) )?\b(?P<which>{EXTREMES})(?: (?P<after>{COUNT}))?(?=\W|$)(?: first\b)?"
    rf"(?: (?P<what>(?:deal|opportunity|opp)\b|[a-z]+s\b|[a-z]+(?=\W*$)))?"
)
_SOON = re.compile(
    rf"\b(?:(?:(?P<before>{COUNT}) )?soonest|next (?:(?P<after>{COUNT}) )?(?:{_DEALS} )?to close"
    rf"|next (?P<more>{COUNT}) (?:{_DEALS} )?closing|closing (?:next|first)(?= *$))\b(?: first\b)?"
)
_ASCENDING = frozenset({"smallest", "lowest", "bottom"})
_SINGLE = frozenset({"deal", "opportunity", "opp"})
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the words say of the order, and where they stand. None where they say nothing of it.

    `most` is how many are wanted, of groups where a `group` is named ("top 5 accounts").
    """

    spans: tuple[Span, ...] = ()
    sort: Sort | None = None
    descending: bool = True
    most: int | None = None
    group: Group | None = None


def order_in(left: str) -> Ordered:
    """The order these words ask for. Unreadable where they name none that there is, or a number that is none."""
    by = _sorted(left)
    if found := _SOON.search(left):
        most = _count(found["before"] or found["after"] or found["more"])
        soon = Ordered((found.span(),), Sort.CLOSE_DATE, False, most)
        return _joined(by, soon) if by else soon
    found = _EXTREME.search(left)
    extreme = _extreme(found) if found else Ordered()
    return _joined(by, extreme) if by else extreme


def _joined(by: Ordered, other: Ordered) -> Ordered:
    """ "Top 5 by probability": what it is sorted by says one, how many and which end the other."""
    descending = other.descending if other.spans and other.sort is Sort.AMOUNT else by.descending
    return Ordered((*by.spans, *other.spans), by.sort, descending, other.most, other.group)


def _extreme(found: re.Match[str]) -> Ordered:
    what = found["what"] or ""
    group = GROUPS.get(what)
    single = what in _SINGLE or (group is not None and not what.endswith("s"))
    most = _count(found["before"] or found["after"]) or (1 if single else None)
    end = found.end("what") if group or what in _SINGLE else found.start("what") if what else found.end()
    return Ordered(((found.start(), end),), Sort.AMOUNT, found["which"] not in _ASCENDING, most, group)


def _sorted(left: str) -> Ordered | None:
    found = _ORDER.search(left)
    if found is None:
        plain = _BY.search(left)
        return _with_way(left, plain.start(), plain.end(), _SORTS[plain["key"]]) if plain else None
    words = found["key"].split()
    key = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in _SORTS), None)
    if key is None:
        said = f"“{words[0]}”" if words else "nothing"
        choices = ", ".join(sort.value for sort in Sort)
        raise Unreadable(f"I cannot sort by {said}. I can sort by {choices}: “sort by close date”.")
    end = found.start("key") + left[found.start("key") :].index(key) + len(key)
    return _with_way(left, found.start(), end, _SORTS[key])


def _with_way(left: str, start: int, end: int, sort: Sort) -> Ordered:
    if way := _WAY.match(left, end):
        return Ordered(((start, way.end()),), sort, way["way"].startswith(("desc", "down")))
    return Ordered(((start, end),), sort, sort in DESCENDING)


def _count(said: str | None) -> int | None:
    if said is None:
        return None
    count = _SPOKEN.get(said) or int(said)
    if not 1 <= count <= _MOST:
        raise Unreadable(f"I can show 1 to {_MOST} of them, and “{said}” is not. Say for instance “top 5”.")
    return count
