"""How conversations are reached, what was sent to those that cannot be asked, and which taps came a moment ago."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "conversation_references",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("platform", "workspace", "conversation")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("service_url", "kind", "bot", "user")),
        sa.Column("unreachable", sa.Boolean, nullable=False),
    )
    op.create_table(
        "taps",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("platform", "workspace", "content")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_taps_at", "taps", ["at"])
    op.create_table(
        "sends",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_sends_at", "sends", ["at"])
