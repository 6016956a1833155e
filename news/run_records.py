"""What is kept of the work itself: which passes were made, and since when each kind of thing is kept."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PassRecord:
    """A pass that was made. `key`: its own name, so that it is written down once; `failed`: something in it did."""

    key: str
    kind: str
    started_at: datetime
    finished_at: datetime
    headline: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Since when what is no longer needed is kept, for each kind of it; what is older goes.

    `articles`: those without a match, counted from their comparison; `near_misses` that nobody has answered; `mails`
    that were sent or given up; `entries` that their feed lists no more; `passes` and expired leases.
    """

    articles: datetime
    near_misses: datetime
    mails: datetime
    entries: datetime
    passes: datetime
