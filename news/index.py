"""Many seeds at once: a cheap look at an article, before any language model has seen it.

Percolation, as search engines call it: the seeds are the index, each new article the query (Elasticsearch's percolator,
Lucene's monitor). What only a model could tell of the article is taken to agree as far as its words allow, so that the
look is a bound on the score, not a guess at it; and what it costs grows with what article and seeds share, not with the
number of seeds.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from news.days import find_days, without_year
from news.explaining import lead_on
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
from news.naming import naming_words, words_to_name
from news.shelving import Shelf
from news.stream import Stream, scale
from news.trail import STEP, Trail
from news.weighing import Weighed, weigh
from news.wording import Floats, Postings, Wording, WordingIndex, count_article, weigh_words

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
        self.texts: _Texts = earlier.texts if earlier and self._has_texts_of(earlier) else _Texts(self.followed, stream)
        self._weights = {part: np.array([each[part] for each in weights]) for part in WEIGHTS}
        self._least, self._told = np.array(least), np.array(told)
        self._trails = _Trails(trails)

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


class _Texts:
    """What an index knows of its seeds by their texts alone, whatever was found for them since."""

    def __init__(self, followed: Iterable[Followed], stream: Stream) -> None:
        closeness, meanings = array("d"), list[NDArray[np.float32]]()
        self.actors, self.days = _Actors(), _Days()

        def wordings() -> Iterator[Wording]:
            for one in followed:
                closeness.append(one.weighed.placed.closeness)
                meanings.append(np.array(one.weighed.profile.meaning, np.float32))
                self.actors.add(one.weighed, stream)
                self.days.add(one.weighed.profile.days)
                yield one.weighed.placed.wording

        self.wordings = WordingIndex(wordings())
        self.closeness = np.array(closeness)
        self.meanings = np.zeros((len(meanings), max(map(len, meanings), default=0)), np.float32)
        for number, meaning in enumerate(meanings):
            self.meanings[number, : len(meaning)] = meaning
        self.actors.close()
        self.days.close()


class _Actors:
    """How far each seed's actors can be shared with an article, by the words that could name them."""

    def __init__(self) -> None:
        self._words = Postings()
        self._told = array("i"), array("d")
        self._seeds = 0

    def add(self, seed: Weighed, stream: Stream) -> None:
        """Add the next seed's actors."""
        owners, weights = self._told
        for key, words in naming_words(seed.profile, stream.background).items():
            self._words.add(dict.fromkeys(words, 1.0))
            owners.append(self._seeds)
            weights.append(seed.actors.get(key, 0.0))
        self._seeds += 1

    def close(self) -> None:
        """Be ready to be asked, when all seeds are there."""
        self._words.close()
        owners, weights = self._told
        self._owners, self._squares = np.array(owners), np.array(weights) ** 2

    def most(self, naming: Mapping[str, float]) -> Floats:
        """The most that the part "actors" can come to, in 0..1, shape (seeds,).

        By Cauchy and Schwarz, no unit vector has a larger product with a seed's than the length of what they share.
        """
        shared = self._words.rows_with(naming)
        lengths = np.bincount(self._owners[shared], self._squares[shared], self._seeds)
        return np.sqrt(np.sqrt(np.minimum(lengths, 1.0)))


class _Days:
    """The days that the seeds speak of, to find which of them an article names too."""

    def __init__(self) -> None:
        self._seeds = 0
        self._told = defaultdict[date, list[tuple[int, float]]](list), defaultdict[date, list[tuple[int, float]]](list)

    def add(self, days: Mapping[date, float]) -> None:
        """Add the next seed's days."""
        named, in_any_year = self._told
        for day, telling in days.items():
            named[day].append((self._seeds, telling))
            in_any_year[without_year(day)].append((self._seeds, telling))
        self._seeds += 1

    def close(self) -> None:
        """Be ready to be asked, when all seeds are there."""
        self._named, self._in_any_year = map(_as_arrays, self._told)
        del self._told

    def shared(self, days: Mapping[date, float]) -> Floats:
        """How telling the most telling day is that each seed shares, as `shared_day`, shape (seeds,)."""
        most = np.zeros(self._seeds)
        for day, telling in days.items():
            bare = without_year(day)
            numbers, own = self._named.get(day, _NOBODY)
            np.maximum.at(most, numbers, np.maximum(own, telling))
            numbers, own = self._in_any_year.get(day, _NOBODY) if day == bare else self._named.get(bare, _NOBODY)
            np.maximum.at(most, numbers, own if day == bare else telling)
        return most


def _as_arrays(named: Mapping[date, Sequence[tuple[int, float]]]) -> dict[date, tuple[NDArray[np.int32], Floats]]:
    return {
        day: (np.array([number for number, _ in pairs], np.int32), np.array([telling for _, telling in pairs]))
        for day, pairs in named.items()
    }


_NOBODY = np.zeros(0, np.int32), np.zeros(0)


class _Trails:
    """The trails of all seeds, one after the other."""

    def __init__(self, all_trails: Sequence[Trail | None]) -> None:
        self._long = np.flatnonzero([trail is not None for trail in all_trails])
        trails = [trail for trail in all_trails if trail is not None]
        placed = [article for trail in trails for article in trail.articles]
        self._wordings = WordingIndex([article.wording for article in placed])
        self._closeness = np.array([article.closeness for article in placed])
        self._near = np.concatenate([trail.near for trail in trails]) if trails else np.zeros(0)
        lengths = np.array([len(trail.articles) for trail in trails], dtype=np.intp)
        self._starts = np.cumsum(lengths) - lengths

    def likeness(self, wording: Wording) -> Floats:
        """How alike a text is to each article on a trail."""
        return self._wordings.likeness(wording) if len(self._long) else self._near

    def nearness(self, alike: Floats, closeness: float, own: Floats) -> Floats:
        """How near the best ways lead, as `Trail.nearness`, shape (seeds,); `own` are the kinships with the seeds."""
        if not len(self._long):
            return own
        links = np.minimum(self._near, scale(alike, self._closeness, closeness))
        nearest = own.copy()
        nearest[self._long] = np.maximum(own[self._long], np.maximum.reduceat(links, self._starts) - STEP)
        return nearest
