"""The schema: one row per fact, and a unique key wherever a fact must not be stored twice.

feeds ─< entries >─ articles ─< matches >─ seeds; matches >─ developments; matches ─< alerts >─ deliveries ─< notices.
The queues: new entries (to be read), articles not yet compared (to be compared), follow-ups without a development (to
be grouped); alerts and notices are the outbox. Long texts are unique by their digest, because an index accepts only
short ones.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    false,
    text,
)

from storage.column_kinds import count, identity, moment, queue, reference, required, required_key, words
from storage.column_types import Identifier, Json, Name, PackedText

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


feeds = Table(
    "feeds",
    metadata,
    identity(),
    required("url"),
    required("url_digest"),
    words("title"),  # from the user's list; own_title and own_site come from the feed itself
    words("site"),
    words("own_title"),
    words("own_site"),
    Column("folders", Json, nullable=False),
    Column("active", Boolean, nullable=False),
    moment("added_at", required=True),
    words("etag"),
    words("last_modified"),
    count("failures"),
    words("error"),
    moment("last_polled_at"),
    moment("last_success_at"),
    moment("next_poll_at"),
    moment("not_before"),
    words("body_digest"),  # of the last body, for servers with unreliable validators
    words("moved_to"),  # target of a permanent redirect, and since when
    moment("moved_since"),
    moment("gone_at"),
    count("interval_seconds"),  # between polls, depending on how often it changes; 0: not known yet
    count("entries"),  # number of its stored entries, maintained incrementally because there may be very many
    moment("claimed_until"),
    words("claimed_by"),
    UniqueConstraint("url_digest"),
    sqlite_autoincrement=True,
)

articles = Table(
    "articles",
    metadata,
    identity(),
    required("url"),
    required("url_digest"),
    words("title"),
    Column("text", PackedText, nullable=False, server_default=text("''")),
    words("outlet"),
    moment("published", required=True),
    required("published_from"),
    required("text_from"),
    words("language"),
    moment("modified"),
    moment("compared_at"),
    moment("claimed_until"),
    words("claimed_by"),
    words("error"),  # why the last comparison failed; on a compared article: why it was given up
    count("attempts"),
    moment("retry_at"),
    UniqueConstraint("url_digest"),
    sqlite_autoincrement=True,
)
queue("ix_articles_waiting", articles, "id", where="compared_at IS NULL")

entries = Table(
    "entries",
    metadata,
    identity(),
    reference("feed_id", "feeds"),
    required("key_digest"),
    moment("seen_at", required=True),
    required("state"),
    words("reason"),  # why it was skipped
    words("error"),  # why it was last postponed
    count("attempts"),
    moment("retry_at"),
    moment("claimed_until"),
    words("claimed_by"),
    reference("article_id", "articles", optional=True),
    words("words_digest"),  # of title and text as last listed by the feed; "": not known
    count("updates"),
    moment("unlisted_since"),  # when its feed first no longer listed it
    UniqueConstraint("feed_id", "key_digest"),
    sqlite_autoincrement=True,
)
queue("ix_entries_waiting", entries, "seen_at", "id", where="state = 'new'")
queue("ix_entries_skipped", entries, "reason", where="state = 'skipped'")
queue("ix_entries_listed", entries, "feed_id", where="unlisted_since IS NULL")
Index(None, entries.c.article_id)

# The text of an entry, kept until it has been read, and for a while longer if it was skipped. In a separate table, so
# that its space is freed while the row of the entry stays.
entry_words = Table(
    "entry_words",
    metadata,
    Column("entry_id", Identifier, ForeignKey("entries.id"), primary_key=True, autoincrement=False),
    words("key"),
    words("url"),
    words("title"),
    words("summary"),
    words("content"),
    words("language"),
    moment("published"),
)

# Digests of an entry's GUID and link: a feed may change either of them for the same entry.
entry_names = Table(
    "entry_names",
    metadata,
    Column("feed_id", Identifier, ForeignKey("feeds.id"), primary_key=True),
    required_key("digest"),
    reference("entry_id", "entries"),
)
Index(None, entry_names.c.entry_id)

seeds = Table(
    "seeds",
    metadata,
    identity(),
    required("name"),
    words("title"),
    words("text"),
    words("url"),
    moment("published"),
    Column("settings", Json, nullable=False),
    Column("active", Boolean, nullable=False),
    moment("added_at", required=True),
    Column("archive_left", Identifier),  # id of the article up to which the archive was compared; null: all of it
    count("changes"),  # change counter of the seed, its matches and their answers
    count("reviewed"),  # the value of `changes` up to which its trail was reviewed
    UniqueConstraint("name"),
    sqlite_autoincrement=True,
)
Index(None, seeds.c.active, seeds.c.name, seeds.c.changes)


matches = Table(
    "matches",
    metadata,
    identity(),
    reference("seed_id", "seeds"),
    reference("article_id", "articles"),
    Column("score", Float, nullable=False),
    required("verdict"),
    Column("evidence", Json, nullable=False),
    moment("found_at", required=True),
    words("answer"),  # the user's answer: yes or no
    Column("development_id", Identifier),  # no foreign key: SQLite cannot add one to an existing table
    words("standing"),  # its role in the development
    Column("news", Json),  # the sentences with new facts
    words("found_verdict"),  # the verdict of the comparison if an answer has replaced it
    moment("edited_at"),  # when its article began to say something else, until that is told or found to be nothing new
    Column("edit_dropped", Boolean, nullable=False, server_default=false()),  # the article is no follow-up as it is now
    moment("told_at"),  # when its article began to tell the next stage, if an edit did
    UniqueConstraint("seed_id", "article_id"),
    sqlite_autoincrement=True,
)
Index(None, matches.c.article_id)
queue("ix_matches_answered", matches, "seed_id", where="answer != ''")
queue("ix_matches_development_id", matches, "development_id", where="development_id IS NOT NULL")
queue("ix_matches_edited", matches, "seed_id", where="edited_at IS NOT NULL")
queue("ix_matches_ungrouped", matches, "seed_id", where="development_id IS NULL AND verdict = 'follow-up'")

developments = Table(
    "developments",
    metadata,
    identity(),
    reference("seed_id", "seeds"),
    moment("opened_at", required=True),
    words("title"),  # given by the user
    sqlite_autoincrement=True,
)
Index(None, developments.c.seed_id)

# The secret with which this installation signs.
keys = Table("keys", metadata, required_key("name"), required("value"))

deliveries = Table(
    "deliveries",
    metadata,
    identity(),
    Column("seed_id", Identifier, ForeignKey("seeds.id"), nullable=True),  # null: a mail to the operator
    required("recipient"),
    Column("message_id", Name, nullable=False),
    Column("message", LargeBinary, nullable=False),
    moment("created_at", required=True),
    count("attempts"),
    words("error"),
    moment("tried_at"),
    moment("retry_at"),  # not before this time, after a failure
    moment("sent_at"),
    moment("given_up_at"),
    moment("claimed_until"),
    words("claimed_by"),
    moment("begun_at"),  # a run has begun to send it, so the recipient may have it already
    UniqueConstraint("message_id"),
    sqlite_autoincrement=True,
)
queue("ix_deliveries_waiting", deliveries, "created_at", "id", where="sent_at IS NULL AND given_up_at IS NULL")
Index(None, deliveries.c.seed_id, deliveries.c.recipient, deliveries.c.created_at)

alerts = Table(
    "alerts",
    metadata,
    identity(),
    reference("match_id", "matches"),
    required("recipient"),  # "": no recipient yet
    required("state"),
    words("error"),
    moment("raised_at", required=True),
    moment("sent_at"),
    reference("delivery_id", "deliveries", optional=True),
    moment("outdated_at"),  # the article changed after a run had begun to send the mail about it
    UniqueConstraint("match_id", "recipient"),
    sqlite_autoincrement=True,
)
queue("ix_alerts_waiting", alerts, "match_id", "recipient", where="state = 'raised'")
Index(None, alerts.c.delivery_id)

# Notices to the operator, each sent once, even if the run that raised them is killed.
notices = Table(
    "notices",
    metadata,
    identity(),
    required("key"),
    required("told"),
    moment("raised_at", required=True),
    reference("delivery_id", "deliveries", optional=True),
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
)
queue("ix_notices_waiting", notices, "id", where="delivery_id IS NULL")
