"""Where the channels of app.yaml are on chat platforms."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "channel_places",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
    )
    op.create_index(
        "ix_channel_places_platform_workspace_conversation",
        "channel_places",
        ["platform", "workspace", "conversation"],
    )
