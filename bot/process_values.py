"""How single values of app.yaml are read: what a percent, an amount, a day or a time zone may look like."""

import re
from calendar import month_name
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from bot.faults import shown
from bot.yaml_table import Reader, Spot, nearest, scalar

E = TypeVar("E", bound=StrEnum)

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_YES_NO = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
# Thousands may be marked with commas. 400.000 is refused: one reader takes it for 400, another for 400,000.
_MONEY = re.compile(r"(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d\d?)?", re.ASCII)
_SPAN = re.compile(r"(\d{1,3}) ?(?:-|–|to|and) ?(\d{1,3})", re.ASCII)
_ZONE_MEND = "write one such as America/New_York or Europe/Berlin"


def one_of(choices: type[E]) -> Reader[E]:
    """A word of an enumeration; case, blanks and hyphens aside."""
    return scalar("none of the words known here", f"write one of {', '.join(choices)}", lambda w: choices(_snake(w)))


def word_of(what: str, choices: tuple[str, ...]) -> Reader[str]:
    """One of some words; case, blanks and hyphens aside. `what` ends the sentence '"x" is …'."""

    def parse(words: str) -> str:
        if _snake(words) not in choices:
            raise ValueError(words)
        return _snake(words)

    return scalar(what, f"write one of {', '.join(choices)}", parse)


def whole(low: int, high: int) -> Reader[int]:
    """A whole number from `low` to `high`."""
    return scalar("no number of use here", f"write a whole number from {low} to {high}", lambda w: _whole(w, low, high))


def _whole(words: str, low: int, high: int) -> int:
    if not _WHOLE.fullmatch(words) or not low <= int(words) <= high:
        raise ValueError(words)
    return int(words)


def _percent(words: str) -> int:
    return _whole(words.removesuffix("%").rstrip(), 0, 100)


def _money(words: str) -> Decimal:
    if not _MONEY.fullmatch(words):
        raise ValueError(words)
    return Decimal(words.replace(",", ""))


def _span(words: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(words)
    low, high = (int(found[1]), int(found[2])) if found else (1, 0)
    if not low <= high <= 100:
        raise ValueError(words)
    return low, high


def _currency(words: str) -> str:
    if not re.fullmatch("[A-Z]{3}", words, re.ASCII):
        raise ValueError(words)
    return words


def _email(words: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", words):
        raise ValueError(words)
    return words.lower()


def _channel(words: str) -> str:
    name = words.lstrip("#").lower()
    if not re.fullmatch(r"[^\s#]+", name):
        raise ValueError(words)
    return name


def _channel_id(words: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]{3,200}", words):
        raise ValueError(words)
    return words


def _clock(words: str) -> time:
    if not re.fullmatch(r"\d{1,2}:\d\d", words, re.ASCII):
        raise ValueError(words)
    hour, minute = words.split(":")
    return time(int(hour), int(minute))


def _day(words: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", words, re.ASCII):
        raise ValueError(words)
    return date.fromisoformat(words)


def _weekday(words: str) -> int:
    for number, name in enumerate(_WEEKDAYS):
        if words.lower() in (name, name[:3]):
            return number
    raise ValueError(words)


def _month(words: str) -> int:
    return _MONTHS.get(words.lower()) or _whole(words, 1, 12)


def _switch(words: str) -> bool:
    if words.lower() not in _YES_NO:
        raise ValueError(words)
    return _YES_NO[words.lower()]


def _read_zone(spot: Spot) -> str:
    words = text.read(spot)
    try:
        ZoneInfo(words)
    except (KeyError, ValueError, OSError):
        spot.refuse(
            f'"{shown(words)}" is no time zone', nearest(words, tuple(sorted(available_timezones())), _ZONE_MEND)
        )
    return words


def _snake(words: str) -> str:
    return words.lower().replace(" ", "_").replace("-", "_")


text = scalar("no text", "write some words", str)
person = scalar("nobody", "write a full name or an e-mail address from people", str)
percent = scalar("no whole percent", "write a number from 0 to 100", _percent)
span_of_percent = scalar("no span of percent", "write it as 30 to 70", _span)
money = scalar("no amount", "write figures alone, such as 400000", _money)
currency = scalar("no currency", "write its three letters, such as USD", _currency)
email = scalar("no e-mail address", "write one such as ann@company.example", _email)
channel = scalar("no name of a channel", "write one word, such as deals", _channel)
channel_id = scalar("no id of a channel", "write it as Slack or Teams shows it, such as C0123ABCD", _channel_id)
switch = scalar("neither yes nor no", "write yes or no", _switch)
clock = scalar("no time of day", "write hours and minutes, such as 08:30", _clock)
day = scalar("no day", "write year-month-day, such as 2026-12-25", _day)
weekday = scalar("no day of the week", "write mon, tue, wed, thu, fri, sat or sun", _weekday)
month = scalar("no month", "write its name or its number, such as January or 1", _month)
zone = Reader(_ZONE_MEND, _read_zone)
