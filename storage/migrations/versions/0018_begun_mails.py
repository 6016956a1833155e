"""Record that a run has begun to send a mail, and that an article changed while a mail about it was being sent."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the columns; a mail that is claimed now counts as begun, because its run may have sent it already."""
    op.add_column("deliveries", sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("alerts", sa.Column("outdated_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE deliveries SET begun_at = claimed_until WHERE claimed_until IS NOT NULL")
