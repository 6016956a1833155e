"""Store redirects and intervals of feeds, and let entries have several names and change."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_WORDS = ("body_digest", "moved_to")
_MOMENTS = ("moved_since", "gone_at")


def upgrade() -> None:
    """Add the columns; existing entries keep their one name, and the digest of their text is unknown."""
    for name in _WORDS:
        op.add_column("feeds", sa.Column(name, sa.Text(), server_default="", nullable=False))
    for name in _MOMENTS:
        op.add_column("feeds", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("feeds", sa.Column("interval_seconds", sa.Integer(), server_default="0", nullable=False))
    op.add_column("entries", sa.Column("words_digest", sa.Text(), server_default="", nullable=False))
    op.add_column("entries", sa.Column("updates", sa.Integer(), server_default="0", nullable=False))
    identifier = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "entry_names",
        sa.Column("feed_id", identifier, sa.ForeignKey("feeds.id", name="fk_entry_names_feed_id"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("entry_id", identifier, sa.ForeignKey("entries.id", name="fk_entry_names_entry_id"), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "digest", name="pk_entry_names"),
    )
    op.create_index("ix_entry_names_entry_id", "entry_names", ["entry_id"])
    op.execute("INSERT INTO entry_names (feed_id, digest, entry_id) SELECT feed_id, key_digest, id FROM entries")
