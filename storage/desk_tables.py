"""Tables of the desk: its users, their sessions and keys, and what they did, wrote and shared."""

from sqlalchemy import Column, Index, Table, UniqueConstraint

from storage.column_kinds import identity, moment, reference, required, required_key, words
from storage.column_types import Identifier
from storage.schema import metadata

users = Table("desk_users", metadata, required_key("name"), required("role"), required("password_hash"))

# Of a session's key, which is in the visitor's cookie, only the digest is stored.
sessions = Table(
    "desk_sessions",
    metadata,
    required_key("key_digest"),
    required("user"),
    moment("expires_at", required=True),
)

api_tokens = Table(
    "desk_tokens",
    metadata,
    identity(),
    required("key_digest"),
    required("label"),
    required("user"),
    moment("made_at", required=True),
    moment("revoked_at"),
    UniqueConstraint("key_digest"),
    sqlite_autoincrement=True,
)

# When a user last looked at a story.
visits = Table(
    "desk_visits",
    metadata,
    required_key("user"),
    Column("seed_id", Identifier, primary_key=True),
    moment("seen_at", required=True),
)

notes = Table(
    "desk_notes",
    metadata,
    identity(),
    reference("seed_id", "seeds"),
    required("author"),
    required("text"),
    moment("made_at", required=True),
    moment("removed_at"),
    UniqueConstraint("seed_id", "author", "made_at"),
    sqlite_autoincrement=True,
)

shared_links = Table(
    "desk_shared_links",
    metadata,
    identity(),
    reference("seed_id", "seeds"),
    required("made_by"),
    moment("made_at", required=True),
    moment("revoked_at"),
    UniqueConstraint("seed_id", "made_by", "made_at"),
    sqlite_autoincrement=True,
)

# Answers that an assistant proposes. `match_id` is no foreign key: near misses are deleted after a while, and what is
# proposed about them with the next housekeeping.
proposals = Table(
    "desk_proposals",
    metadata,
    identity(),
    Column("match_id", Identifier, nullable=False),
    required("proposed_by"),
    required("answer"),
    words("reason"),
    moment("made_at", required=True),
    words("decision"),
    words("decided_by"),
    moment("decided_at"),
    UniqueConstraint("match_id", "proposed_by"),
    sqlite_autoincrement=True,
)

# What was done, by whom; `seed` and `reference` are no foreign keys, because an action outlives what it was about.
actions = Table(
    "desk_actions",
    metadata,
    identity(),
    required("who"),
    words("seed"),
    required("what"),
    moment("made_at", required=True),
    words("undo"),
    Column("reference", Identifier),
    words("earlier"),
    words("undone_by"),
    moment("undone_at"),
    UniqueConstraint("who", "made_at", "what"),
    sqlite_autoincrement=True,
)
Index(None, actions.c.seed)
Index(None, actions.c.made_at)
