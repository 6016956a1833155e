"""Store the user's answers to matches."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; no match has an answer yet."""
    op.add_column("matches", sa.Column("answer", sa.Text(), server_default="", nullable=False))
    answered = sa.text("answer != ''")
    op.create_index("ix_matches_answered", "matches", ["seed_id"], sqlite_where=answered, postgresql_where=answered)
