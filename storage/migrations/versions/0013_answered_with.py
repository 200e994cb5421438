"""With which statement a question was answered, so that its card can show that and take it back."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("nudges", sa.Column("statement", sa.BigInteger))
    op.create_index("ix_nudges_statement", "nudges", ["statement"])
