"""Where each feed stands, and what came in and could not be taken."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("mark", sa.JSON, nullable=False),
        sa.Column("polled_at", MOMENT),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("paused_until", MOMENT),
    )
    op.create_table(
        "feed_faults",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("feed", "key", "origin")),
        sa.Column("sentences", sa.JSON, nullable=False),
        sa.Column("item", sa.JSON),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("feed", "key", name="uq_feed_faults_feed_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feed_faults_at", "feed_faults", ["at"])
