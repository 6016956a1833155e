"""Many seeds at once: a cheap first look at an article, before any language model has seen it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from news.days import find_days, shared_day
from news.explaining import lead_on
from news.matching import (
    brevity,
    days_since,
    match_weighed,
    threshold_of,
    timeliness,
    to_score,
    weights_of,
)
from news.model import Article, Match, Profile, Seed, Verdict
from news.stream import Placed, Stream, kinship, place
from news.trail import Trail
from news.weighing import Weighed, weigh
from news.wording import compare_wording, word_article

_WORTH_A_WORD = 0.03  # of nearness that the trail adds: then the article it leads over is named
_UNSEEN = {"actors": 1.0, "topics": 1.0, "meaning": 1.0}  # the most that what is not looked at could add


@dataclass(frozen=True, slots=True)
class Followed:
    """A seed ready to be compared with: weighed, with its trail so far, the headlines along it, and when the story was
    last told (None: when the seed was published).
    """

    seed: Seed
    weighed: Weighed
    trail: Trail
    headlines: tuple[str, ...] = ()
    latest: datetime | None = None


def match_followed(followed: Followed, article: Article, weighed: Weighed) -> Match:
    """Compare an article with a seed along its trail: score in 0..1, verdict, and the evidence for both."""
    found = match_weighed(followed.seed, followed.weighed, article, weighed, followed.trail, followed.latest)
    parts = found.evidence.parts
    if found.verdict is Verdict.UNRELATED or parts["trail"] - parts["nearness"] < _WORTH_A_WORD:
        return found
    link = followed.trail.best_link(weighed.placed)
    via = "" if link is None else followed.headlines[link]
    return replace(found, evidence=lead_on(found.evidence, via)) if via else found


@dataclass(frozen=True, slots=True)
class SeedIndex:
    """The active seeds, and which of them an article could concern."""

    stream: Stream
    followed: tuple[Followed, ...]

    @classmethod
    def build(cls, seeds: Sequence[tuple[Seed, Profile]], stream: Stream) -> "SeedIndex":
        """Weigh each seed's profile once; their trails are empty."""
        weighed = [(seed, weigh(profile, stream)) for seed, profile in seeds]
        return cls(stream, tuple(Followed(seed, one, Trail(one.placed)) for seed, one in weighed))

    def candidates(self, article: Article) -> tuple[str, ...]:
        """Names of the seeds that the article's words leave a chance of being follow-up coverage.

        It is a bound, not a guess: actors, topics and meaning are taken to agree wholly, so that no article that the
        full comparison would accept is turned away here.
        """
        if not self.followed:
            return ()
        placed = place(word_article(article, self.stream.background), self.stream)
        chosen = [one for one in self.followed if _could_follow(one, article, placed)]
        if not chosen:
            return ()
        days = find_days(f"{article.title}\n{article.text}", article.published)
        return tuple(one.seed.name for one in chosen if _could_follow(one, article, placed, days))


def _could_follow(
    followed: Followed, article: Article, placed: Placed, days: Mapping[date, float] | None = None
) -> bool:
    """Whether an article could reach the threshold; its days are taken to agree wholly while they are not read."""
    seed = followed.weighed.placed
    parts = {
        **_UNSEEN,
        **compare_wording(seed.wording, placed.wording),
        "brevity": brevity(placed),
        "time": timeliness(days_since(followed.latest or followed.seed.published, article)),
        "dates": 1.0 if days is None else shared_day(followed.weighed.profile.days, days),
        "nearness": kinship(seed, placed),
        "trail": followed.trail.nearness(placed),
    }
    return to_score(parts, weights_of(followed.seed)) >= threshold_of(followed.seed)
