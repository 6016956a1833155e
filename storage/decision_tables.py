"""Tables of what users decide: changes to developments, questions asked, muted recipients, and bounced addresses."""

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from storage.column_kinds import identity, moment, reference, required, required_key, words
from storage.column_types import Identifier, Json
from storage.schema import metadata

# What users changed in developments. The ids of developments and matches are not foreign keys: a change outlives them.
development_edits = Table(
    "development_edits",
    metadata,
    identity(),
    reference("seed_id", "seeds"),
    required("kind"),
    Column("development_id", Identifier, nullable=False),
    Column("other_id", Identifier),  # the development merged into it, or split from it
    Column("moved", Json, nullable=False),  # ids of the matches that changed their development
    words("title"),
    words("title_before"),
    moment("made_at", required=True),
    moment("undone_at"),
    sqlite_autoincrement=True,
)
Index(None, development_edits.c.seed_id)

# Matches that a mail asked its recipient about, each at most once.
questions = Table(
    "questions",
    metadata,
    identity(),
    reference("seed_id", "seeds"),
    reference("match_id", "matches"),
    moment("asked_at", required=True),
    reference("delivery_id", "deliveries", optional=True),
    UniqueConstraint("match_id"),
    sqlite_autoincrement=True,
)
Index(None, questions.c.seed_id)
Index(None, questions.c.delivery_id)

# Recipients muted for a seed, until a time or (null) for good.
mutes = Table(
    "mutes",
    metadata,
    Column("seed_id", Identifier, ForeignKey("seeds.id"), primary_key=True),
    required_key("recipient"),
    moment("until"),
)

# Addresses whose mail bounced after a mail server had accepted it.
bounces = Table(
    "bounces",
    metadata,
    required_key("recipient"),
    required("error"),
    moment("bounced_at", required=True),
)
