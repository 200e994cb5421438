"""What an import read of each opportunity, so that a later one knows what has moved."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "imported",
        sa.Column("opportunity", sa.Text, sa.ForeignKey("opportunities.id"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
    )
