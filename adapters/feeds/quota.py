"""What the headers of an answer say of quotas: for how long to leave the other side alone."""

from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

_LONGEST = 24 * 3600.0  # seconds; nobody means longer
_REMAINING = ("x-ratelimit-remaining", "x-rate-limit-remaining", "ratelimit-remaining")
_TOTAL = ("x-ratelimit-limit", "x-ratelimit-total", "x-rate-limit", "ratelimit-limit")
_RESET = ("x-ratelimit-reset", "ratelimit-reset")
_RESERVE = 0.05  # of the quota is left to others
_MINUTE = 60.0
_EPOCH_SINCE = 1_000_000_000  # a larger reset is Unix time, a smaller one a number of seconds


def retry_after(headers: Mapping[str, str], now: float) -> float:
    """Seconds that Retry-After asks for, as a number or a date; 0 where it says nothing that can be read."""
    said = headers.get("retry-after", "")
    seconds = _number(said)
    if seconds is None and said:
        try:
            date = parsedate_to_datetime(said)
        except ValueError:
            return 0.0
        seconds = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
    return min(max(seconds or 0.0, 0.0), _LONGEST)


def pause_of(headers: Mapping[str, str], now: float) -> float:
    """Seconds to wait before the next call: Retry-After, or until the quota is renewed where little of it is left.

    Zendesk and Freshdesk say what remains of a minute, Atlassian when (ISO time or seconds) it is renewed, HubSpot what
    remains of ten seconds.
    """
    asked = retry_after(headers, now)
    remaining = _first(headers, _REMAINING)
    if asked or remaining is None:
        return asked
    if remaining > _RESERVE * (_first(headers, _TOTAL) or 0):
        return 0.0
    interval = _number(headers.get("x-hubspot-ratelimit-interval-milliseconds", ""))
    reset = _first(headers, _RESET)
    if reset is not None:
        return min(max(reset - now if reset > _EPOCH_SINCE else reset, 0.0), _LONGEST)
    return interval / 1000 if interval else _MINUTE


def _first(headers: Mapping[str, str], names: tuple[str, ...]) -> float | None:
    return next((found for found in (_number(headers.get(name, "")) for name in names) if found is not None), None)


def _number(said: str) -> float | None:
    words = said.strip()
    if not (words.isascii() and words.replace(".", "", 1).isdigit() and len(words) < 20):
        return None
    return float(words)
