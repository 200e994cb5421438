"""Finds the words that carry values, and paints numbers, currencies and the words of the calendar."""

import re
from collections.abc import Mapping
from dataclasses import replace

from domain.reading import calendar_words, currencies
from domain.reading.calendar_words import FiscalYear
from domain.reading.canvas import Canvas, Piece
from domain.reading.currencies import Currency
from domain.reading.holidays import NAMES, UNKNOWN
from domain.reading.marks import Money, Number, Sign
from domain.reading.numbers import SCALES, SMALL, TENS, Separators, Word, join

_SYMBOLS = "$€£¥₹₽₩₪฿₫₴₦₱₡₿₺₸₾₵₭₮₲¢%"
_WORD = re.compile(rf"[0-9]++(?:[.,][0-9]++|'[0-9]{{3}}(?![0-9]))*+|[^\W\d_]++|[{_SYMBOLS}]")
# Companies of these countries write 1.250.000,50.
_POINTS_GROUP = frozenset(
    [
        "EUR",
        "DKK",
        "NOK",
        "SEK",
        "ISK",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "BGN",
        "HRK",
        "RSD",
        "TRY",
        "RUB",
        "UAH",
        "BRL",
        "ARS",
        "CLP",
        "COP",
        "IDR",
        "VND",
    ]
)

_ONLY_GLUED = frozenset(("glue", "scale", "hundred"))
_NUMBER_KINDS = frozenset(("digits", "small", "tens", "hundred", "halfword", "scale", "unit"))
# No reply holds more words that carry values; what comes after so many is not read.
_MOST = 500
_READ_AS = {"num": ("number",), "year": ("number",), "money": ("amount",)}
_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))


def _lexicon() -> dict[str, tuple[str, object]]:
    words: dict[str, tuple[str, object]] = {word: ("cur", value) for word, value in currencies.LEXICON.items()}
    words |= {word: ("cent", word) for word in currencies.CENTS}
    words |= {word: ("small", number) for word, number in SMALL.items()}
    words |= {word: ("tens", number) for word, number in TENS.items()}
    words |= {word: ("scale", scale) for word, scale in SCALES.items()}
    words |= {"hundred": ("hundred", 100), "half": ("halfword", None)}
    words |= {word: ("pct", word) for word in ["%", "percent", "percents", "percentage", "pct", "pcnt"]}
    words |= {word: ("pts", word) for word in ["points", "point", "pts", "pt", "pp", "ppt", "ppts"]}
    words |= {word: ("coin", word) for word in ("coin", "toss", "tossup")}
    words |= {word: ("fiscal", word) for word in ("q", "h", "fy", "cy")}
    words |= calendar_words.LEXICON
    return words


LEXICON: Mapping[str, tuple[str, object]] = _lexicon()


def style_of(canvas: Canvas) -> Separators:
    """How this process writes large numbers."""
    process = canvas.process
    return "1.250,5" if process.currency in _POINTS_GROUP and process.date_order == "dmy" else "1,250.5"


def paint_words(canvas: Canvas) -> None:
    """Paints what the single words say. Numbers said in several words become one piece."""
    words = _find(canvas)
    style = style_of(canvas)
    pieces: list[Piece] = []
    index = 0
    while index < len(words):
        word = words[index]
        after = index + 1
        if word.kind == "id":
            end = word.end
            while after < len(words) and words[after].start == end:
                end, after = words[after].end, after + 1
            pieces.append(_piece("protected", word.start, end, "id"))
        elif word.kind == "fiscal":
            after = _fiscal(canvas, words, index, pieces)
        elif word.kind in _NUMBER_KINDS:
            after = _number(canvas, words, index, style, pieces)
        elif word.kind not in _ONLY_GLUED:
            pieces.append(_piece(word.kind, word.start, word.end, word.value))
        index = after
    canvas.paint(pieces)


def _piece(kind: str, start: int, end: int, value: object) -> Piece:
    return Piece(kind, start, end, value, _READ_AS.get(kind, ()))


def _find(canvas: Canvas) -> list[Word]:
    """The words of the lexicon and the groups of digits, in order; unknown letters only where digits touch them."""
    plain = canvas.text
    words: list[Word] = []
    before = Word(-1, -1, "", "")
    for found in _WORD.finditer(plain):
        text, start = found[0], found.start()
        if start < before.end:
            continue
        if len(words) == _MOST:
            break
        if text[0] in "0123456789":
            word = Word(start, found.end(), text, "id" if _is_id(plain, start, before) else "digits")
            if word.kind == "id" and before.end == start and words and words[-1] is before:
                word = Word(words.pop().start, word.end, text, "id")
        elif text in NAMES and (name := _holiday(canvas, start, text)):
            word = Word(start, start + len(name), name, "feast" if name in UNKNOWN else "holiday", name)
        elif (known := LEXICON.get(text)) is not None:
            word = Word(start, found.end(), text, known[0], known[1])
            if word.kind == "cur":
                word = _currency(canvas, word, before)
                if words and words[-1] is before and word.start == before.start:
                    words.pop()
        else:
            word = Word(start, found.end(), text, "glue")
        if word.kind != "glue" or (before.end == start and before.kind in ("digits", "id")):
            words.append(word)
        before = word
    return words


def _holiday(canvas: Canvas, start: int, first: str) -> str:
    """The name of a holiday that begins there, or ""."""
    plain = canvas.text
    for name in NAMES[first]:
        end = start + len(name)
        if plain.startswith(name, start) and not plain[end : end + 1].isalnum():
            # "sounds good friday works" is no holiday
            return name if name != "good friday" or canvas.source[start].isupper() else ""
    return ""


def _is_id(plain: str, start: int, before: Word) -> bool:
    """Digits that letters touch from the left ("M365", "INV-1234", "#12") are a name, not a number."""
    touching = plain[start - 1] if start else " "
    if touching in "_#":
        return True
    if before.end == start:
        return before.text[0].isalpha() and before.kind not in ("cur", "fiscal", "month", "maybe_month")
    return touching == "-" and before.end == start - 1 and before.kind == "glue"


def _currency(canvas: Canvas, word: Word, before: Word) -> Word:
    """A word of money with the country before it: "swiss francs", "hk $"."""
    value, plain = word.value, canvas.text
    if isinstance(value, Currency) and value.shouted and not canvas.source[word.start : word.end].isupper():
        return Word(word.start, word.end, word.text, "glue")
    if before.end == word.start and before.text in ("k", "m") and isinstance(value, Currency) and value.symbol:
        if (
            not plain[max(0, before.start - 2) : before.start].rstrip()[-1:].isdecimal()
        ):  # "k€ 250"; the k of "250 k€" is the number's
            scaled = replace(value, scale=1000 if before.text == "k" else 10**6)
            return Word(before.start, word.end, word.text, "cur", scaled)
    if before.end == word.start or (before.end == word.start - 1 and before.text not in "arsm"):
        national = currencies.NATIONAL.get((before.text, word.text))
        if national is not None:
            return Word(before.start, word.end, word.text, "cur", national)
    return word


def _fiscal(canvas: Canvas, words: list[Word], at: int, pieces: list[Piece]) -> int:
    """ "Q1", "H2", "FY27", "FY 2027", "FY26/27". Returns the index after it."""
    word = words[at]
    if at + 1 >= len(words) or canvas.text[word.end : words[at + 1].start] not in ("", " ", "'", " '"):
        return at + 1
    digits = words[at + 1]
    if digits.kind == "digits" and digits.text.isdecimal():
        number = int(digits.text) if len(digits.text) <= 4 else 0
        if word.text in ("q", "h"):
            if len(digits.text) == 1 and 1 <= number <= (4 if word.text == "q" else 2):
                pieces.append(_piece("qtr" if word.text == "q" else "half", word.start, digits.end, number))
                return at + 2
        elif len(digits.text) in (2, 4):
            last = _second_year(canvas.text, digits.end, number)
            end, year = last or (digits.end, number)
            value = FiscalYear(year + 2000 if year < 100 else year, calendar=word.text == "cy")
            pieces.append(_piece("fy", word.start, end, value))
            return at + (3 if last else 2)
    if digits.kind == "digits" and word.end == digits.start:
        pieces.append(_piece("protected", word.start, digits.end, "id"))
        return at + 2
    return at + 1


def _second_year(plain: str, at: int, first: int) -> tuple[int, int] | None:
    """The 27 of "FY26/27", with its end."""
    for year in (f"{(first + 1) % 100:02d}", str(first + 1)):
        if plain[at : at + 1] in ("/", "-") and plain.startswith(year, at + 1):
            end = at + 1 + len(year)
            if not plain[end : end + 1].isalnum():
                return end, first + 1
    return None


def _number(canvas: Canvas, words: list[Word], at: int, style: Separators, pieces: list[Piece]) -> int:
    """A number with what is glued to it ("15th", "250k", "60ish"). Returns the index after it."""
    word, plain = words[at], canvas.text
    joined = join(words, plain, at, style)
    if joined is None:
        if word.kind == "digits":
            pieces.append(_piece("protected", word.start, word.end, "id"))
        elif word.kind == "unit":
            pieces.append(_piece("unit", word.start, word.end, word.value))
        return at + 1
    number, scale, after = joined
    start, end = word.start, words[after - 1].end
    following = words[after] if after < len(words) else None
    if following is not None and following.kind == "ord" and words[after - 1].kind == "tens":
        if plain[end : following.start] in (" ", "-") and isinstance(following.value, int) and following.value < 10:
            pieces.append(_piece("ord", start, following.end, int(number.value) + following.value))
            return after + 1
    elif following is not None and following.start == end and word.kind == "digits":
        made = _glued(number, word, words, after, pieces)
        if made is not None:
            return made
        if following.text == "ish":
            end, after = following.end, after + 1
    if plain.startswith("-ish", end) and not plain[end + 4 : end + 5].isalnum():
        end += 4
    if word.kind == "digits" and scale == 1 and _is_year(plain, word):
        value = Number(number.value if number.value > 99 else number.value + 2000)
        pieces.append(_piece("year", start, end, value))
        return after
    sign = _sign(plain, start)
    if plain[start - 1 : start] == "." and not plain[start - 2 : start - 1].isalnum() and word.text.isdecimal():
        start, number = start - 1, Number(number.value / 10 ** len(word.text))
    if sign:
        start -= 1
        way = -1 if sign == "-" else 1
        number = Number(way * number.value, sign, tuple(way * choice for choice in number.choices))
    if scale > 1:
        money = Money(number.value, scale=scale, sign=number.sign, choices=number.choices)
        pieces.append(_piece("money", start, end, money))
    else:
        pieces.append(_piece("num", start, end, number))
    return after


def _glued(number: Number, word: Word, words: list[Word], after: int, pieces: list[Piece]) -> int | None:
    """Letters right after digits. None: they leave the number a number. Otherwise the index after them."""
    letters = words[after]
    text, small = letters.text, int(number.value) if word.text.isdecimal() and len(word.text) <= 2 else 0
    if text in _ORDINAL_ENDS:
        known = 1 <= small <= 31
        pieces.append(_piece("ord" if known else "protected", word.start, letters.end, small if known else "id"))
        return after + 1
    if text == "q" and 1 <= small <= 4 and words[after - 1] is word:
        pieces.append(_piece("qtr", word.start, letters.end, small))
        year = words[after + 1] if after + 1 < len(words) else None
        if year is not None and year.start == letters.end and year.text.isdecimal() and len(year.text) == 2:
            pieces.append(_piece("fy", year.start, year.end, FiscalYear(2000 + int(year.text))))
            return after + 2
        return after + 1
    if (unit := calendar_words.SUFFIX_UNITS.get(text)) is not None:
        pieces.append(_piece("num", word.start, word.end, number))
        pieces.append(_piece("unit", letters.start, letters.end, unit))
        return after + 1
    if letters.kind in ("glue", "fiscal") and text != "ish":
        pieces.append(_piece("protected", word.start, letters.end, "id"))
        return after + 1
    return None


def _is_year(plain: str, word: Word) -> bool:
    if len(word.text) == 2:
        return plain[word.start - 1 : word.start] == "'" and not plain[word.end : word.end + 1].isalnum()
    return len(word.text) == 4 and word.text.isdecimal() and "1990" <= word.text <= "2099"


def _sign(plain: str, start: int) -> Sign:
    sign = plain[start - 1 : start]
    if start and (start == 1 or plain[start - 2] in " \t\n(:,"):
        if sign == "+":
            return "+"
        if sign == "-":
            return "-"
    return ""
