"""The deliberate faults of the sample newsroom: one table for stories, one for feeds."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """A fault of a story's page."""

    GONE = "the page is a 404; only the summary in the feed is available"
    MOVED = "the link in the feed answers 301 and redirects to the page"
    HUGE = "the page contains more than 2 MB of comments and scripts"
    NO_TEXT = "the page contains a picture gallery and no text"


STORY_FAULTS: dict[str, Fault] = {
    "copy-saudi-talks-harbour": Fault.GONE,
    "follow-intelligence-pause": Fault.MOVED,
    "follow-congress-reaction": Fault.HUGE,
    "unrelated-carnival-pictures": Fault.NO_TEXT,
}


@dataclass(frozen=True, slots=True)
class BrokenFeed:
    """A faulty feed in the list. `outlet` hosts it at `path`; with "" its port refuses connections."""

    title: str
    trouble: str
    outlet: str = ""
    path: str = "/feed.xml"

    def is_at(self, outlet: str, path: str) -> bool:
        """Whether an outlet serves this feed at a path."""
        return (self.outlet, self.path) == (outlet, path)


DEAD_FEED = BrokenFeed("The Old Lighthouse (dead)", "its port refuses connections")
CUT_OFF_FEED = BrokenFeed(
    "Continental Wire: Regions (cut off)",
    "the XML is truncated after three complete entries",
    outlet="continental-wire",
    path="/regions.xml",
)
PAGE_AS_FEED = BrokenFeed(
    "The Harbour Gazette: Tide Tables (no feed)",
    "the URL serves an HTML page",
    outlet="harbour-gazette",
    path="/tides",
)
BROKEN_FEEDS = (DEAD_FEED, CUT_OFF_FEED, PAGE_AS_FEED)

WHOLE_ENTRIES = 3  # in the truncated feed
PADDING = 2_200_000  # bytes added to the huge page
