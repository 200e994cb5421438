"""Paints the words that carry values: numbers as one piece each, "15th", "Q1" and "FY27" as what they name."""

from domain.reading import calendar_words
from domain.reading.calendar_words import FiscalYear
from domain.reading.canvas import Canvas, Piece
from domain.reading.marks import Money, Number
from domain.reading.numbers import join
from domain.reading.words import Word, Words, find_words, sign_before

_READ_AS = {"num": ("number",), "year": ("number",), "money": ("amount",)}
_SILENT = frozenset(("glue", "scale", "hundred", "halfword", "small", "tens"))
_NUMBERS = frozenset(("digits", "small", "tens", "hundred", "halfword", "scale", "unit"))
_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))

# what was made, and the index of the word after it
Made = tuple[list[Piece], int]


def paint_words(canvas: Canvas) -> None:
    """Paints what the single words say."""
    words = find_words(canvas)
    pieces: list[Piece] = []
    at = 0
    while at < len(words):
        made, at = _pieces(words, at)
        pieces += made
    canvas.paint(pieces)


def _pieces(words: Words, at: int) -> Made:
    word = words[at]
    if word.kind == "id":
        return _id(words, at)
    if word.kind == "fiscal":
        return _fiscal(words, at)
    made = _number(words, at) if word.kind in _NUMBERS else None
    if made is not None:
        return made
    if word.kind == "digits":
        return [_piece("protected", word.start, word.end, "id")], at + 1
    return ([] if word.kind in _SILENT else [_piece(word.kind, word.start, word.end, word.value)]), at + 1


def _piece(kind: str, start: int, end: int, value: object) -> Piece:
    return Piece(kind, start, end, value, _READ_AS.get(kind, ()))


def _id(words: Words, at: int) -> Made:
    """ "M365", with all that touches it."""
    start, end = words[at].start, words[at].end
    while words.gap(at) == "":
        at += 1
        end = words[at].end
    return [_piece("protected", start, end, "id")], at + 1


def _fiscal(words: Words, at: int) -> Made:
    """ "Q1", "H2", "FY27", "FY 2027", "FY26/27"."""
    word = words[at]
    gap = words.gap(at)
    if gap not in ("", " ", "'", " '") or words[at + 1].kind != "digits":
        return [], at + 1
    digits = words[at + 1]
    if word.text in ("q", "h"):
        last = "4" if word.text == "q" else "2"
        if len(digits.text) == 1 and "1" <= digits.text <= last:
            kind = "qtr" if word.text == "q" else "half"
            return [_piece(kind, word.start, digits.end, int(digits.text))], at + 2
    elif digits.text.isdecimal() and len(digits.text) in (2, 4):
        year = int(digits.text) % 100
        second = _second_year(words.plain, digits.end, year + 1)
        fiscal = FiscalYear(2000 + year + (second > 0), calendar=word.text == "cy")
        return [_piece("fy", word.start, digits.end + second, fiscal)], at + (3 if second else 2)
    return ([_piece("protected", word.start, digits.end, "id")], at + 2) if gap == "" else ([], at + 1)


def _second_year(plain: str, at: int, year: int) -> int:
    """How many characters the "/27" of "FY26/27" takes; 0 where there is none."""
    for written in (f"{year % 100:02d}", str(2000 + year)):
        end = at + 1 + len(written)
        if (
            plain[at : at + 1] in ("/", "-")
            and plain.startswith(written, at + 1)
            and not plain[end : end + 1].isalnum()
        ):
            return 1 + len(written)
    return 0


def _number(words: Words, at: int) -> Made | None:
    """A number with what is glued to it ("15th", "250k", "60ish"). None: no number begins there."""
    joined = join(words, at)
    if joined is None:
        return None
    number, scale, after = joined
    word, last = words[at], words[after - 1]
    end = last.end
    if after < len(words):
        made = _ordinal(number, word, words, after) or _glued(number, word, words, after)
        if made is not None:
            return made
        if words[after].start == end and words[after].text == "ish":
            end, after = words[after].end, after + 1
    if words.plain.startswith("-ish", end) and not words.plain[end + 4 : end + 5].isalnum():
        end += 4
    if scale == 1 and after == at + 1 and _is_year(words.plain, word):
        year = number.value if number.value > 99 else number.value + 2000
        return [_piece("year", word.start, end, Number(year))], after
    return [_with_sign(words.plain, word, end, number, scale)], after


def _ordinal(number: Number, word: Word, words: Words, after: int) -> Made | None:
    """ "twenty-first"."""
    following = words[after]
    if words[after - 1].kind != "tens" or words.gap(after - 1) not in (" ", "-"):
        return None
    if following.kind != "ord" or not isinstance(following.value, int) or following.value > 9:
        return None
    return [_piece("ord", word.start, following.end, int(number.value) + following.value)], after + 1


def _glued(number: Number, word: Word, words: Words, after: int) -> Made | None:
    """Letters right after digits. None: they leave the number a number."""
    letters = words[after]
    if words.gap(after - 1) != "" or word.kind != "digits":
        return None
    text, small = letters.text, int(word.text) if word.text.isdecimal() and len(word.text) <= 2 else 0
    if text in _ORDINAL_ENDS and 1 <= small <= 31:
        return [_piece("ord", word.start, letters.end, small)], after + 1
    if text == "q" and 1 <= small <= 4:
        quarter = _piece("qtr", word.start, letters.end, small)
        if words.gap(after) == "" and words[after + 1].text.isdecimal() and len(words[after + 1].text) == 2:
            year = words[after + 1]
            return [quarter, _piece("fy", year.start, year.end, FiscalYear(2000 + int(year.text)))], after + 2
        return [quarter], after + 1
    if text == "h" and small in (1, 2) and _is_year_ahead(words, after):
        return [_piece("half", word.start, letters.end, small)], after + 1
    if (unit := calendar_words.SUFFIX_UNITS.get(text)) is not None:
        count = _piece("num", word.start, words[after - 1].end, number)
        return [count, _piece("unit", letters.start, letters.end, unit)], after + 1
    if letters.kind in ("glue", "fiscal") and text != "ish":
        return [_piece("protected", word.start, letters.end, "id")], after + 1
    return None


def _is_year_ahead(words: Words, at: int) -> bool:
    """The 2027 of "1H 2027"."""
    if words.gap(at) not in ("", " "):
        return False
    return words[at + 1].text == "fy" or (words[at + 1].kind == "digits" and _is_year(words.plain, words[at + 1]))


def _is_year(plain: str, word: Word) -> bool:
    if len(word.text) == 2:
        return plain[word.start - 1 : word.start] == "'" and not plain[word.end : word.end + 1].isalnum()
    return len(word.text) == 4 and word.text.isdecimal() and "1990" <= word.text <= "2099"


def _with_sign(plain: str, word: Word, end: int, number: Number, scale: int) -> Piece:
    """The number with the sign before it, and ".5" as a half."""
    start, value, choices = word.start, number.value, number.choices
    if word.text.isdecimal() and plain[start - 1 : start] == "." and not plain[start - 2 : start - 1].isalnum():
        start, value = start - 1, value / 10 ** len(word.text)
    sign = sign_before(plain, start)
    if sign:
        start -= 1
    if sign == "-":
        value, choices = -value, tuple(-choice for choice in choices)
    if scale > 1:
        return _piece("money", start, end, Money(value, scale=scale, sign=sign, choices=choices))
    return _piece("num", start, end, Number(value, sign, choices))
