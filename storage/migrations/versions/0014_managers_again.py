"""Indexes from which pipelines are listed and names looked up; where a call was said; who was told of accuracy."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_NOT_CLOSED, _CLOSED = sa.text("closed_on IS NULL"), sa.text("closed_on IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_opportunities_open", "opportunities")
    op.create_index(
        "ix_opportunities_open",
        "opportunities",
        ["owner", "close_date", "stage", "probability", "amount", "id"],
        sqlite_where=_NOT_CLOSED,
        postgresql_where=_NOT_CLOSED,
    )
    op.drop_index("ix_opportunities_owner_closed_on", "opportunities")
    op.create_index(
        "ix_opportunities_closed",
        "opportunities",
        ["owner", "closed_on"],
        sqlite_where=_CLOSED,
        postgresql_where=_CLOSED,
    )
    op.drop_index("ix_opportunities_owner_created", "opportunities")
    op.create_index("ix_opportunities_owner_created_amount", "opportunities", ["owner", "created", "amount"])
    op.create_index("ix_opportunities_owner_account", "opportunities", ["owner", "account"])
    op.create_index("ix_opportunities_owner_product", "opportunities", ["owner", "product"])
    message = ("platform", "workspace", "conversation", "message_id")
    for name in message:
        op.add_column("forecasts", sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''")))
    op.create_index("ix_forecasts_platform_workspace_conversation_message_id", "forecasts", message)
    op.create_table(
        "accuracy_told",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("reader", "person")),
        sa.Column("quarter", sa.Date, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
