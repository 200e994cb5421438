"""What must not be read as a value: links, mentions, phone numbers, clock times, versions, counted things."""

import re
from datetime import time

from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.marks import Money

_LINKS = re.compile(
    r"<[^<>\n]{1,400}>|\bhttps?://\S{1,2000}|\bwww\.\S{1,2000}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}|(?<![\w@])@[a-z][\w.-]{0,64}"
)
_PHONES = re.compile(
    r"(?<![\w+])\+[0-9][0-9 ()./-]{6,20}[0-9](?!\w)|(?<![\w(])\(?[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4}(?!\w)"
    r"|(?<![\w-])[0-9]{4,20}(?:-[0-9]{4,20})+(?!\w)|(?<![\w/])24/7(?![\w/])"
)
_CLOCK = re.compile(
    r"(?<![\w.:/,$€£-])(?P<h>[0-9]{1,2})(?:[:.h](?P<m>[0-9]{2}))? ?(?P<half>[ap])\.?m\b\.?(?!\w)"
    r"|(?<![\w.:/,$€£])(?P<h24>[0-9]{1,2})[:h](?P<m24>[0-9]{2})(?::[0-9]{2})?(?![\w:])"
    r"|(?<![\w.:/,$€£-])(?P<o>[0-9]{1,2}) ?o'?clock\b"
)
_NOON = re.compile(r"\b(?:noon|midday|midnight)\b")

_THINGS = (
    "users?|seats?|licen[sc]es?|employees|heads?|people|persons?|folks|guys|customers|clients|accounts|deals|opps"
    "|opportunities|leads|calls?|meetings?|demos?|emails?|mails?|tickets?|issues?|bugs?|sites?|stores?|locations?|offices"
    "|warehouses|trucks|vehicles|machines|devices|servers|nodes|units|pieces|items|boxes|pallets|copies|pages?|slides?"
    "|questions?|points? of contact|stakeholders|competitors?|vendors?|bidders|options?|choices|reasons?|things?|times"
    "|steps?|stages?|phases?|rounds?|versions?|miles|km|kilometers|meters|seconds|stars|teams?|countries"
    "|departments|modules|apps|products|contracts|contacts|orders|rooms|nights|adults|kids|children|tons?|tonnes|kg|lbs"
    "|gb|tb|fold|x|figures?|digits?"
)
_NUMBERED = (
    "room|floor|page|slide|version|ticket|case|invoice|inv|po|order|id|ref|nr\\.?|phase|step|option|round|level|tier|lot"
    "|gate|suite|building|item|chapter|section|article|clause|annex|appendix|table|figure|windows|episode|highway|route"
    "|bus|extension|ext\\.?|zip|top"
)


def paint_protected(canvas: Canvas) -> None:
    """Paints what is found by its letters, before any word is read."""
    text = canvas.text
    pieces: list[Piece] = []
    if "@" in text or "<" in text or "://" in text or "www." in text:
        pieces += [Piece("protected", *found.span(), "link", ("link",)) for found in _LINKS.finditer(text)]
    if pieces:
        canvas.paint(pieces)
        text = canvas.text
    pieces = [Piece("protected", *found.span(), "phone", ("phone",)) for found in _PHONES.finditer(text)]
    if pieces:
        canvas.paint(pieces)
        text = canvas.text
    pieces = [piece for found in _CLOCK.finditer(text) if (piece := _clock(found))]
    if "noon" in text or "mid" in text:
        pieces += [_named_hour(found) for found in _NOON.finditer(text)]
        pieces.sort(key=lambda piece: piece.start)
    if pieces:
        canvas.paint(pieces)


def _clock(found: re.Match[str]) -> Piece | None:
    hour = int(found["h"] or found["h24"] or found["o"])
    minute = int(found["m"] or found["m24"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    if hour > 24 or minute > 59:
        return None
    return Piece("clock", *found.span(), time(hour % 24, minute), ("clock",))


def _named_hour(found: re.Match[str]) -> Piece:
    return Piece("clock", *found.span(), time(0 if found[0] == "midnight" else 12), ("clock",))


def _thing(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    value = canvas.at(found, "n")
    if isinstance(value, Money) and value.currency is not None:
        return None
    return Piece("protected", found.start(), found.end(), "count")


def _numbered(_canvas: Canvas, found: re.Match[str]) -> Piece:
    return Piece("protected", found.start(), found.end(), "id")


RULES = (
    rule(
        "counted things",
        rf"(?P<n>{{sum}})(?: |-)?(?:more |other |new |extra |named )?(?:{_THINGS})\b",
        _thing,
        "num year money",
    ),
    rule("numbered thing", rf"(?:\b(?:{_NUMBERED})|#) ?#?{{n}}", _numbered, "num year"),
)
