"""The tables. A row per fact, and a unique key for every fact that must not be stated twice.

feeds ─< entries >─ articles ─< matches >─ seeds; matches >─ developments; matches ─< alerts >─ deliveries ─< notices.
New entries are the queue of what is to be read, articles that were not compared are the queue of what is to be
compared, follow-ups without a development that of what is to be grouped; alerts and notices are the outbox.
Texts of any length are unique by their sha256 digest, because an index takes only short ones.
"""

from datetime import datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from storage.columns import Identifier, Moment, PlainText

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _identity() -> Column[int]:
    return Column("id", Identifier, primary_key=True)


def _reference(name: str, table: str, *, optional: bool = False) -> Column[int]:
    key = ForeignKey(f"{table}.id", ondelete="SET NULL" if optional else None)
    return Column(name, Identifier, key, nullable=optional)


def _words(name: str) -> Column[str]:
    return Column(name, PlainText, nullable=False, server_default="")


def _required(name: str) -> Column[str]:
    return Column(name, PlainText, nullable=False)


def _required_key(name: str) -> Column[str]:
    return Column(name, PlainText, primary_key=True)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def _moment(name: str, *, required: bool = False) -> Column[datetime]:
    return Column(name, Moment, nullable=not required)


def _queue(name: str, table: Table, *columns: str, where: str) -> Index:
    """Index only what is asked for: the queue stays small however much is stored."""
    return Index(name, *(table.c[column] for column in columns), sqlite_where=text(where), postgresql_where=text(where))


feeds = Table(
    "feeds",
    metadata,
    _identity(),
    _required("url"),
    _required("url_digest"),
    _words("title"),  # as the user's list has it; own_title and own_site are what the feed says of itself
    _words("site"),
    _words("own_title"),
    _words("own_site"),
    Column("folders", JSON, nullable=False),
    Column("active", Boolean, nullable=False),
    _moment("added_at", required=True),
    _words("etag"),
    _words("last_modified"),
    _count("failures"),
    _words("error"),
    _moment("last_polled_at"),
    _moment("last_success_at"),
    _moment("next_poll_at"),
    _moment("not_before"),
    _words("body_digest"),  # of what it gave last, for servers whose validators lie
    _words("moved_to"),  # where a permanent redirect leads, and since when it has
    _moment("moved_since"),
    _moment("gone_at"),
    _count("interval_seconds"),  # between two polls, by how often it changes; 0: not known yet
    _moment("claimed_until"),
    UniqueConstraint("url_digest"),
    sqlite_autoincrement=True,
)

articles = Table(
    "articles",
    metadata,
    _identity(),
    _required("url"),
    _required("url_digest"),
    _words("title"),
    _words("text"),
    _words("outlet"),
    _moment("published", required=True),
    _required("published_from"),
    _required("text_from"),
    _words("language"),
    _moment("modified"),
    _moment("compared_at"),
    _moment("claimed_until"),
    _words("error"),  # why its comparison failed the last time; on a compared one: why it was given up
    _count("attempts"),
    _moment("retry_at"),
    UniqueConstraint("url_digest"),
    sqlite_autoincrement=True,
)
_queue("ix_articles_waiting", articles, "id", where="compared_at IS NULL")

entries = Table(
    "entries",
    metadata,
    _identity(),
    _reference("feed_id", "feeds"),
    _required("key"),
    _required("key_digest"),
    _words("url"),
    _words("title"),
    _words("summary"),
    _words("content"),
    _words("language"),
    _moment("published"),
    _moment("seen_at", required=True),
    _required("state"),
    _words("reason"),  # why it was skipped
    _words("error"),  # why it was put off the last time
    _count("attempts"),
    _moment("retry_at"),
    _moment("claimed_until"),
    _reference("article_id", "articles", optional=True),
    _words("words_digest"),  # of title and text as the feed stated them last; empty: not known
    _count("updates"),
    UniqueConstraint("feed_id", "key_digest"),
    sqlite_autoincrement=True,
)
_queue("ix_entries_waiting", entries, "seen_at", "id", where="state = 'new'")
_queue("ix_entries_skipped", entries, "reason", where="state = 'skipped'")
Index(None, entries.c.article_id)

# Digests of an entry's GUID and link: a feed may change the one or the other and still mean the same entry.
entry_names = Table(
    "entry_names",
    metadata,
    Column("feed_id", Identifier, ForeignKey("feeds.id"), primary_key=True),
    _required_key("digest"),
    _reference("entry_id", "entries"),
)
Index(None, entry_names.c.entry_id)

seeds = Table(
    "seeds",
    metadata,
    _identity(),
    _required("name"),
    _words("title"),
    _words("text"),
    _words("url"),
    _moment("published"),
    Column("settings", JSON, nullable=False),
    Column("active", Boolean, nullable=False),
    _moment("added_at", required=True),
    Column("archive_left", Integer),  # the article up to which the archive was compared with it; null: all of it
    UniqueConstraint("name"),
    sqlite_autoincrement=True,
)

matches = Table(
    "matches",
    metadata,
    _identity(),
    _reference("seed_id", "seeds"),
    _reference("article_id", "articles"),
    Column("score", Float, nullable=False),
    _required("verdict"),
    Column("evidence", JSON, nullable=False),
    _moment("found_at", required=True),
    _words("answer"),  # the user's yes or no
    Column("development_id", Identifier),  # no foreign key: SQLite adds none to a table that is there
    _words("standing"),  # what it is to its development
    Column("news", JSON),  # the sentences that say what was not known
    UniqueConstraint("seed_id", "article_id"),
    sqlite_autoincrement=True,
)
Index(None, matches.c.article_id)
_queue("ix_matches_answered", matches, "seed_id", where="answer != ''")

Index(None, matches.c.development_id)
_queue("ix_matches_ungrouped", matches, "seed_id", where="development_id IS NULL AND verdict = 'follow-up'")

developments = Table(
    "developments",
    metadata,
    _identity(),
    _reference("seed_id", "seeds"),
    _moment("opened_at", required=True),
    sqlite_autoincrement=True,
)
Index(None, developments.c.seed_id)

# Whom a seed writes to no more, until then or (null) for good.
mutes = Table(
    "mutes",
    metadata,
    Column("seed_id", Identifier, ForeignKey("seeds.id"), primary_key=True),
    _required_key("recipient"),
    _moment("until"),
)

# Addresses that a mail server said it cannot deliver to, after it had taken the mail.
bounces = Table(
    "bounces",
    metadata,
    _required_key("recipient"),
    _required("error"),
    _moment("bounced_at", required=True),
)

# What this installation signs with.
keys = Table("keys", metadata, _required_key("name"), _required("value"))

deliveries = Table(
    "deliveries",
    metadata,
    _identity(),
    Column("seed_id", Identifier, ForeignKey("seeds.id"), nullable=True),  # none: a mail to the operator
    _required("recipient"),
    _required("message_id"),
    Column("message", LargeBinary, nullable=False),
    _moment("created_at", required=True),
    _count("attempts"),
    _words("error"),
    _moment("tried_at"),
    _moment("sent_at"),
    _moment("given_up_at"),
    _moment("claimed_until"),
    UniqueConstraint("message_id"),
    sqlite_autoincrement=True,
)
_queue("ix_deliveries_waiting", deliveries, "created_at", "id", where="sent_at IS NULL AND given_up_at IS NULL")
Index(None, deliveries.c.seed_id, deliveries.c.recipient, deliveries.c.created_at)

alerts = Table(
    "alerts",
    metadata,
    _identity(),
    _reference("match_id", "matches"),
    _required("recipient"),  # empty: nobody is named yet
    _required("state"),
    _words("error"),
    _moment("raised_at", required=True),
    _moment("sent_at"),
    _reference("delivery_id", "deliveries", optional=True),
    UniqueConstraint("match_id", "recipient"),
    sqlite_autoincrement=True,
)
_queue("ix_alerts_waiting", alerts, "match_id", "recipient", where="state = 'raised'")
Index(None, alerts.c.delivery_id)

# What the operator should know once, whatever becomes of the run that saw it.
notices = Table(
    "notices",
    metadata,
    _identity(),
    _required("key"),
    _required("told"),
    _moment("raised_at", required=True),
    _reference("delivery_id", "deliveries", optional=True),
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
)
_queue("ix_notices_waiting", notices, "id", where="delivery_id IS NULL")

# What sites let programs read, kept for a day.
robots = Table(
    "robots",
    metadata,
    _required_key("origin_digest"),
    _required("rules"),
    _moment("fetched_at", required=True),
)
