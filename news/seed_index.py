"""Many seeds at once: a cheap look at an article, before any language model has seen it.

Percolation, as search engines call it: the seeds are the index, each new article the query (Elasticsearch's percolator,
Lucene's monitor). What only a model could tell of the article is taken to agree as far as its words allow, so that the
look is a bound on the score, not a guess at it; and what it costs grows with what article and seeds share, not with the
number of seeds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np

from news.actor_words import words_to_name
from news.explanation import lead_on
from news.lexicon.days import find_days
from news.matching import (
    BIAS,
    NEAR_MISS,
    WEIGHTS,
    brevity,
    match_weighed,
    threshold_of,
    timeliness,
    to_logit,
    weights_of,
)
from news.model import Article, Match, Profile, Seed, Verdict
from news.packed_values import Shelf
from news.score_bounds import SeedTexts, Trails
from news.stream import Stream, scale
from news.term_weights import Weighed, weigh
from news.trail import Trail
from news.word_likeness import Floats, count_article, weigh_words

_WORTH_A_WORD = 0.03  # of nearness that the trail adds: then the article it leads over is named
_ROUNDED = 1e-4  # scores and thresholds are rounded to four places before they are compared
_DAY = 86_400.0  # seconds


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


class Glance:
    """An article as its words alone show it: its wording, and the words that could name actors; make it once."""

    def __init__(self, article: Article, stream: Stream) -> None:
        counts = count_article(article.title, article.text)
        self.article = article
        self.wording = weigh_words(counts, stream.background)
        self.naming = words_to_name(counts.text, article.title, article.text)
        self._stream = stream

    @cached_property
    def closeness(self) -> float:
        """Its closeness in the stream: found only for what could follow up something even if it had the least."""
        return self._stream.closeness(self.wording)

    @cached_property
    def days(self) -> Mapping[date, float]:
        """The days it names."""
        return find_days(f"{self.article.title}\n{self.article.text}", self.article.published)


@dataclass(frozen=True, slots=True)
class Chance:
    """A seed that an article may concern, by its number in the index.

    `margin` is by how much the weighted sum of the parts (a logit) could at most exceed what a near miss must have; it
    is below 0 where the look was told to let pass what falls a little short.
    """

    number: int
    margin: float


@dataclass(frozen=True, slots=True)
class _Reach:
    """What an article's words leave possible for each seed, but for its closeness; arrays of shape (seeds,).

    `known` is the weighted sum of what they decide, `alike` the likeness to each seed, `links` that to all on trails.
    """

    known: Floats
    alike: Floats
    links: Floats


class SeedIndex:
    """The active seeds, and which of them an article could concern. Immutable."""

    def __init__(self, stream: Stream, followed: Iterable[Followed], earlier: "SeedIndex | None" = None) -> None:
        """Index these seeds, in their order. What their texts alone decide is taken over from an `earlier` index."""
        weights, least, told = list[Mapping[str, float]](), list[float](), list[float]()
        folders, trails = list[tuple[str, ...]](), list[Trail | None]()

        def noted() -> Iterator[Followed]:
            for one in followed:
                latest = one.latest or one.seed.published
                weights.append(weights_of(one.seed))
                least.append(_least(one.seed))
                told.append(latest.timestamp() if latest else np.inf)
                folders.append(one.seed.settings.feeds)
                trails.append(one.trail if one.trail.articles else None)
                yield one

        self.stream = stream
        self.followed = Shelf(noted())
        self.folders = folders
        weighed = (one.weighed for one in self.followed)
        same = earlier is not None and self._has_texts_of(earlier)
        self.texts: SeedTexts = earlier.texts if earlier and same else SeedTexts(weighed, stream)
        self._weights = {part: np.array([each[part] for each in weights]) for part in WEIGHTS}
        self._least, self._told = np.array(least), np.array(told)
        self._trails = Trails(trails)

    def _has_texts_of(self, other: "SeedIndex") -> bool:
        """Whether both have seeds of the same texts, in the same stream; not told of so many that they are packed."""
        mine, others = self.followed.kept, other.followed.kept
        same = self.stream is other.stream and len(mine) == len(others) > 0
        return same and all(one.weighed is each.weighed for one, each in zip(mine, others, strict=True))

    @classmethod
    def build(cls, seeds: Iterable[tuple[Seed, Profile]], stream: Stream) -> "SeedIndex":
        """Weigh each seed's profile once; their trails are empty."""
        weighed = ((seed, weigh(profile, stream)) for seed, profile in seeds)
        return cls(stream, (Followed(seed, one, Trail(one.placed)) for seed, one in weighed))

    def candidates(self, article: Article) -> tuple[str, ...]:
        """Names of the seeds that the article's words leave a chance of being follow-up coverage."""
        return tuple(self.followed[one.number].seed.name for one in self.look(Glance(article, self.stream)))

    def look(self, seen: Glance, slack: float = 0.0) -> list[Chance]:
        """The seeds of which an article may be a follow-up or a near miss, by what its words leave possible.

        It is a bound: none that the full comparison would find is missing, and each seed is judged as if it were the
        only one. `slack`, in logits, is what a text that is not quite the article's may hide.
        """
        if not len(self.followed):
            return []
        reach, dates = self._reach(seen), self._weights["dates"]
        if (self._ceilings(reach, self.stream.least_closeness) + dates < self._least - slack).all():
            return []
        margins = self._ceilings(reach, seen.closeness) - self._least
        if (margins + dates < -slack).all():
            return []
        margins += dates * self.texts.days.shared(seen.days)
        numbers = np.flatnonzero(margins >= -slack).tolist()
        return [Chance(number, float(margins[number])) for number in numbers]

    def narrow(self, chances: Sequence[Chance], meaning: Sequence[float]) -> list[Chance]:
        """Those of the chances that are left when the article's sentence vector is known."""
        numbers = [chance.number for chance in chances]
        alike = (self.texts.meanings[numbers] @ np.array(meaning or np.zeros(self.texts.meanings.shape[1]))).clip(
            0.0, 1.0
        )
        lost = self._weights["meaning"][numbers] * (1.0 - alike)
        found = zip(chances, lost.tolist(), strict=True)
        return [replace(one, margin=one.margin - less) for one, less in found if one.margin >= less]

    def _reach(self, seen: Glance) -> _Reach:
        text, lead, headline = self.texts.wordings.compare(seen.wording)
        days = np.maximum(seen.article.published.timestamp() - self._told, 0.0) / _DAY
        parts = {
            "text": text,
            "lead": lead,
            "headline": headline,
            "actors": self.texts.actors.most(seen.naming),
            "topics": 1.0,
            "meaning": 1.0,
            "brevity": brevity(seen.wording),
            "time": timeliness(days),
        }
        total = np.full(len(self.followed), BIAS)
        for part, value in parts.items():
            total += self._weights[part] * value
        return _Reach(total, (text + lead + headline) / 3, self._trails.likeness(seen.wording))

    def _ceilings(self, reach: _Reach, closeness: float) -> Floats:
        """The most that each seed's weighted sum can come to for an article of this closeness, its days left out."""
        nearness = scale(reach.alike, self.texts.closeness, closeness)
        trail = self._trails.nearness(reach.links, closeness, nearness)
        return np.asarray(reach.known + self._weights["nearness"] * nearness + self._weights["trail"] * trail)


def _least(seed: Seed) -> float:
    """The weighted sum from which an article is a near miss of a seed, whatever is rounded on the way."""
    return to_logit(threshold_of(seed) * NEAR_MISS - _ROUNDED)
