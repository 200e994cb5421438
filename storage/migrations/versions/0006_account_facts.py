"""Credit holds and support tickets of accounts, the alerts about them, who was told, and what was said back."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", SERIAL, primary_key=True, autoincrement=True)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def upgrade() -> None:
    op.create_index("ix_opportunities_account_id", "opportunities", ["account_id"])
    _facts()
    _alerts()
    _answers()


def _facts() -> None:
    op.create_table(
        "account_facts",
        _id(),
        *_words("kind", "source", "source_id"),
        sa.Column("account", sa.Text),
        *_words("said"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("seen", MOMENT, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.UniqueConstraint("kind", "source", "source_id", name="uq_account_facts_kind_source_source_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_account_facts_account", "account_facts", ["account"])
    op.create_index("ix_account_facts_source_said", "account_facts", ["source", "said"])
    op.create_table(
        "account_names",
        _id(),
        *_words("source", "said", "shown"),
        sa.Column("account", sa.Text),
        sa.Column("asked_at", MOMENT),
        sa.Column("answered_by", sa.Text),
        sa.UniqueConstraint("source", "said", name="uq_account_names_source_said"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "account_sources",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("heard", MOMENT, nullable=False),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        _id(),
        sa.Column("fact", sa.BigInteger, sa.ForeignKey("account_facts.id"), nullable=False),
        *_words("account", "what", "state"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("acknowledged_by", sa.Text),
        sa.Column("acknowledged_at", MOMENT),
        sa.Column("assigned_to", sa.Text),
        sa.UniqueConstraint("fact", name="uq_alerts_fact"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_account", "alerts", ["account"])
    op.create_index("ix_alerts_state", "alerts", ["state"])
    op.create_table(
        "deliveries",
        _id(),
        sa.Column("alert", sa.BigInteger, sa.ForeignKey("alerts.id"), nullable=False),
        *_words("person", "channel", "state"),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("thread", sa.BigInteger, sa.ForeignKey("threads.id")),
        sa.UniqueConstraint("alert", "person", "channel", name="uq_deliveries_alert_person_channel"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_person_state", "deliveries", ["person", "state"])
    op.create_index("ix_deliveries_thread", "deliveries", ["thread"])


def _answers() -> None:
    op.create_table(
        "mutes",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("person", "account", "kind")),
        sa.Column("until", MOMENT),
    )
    op.create_table(
        "comments",
        _id(),
        sa.Column("alert", sa.BigInteger, sa.ForeignKey("alerts.id"), nullable=False),
        *_words("by", "words"),
        sa.Column("at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comments_alert", "comments", ["alert"])
