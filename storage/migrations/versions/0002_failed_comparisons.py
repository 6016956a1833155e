"""Articles remember how often their comparison has failed, so that none is tried for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what entries have had from the beginning."""
    op.add_column("articles", sa.Column("error", sa.Text(), server_default="", nullable=False))
    op.add_column("articles", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("articles", sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True))
