"""Count failed comparisons of articles, so that none is retried forever."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns that entries already have."""
    op.add_column("articles", sa.Column("error", sa.Text(), server_default="", nullable=False))
    op.add_column("articles", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("articles", sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True))
