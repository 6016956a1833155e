"""Index the words of the articles for the search of the archive."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables; the articles stored so far are indexed by the next runs, the newest first."""
    op.create_table(
        "search_rows",
        sa.Column("number", _ID, autoincrement=False, nullable=False),
        sa.Column("article_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_search_rows"),
        sa.UniqueConstraint("article_id", name="uq_search_rows_article_id"),
    )
    op.create_table(
        "search_backlog",
        sa.Column("left_id", _ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("left_id", name="pk_search_backlog"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE article_words USING fts5(words, content='', tokenize=\"ascii tokenchars '_.-'\")"
        )
    else:
        # its rows stay narrow, because the words are kept apart from them
        op.execute(
            "CREATE TABLE article_words (number BIGINT NOT NULL, words TSVECTOR NOT NULL,"
            " CONSTRAINT pk_article_words PRIMARY KEY (number)) WITH (toast_tuple_target = 128)"
        )
        op.execute("CREATE INDEX ix_article_words_words ON article_words USING gin (words)")
    op.execute("INSERT INTO search_backlog SELECT max(id) FROM articles HAVING max(id) IS NOT NULL")
