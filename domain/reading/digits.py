"""Numbers in digits, by how a company writes them: 1,250.50 or 1.250,50."""

import re
from decimal import Decimal

from domain.reading.marks import Number
from domain.reading.words import Separators, Words

_LONGEST, _WITH_SEPARATORS = 15, 21
_THREE = re.compile("[0-9]{3}")
_NO_DIGITS = str.maketrans("", "", "0123456789")
_GROUPED = {
    ",": re.compile(
        r"[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]++)?|[0-9]{1,2}(?:,[0-9]{2}(?![0-9]))++,[0-9]{3}(?:\.[0-9]++)?"
    ),
    ".": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})++(?:,[0-9]++)?"),
    "'": re.compile(r"[0-9]{1,3}(?:'[0-9]{3})++(?:\.[0-9]++)?"),
}


def read_digits(digits: str, separators: Separators) -> Number | None:
    """A written number. None: no number (a version, an id).

    Separators used in another way than this company does leave a doubt: the value comes with `choices`.
    """
    if digits.isdecimal():
        return Number(Decimal(digits)) if len(digits) <= _LONGEST else None
    if len(digits) > _WITH_SEPARATORS:
        return None
    signs = digits.translate(_NO_DIGITS)
    group = next((sign for sign, form in _GROUPED.items() if form.fullmatch(digits)), None)
    grouped = Decimal(digits.replace(group, "").replace(",", ".")) if group else None
    if grouped is not None and (group == "'" or len(signs) > 1):
        usual = group == ("," if separators == "1,250.5" else ".") or "." not in signs
        return Number(grouped) if usual else Number(grouped, choices=(grouped,))
    if len(signs) > 1 or signs == "'":
        return None
    decimal = Decimal(digits.replace(",", "."))
    return _point(decimal, grouped, separators) if signs == "." else _comma(decimal, grouped, separators)


def _point(decimal: Decimal, grouped: Decimal | None, separators: Separators) -> Number:
    """ "12.5" everywhere; "180.000" is 180 where points divide decimals."""
    return Number(decimal if separators == "1,250.5" or grouped is None else grouped)


def _comma(decimal: Decimal, grouped: Decimal | None, separators: Separators) -> Number:
    """ "1,250" or "12,5": plain where it is the habit, a doubt where it is not."""
    if separators == "1,250.5":
        return Number(grouped) if grouped is not None else Number(decimal, choices=(decimal,))
    return Number(decimal) if grouped is None else Number(grouped, choices=(grouped, decimal))


def grouped_by_blanks(words: Words, at: int) -> tuple[Number, int] | None:
    """ "250 000" and the index after it, where a currency, a zero or a third group shows that it is one number."""
    first = words[at]
    if len(first.text) > 3 or not first.text.isdecimal():
        return None
    last = at
    while words.gap(last) == " " and words[last + 1].kind == "digits" and _THREE.fullmatch(words[last + 1].text):
        last += 1
    if last == at:
        return None
    before = at > 0 and words[at - 1].kind == "cur" and words.gap(at - 1) in ("", " ")
    after = words.gap(last) in ("", " ") and words[last + 1].kind == "cur"
    if not (before or after or last - at > 1 or words[at + 1].text[0] == "0"):
        return None
    value = Decimal("".join(word.text for word in words.found[at : last + 1]))
    usual = before or after or words.separators == "1.250,5"
    return Number(value, choices=() if usual else (value,)), last + 1
