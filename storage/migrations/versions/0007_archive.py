"""Seeds remember how far the archive was compared with them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; seeds followed so far are taken as compared."""
    op.add_column("seeds", sa.Column("archive_left", sa.Integer(), nullable=True))
