"""Numbers in digits and in words, and which digits are none: ids, versions, counted things."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from domain.reading.marks import Number

Separators = Literal["1,250.5", "1.250,5"]

SMALL: Mapping[str, int] = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS: Mapping[str, int] = {
    word: 10 * number
    for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
} | {"fourty": 40, "ninty": 90}
SCALES: Mapping[str, int] = {
    "thousand": 10**3,
    "grand": 10**3,
    "k": 10**3,
    "lakh": 10**5,
    "lakhs": 10**5,
    "million": 10**6,
    "millions": 10**6,
    "mil": 10**6,
    "mill": 10**6,
    "mio": 10**6,
    "mln": 10**6,
    "mm": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "crore": 10**7,
    "crores": 10**7,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
}
# Also read as part of a number when spelled out after a word ("two million"); the short ones only follow digits.
_SPOKEN_SCALES = {"thousand", "million", "billion", "grand", "lakh", "lakhs", "crore", "crores", "mil"}

_DIGITS_AT_MOST = 15
_THREE = re.compile("[0-9]{3}")
_NO_DIGITS = str.maketrans("", "", "0123456789")
_GROUPED = {
    ",": re.compile(
        r"[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]++)?|[0-9]{1,2}(?:,[0-9]{2}(?![0-9]))++,[0-9]{3}(?:\.[0-9]++)?"
    ),
    ".": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})++(?:,[0-9]++)?"),
    "'": re.compile(r"[0-9]{1,3}(?:'[0-9]{3})++(?:\.[0-9]++)?"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a group of digits that means something, before words are joined to numbers."""

    start: int
    end: int
    text: str
    kind: str
    value: object = None


def read_digits(digits: str, style: Separators) -> Number | None:
    """A written number. None: no number (a version, an id).

    Separators used in another way than this style does leave a doubt: the value comes with `choices`.
    """
    if digits.isdecimal():
        return Number(Decimal(digits)) if len(digits) <= _DIGITS_AT_MOST else None
    if len(digits) > _DIGITS_AT_MOST + 6:
        return None
    comma_groups = style == "1,250.5"
    grouped = next((mark for mark, form in _GROUPED.items() if form.fullmatch(digits)), None)
    groups = Decimal(digits.replace(grouped, "").replace(",", ".")) if grouped else None
    if groups is not None and (grouped == "'" or len(digits.translate(_NO_DIGITS)) > 1):
        usual = grouped == "'" or comma_groups == (grouped == ",") or "." not in digits
        return Number(groups) if usual else Number(groups, choices=(groups,))
    if "'" in digits or len(digits.translate(_NO_DIGITS)) > 1:
        return None
    decimal = Decimal(digits.replace(",", "."))
    if "." in digits:
        return Number(decimal if comma_groups or groups is None else groups)
    if comma_groups and groups is not None:
        return Number(groups)
    if not comma_groups and groups is None:
        return Number(decimal)
    return Number(decimal, choices=(decimal,)) if groups is None else Number(groups, choices=(groups, decimal))


def join(words: list[Word], plain: str, at: int, style: Separators) -> tuple[Number, int, int] | None:
    """The number that begins with the word at that index: (number, the multiplier said or 1, index after it)."""
    word = words[at]
    if word.kind == "digits":
        grouped = _grouped_by_blanks(words, plain, at, style)
        number, after = grouped or (read_digits(word.text, style), at + 1)
        return None if number is None else _with_decimals(number, words, plain, after)
    if word.kind in ("halfword", "unit"):
        return _part_of_scale(words, plain, at)
    if word.kind in ("small", "tens", "hundred"):
        return _spoken(words, plain, at)
    if word.kind == "scale" and word.text in _SPOKEN_SCALES - {"grand", "mil"}:
        one = plain.endswith((" a ", " one "), 0, word.start) or plain.startswith(("a ", "one "), 0, word.start)
        scale = SCALES[word.text]
        return (Number(Decimal(scale)), scale, at + 1) if one or word.start == 0 else None
    return None


def _grouped_by_blanks(words: list[Word], plain: str, at: int, style: Separators) -> tuple[Number, int] | None:
    """ "250 000", where a currency, a leading zero or a third group shows that it is one number."""
    if len(words[at].text) > 3 or not words[at].text.isdecimal():
        return None
    last = at
    while (
        _gap(words, plain, last) == " " and words[last + 1].kind == "digits" and _THREE.fullmatch(words[last + 1].text)
    ):
        last += 1
    beside = [words[index] for index in (at - 1, last + 1) if 0 <= index < len(words)]
    money = any(
        word.kind == "cur" and (plain[words[last].end : word.start] in ("", " ") or word.end >= words[at].start - 1)
        for word in beside
    )
    groups = words[at + 1 : last + 1]
    if not groups or not (money or len(groups) > 1 or groups[0].text[0] == "0"):
        return None
    value = Decimal("".join(word.text for word in words[at : last + 1]))
    return Number(value, choices=() if money or style == "1.250,5" else (value,)), last + 1


def _gap(words: list[Word], plain: str, left: int) -> str | None:
    """What stands between a word and the next one; None at the end."""
    return plain[words[left].end : words[left + 1].start] if left + 1 < len(words) else None


def _scaled(number: Number, words: list[Word], plain: str, after: int) -> tuple[Number, int, int]:
    gap = _gap(words, plain, after - 1)
    if gap == " and a " and words[after].kind == "halfword":
        number = Number(number.value + Decimal("0.5"), number.sign, number.choices)
        after += 1
        gap = _gap(words, plain, after - 1)
    said = 1
    while gap in ("", " ", "-") and words[after].kind == "scale" and (gap == "" or words[after].text != "b"):
        scale = SCALES[words[after].text]
        number = Number(_exact(number.value * scale), number.sign, tuple(choice * scale for choice in number.choices))
        said, after = said * scale, after + 1
        gap = _gap(words, plain, after - 1)
    return number, said, after


def _part_of_scale(words: list[Word], plain: str, at: int) -> tuple[Number, int, int] | None:
    """ "half a million", "a quarter million"."""
    part = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}.get(words[at].text)
    if part is None or _gap(words, plain, at) not in (" ", " a ", " of a ", "-"):
        return None
    after = words[at + 1]
    if after.kind != "scale" or after.text not in _SPOKEN_SCALES:
        return None
    scale = SCALES[after.text]
    return Number(_exact(part * scale)), scale, at + 2


def _spoken(words: list[Word], plain: str, at: int) -> tuple[Number, int, int]:
    """ "one hundred and twenty five thousand": words join as long as they make one number."""
    total, current, smallest = 0, 0, 10**12
    last = ""
    index = at
    while index < len(words):
        word = words[index]
        if index > at and not _joins(_gap(words, plain, index - 1), last):
            break
        if word.kind == "small" and isinstance(word.value, int):
            fits = last in ("", "hundred", "scale") or (last == "tens" and 0 < word.value < 10)
            if not fits:
                break
            current += word.value
        elif word.kind == "tens" and isinstance(word.value, int) and last in ("", "hundred", "scale"):
            current += word.value
        elif word.kind == "hundred" and last in ("", "small", "tens") and current < 100:
            current = max(current, 1) * 100
        elif word.kind == "scale" and current and word.text in _SPOKEN_SCALES and SCALES[word.text] < smallest:
            smallest = SCALES[word.text]
            total, current = total + current * smallest, 0
        else:
            break
        last = word.kind
        index += 1
    number = Number(Decimal(total + current))
    if total:
        return number, smallest, index
    return _with_decimals(number, words, plain, index)


def _joins(gap: str | None, last: str) -> bool:
    return gap in (" ", "-") or (gap == " and " and last in ("hundred", "scale"))


def _with_decimals(number: Number, words: list[Word], plain: str, after: int) -> tuple[Number, int, int]:
    """ "one point two million", "one point twenty five", "two and a half million"."""
    if _gap(words, plain, after - 1) == " " and words[after].text == "point":
        digits, index = "", after
        while len(digits) < 6 and _gap(words, plain, index) in (" ", "-"):
            word = words[index + 1]
            if word.kind == "digits" and word.text.isdecimal() and not digits:
                digits = word.text
            elif word.kind in ("small", "tens") and (not digits or word.kind == "small"):
                said = str(word.value)
                joins = digits.endswith("0") and words[index].kind == "tens" and len(said) == 1
                digits = digits[:-1] + said if joins else digits + said
            else:
                break
            index += 1
        if digits:
            number, after = Number(number.value + Decimal(f"0.{digits}")), index + 1
    return _scaled(number, words, plain, after)


def _exact(value: Decimal) -> Decimal:
    """Without decimals where there are none: 1.2 million is 1200000, not 1200000.0."""
    return Decimal(int(value)) if value == int(value) else value
