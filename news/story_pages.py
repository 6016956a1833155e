"""Pages of a story as they are read from the store, to be shown: without the texts of the articles."""

from dataclasses import dataclass
from datetime import date, datetime

from news.digests import StoredMatch


@dataclass(frozen=True, slots=True)
class StorySummary:
    """A story in a list of stories. `seed`: its name.

    `reports` and `developments` count its follow-ups and their events, `unread` the developments with a follow-up that
    was found after the story was last looked at, `near_misses` those nobody answered. `latest`: when its newest
    follow-up was published, None if there is none. `coverage`: the number of follow-ups by day of publication (UTC),
    oldest first, without days that have none.
    """

    seed: str
    reports: int = 0
    developments: int = 0
    unread: int = 0
    near_misses: int = 0
    latest: datetime | None = None
    coverage: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DevelopmentSummary:
    """A development in a story's list, folded.

    `title` is what the user calls it, "" if nothing, and `opening` the headline that opened it. `reports` and `outlets`
    count all its follow-ups; `began` and `latest` are when the first and the last of them were published. `shown` are
    its newest updates, or its newest reports if none of them is an update.
    """

    number: int
    title: str
    opening: str
    reports: int
    outlets: int
    began: datetime
    latest: datetime
    shown: tuple[StoredMatch, ...]

    @property
    def label(self) -> str:
        """What it is called everywhere."""
        return self.title or self.opening


@dataclass(frozen=True, slots=True)
class DevelopmentPage:
    """Some developments of a story, the one with the latest report first; `total`: of how many.

    `ungrouped`: how many follow-ups are in no development yet.
    """

    found: tuple[DevelopmentSummary, ...]
    total: int
    ungrouped: int = 0


@dataclass(frozen=True, slots=True)
class MatchPage:
    """Some matches, the newest article first, without the articles' texts; `total`: of how many."""

    found: tuple[StoredMatch, ...]
    total: int
