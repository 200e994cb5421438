"""Alerts, to whom they are brought, what was said to them, and who wants none."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from domain.alerts.alert import Alert, AlertState, Comment, Delivery, DeliveryState, Mute, What
from domain.sales.account_facts import FactKind
from storage.columns import Choice, Moment, Words
from storage.rows import INSERTS, Insert, Store, columns, names, reader_of
from storage.tables import Serial, metadata

alerts = Table(
    "alerts",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("fact", BigInteger, ForeignKey("account_facts.id"), nullable=False),
    Column("account", Words, nullable=False),
    Column("what", Choice(What), nullable=False),
    Column("state", Choice(AlertState), nullable=False),
    Column("at", Moment, nullable=False),
    Column("acknowledged_by", Words),
    Column("acknowledged_at", Moment),
    Column("assigned_to", Words),
    UniqueConstraint("fact"),
    Index(None, "account"),
    Index(None, "state"),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("alert", BigInteger, ForeignKey("alerts.id"), nullable=False),
    Column("person", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("state", Choice(DeliveryState), nullable=False),
    Column("due", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("thread", BigInteger, ForeignKey("threads.id")),
    UniqueConstraint("alert", "person", "channel"),
    Index(None, "person", "state"),
    Index(None, "thread"),
    sqlite_autoincrement=True,
)

# `account` and `kind` are "" where the mute does not ask for one.
mutes = Table(
    "mutes",
    metadata,
    Column("person", Words, primary_key=True),
    Column("account", Words, primary_key=True),
    Column("kind", Words, primary_key=True),
    Column("until", Moment),
)

comments = Table(
    "comments",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("alert", BigInteger, ForeignKey("alerts.id"), nullable=False),
    Column("by", Words, nullable=False),
    Column("words", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "alert"),
    sqlite_autoincrement=True,
)

_ALERT_NAMES, _DELIVERY_NAMES, _COMMENT_NAMES = names(Alert), names(Delivery), names(Comment)
_alert_parameters = reader_of(names(Alert, without=("id",)))
_delivery_parameters = reader_of(names(Delivery, without=("id",)))
_comment_parameters = reader_of(names(Comment, without=("id",)))

_ALERTS = select(*columns(alerts, _ALERT_NAMES))
_ADD_ALERT = insert(alerts)
_SAVE_ALERT = (
    update(alerts)
    .where(alerts.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in names(Alert, without=("id",))})
)
_ALERT = _ALERTS.where(alerts.c.id == bindparam("row_id"))
_OF_FACT = _ALERTS.where(alerts.c.fact == bindparam("fact"))
_STANDING_OF = _ALERTS.where(
    alerts.c.account.in_(bindparam("accounts", expanding=True)), alerts.c.state != AlertState.CLOSED
)
_STANDING = _ALERTS.where(alerts.c.state.in_((AlertState.OPEN, AlertState.ACKNOWLEDGED))).order_by(alerts.c.id)

_DELIVERIES = select(*columns(deliveries, _DELIVERY_NAMES))
_ADD_DELIVERY = insert(deliveries)
_SAVE_DELIVERY = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in names(Delivery, without=("id",))})
)
_DELIVERY = _DELIVERIES.where(deliveries.c.id == bindparam("row_id"))
_OF_ALERT = _DELIVERIES.where(deliveries.c.alert == bindparam("alert")).order_by(deliveries.c.id)
_OF_THREAD = _DELIVERIES.where(deliveries.c.thread == bindparam("thread")).order_by(deliveries.c.id).limit(1)
_STATE = deliveries.c.state == bindparam("state")
_OF_PERSON = (
    _DELIVERIES.where(deliveries.c.person == bindparam("person"), _STATE).order_by(deliveries.c.id).with_for_update()
)
_OF_CHANNEL = (
    _DELIVERIES.where(deliveries.c.person == "", deliveries.c.channel == bindparam("channel"), _STATE)
    .order_by(deliveries.c.id)
    .with_for_update()
)
_SENT_SINCE = select(func.count()).where(
    deliveries.c.person == bindparam("person"),
    deliveries.c.channel == bindparam("channel"),
    deliveries.c.state == DeliveryState.SENT,
    deliveries.c.thread.is_not(None),
    deliveries.c.sent_at >= bindparam("at"),
)

_COMMENTS = (
    select(*columns(comments, _COMMENT_NAMES)).where(comments.c.alert == bindparam("alert")).order_by(comments.c.id)
)
_ADD_COMMENT = insert(comments)

_MUTES = select(mutes.c.person, mutes.c.account, mutes.c.kind, mutes.c.until).where(
    mutes.c.person == bindparam("person")
)
_UNMUTE = delete(mutes).where(*(mutes.c[name] == bindparam(f"this_{name}") for name in ("person", "account", "kind")))


class Alerts(Store):
    """Alerts, one for each fact, and what was said to them."""

    def add(self, alert: Alert) -> Alert:
        return replace(alert, id=self._insert(_ADD_ALERT, _alert_parameters(alert)))

    def save(self, alert: Alert) -> Alert:
        self._connection.execute(_SAVE_ALERT, {**_alert_parameters(alert), "row_id": alert.id})
        return alert

    def get(self, alert_id: int) -> Alert | None:
        row = self._by_id(_ALERT, alert_id)
        return Alert(*row) if row else None

    def of_fact(self, fact: int) -> Alert | None:
        row = self._one(_OF_FACT, {"fact": fact})
        return Alert(*row) if row else None

    def standing_of(self, accounts: Iterable[str]) -> tuple[Alert, ...]:
        """Those of these accounts that are not closed, oldest first."""
        found = (Alert(*row) for row in self._among(_STANDING_OF, "accounts", accounts))
        return tuple(sorted(found, key=lambda alert: alert.id))

    def standing(self) -> tuple[Alert, ...]:
        """All that are not closed, oldest first."""
        return tuple(Alert(*row) for row in self._all(_STANDING))

    def comment(self, comment: Comment) -> Comment:
        return replace(comment, id=self._insert(_ADD_COMMENT, _comment_parameters(comment)))

    def comments(self, alert: int) -> tuple[Comment, ...]:
        """What was said to that alert, oldest first."""
        return tuple(Comment(*row) for row in self._all(_COMMENTS, {"alert": alert}))


class Deliveries(Store):
    """Alerts on their way to people and channels."""

    def add(self, delivery: Delivery) -> Delivery:
        return replace(delivery, id=self._insert(_ADD_DELIVERY, _delivery_parameters(delivery)))

    def save(self, delivery: Delivery) -> Delivery:
        self._connection.execute(_SAVE_DELIVERY, {**_delivery_parameters(delivery), "row_id": delivery.id})
        return delivery

    def get(self, delivery_id: int) -> Delivery | None:
        row = self._by_id(_DELIVERY, delivery_id)
        return Delivery(*row) if row else None

    def of_alert(self, alert: int) -> tuple[Delivery, ...]:
        return tuple(Delivery(*row) for row in self._all(_OF_ALERT, {"alert": alert}))

    def of_thread(self, thread: int) -> Delivery | None:
        """The delivery whose message roots that thread."""
        row = self._one(_OF_THREAD, {"thread": thread})
        return Delivery(*row) if row else None

    def of_person(self, person: str, state: DeliveryState) -> tuple[Delivery, ...]:
        """What is on its way to this person in that state, oldest first; two transactions do not see the same."""
        return tuple(Delivery(*row) for row in self._all(_OF_PERSON, {"person": person, "state": state}))

    def of_channel(self, channel: str, state: DeliveryState) -> tuple[Delivery, ...]:
        return tuple(Delivery(*row) for row in self._all(_OF_CHANNEL, {"channel": channel, "state": state}))

    def sent_since(self, person: str, at: datetime, channel: str = "") -> int:
        """How many were said to this person, or channel, each in a message of its own, from `at` on."""
        row = self._one(_SENT_SINCE, {"person": person, "channel": channel, "at": at})
        return int(row[0]) if row else 0


class Mutes(Store):
    """What people want no alerts about."""

    def of(self, person: str) -> tuple[Mute, ...]:
        """Those of one person, kinds before accounts."""
        rows = sorted(self._all(_MUTES, {"person": person}), key=lambda row: (row[1], row[2]))
        return tuple(Mute(who, account, FactKind(kind) if kind else None, until) for who, account, kind, until in rows)

    def put(self, mute: Mute) -> None:
        """Insert, or replace the one about the same."""
        values = {"person": mute.person, "account": mute.account, "kind": str(mute.kind or ""), "until": mute.until}
        self._connection.execute(_put_mute(self._dialect), values)

    def remove(self, mute: Mute) -> bool:
        """False when there was none about that."""
        this = {"this_person": mute.person, "this_account": mute.account, "this_kind": str(mute.kind or "")}
        return self._connection.execute(_UNMUTE, this).rowcount == 1


@cache
def _put_mute(dialect: str) -> Insert:
    insert_row = INSERTS[dialect](mutes)
    new = {"until": insert_row.excluded.until}
    return insert_row.on_conflict_do_update(index_elements=["person", "account", "kind"], set_=new)
