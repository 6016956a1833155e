"""Tables of the archive search. They are derived from the articles: not backed up, but filled anew after a restore.

`article_words` has the words of each article under a number that grows with the time of publication, so that the newest
are found first. It is not among the tables of the schema because each database has its own kind: an FTS5 table of
SQLite that keeps no texts, a tsvector of PostgreSQL.
"""

from sqlalchemy import Column, Connection, Table, event

from storage.column_types import Identifier
from storage.schema import metadata

DERIVED = "derived"  # in the info of a table: its rows can be made from those of other tables

# The number of each article in the index of words.
search_rows = Table(
    "search_rows",
    metadata,
    Column("number", Identifier, primary_key=True, autoincrement=False),
    Column("article_id", Identifier, nullable=False, unique=True),
    info={DERIVED: True},
)

# At most one row: articles up to this id are not in the index yet.
search_backlog = Table(
    "search_backlog",
    metadata,
    Column("left_id", Identifier, primary_key=True, autoincrement=False),
    info={DERIVED: True},
)

# Words come as they are to be found, with spaces between: no tokeniser of a database has a say in what a word is.
_WORDS = "CREATE VIRTUAL TABLE article_words USING fts5(words, content='', tokenize=\"ascii tokenchars '_.-'\")"


def _create_words(_metadata: object, connection: Connection, **_: object) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_WORDS)


event.listen(metadata, "after_create", _create_words)
