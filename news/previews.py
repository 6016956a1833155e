"""What a story would have matched in articles already stored: which of them to show to somebody who decides on it."""

from dataclasses import dataclass
from datetime import datetime

from news.model import Article, Match, Verdict

SHOWN = 10  # headlines


@dataclass(frozen=True, slots=True)
class Compared:
    """An article compared with a seed."""

    article: Article
    match: Match


@dataclass(frozen=True, slots=True)
class Preview:
    """What a seed would have matched: how many articles were looked at and since when, and those compared in full.

    `compared` has the highest scores first. `left_out` is the number of articles that were not compared in full,
    because so many others were likelier. `since` is when the first article that was looked at was published.
    """

    articles: int = 0
    since: datetime | None = None
    compared: tuple[Compared, ...] = ()
    left_out: int = 0

    @property
    def follow_ups(self) -> tuple[Compared, ...]:
        """The articles that would have been follow-ups, surest first."""
        return tuple(one for one in self.compared if one.match.verdict is Verdict.FOLLOW_UP)

    def headlines(self, most: int = SHOWN) -> tuple[tuple[Compared, ...], tuple[Compared, ...]]:
        """The most and the least sure of the follow-ups, together at most `most`, none of them twice."""
        found = self.follow_ups
        if len(found) <= most:
            return found, ()
        surest = most // 2
        return found[:surest], found[surest - most :]


def find_changes(before: Preview, after: Preview) -> tuple[tuple[Compared, ...], tuple[Compared, ...]]:
    """The follow-ups that come in by a change of the seed and those that go out, as compared after it, surest first.

    Both previews have the same articles compared. What goes out because of its feed's folder is as it was before.
    """
    was, now = ({one.article.url: one for one in found.follow_ups} for found in (before, after))
    known = {one.article.url: one for one in after.compared}
    left = tuple(known.get(url, one) for url, one in was.items() if url not in now)
    return tuple(one for url, one in now.items() if url not in was), left
