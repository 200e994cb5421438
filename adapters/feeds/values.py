"""Single values of other systems' answers, as ours: amounts, moments, words. What is none raises ValueFault."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from adapters.words import web_address
from domain.sales.account_facts import HoldState, Severity, TicketStatus
from domain.sales.imports.cells import CellFault, Habits
from domain.sales.imports.days import day as cell_day
from domain.sales.imports.money import amount as cell_amount

LONGEST = 300  # characters of a title or reason
_CENT = Decimal("0.01")
_TOO_LARGE = Decimal(10) ** 15
_MILLISECONDS = 10**11  # a larger time is in milliseconds
_FIRST, _LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_BLANK = re.compile(r"\s+")
_LONGEST_ADDRESS = 10_000  # what is far too long is no address, and is not cut to be another


class ValueFault(Exception):
    """A value is of no use: `what` is wrong, and how to `mend` it. Shows at most a few characters of the value."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}; {mend}")
        self.what = what
        self.mend = mend


def words(value: Any, longest: int = LONGEST) -> str:
    """One line of text, cut with an ellipsis; "" for null. A number or yes and no as JSON writes them."""
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        raise ValueFault("is a list or an object, not one value", "let the expression lead to a single value")
    if isinstance(value, bool):
        return "true" if value else "false"
    line = _BLANK.sub(" ", "".join(c if c.isprintable() else " " for c in str(value)[: 4 * longest])).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def address(value: Any) -> str:
    """A web address that a person may open; "" for anything else."""
    return web_address(words(value, _LONGEST_ADDRESS))


def money(value: Any, habits: Habits) -> Decimal | None:
    """An amount in cents; what is below zero is owed to the customer and counts as nothing. None for null."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    if isinstance(value, (int, float, Decimal)) or re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", str(value).strip(), re.A):
        try:
            figure = Decimal(str(value).strip())
        except InvalidOperation:
            raise ValueFault(_shown(value, "is no amount"), "send a number, such as 12500.50") from None
        if not figure.is_finite() or abs(figure) >= _TOO_LARGE:
            raise ValueFault("is no amount that anybody owes", "send a number, such as 12500.50")
        return max(Decimal(0), figure).quantize(_CENT)
    try:
        return cell_amount(words(value), habits)
    except CellFault as fault:
        raise ValueFault(_shown(value, f"cannot be read as an amount ({fault.what})"), fault.mend) from None


def moment(value: Any, habits: Habits | None = None) -> datetime | None:
    """A point in time, UTC where it has no zone: ISO 8601, Unix seconds or milliseconds, or a day. None for null."""
    if value is None or value == "":
        return None
    found = _moment(value, habits or Habits())
    if found is None or not _FIRST <= found < _LAST:
        raise ValueFault(_shown(value, "is no time"), "send one such as 2026-11-22T09:30:00Z")
    return found


def day(value: Any, habits: Habits) -> date | None:
    found = moment(value, habits)
    return found.date() if found else None


def whole(value: Any) -> int:
    """A counter; 0 for null."""
    said = words(value)
    if said and not re.fullmatch(r"\d{1,18}", said, re.A):
        raise ValueFault(_shown(value, "is no whole number"), "let the expression lead to the counter of the record")
    return int(said or 0)


def switch(value: Any) -> bool:
    """Whether something holds; null means no."""
    said = words(value).casefold()
    if said in ("", "false", "no", "n", "f", "0", "0.0", "none"):
        return False
    if said in ("true", "yes", "y", "t", "1", "1.0"):
        return True
    raise ValueFault(_shown(value, "is neither yes nor no"), "let the expression lead to true or false")


def hold_state(value: Any, own: Mapping[str, str]) -> HoldState:
    """What a source's word means; `own` are the words app.yaml adds."""
    return HoldState(_word(value, own, _HOLDS, "states", HoldState))


def ticket_status(value: Any, own: Mapping[str, str]) -> TicketStatus:
    return TicketStatus(_word(value, own, _STATUSES, "states", TicketStatus))


def severity(value: Any, own: Mapping[str, str]) -> Severity:
    """Normal where nothing is said."""
    return Severity(_word(value, own, _SEVERITIES, "severities", Severity)) if words(value) else Severity.NORMAL


def domain_of(address: Any) -> str:
    """The domain of a web or e-mail address, without www; "" where there is none."""
    said = words(address).casefold()
    host = re.sub(r"^[a-z]+://", "", said).split("/")[0].split("@")[-1].split(":")[0]
    return host.removeprefix("www.") if "." in host else ""


def _word(value: Any, own: Mapping[str, str], usual: Mapping[str, str], key: str, kinds: Any) -> str:
    said = words(value).casefold()
    found = own.get(said) or usual.get(re.sub(r"[-_ ]+", " ", said))
    if found is None:
        mend = f"say under {key} whether it means {', '.join(kinds)}"
        raise ValueFault(_shown(value, "is a word not known here") if said else "says nothing", mend)
    return found


def _moment(value: Any, habits: Habits) -> datetime | None:
    try:
        if isinstance(value, bool):
            return None
        if isinstance(value, (int, float)) or re.fullmatch(r"\d{9,14}(\.\d+)?", str(value).strip(), re.A):
            seconds = float(value)
            if not math.isfinite(seconds):
                return None
            return datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC)
        text = words(value)
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            found_day = cell_day(text, habits)
            found = datetime.combine(found_day, time()) if found_day else _FIRST.replace(year=1)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError, CellFault):
        return None


def _shown(value: Any, what: str) -> str:
    said = words(value, 30) if not isinstance(value, (dict, list)) else "…"
    return f"“{said}” {what}"


def _spread(table: Mapping[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, said in table.items() for word in said.split(", ")}


_HOLDS = _spread(
    {
        HoldState.PLACED: (
            "placed, hold, on hold, held, credit hold, blocked, stop, stopped, true, yes, y, t, 1, on, all"
        ),
        HoldState.RELEASED: (
            "released, release, clear, cleared, ok, none, no, n, false, f, 0, off, unblocked, lifted, paid"
        ),
        HoldState.UNKNOWN: "unknown, pending, under review",
    }
)
_STATUSES = _spread(
    {
        TicketStatus.OPEN: "new, open, opened, reopened, in progress, escalated, hold, on hold, active, to do",
        TicketStatus.PENDING: "pending, waiting, waiting on customer, waiting for customer, stalled",
        TicketStatus.SOLVED: "solved, resolved, closed, done, rejected",
        TicketStatus.DELETED: "deleted, spam",
        TicketStatus.UNKNOWN: "unknown",
    }
)
_SEVERITIES = _spread(
    {
        Severity.LOW: "low, lowest, minor, trivial, p4, p5, sev4, sev 4",
        Severity.NORMAL: "normal, medium, p3, sev3, sev 3",
        Severity.HIGH: "high, major, p2, sev2, sev 2",
        Severity.URGENT: "urgent, critical, blocker, highest, p1, p0, sev1, sev 1",
    }
)
