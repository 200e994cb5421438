"""Visits with their appointments, approvals with what was decided of them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", SERIAL, primary_key=True, autoincrement=True)


def _all(kind: type[sa.types.TypeEngine[Any]], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind(), nullable=False) for name in names]


def _moments(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, MOMENT, nullable=False) for name in names]


def _reference(table: str, name: str, target: str, *, nullable: bool = False) -> sa.Column[object]:
    key = sa.ForeignKey(target, name=f"fk_{table}_{name}_{target.split('.')[0]}")
    kind = sa.Text() if name == "opportunity" else sa.BigInteger()
    return sa.Column(name, kind, key, nullable=nullable)


def upgrade() -> None:
    _visits()
    _approvals()
    for table, *names in (
        ("visits", "opportunity", "state"),
        ("visits", "specialist", "at"),
        ("visits", "owner", "state"),
        ("visits", "asked_thread"),
        ("visits", "thread"),
        ("appointments", "account_id", "starts"),
        ("appointments", "specialist", "starts"),
        ("appointments", "owner", "starts"),
        ("approvals", "opportunity", "state"),
        ("approvals", "state"),
        ("decisions", "approval", "id"),
    ):
        op.create_index(f"ix_{table}_{'_'.join(names)}", table, names)


def _visits() -> None:
    op.create_table(
        "visits",
        _id(),
        _reference("visits", "request", "requests.id"),
        _reference("visits", "opportunity", "opportunities.id"),
        *_all(sa.Text, "asked_by", "owner", "specialist"),
        *_all(sa.JSON, "slots"),
        *_moments("at"),
        *_all(sa.Text, "state"),
        *_all(sa.Integer, "minutes"),
        *_all(sa.JSON, "passed"),
        *_all(sa.Text, "why", "words", "place", "wished"),
        _reference("visits", "thread", "threads.id", nullable=True),
        _reference("visits", "asked_thread", "threads.id", nullable=True),
        *_all(sa.Integer, "version"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "appointments",
        _id(),
        _reference("appointments", "visit", "visits.id"),
        *_all(sa.Text, "uid"),
        _reference("appointments", "opportunity", "opportunities.id"),
        *_all(sa.Text, "account_id", "account", "kind", "owner", "specialist"),
        *_moments("starts"),
        *_all(sa.Integer, "minutes"),
        *_all(sa.Text, "place", "notes"),
        *_all(sa.Boolean, "cancelled"),
        *_all(sa.Integer, "sequence"),
        sa.UniqueConstraint("visit", name="uq_appointments_visit"),
        sqlite_autoincrement=True,
    )


def _approvals() -> None:
    op.create_table(
        "approvals",
        _id(),
        _reference("approvals", "request", "requests.id"),
        _reference("approvals", "opportunity", "opportunities.id"),
        *_all(sa.Text, "kind"),
        sa.Column("size", sa.BigInteger),
        *_all(sa.Text, "asked_by", "owner", "quote"),
        *_all(sa.JSON, "steps"),
        *_moments("at", "due"),
        *_all(sa.Integer, "step"),
        *_all(sa.Boolean, "escalated"),
        *_all(sa.Text, "state"),
        _reference("approvals", "thread", "threads.id", nullable=True),
        *_all(sa.Integer, "version"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "decisions",
        _id(),
        _reference("decisions", "approval", "approvals.id"),
        *_all(sa.Integer, "step"),
        *_all(sa.Text, "person", "verdict", "words"),
        *_moments("at"),
        sqlite_autoincrement=True,
    )
