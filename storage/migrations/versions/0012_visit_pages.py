"""Which visit's account page somebody has had; what customers said is found whoever sells there."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "visit_pages",
        sa.Column("appointment", sa.BigInteger, sa.ForeignKey("appointments.id"), primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_changes_field_id", "changes", ["field", "id"])
    commented = sa.text("feedback IS NOT NULL")
    op.create_index(
        "ix_opportunities_feedback", "opportunities", ["id"], sqlite_where=commented, postgresql_where=commented
    )
