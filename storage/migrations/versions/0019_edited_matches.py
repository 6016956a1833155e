"""Record that the article of a follow-up was edited so much that it may tell what happened next."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the columns and an index; edits before this revision are not looked at again."""
    for name in ("edited_at", "told_at"):
        op.add_column("matches", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("matches", sa.Column("edit_dropped", sa.Boolean(), nullable=False, server_default=sa.false()))
    edited = sa.text("edited_at IS NOT NULL")
    op.create_index("ix_matches_edited", "matches", ["seed_id"], sqlite_where=edited, postgresql_where=edited)
