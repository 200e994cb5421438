"""Reads a contact as people name one: "Jo Bell, plant manager at Acme, jo@acme.example, +1 555 0100"."""

import re
from dataclasses import dataclass

_EMAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+\.[^\s,;<>()]+")
_PHONE = re.compile(r"(?<!\w)\+?\d[\d ()/.-]{5,20}\d(?!\w)")
_AT = re.compile(r"(?:^|\s*,\s*|\s+)(?:at|of|from|@) (?P<account>[^,;()]{1,100})", re.IGNORECASE)
_TITLED = re.compile(r"^(?:the|their|an?) (?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody at a customer as named; "" is what was not said."""

    name: str
    title: str = ""
    account: str = ""
    email: str = ""
    phone: str = ""


def contact_in(text: str) -> Named:
    """Name, title, account, address and number, as far as they are said."""
    email, left = _taken(_EMAIL, text)
    phone, left = _taken(_PHONE, left)
    found = _AT.search(left)
    account = found["account"].strip(" .") if found else ""
    left = left[: found.start()] + "," + left[found.end() :] if found else left
    pieces = [piece.strip(" .()-") for piece in re.split(r"[,;()\n]|\bis\b", left)]
    name, *more = [piece for piece in pieces if piece] or [""]
    title = _TITLED.sub("", more[0], count=1) if more else ""
    return Named(name[:100], title[:100], account, email, phone.strip())


def _taken(what: re.Pattern[str], text: str) -> tuple[str, str]:
    found = what.search(text)
    return (found[0], f"{text[: found.start()]},{text[found.end() :]}") if found else ("", text)
