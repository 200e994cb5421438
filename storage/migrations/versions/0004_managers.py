"""What managers look at: forecasts, snapshots of each night, beliefs at checkpoints, files made for one person."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "forecasts",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("person", "by")),
        sa.Column("quarter", sa.Date, nullable=False),
        *(sa.Column(name, sa.BigInteger) for name in ("commit", "best_case")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("note", "quote", "state")),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("taken_back", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_forecasts_quarter_person", "forecasts", ["quarter", "person"])
    op.create_index("ix_forecasts_by_id", "forecasts", ["by", "id"])
    op.create_table(
        "snapshots",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("quarter", sa.Date, primary_key=True),
        *(
            sa.Column(name, sa.BigInteger, nullable=False)
            for name in ("closed", "commit", "best_case", "pipeline", "weighted", "aged", "unseen")
        ),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_index("ix_snapshots_owner_quarter_day", "snapshots", ["owner", "quarter", "day"])
    op.create_table(
        "checkpoints",
        sa.Column("opportunity", sa.Text, sa.ForeignKey("opportunities.id"), primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("stated", sa.Integer, nullable=False),
        sa.Column("model", sa.Float, nullable=False),
        sa.Column("amount", sa.BigInteger),
    )
    op.create_table(
        "accuracy_views",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("quarter", sa.Date, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_opportunities_owner_close_date", "opportunities", ["owner", "close_date"])
    op.create_index("ix_opportunities_owner_created", "opportunities", ["owner", "created"])
    op.create_index("ix_opportunities_close_date", "opportunities", ["close_date"])
    op.create_index("ix_nudges_answered_at", "nudges", ["answered_at"])
    op.create_table(
        "documents",
        sa.Column("token", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("person", "name", "media_type")),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_documents_at", "documents", ["at"])
    op.create_table(
        "looks",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("query", sa.JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_looks_at", "looks", ["at"])
    op.create_table(
        "wishes",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("opportunity", sa.Text, sa.ForeignKey("opportunities.id"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("owner", "by")),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("nudge", sa.BigInteger, sa.ForeignKey("nudges.id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_wishes_owner_state", "wishes", ["owner", "state"])
    op.create_index("ix_wishes_nudge", "wishes", ["nudge"])
    op.create_index(
        "ix_opportunities_open",
        "opportunities",
        ["owner", "close_date", "stage", "probability", "amount"],
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
