"""Numbers said in several words: "sixty five", "two and a half million", "one point two million"."""

from decimal import Decimal

from domain.reading.digits import grouped_by_blanks, read_digits
from domain.reading.lexicon import SCALES, SPOKEN_SCALES
from domain.reading.marks import Number
from domain.reading.words import Word, Words

_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_PART_SCALES = SPOKEN_SCALES | {"mill"}  # a mill by itself is a factory
_MOST_DECIMALS = 6

# the number, the multiplier said (or 1), and the index of the word after it
Joined = tuple[Number, int, int]


def join(words: Words, at: int) -> Joined | None:
    """The number that begins with the word at that index. None: none does."""
    word = words[at]
    match word.kind:
        case "digits":
            grouped = grouped_by_blanks(words, at)
            number, after = grouped or (read_digits(word.text, words.separators), at + 1)
            return None if number is None else _with_decimals(number, words, after)
        case "halfword" | "unit":
            return _part(words, at)
        case "small" | "tens" | "hundred":
            return _spoken(words, at)
        case "scale":
            return _one(words, at)
        case _:
            return None


def _one(words: Words, at: int) -> Joined | None:
    """ "a million"."""
    word = words[at]
    before = words.plain[max(0, word.start - 3) : word.start]
    if word.text == "grand" or word.text not in SPOKEN_SCALES or not (before in ("", "a ") or before == " a "):
        return None
    return Number(Decimal(SCALES[word.text])), SCALES[word.text], at + 1


def _part(words: Words, at: int) -> Joined | None:
    """ "half a million", "a quarter million"."""
    part = _PARTS.get(words[at].text)
    if part is None or words.gap(at) not in (" ", " a ", " of a ", "-") or words[at + 1].text not in _PART_SCALES:
        return None
    scale = SCALES[words[at + 1].text]
    return Number(_exact(part * scale)), scale, at + 2


def _spoken(words: Words, at: int) -> Joined:
    """ "one hundred and twenty five thousand": words join as long as they make one number."""
    total, current, said = 0, 0, 1
    last, index = "", at
    while index < len(words) and (index == at or _is_joined(words.gap(index - 1), last)):
        word = words[index]
        scale = SCALES.get(word.text, 0) if word.text in SPOKEN_SCALES else 0
        if scale and current and (said == 1 or scale < said):
            total, current, said = total + current * scale, 0, scale
        elif (grown := _grown(current, last, word)) is not None:
            current = grown
        else:
            break
        last, index = word.kind, index + 1
    number = Number(Decimal(total + current))
    return (number, said, index) if said > 1 else _with_decimals(number, words, index)


def _grown(current: int, last: str, word: Word) -> int | None:
    """The number below a thousand with one more word; None where the word does not fit."""
    if not isinstance(word.value, int):
        return (
            max(current, 1) * 100
            if word.kind == "hundred" and last in ("", "small", "tens") and current < 100
            else None
        )
    starts = last in ("", "hundred", "scale")
    if word.kind == "tens":
        return current + word.value if starts else None
    if word.kind == "small":
        return current + word.value if starts or (last == "tens" and 0 < word.value < 10) else None
    return None


def _is_joined(gap: str | None, last: str) -> bool:
    return gap in (" ", "-") or (gap == " and " and last in ("hundred", "scale"))


def _with_decimals(number: Number, words: Words, after: int) -> Joined:
    """ "one point two million", "one point twenty five"."""
    if words.gap(after - 1) == " " and words[after].text == "point":
        digits, index = "", after
        while len(digits) < _MOST_DECIMALS and words.gap(index) in (" ", "-"):
            more = _more_digits(digits, words[index], words[index + 1])
            if more is None:
                break
            digits, index = more, index + 1
        if digits:
            return _scaled(Number(number.value + Decimal(f"0.{digits}")), words, index + 1)
    return _scaled(number, words, after)


def _more_digits(digits: str, last: Word, word: Word) -> str | None:
    if word.kind == "digits":
        return word.text if word.text.isdecimal() and not digits else None
    if word.kind == "small":
        tens = last.kind == "tens" and digits.endswith("0") and isinstance(word.value, int) and word.value < 10
        return (digits[:-1] if tens else digits) + str(word.value)
    return str(word.value) if word.kind == "tens" and not digits else None


def _scaled(number: Number, words: Words, after: int) -> Joined:
    """ "250 k", "two and a half million"."""
    value, choices = number.value, number.choices
    if words.gap(after - 1) == " and a " and words[after].kind == "halfword":
        value, after = value + Decimal("0.5"), after + 1
    said = 1
    while (gap := words.gap(after - 1)) in ("", " ", "-") and words[after].kind == "scale":
        if gap and words[after].text == "b":
            break
        scale = SCALES[words[after].text]
        value, choices = _exact(value * scale), tuple(choice * scale for choice in choices)
        said, after = said * scale, after + 1
    return Number(value, number.sign, choices), said, after


def _exact(value: Decimal) -> Decimal:
    """Without decimals where there are none: 1.2 million is 1200000, not 1200000.0."""
    return Decimal(int(value)) if value == int(value) else value
