"""Finds the words of a reply that carry values, before they are joined to numbers and painted."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from domain.reading.canvas import Canvas
from domain.reading.currencies import NATIONAL, Currency
from domain.reading.holidays import NAMES, UNKNOWN
from domain.reading.lexicon import LEXICON
from domain.reading.marks import Sign

Separators = Literal["1,250.5", "1.250,5"]

_SYMBOLS = "$€£¥₹₽₩₪฿₫₴₦₱₡₿₺₸₾₵₭₮₲¢%"
_WORD = re.compile(rf"[0-9]++(?:[.,][0-9]++|'[0-9]{{3}}(?![0-9]))*+|[^\W\d_]++|[{_SYMBOLS}]")
# No reply holds more words that carry values; what comes after so many is not read.
_MOST = 300
# Companies that count in these write 1.250.000,50.
_WITH_POINTS = "EUR DKK NOK SEK ISK PLN CZK HUF RON BGN HRK RSD TRY RUB UAH BRL ARS CLP COP IDR VND"
_POINTS_GROUP = frozenset(_WITH_POINTS.split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lexicon, or digits. `kind` is "id" for digits in a name, "glue" for other letters beside digits."""

    start: int
    end: int
    text: str
    kind: str
    value: object = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a reply that carry values, with the text around them."""

    plain: str
    found: list[Word]
    separators: Separators

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, index: int) -> Word:
        return self.found[index]

    def gap(self, left: int) -> str | None:
        """What stands between a word and the next one; None at the end."""
        if left + 1 >= len(self.found):
            return None
        return self.plain[self.found[left].end : self.found[left + 1].start]


def find_words(canvas: Canvas) -> Words:
    """The words, in order."""
    plain, process = canvas.text, canvas.process
    found: list[Word] = []
    before = Word(-1, -1, "", "")
    for match in _WORD.finditer(plain):
        if match.start() < before.end:
            continue
        if len(found) == _MOST:
            break
        word = _word(canvas, match, before)
        if found and found[-1] is before and word.start <= before.start:
            found.pop()
        if word.kind != "glue" or (before.end == word.start and before.kind in ("digits", "id")):
            found.append(word)
        before = word
    points = process.currency in _POINTS_GROUP and process.date_order == "dmy"
    return Words(plain, found, "1.250,5" if points else "1,250.5")


def sign_before(plain: str, start: int) -> Sign:
    """A plus or minus that stands right before, and is no hyphen."""
    if start and (start == 1 or plain[start - 2] in " \t\n(:,"):
        if plain[start - 1] == "+":
            return "+"
        if plain[start - 1] == "-":
            return "-"
    return ""


def _word(canvas: Canvas, match: re.Match[str], before: Word) -> Word:
    text, (start, end) = match[0], match.span()
    if text[0] in "0123456789":
        if not _is_id(canvas.text, start, before):
            return Word(start, end, text, "digits")
        return Word(before.start if before.end == start else start, end, text, "id")
    if text in NAMES and (name := _holiday(canvas, start, text)):
        return Word(start, start + len(name), name, "feast" if name in UNKNOWN else "holiday", name)
    kind, value = LEXICON.get(text, ("glue", None))
    word = Word(start, end, text, kind, value)
    return _currency(canvas, word, value, before) if isinstance(value, Currency) else word


def _is_id(plain: str, start: int, before: Word) -> bool:
    """Digits that letters touch from the left ("M365", "INV-1234", "#12") are a name, not a number."""
    touching = plain[start - 1] if start else " "
    if touching in "_#":
        return True
    if before.end == start:
        return before.text[0].isalpha() and before.kind not in ("cur", "fiscal", "month", "maybe_month")
    return touching == "-" and before.end == start - 1 and before.kind == "glue"


def _holiday(canvas: Canvas, start: int, first: str) -> str:
    """The name of a holiday that begins there, or ""."""
    plain = canvas.text
    for name in NAMES[first]:
        end = start + len(name)
        if plain.startswith(name, start) and not plain[end : end + 1].isalnum():
            # "sounds good friday works" is no holiday
            return name if name != "good friday" or canvas.source[start].isupper() else ""
    return ""


def _currency(canvas: Canvas, word: Word, value: Currency, before: Word) -> Word:
    """A word of money with the country before it: "swiss francs", "hk $"; or a multiplier: "k€ 250"."""
    plain = canvas.text
    if value.shouted and not canvas.source[word.start : word.end].isupper():
        return Word(word.start, word.end, word.text, "glue")
    touches = before.end == word.start
    if touches and before.text in ("k", "m") and value.symbol:
        of_a_number = plain[max(0, before.start - 2) : before.start].rstrip()[-1:].isdecimal()  # "250 k€"
        if not of_a_number:
            scaled = replace(value, scale=1000 if before.text == "k" else 10**6)
            return Word(before.start, word.end, word.text, "cur", scaled)
    if touches or (before.end == word.start - 1 and before.text not in "arsm"):
        national = NATIONAL.get((before.text, word.text))
        if national is not None:
            return Word(before.start, word.end, word.text, "cur", national)
    return word
