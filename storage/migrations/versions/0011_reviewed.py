"""Record up to which change of a seed its near misses and the recent articles were reviewed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column; the next run reviews every seed that has matches. No query uses the surest follow-ups now."""
    op.drop_index("ix_matches_surest", "matches")
    op.add_column("seeds", sa.Column("reviewed", sa.Integer(), nullable=False, server_default="0"))
