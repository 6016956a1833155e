"""Record when a mail that failed is tried again, and when the next request to a host may start."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the column and the table; mails that failed earlier are due at once."""
    op.add_column("deliveries", sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "turns",
        sa.Column("origin_digest", sa.Text(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("origin_digest", name="pk_turns"),
    )
