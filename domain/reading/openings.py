"""Finds possible new opportunities in plain words: "an opening at Hooli for Product A", "Wayne is interested in …"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from domain.reading.fold import fold
from domain.reading.marks import Day, MarkKind, Money
from domain.reading.paint import paint
from domain.sales.process import SalesProcess

# A name as people write it: words with a capital, joined by what stands inside names.
_WORD = r"[A-Z0-9](?:[\w'’&-]|\.(?=\w))*"
_NAME = rf"{_WORD}(?:(?: | & | and ){_WORD}){{0,4}}"
_LOWER = r"[^\W\d_][\w'’&-]*(?: [\w'’&-]+){0,3}?"
_THERE_IS = re.compile(
    r"\b(?:(?i:opening|lead|prospect|interest|potential|chance|new opportunity|opportunity|new deal|need)) "
    rf"(?:(?i:at|with|in|from)) (?P<account>{_NAME}) (?:(?i:for|in)) (?:(?i:our|the|a|an) )?(?P<product>{_NAME})"
)
# Without capitals only what is sold here ends the account's name.
_THERE_IS_TYPED_FAST = re.compile(
    rf"\b(?:opening|lead|prospect|interest|new opportunity|opportunity|new deal) (?:at|with|in) (?P<account>{_LOWER})"
    rf" (?:for|in) (?:our |the |a |an )?(?P<product>{_LOWER})(?=$|[.,;!\n])",
)
_WANTS = re.compile(
    rf"(?P<account>{_NAME}) (?i:is|are|was|were|also|now|would be|seems?|sounded|looks?|looked|[ ]){{0,3}} ?"
    r"(?:(?i:interested in|wants? to (?:buy|try|see)|asked (?:about|for)|could use|needs?|is looking for|"
    rf"are looking for)) (?:(?i:our|the|a|an|some) )?(?P<product>{_NAME})"
)
_DENIED = re.compile(r"\b(?:no|not|never|without|isn't|aren't|wasn't|don't|doesn't|didn't|lost|closed)\b[^.!?\n]*$")
_PREFIX = re.compile(
    r"^\s*(?:(?:new|another|open a new|add a|create a|start a) )?(?:new )?(?:one|opportunity|opp|deal|opening)\b"
    r"\s*(?::|-|–|at|with|for)?\s*",
    re.IGNORECASE,
)
# In the midst of a message: all of that sentence, its amount and its date too, belongs to what is new. It opens with a
# name: in "the amount moved, new one: 60k" the new one is a value.
_LABELLED = re.compile(
    r"(?:(?:^|(?<=[.;!?\n])) *|(?:(?<=,)|(?<=\band)) *(?![a-z -]{0,20}\bnew one\b))"
    r"(?P<all>(?:(?:and|also|plus) )?(?:(?:a|another|one more) )?(?:brand[ -]new|new)"
    r" (?:one|opportunity|opp|deal|opening|lead) *[:–-] *(?=[^\W\d_])(?:[^.;!?\n]|\.(?=\w))+)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:,|;|\n|\bfor\b|\bat\b)\s*", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approx\.?|maybe|worth|closing|closes|close|by|in|on|probably|expected|some|ca\.?)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """An opening as it was said. `start` and `end` are where account and product stand in the message."""

    account: str
    product: str
    evidence: str
    start: int = 0
    end: int = 0
    amount: Decimal | None = None
    close_date: date | None = None

    def with_values(self, said: Mapping[str, object]) -> "Found":
        """With the values of these fields, where they are said."""
        amount, day = said.get("amount"), said.get("close_date")
        return replace(
            self,
            amount=amount if isinstance(amount, Decimal) else self.amount,
            close_date=day if isinstance(day, date) else self.close_date,
        )


def openings_in(text: str, products: Iterable[str], accounts: Iterable[str]) -> tuple[Found, ...]:
    """The openings that a message mentions, in order. Whoever wants something wants one of these products."""
    known = {fold(product): product for product in products if product}
    customers = {fold(account): account for account in accounts}
    found = [_found(match, text, known, customers) for match in _THERE_IS.finditer(text)]
    for wanting in (_THERE_IS_TYPED_FAST, _WANTS):
        wanted = [match for match in wanting.finditer(text) if _product_at(text, match.start("product"), known)]
        found += [_found(match, text, known, customers) for match in wanted]
    apart: list[Found] = []
    for opening in sorted((each for each in found if each), key=lambda each: each.start):
        if not apart or opening.start >= apart[-1].end:
            apart.append(opening)
    return tuple(apart)


def labelled_in(text: str, now: datetime, process: SalesProcess, products: Sequence[str]) -> tuple[Found, ...]:
    """The openings that a message announces: "…. New one: Hooli, product A, about 80k, spring. …"."""
    return tuple(
        replace(new_one(said["all"], now, process, products), start=said.start("all"), end=said.end("all"))
        for said in _LABELLED.finditer(text)
    )


def without_labelled(plain: str) -> str:
    """Folded text with blanks in the place of openings that it announces: their values are nobody else's."""
    return _LABELLED.sub(lambda said: " " * len(said[0]), plain) if "new" in plain else plain


def new_one(text: str, now: datetime, process: SalesProcess, products: Iterable[str]) -> Found:
    """What "new one: Hooli, product A, about 80k, spring" names; what it does not say stays empty."""
    words = _PREFIX.sub("", text, count=1)
    amount, day, left = values_in(words, now, process)
    names = [piece for piece in (_ABOUT.sub("", each).strip(" .:-") for each in _JOINED.split(left)) if piece]
    known = {fold(product): product for product in products if product}
    product = next((known[fold(name)] for name in names if fold(name) in known), "")
    rest = [name for name in names if fold(name) != fold(product)]
    account = rest[0] if rest else ""
    if not product and len(rest) > 1:
        product = rest[1]
    return Found(account[:100], product[:100], text.strip(), 0, len(text), amount, day)


def values_in(text: str, now: datetime, process: SalesProcess) -> tuple[Decimal | None, date | None, str]:
    """The one amount and the one day that some words name, and the words that are left.

    Time that names no day ("spring") is taken out too: it is neither a name nor a date.
    """
    marks = paint(text, now, process).marks
    sums = [m.value for m in marks if isinstance(m.value, Money) and not m.value.choices and not m.value.per]
    days = [m.value for m in marks if m.kind is MarkKind.DAY and isinstance(m.value, Day) and m.value.day >= now.date()]
    taken = (MarkKind.MONEY, MarkKind.DAY, MarkKind.DOUBTFUL, MarkKind.PAST, MarkKind.PERCENT)
    left = text
    for mark in reversed([mark for mark in marks if mark.kind in taken]):
        left = left[: mark.start] + "," + left[mark.end :]
    own = [money for money in sums if money.currency in (None, process.currency)]
    return (own[0].amount if len(sums) == len(own) == 1 else None), (days[0].day if len(days) == 1 else None), left


def _found(match: re.Match[str], text: str, products: Mapping[str, str], accounts: Mapping[str, str]) -> Found | None:
    before = text[max(0, match.start() - 60) : match.start()]
    if _DENIED.search(fold(before)):
        return None
    account, start, at = match["account"].strip(" .,"), match.start("account"), match.start("product")
    known = _product_at(text, at, products)
    end = at + len(known or match["product"].rstrip(" .,"))
    if text[end : end + 1] == "?":
        return None
    account = account if account != account.lower() else account.title()
    return Found(
        accounts.get(fold(account), account),
        products[fold(known)] if known else text[at:end],
        text[match.start() : end],
        start,
        end,
    )


def _product_at(text: str, start: int, products: Mapping[str, str]) -> str:
    """The words from there on that name a product, as they were typed; "" where none begins there."""
    plain = fold(text[start : start + 120])
    fitting = [key for key in products if re.match(rf"{re.escape(key)}(?![\w])", plain)]
    return text[start : start + len(max(fitting, key=len))] if fitting else ""
