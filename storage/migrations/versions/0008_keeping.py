"""Save space and allow old data to be deleted: compressed texts, short digests, the time an entry was unlisted."""

import sqlalchemy as sa
from alembic import op

from storage.column_types import pack_text

revision = "0008"
down_revision = "0007"

_DIGESTS = {
    "feeds": "url_digest",
    "articles": "url_digest",
    "entries": "key_digest",
    "entry_names": "digest",
    "robots": "origin_digest",
}
_WORDS = ("key", "url", "title", "summary", "content", "language")
_BATCH = 500


def upgrade() -> None:
    """Convert the existing rows; entries no longer listed are detected when their feed next changes."""
    for table, column in _DIGESTS.items():
        op.execute(f"UPDATE {table} SET {column} = substr({column}, 1, 32)")  # noqa: S608  the names are ours
    _move_words()
    _pack_texts()
    op.add_column("entries", sa.Column("unlisted_since", sa.DateTime(timezone=True), nullable=True))
    listed = sa.text("unlisted_since IS NULL")
    op.create_index("ix_entries_listed", "entries", ["feed_id"], sqlite_where=listed, postgresql_where=listed)
    _add_tables()


def _move_words() -> None:
    identifier = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    owner = sa.ForeignKey("entries.id", name="fk_entry_words_entry_id")
    op.create_table(
        "entry_words",
        sa.Column("entry_id", identifier, owner, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), server_default="", nullable=False) for name in _WORDS),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("entry_id", name="pk_entry_words"),
    )
    columns = ", ".join((*_WORDS, "published"))
    op.execute(
        f"INSERT INTO entry_words (entry_id, {columns}) SELECT id, {columns} FROM entries "  # noqa: S608
        "WHERE state IN ('new', 'skipped') AND (state = 'new' OR key != '')"
    )
    for name in (*_WORDS, "published"):
        op.drop_column("entries", name)


def _pack_texts() -> None:
    op.add_column("articles", sa.Column("packed", sa.LargeBinary(), nullable=False, server_default=sa.text("''")))
    connection = op.get_bind()
    articles = sa.table("articles", sa.column("id"), sa.column("text"), sa.column("packed", sa.LargeBinary()))
    last = 0
    while True:
        chosen = sa.select(articles.c.id, articles.c.text).where(articles.c.id > last).order_by(articles.c.id)
        rows = connection.execute(chosen.limit(_BATCH)).all()
        if not rows:
            break
        last = rows[-1].id
        packing = sa.update(articles).where(articles.c.id == sa.bindparam("one")).values(packed=sa.bindparam("bytes"))
        connection.execute(packing, [{"one": row.id, "bytes": pack_text(row.text)} for row in rows])
    op.drop_column("articles", "text")
    op.execute("ALTER TABLE articles RENAME COLUMN packed TO text")


def _add_tables() -> None:
    identifier = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "passes",
        sa.Column("id", identifier, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("headline", sa.Text(), server_default="", nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passes"),
        sa.UniqueConstraint("key", name="uq_passes_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passes_kind_started_at", "passes", ["kind", "started_at"])
    op.create_table(
        "totals",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_totals"),
    )
