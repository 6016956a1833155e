"""Records of passes, and the cut-off times of retention."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PassRecord:
    """A completed pass. `key`: a unique name, so that it is recorded only once; `failed`: whether part of it failed."""

    key: str
    kind: str
    started_at: datetime
    finished_at: datetime
    headline: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """The cut-off time of each kind of data; older data is removed.

    `articles`: those without a match, by the time of their comparison; `near_misses` that nobody has answered; `mails`
    that were sent or given up; `entries` that their feed no longer lists; `passes` and expired leases.
    """

    articles: datetime
    near_misses: datetime
    mails: datetime
    entries: datetime
    passes: datetime
