"""The keys under `alerts` of app.yaml: who is told what, how soon, and how much."""

from bot import process_values as values
from bot.yaml_table import Key, entries, list_of, scalar, table
from domain.alerts.alert import What
from domain.alerts.routing import Pace
from domain.sales.account_facts import TROUBLES, FactKind, Severity

_TARGETS = list_of(values.text, "write a list, such as [owner, manager, team East, channel deals-east]")


def _trouble(words: str) -> FactKind:
    if words.casefold() not in TROUBLES:
        raise ValueError(words)
    return FactKind(words.casefold())


_about = scalar("none of the words known here", f"write one of {', '.join(TROUBLES)}", _trouble)
ABOUT = Key("about", list_of(_about, "write a list, such as [hold, ticket]"))
WHAT = Key("what", list_of(values.one_of(What), "write a list, such as [placed, escalated]"))
SEVERITY = Key("severity", values.one_of(Severity))
LATE = Key("late", values.switch)
AMOUNT = Key("amount", values.money)
SIZE = Key("size", values.money)
TEAMS = Key("teams", list_of(values.text, "write a list of teams"))
STAGES = Key("stages", list_of(values.text, "write a list of stages"))
TO = Key("to", _TARGETS, required=True)
PACE = Key("pace", values.one_of(Pace))
ANY_HOUR = Key("any_hour", values.switch)
ESCALATE_AFTER = Key("escalate_after", values.whole(1, 720))
ESCALATE_TO = Key("escalate_to", _TARGETS)

_ROUTE = table(
    "write to, and what asks for it",
    ABOUT,
    WHAT,
    SEVERITY,
    LATE,
    AMOUNT,
    SIZE,
    TEAMS,
    STAGES,
    TO,
    PACE,
    ANY_HOUR,
    ESCALATE_AFTER,
    ESCALATE_TO,
)

FINANCE = Key("finance", values.person)
SUPPORT = Key("support", values.person)
PER_DAY = Key("per_day", values.whole(1, 100))
BATCH = Key("batch", values.whole(0, 240))
STALE_AFTER = Key("stale_after", values.whole(1, 365))
ROUTES = Key("routes", entries(_ROUTE, "write a list of routes"))

ALERTS = Key(
    "alerts",
    table("write routes, or what differs from the standard", FINANCE, SUPPORT, PER_DAY, BATCH, STALE_AFTER, ROUTES),
)
