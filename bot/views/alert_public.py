"""An alert where others may read: that something is to be known of an account, and a tap that shows whom it concerns.

No amount, no probability, and of a credit hold not even its name: what a customer owes is nobody's talk.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.views.alert import AlertShown
from domain.alerts.alert import AlertState
from domain.alerts.words import ticket_in_short
from domain.chat.message import Button, Buttons, Message, Note, Option, Part, Select, strong, text
from domain.sales.account_facts import SupportTicket

LINES = 15


def public_headline(shown: AlertShown) -> str:
    """One sentence that stands alone."""
    over = shown.alert.state is AlertState.CLOSED
    if isinstance(shown.shown, SupportTicket):
        untitled = replace(shown.shown, title="")  # the customer's own words, whatever they hold
        return f"{shown.account}: {ticket_in_short(untitled, shown.now, shown.confirmed)}"
    what = "what finance told of it is settled" if over else "finance has news, to be read before you promise anything"
    return f"{shown.account}: {what}"


def public_card(shown: AlertShown) -> Message:
    """It lives like the whole one: drawn anew as things change."""
    title, alert = public_headline(shown), shown.alert
    if alert.state is AlertState.CLOSED:
        return Message(f"{title}.", (text(f"{title}."),))
    parts: list[Part] = [text(strong(title))]
    if alert.assigned_to:
        parts.append(Note(f"{shown.directory.name(alert.assigned_to)} takes care of it."))
    if alert.acknowledged_by:
        parts.append(Note(f"Seen by {shown.directory.name(alert.acknowledged_by)}."))
    ref = str(alert.id)
    seen = [] if alert.acknowledged_by else [Button("Seen", "alert_seen", ref, tone="primary")]
    parts.append(Buttons((*seen, Button("Show me", "alert_open", ref))))
    return Message(title, tuple(parts))


def public_line(shown: AlertShown, unseen_for: int = 0) -> Message:
    """Said under it. `unseen_for`: nobody has taken it up for so many hours."""
    title = public_headline(shown)
    words = f"Nobody has taken this up for {unseen_for} hours: {title}." if unseen_for else f"{title}."
    return Message(words, (text(words),))


def public_list(found: Sequence[AlertShown], what: str) -> Message:
    """Several at once."""
    summary = f"{len(found)} {what if len(found) > 1 else what.replace('alerts', 'alert', 1)}."
    parts: list[Part] = [text(summary), *(text(public_headline(shown)) for shown in found[:LINES])]
    if len(found) > LINES:
        parts.append(Note(f"{len(found) - LINES} more are not shown."))
    options = tuple(Option(public_headline(shown)[:75], str(shown.alert.id)) for shown in found[:100])
    parts.append(Select("Show me one", "alert_open", "", options))
    return Message(summary, tuple(parts))
