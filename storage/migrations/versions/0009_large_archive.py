"""Let a pass find entry counts, a seed's surest follow-ups and mails without reading whole tables."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the counters, with their current values, and the indexes."""
    op.add_column("feeds", sa.Column("entries", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE feeds SET entries = (SELECT count(*) FROM entries WHERE entries.feed_id = feeds.id)")
    _forget_statistics()
    _make_names_sortable()
    placed = sa.text("development_id IS NOT NULL")
    # without the condition, SQLite used it to find ungrouped follow-ups, and read all near misses
    op.drop_index("ix_matches_development_id", "matches")
    op.create_index(
        "ix_matches_development_id", "matches", ["development_id"], sqlite_where=placed, postgresql_where=placed
    )
    surest = sa.text("verdict = 'follow-up' AND answer != 'no'")
    op.create_index("ix_matches_surest", "matches", ["seed_id", "score"], sqlite_where=surest, postgresql_where=surest)


def _forget_statistics() -> None:
    """Delete SQLite's statistics: it overestimates the rows of an index that was empty when they were collected."""
    if sa.inspect(op.get_bind()).has_table("sqlite_stat1"):
        op.execute("DELETE FROM sqlite_stat1")


def _make_names_sortable() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE deliveries ALTER COLUMN message_id TYPE TEXT COLLATE "C"')
