"""How the polling of a feed goes, and whether the pages of its entries can be read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from news.lexicon.languages import name_unencoded
from news.model import Feed

FEW_PAGES = 2  # pages that cannot be read, from which a feed is reported at once


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """The health of a feed. `moved_to`: the target of a permanent redirect; `gone_at`: when its server answered 410.

    `next_poll_at` respects the server's Retry-After; `interval` is None until it is known. Of the entries that it lists
    now, or of its latest if it lists few, `pages_read` have the text of their page, and `pages_missed` that of the feed
    or none; `missed_why` is the most frequent reason, `missed_since` the time when the first of these entries was seen.
    `language` is that of most articles of the entries it lists now, as an ISO 639-1 code; "" if there are none.
    """

    feed: Feed
    last_polled_at: datetime | None
    last_success_at: datetime | None
    next_poll_at: datetime | None
    failures: int
    error: str
    entries: int
    moved_to: str = ""
    gone_at: datetime | None = None
    interval: timedelta | None = None
    pages_read: int = 0
    pages_missed: int = 0
    missed_why: str = ""
    missed_since: datetime | None = None
    language: str = ""

    @property
    def lacks_pages(self) -> bool:
        """Whether most pages of its entries cannot be read, so that little more than headlines is compared.

        A single page does not count before the feed was polled again and brought no other that could be read.
        """
        if self.pages_missed <= self.pages_read:
            return False
        polled, since = self.last_success_at, self.missed_since
        return self.pages_missed >= FEW_PAGES or bool(polled and since and polled > since)

    @property
    def trouble(self) -> str:
        """What is wrong with it in one line; "" if nothing is."""
        if self.error:
            return self.error
        if self.lacks_pages:
            total = self.pages_read + self.pages_missed
            pages = "page" if total == 1 else "pages"
            return f"{self.pages_missed} of {total} {pages} not read, at most the feed's own text: {self.missed_why}"
        return f"moved to {self.moved_to}" if self.moved_to else ""

    @property
    def limit(self) -> str:
        """For which stories alone its reports are found, if no model knows its language, in one line; "" otherwise."""
        spoken = name_unencoded(self.language)
        if not spoken:
            return ""
        return f"is in {spoken}, which no model here knows: its reports are found for stories in {spoken} alone"

    @property
    def state(self) -> str:
        """Its state in one or two words."""
        if self.gone_at:
            return "gone"
        if self.failures:
            return f"failing ({self.failures})"
        if self.lacks_pages:
            return "no pages"
        return "well" if self.last_success_at else "not polled"
