"""What is broken on purpose in the sample newsroom: one table for stories, one for feeds."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a story's page."""

    GONE = "the page is a 404; only the feed's summary is left"
    MOVED = "the feed's link answers 301 and leads to the page"
    HUGE = "the page is padded with more than 2 MB of comments and scripts"
    NO_TEXT = "the page holds a picture gallery and no text"


STORY_FAULTS: dict[str, Fault] = {
    "copy-saudi-talks-harbour": Fault.GONE,
    "follow-intelligence-pause": Fault.MOVED,
    "follow-congress-reaction": Fault.HUGE,
    "unrelated-carnival-pictures": Fault.NO_TEXT,
}


@dataclass(frozen=True, slots=True)
class BrokenFeed:
    """A feed in the list that gives trouble. `outlet` hosts it at `path`; "" means that nobody listens there."""

    title: str
    trouble: str
    outlet: str = ""
    path: str = "/feed.xml"

    def is_at(self, outlet: str, path: str) -> bool:
        """Whether this is what an outlet shows at a path."""
        return (self.outlet, self.path) == (outlet, path)


DEAD_FEED = BrokenFeed("The Old Lighthouse (dead)", "nobody listens on its port")
CUT_OFF_FEED = BrokenFeed(
    "Continental Wire: Regions (cut off)",
    "the XML ends in the middle, after a few whole entries",
    outlet="continental-wire",
    path="/regions.xml",
)
PAGE_AS_FEED = BrokenFeed(
    "The Harbour Gazette: Tide Tables (no feed)",
    "the address serves an HTML page",
    outlet="harbour-gazette",
    path="/tides",
)
BROKEN_FEEDS = (DEAD_FEED, CUT_OFF_FEED, PAGE_AS_FEED)

WHOLE_ENTRIES = 3  # of the feed that is cut off
PADDING = 2_200_000  # bytes added to the huge page
