"""The time of day that some words name, where there is exactly one: "2pm", "14:30", "at 10", "noon"."""

import re
from datetime import time

_TIMES = re.compile(
    r"(?<![\d.,:$€£])(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|(?<![\d.,:$€£])(?P<hour24>[01]?\d|2[0-3])[:h](?P<minute24>[0-5]\d)(?![\d:])"
    r"|\b(?:at|from|@)\s(?P<bare>\d{1,2})(?!\s?(?:%|[kKmM]\b)|[\d.,:/-]*\d)(?:\s?o'?clock)?\b"
    r"|\b(?P<noon>noon|midday)\b",
    re.IGNORECASE,
)
_AFTERNOON = range(1, 7)  # "at 3" of a visit is 15:00


def clock_in(words: str) -> time | None:
    """The one time of day in the words; None where there is none, or more than one. "at 3" is in the afternoon."""
    found = {_time(match) for match in _TIMES.finditer(words)}
    return found.pop() if len(found) == 1 else None


def without_clock(words: str) -> str:
    """The words with the times of day taken out, so that nothing else reads their figures."""
    return " ".join(_TIMES.sub(" ", words).split())


def _time(match: re.Match[str]) -> time | None:
    if match["noon"]:
        return time(12)
    if match["hour24"]:
        return time(int(match["hour24"]), int(match["minute24"]))
    if match["bare"]:
        hour = int(match["bare"])
        return time(hour + 12 if hour in _AFTERNOON else hour) if hour < 24 else None
    hour = int(match["hour"])
    if not 1 <= hour <= 12:
        return None
    return time(hour % 12 + (12 if match["half"].lower() == "p" else 0), int(match["minute"] or 0))
