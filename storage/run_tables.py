"""The tables beside the stories: what a run notes for the next one."""

from sqlalchemy import Boolean, Column, Float, Index, Table, UniqueConstraint

from storage.column_kinds import identity, moment, required, required_key, words
from storage.column_types import PackedText
from storage.schema import metadata

# What the language model made of a seed, and of what: it need not be loaded again for a seed that is the same.
profiles = Table(
    "profiles",
    metadata,
    required_key("seed"),
    required("made_from"),
    Column("profile", PackedText, nullable=False),
)

# What sites let programs read, kept for a day.
robots = Table(
    "robots",
    metadata,
    required_key("origin_digest"),
    required("rules"),
    moment("fetched_at", required=True),
)

# Work that only one run may do at a time, and until when it has it.
leases = Table(
    "leases",
    metadata,
    required_key("name"),
    required("holder"),
    moment("expires_at", required=True),
)

# The passes that were made, and what all of them together came to.
passes = Table(
    "passes",
    metadata,
    identity(),
    required("key"),
    required("kind"),
    moment("started_at", required=True),
    moment("finished_at", required=True),
    words("headline"),
    Column("failed", Boolean, nullable=False),
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
)
Index(None, passes.c.kind, passes.c.started_at)
totals = Table("totals", metadata, required_key("name"), Column("value", Float, nullable=False))
