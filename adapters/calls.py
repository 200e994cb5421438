"""Calls to a platform: none outlasts its deadline, and what is said of when to come back is understood."""

import threading
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TypeVar

_LONGEST_WAIT, _USUAL_WAIT = 3600.0, 30.0
_Answer = TypeVar("_Answer")
_Late = TypeVar("_Late")


def within(deadline: float, call: Callable[[], _Answer], late: _Late) -> _Answer | _Late:
    """What the call gives, or `late` when it takes longer than `deadline` seconds; it then ends unheard in its own
    time. It must not raise. The time-outs of HTTP clients start anew with each byte, so a slow answer would outlast
    any lease.
    """
    answers: list[_Answer | _Late] = [late]
    thread = threading.Thread(target=lambda: answers.append(call()), daemon=True)
    thread.start()
    thread.join(deadline)
    return answers[-1]


def seconds(retry_after: str | None, now: float, usual: float = _USUAL_WAIT) -> float:
    """How many seconds a Retry-After header asks for, be it a whole number, a fraction or an HTTP date; `usual` where
    it says nothing of the kind. `now` is the time since 1970."""
    words = (retry_after or "").strip()
    try:
        wait = float(words) if words[:1].isdigit() and "," not in words else _moment(words) - now
    except (ValueError, OverflowError):
        return usual
    return min(max(wait, 0.0), _LONGEST_WAIT)


def _moment(http_date: str) -> float:
    until = parsedate_to_datetime(http_date)
    return (until if until.tzinfo else until.replace(tzinfo=UTC)).timestamp()
