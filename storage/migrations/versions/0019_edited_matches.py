"""Record that the article of a follow-up was edited so much that it may tell what happened next."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the column and its index; edits before this revision are not looked at again."""
    op.add_column("matches", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    edited = sa.text("edited_at IS NOT NULL")
    op.create_index("ix_matches_edited", "matches", ["seed_id"], sqlite_where=edited, postgresql_where=edited)
