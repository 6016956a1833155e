"""What a pass asks for, without a look at the whole archive: counts of entries, a seed's surest follow-ups, mails."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Count once what is counted as it comes and goes from here on."""
    op.add_column("feeds", sa.Column("entries", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE feeds SET entries = (SELECT count(*) FROM entries WHERE entries.feed_id = feeds.id)")
    _forget_statistics()
    _make_names_sortable()
    placed = sa.text("development_id IS NOT NULL")
    # it led to all near misses where those to group were asked for
    op.drop_index("ix_matches_development_id", "matches")
    op.create_index(
        "ix_matches_development_id", "matches", ["development_id"], sqlite_where=placed, postgresql_where=placed
    )
    surest = sa.text("verdict = 'follow-up' AND answer != 'no'")
    op.create_index("ix_matches_surest", "matches", ["seed_id", "score"], sqlite_where=surest, postgresql_where=surest)


def _forget_statistics() -> None:
    """Let SQLite plan by the indexes alone: of one that was empty when it last counted it thinks that it holds much."""
    if sa.inspect(op.get_bind()).has_table("sqlite_stat1"):
        op.execute("DELETE FROM sqlite_stat1")


def _make_names_sortable() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE deliveries ALTER COLUMN message_id TYPE TEXT COLLATE "C"')
