"""Tables in which runs keep data for later runs, independent of stories."""

from sqlalchemy import Boolean, Column, Float, Index, LargeBinary, Table, UniqueConstraint

from storage.column_kinds import identity, moment, required, required_key, words
from storage.column_types import PackedText
from storage.schema import metadata
from storage.search_tables import DERIVED

# Cached seed profiles, with a fingerprint of what they were computed from: an unchanged seed needs no language model.
profiles = Table(
    "profiles",
    metadata,
    required_key("seed"),
    required("made_from"),
    Column("profile", PackedText, nullable=False),
)

# Vectors of texts by the model of many languages, with a digest of the text and of what made them. Derived from the
# articles, so they are not backed up.
gists = Table(
    "gists",
    metadata,
    identity(),
    required("key"),
    Column("vector", LargeBinary, nullable=False),
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
    info={DERIVED: True},
)

# The robots.txt of sites, cached for a day.
robots = Table(
    "robots",
    metadata,
    required_key("origin_digest"),
    required("rules"),
    moment("fetched_at", required=True),
)

# When the next request to a host may start, for all runs together.
turns = Table(
    "turns",
    metadata,
    required_key("origin_digest"),
    moment("next_at", required=True),
)

# Named leases, for work that only one run may do at a time.
leases = Table(
    "leases",
    metadata,
    required_key("name"),
    required("holder"),
    moment("expires_at", required=True),
)

# The finished passes, and their totals.
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
