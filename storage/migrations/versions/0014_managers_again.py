"""Indexes from which pipelines are listed and names looked up; where a call was said; who was told of accuracy."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0010"

_NOT_CLOSED = sa.text("closed_on IS NULL")


def upgrade() -> None:
    op.drop_index("ix_opportunities_open", "opportunities")
    op.create_index(
        "ix_opportunities_open",
        "opportunities",
        ["owner", "close_date", "stage", "probability", "amount", "id"],
        sqlite_where=_NOT_CLOSED,
        postgresql_where=_NOT_CLOSED,
    )
    op.drop_index("ix_opportunities_owner_created", "opportunities")
    op.create_index("ix_opportunities_owner_created_amount", "opportunities", ["owner", "created", "amount"])
    op.create_index("ix_opportunities_owner_account", "opportunities", ["owner", "account"])
    op.create_index("ix_opportunities_owner_product", "opportunities", ["owner", "product"])
