"""Who is who on a chat platform, and the sealed keys of each installation."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "links",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("platform", "workspace", "user")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("person", "conversation")),
        sa.Column("asked", sa.Boolean, nullable=False),
        sa.Column("claim", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_links_platform_person", "links", ["platform", "person"])
    op.create_table(
        "installs",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("platform", "workspace")),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("busy_until", MOMENT),
    )
