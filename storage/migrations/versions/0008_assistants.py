"""Assistants: grants that ended, errands, notes that wait for a yes, openings and contacts."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", SERIAL, primary_key=True, autoincrement=True)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _reference(table: str, name: str, target: str, *, nullable: bool = True) -> sa.Column[object]:
    key = sa.ForeignKey(target, name=f"fk_{table}_{name}_{target.split('.')[0]}")
    kind = sa.Text() if name == "opportunity" else sa.BigInteger()
    return sa.Column(name, kind, key, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "revocations",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("assistant", "rep")),
        _moment("at"),
    )
    op.create_table(
        "errands",
        _id(),
        *_words("person", "owner"),
        _reference("errands", "opportunity", "opportunities.id", nullable=False),
        _reference("errands", "nudge", "nudges.id"),
        _reference("errands", "thread", "threads.id", nullable=False),
        _reference("errands", "from_thread", "threads.id"),
        _moment("at"),
        *_words("state"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notes",
        _id(),
        *_words("person", "said_for"),
        _moment("at"),
        *_words("platform", "workspace", "conversation", "message_id"),
        _reference("notes", "thread", "threads.id"),
        *_words("rest"),
        sa.Column("left_out", sa.JSON, nullable=False),
        *_words("state"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "note_parts",
        _id(),
        _reference("note_parts", "note", "notes.id", nullable=False),
        _reference("note_parts", "opportunity", "opportunities.id"),
        *_words("quote"),
        sa.Column("reading", sa.JSON, nullable=False),
        *_words("state"),
        _reference("note_parts", "statement", "statements.id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "openings",
        _id(),
        *_words("person", "owner", "account", "product", "quote"),
        _moment("at"),
        sa.Column("amount", sa.BigInteger),
        sa.Column("close_date", sa.Date),
        _reference("openings", "thread", "threads.id"),
        _reference("openings", "opportunity", "opportunities.id"),
        *_words("state"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "contacts",
        _id(),
        *_words("account", "name", "title", "email", "phone", "by", "said_for", "quote"),
        _moment("at"),
        _moment("removed", nullable=True),
        sqlite_autoincrement=True,
    )
    for table, *names in (
        ("errands", "thread"),
        ("errands", "from_thread"),
        ("errands", "person", "state"),
        ("notes", "platform", "workspace", "conversation", "message_id"),
        ("notes", "person", "state"),
        ("note_parts", "note"),
        ("openings", "person", "state"),
        ("contacts", "account"),
    ):
        op.create_index(f"ix_{table}_{'_'.join(names)}", table, names)
