"""Store how far the archive has been compared with each seed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; existing seeds count as compared with the whole archive."""
    op.add_column("seeds", sa.Column("archive_left", sa.Integer(), nullable=True))
