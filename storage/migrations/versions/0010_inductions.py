"""Where the first minute of practice stands for whom."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "inductions",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("thread", sa.BigInteger, sa.ForeignKey("threads.id")),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("helped", sa.DateTime(timezone=True)),
    )
