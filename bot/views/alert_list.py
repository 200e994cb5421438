"""Several alerts in one message: a line each, and a way to open one."""

from collections.abc import Sequence
from decimal import Decimal

from bot.views.alert import AlertShown, headline
from domain.alerts.alert import Alert, AlertState
from domain.chat.message import Message, Note, Option, Part, Select, Text, quiet, strong, text
from domain.sales.account_facts import FactKind
from domain.sales.values import show_amount

LINES = 15


def several(found: Sequence[tuple[Alert, AlertShown]], what: str) -> Message:
    """What came in since, worst first. `what` says which they are, in the plural."""
    return _listed(f"{len(found)} {what if len(found) > 1 else what.replace('alerts', 'alert', 1)}.", found)


def open_ones(found: Sequence[tuple[Alert, AlertShown]], kind: FactKind | None = None) -> Message:
    """What stands open: all of it, or of one kind."""
    if not found:
        what = f"No {kind}" if kind else "No hold and no ticket"
        words = f"{what} that I know of stands against your accounts."
        return Message(words, (text(words), Note("I know what finance's and support's systems told me, nothing else.")))
    return _listed(f"{len(found)} alert{'s' * (len(found) != 1)} open about your accounts.", found)


def _listed(summary: str, found: Sequence[tuple[Alert, AlertShown]]) -> Message:
    parts: list[Part] = [text(summary), *(_line(alert, shown) for alert, shown in found[:LINES])]
    if len(found) > LINES:
        parts.append(Note(f"{len(found) - LINES} more are not shown: open an account to see its own."))
    options = tuple(Option(_short(shown), str(alert.id)) for alert, shown in found[:100])
    parts.append(Select("Open one", "alert_open", "", options))
    return Message(summary, tuple(parts))


def _line(alert: Alert, shown: AlertShown) -> Text:
    worth = sum((o.amount or Decimal(0) for o in shown.touched), Decimal(0))
    money = [quiet(f" · {show_amount(worth, shown.process.currency)} open")] if worth else []
    seen = [quiet(f" · seen by {shown.directory.name(alert.acknowledged_by)}")] if alert.acknowledged_by else []
    waits = [quiet(" · nobody has taken it up")] if alert.state is AlertState.OPEN and not seen else []
    name, _, rest = headline(shown).partition(shown.account)
    return text(name, strong(shown.account), rest, *money, *(seen or waits))


def _short(shown: AlertShown) -> str:
    return headline(shown)[:75]
