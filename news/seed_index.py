"""Prefilter for many seeds: which of them an article could concern, before any language model has read it.

Search engines call this percolation: the seeds are the index, each new article is the query (Elasticsearch's
percolator, Lucene's monitor). Whatever only a model could find in the article is assumed to agree as far as its words
allow, so the result is an upper bound on the score, not an estimate. The cost grows with what article and seeds share,
not with the number of seeds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from news.actor_words import words_to_name
from news.background import Background
from news.explanation import lead_on
from news.feedback import Lessons
from news.lexicon.days import find_days
from news.lexicon.glosses import in_english
from news.lexicon.languages import language_of_article
from news.matching import (
    BIAS,
    DECIMALS,
    NEAR_MISS,
    WEIGHTS,
    match_weighed,
    threshold_of,
    to_logit,
)
from news.model import Article, Match, Profile, Seed, Verdict
from news.name_sounds import keys_in
from news.packed_values import Shelf
from news.score_bounds import SeedTexts, Trails
from news.score_parts import ACROSS, HALVED, UNREADABLE, body, brevity, extent, shorter, timeliness
from news.term_weights import Weighed, weigh
from news.trail import Trail
from news.word_likeness import Floats, Wording, count_text, mean_likeness, weigh_words
from news.words import MAX_CHARACTERS

_WORTH_A_WORD = 0.03  # of nearness gained through the trail, from which the earlier follow-up is named
_ROUNDED = 1e-4  # scores and thresholds are rounded to four decimals before they are compared
_PARTS_ROUNDED = 0.5 * 10**-DECIMALS * sum(WEIGHTS.values())  # logits
_DAY = 86_400.0  # seconds


@dataclass(frozen=True, slots=True)
class Followed:
    """A seed ready for comparison: weighed, with its trail so far and the headlines on it.

    `latest` is when the latest follow-up was published (None: use the seed's own date), `lessons` what answers teach.
    """

    seed: Seed
    weighed: Weighed
    trail: Trail
    headlines: tuple[str, ...] = ()
    latest: datetime | None = None
    lessons: Lessons = field(default_factory=Lessons)


def match_followed(followed: Followed, article: Article, weighed: Weighed) -> Match:
    """Compare an article with a seed along its trail; returns score in 0..1, verdict and evidence."""
    along = followed.trail, followed.latest, followed.lessons
    found = match_weighed(followed.seed, followed.weighed, article, weighed, *along)
    parts = found.evidence.parts
    if found.verdict is Verdict.UNRELATED or parts["trail"] - parts["nearness"] < _WORTH_A_WORD:
        return found
    link = followed.trail.best_link(weighed.wording)
    via = "" if link is None else followed.headlines[link]
    return replace(found, evidence=lead_on(found.evidence, via)) if via else found


class Glance:
    """An article as seen by its words alone: its wording and the words that could name actors; create it once.

    `gist` is its vector by the model of many languages; None: not encoded yet, empty: it needs none.
    """

    def __init__(self, article: Article, background: Background, gist: Sequence[float] | None = None) -> None:
        self.article = article
        self.language = language_of_article(article.title, article.text)
        self.gist = gist
        self._text = f"{article.title}\n{article.text[:MAX_CHARACTERS]}"
        self._english = in_english(self._text)
        self.wording = weigh_words(count_text(self._english), background, is_english=self.language == "en")

    def with_gist(self, gist: Sequence[float]) -> "Glance":
        """The same article with another vector."""
        other = copy(self)
        other.gist = gist
        return other

    @cached_property
    def naming(self) -> Set[str]:
        """The words and places by which it could name actors, and in another language how its words sound."""
        named = words_to_name(self._text, self._english) | self.wording.text.keys()
        return named if self.language == "en" else named | keys_in(self._text, self.language)

    @cached_property
    def days(self) -> Mapping[date, float]:
        """The days it mentions."""
        return find_days(f"{self.article.title}\n{self.article.text}", self.article.published)


@dataclass(frozen=True, slots=True)
class Chance:
    """A seed that an article could concern, by its number in the index.

    `margin` is the most by which the weighted sum of the parts (in logits) can exceed what a near miss needs; it is
    negative only if `slack` let a seed pass that falls a little short.
    """

    number: int
    margin: float


class SeedIndex:
    """An index of the active seeds that finds those an article could concern. Immutable."""

    def __init__(
        self, background: Background, followed: Iterable[Followed], earlier: "SeedIndex | None" = None
    ) -> None:
        """Index these seeds, in their order. What depends only on their texts is reused from an `earlier` index."""
        least, latest_news = list[float](), list[float]()
        names, folders, trails = list[str](), list[tuple[str, ...]](), list[Trail | None]()
        lessons = dict[int, Lessons]()

        def noted() -> Iterator[Followed]:
            for one in followed:
                latest = one.latest or one.seed.published
                names.append(one.seed.name)
                least.append(_least(one))
                latest_news.append(latest.timestamp() if latest else np.inf)
                folders.append(one.seed.settings.feeds)
                trails.append(one.trail if one.trail.articles else None)
                if one.lessons.largest_shift:
                    lessons[len(names) - 1] = one.lessons
                yield one

        self.background = background
        self.followed = Shelf(noted())
        self.folders = folders
        self._numbers = {name: number for number, name in enumerate(names)}
        weighed = (one.weighed for one in self.followed)
        same = earlier is not None and self._has_texts_of(earlier)
        self.texts: SeedTexts = earlier.texts if earlier and same else SeedTexts(weighed, background)
        self._least, self._latest = np.array(least), np.array(latest_news)
        self._trails = Trails(trails)
        self._lessons = lessons

    def _has_texts_of(self, other: "SeedIndex") -> bool:
        """Whether both indexes have seeds with the same texts; False if the seeds are packed."""
        mine, others = self.followed.kept, other.followed.kept
        return len(mine) == len(others) > 0 and all(
            one.weighed is each.weighed for one, each in zip(mine, others, strict=True)
        )

    @classmethod
    def build(cls, seeds: Iterable[tuple[Seed, Profile]], background: Background) -> "SeedIndex":
        """Index seeds with empty trails, from their profiles."""
        weighed = ((seed, weigh(profile, background)) for seed, profile in seeds)
        return cls(background, (Followed(seed, one, Trail(one.wording)) for seed, one in weighed))

    def find(self, name: str) -> Followed | None:
        """The seed of this name; None if it is not in the index."""
        number = self._numbers.get(name)
        return None if number is None else self.followed[number]

    def candidates(self, article: Article) -> tuple[str, ...]:
        """The names of the seeds that the article could be follow-up coverage of, judging by its words."""
        return tuple(self.followed[one.number].seed.name for one in self.look(Glance(article, self.background)))

    def look(self, seen: Glance, slack: float = 0.0, *, is_skim: bool = False) -> list[Chance]:
        """The seeds of which the article could be a follow-up or near miss, judging by its words.

        This is an upper bound: no seed that the full comparison would match is missing, and each seed is judged
        independently. `slack`, in logits, lets seeds pass that fall a little short; a text that is not exactly the
        article's (`is_skim`) needs some.
        """
        if not len(self.followed):
            return []
        margins, actors, dates = self._ceilings(seen) - self._least, WEIGHTS["actors"], WEIGHTS["dates"]
        if (margins + actors + dates < -slack).all():
            return []
        shared = {"actors": self._most_actors(seen)}
        margins += actors * self._as_compared(shared, seen)["actors"]
        if (margins + dates < -slack).all():
            return []
        margins += dates * self.texts.days.shared(seen.days)
        if not is_skim:
            self._take_off_what_is_not_learnt(margins, seen.wording, slack)
        numbers = np.flatnonzero(margins >= -slack).tolist()
        return [Chance(number, float(margins[number])) for number in numbers]

    def _take_off_what_is_not_learnt(self, margins: Floats, wording: Wording, slack: float) -> None:
        """Put the shift of this article by the answers in the place of the largest of any."""
        for number, lessons in self._lessons.items():
            if margins[number] >= -slack:
                margins[number] -= lessons.largest_shift - lessons.shift(wording)

    def narrow(self, chances: Sequence[Chance], meaning: Sequence[float], language: str = "en") -> list[Chance]:
        """Those of the chances that remain once the sentence vector of the article, in this language, is known."""
        numbers = [chance.number for chance in chances]
        alike = (self.texts.meanings[numbers] @ np.array(meaning or np.zeros(self.texts.meanings.shape[1]))).clip(
            0.0, 1.0
        )
        lost = np.where(self.texts.gists.across(language)[numbers], 0.0, WEIGHTS["meaning"] * (1.0 - alike))
        found = zip(chances, lost.tolist(), strict=True)
        return [replace(one, margin=one.margin - less) for one, less in found if one.margin >= less]

    def _most_actors(self, seen: Glance) -> Floats:
        """The upper bound of the part "actors"; 1 where the names of the seed are not those of its index.

        An English text can name a seed's actors in other spellings, and a seed in a script without capitals has none.
        """
        most = self.texts.actors.most(seen.naming)
        if not self.texts.gists.has_foreign:
            return most
        return np.where(self.texts.gists.unbounded(seen.language), 1.0, most)

    def _across(self, seen: Glance) -> NDArray[np.bool_]:
        """Which seeds are compared with the article across languages; none with one that has no vector of its own."""
        has_vector = seen.gist is None or len(seen.gist) > 0
        return self.texts.gists.across(seen.language) & has_vector

    def _as_compared(self, parts: Mapping[str, Any], seen: Glance) -> Mapping[str, Any]:
        """The parts as they count for each seed: otherwise across languages, see `compare`."""
        across = self._across(seen)
        if not across.any():
            return parts
        unreadable = across & self.texts.gists.unreadable(seen.language)
        counted = {part: np.where(across, ACROSS.get(part, value), value) for part, value in parts.items()}
        for part in parts.keys() & set(HALVED):
            least = np.where(unreadable, UNREADABLE[part][1], 0.0)
            counted[part] = np.where(across, np.maximum(parts[part] / 2, least), parts[part])
        return counted

    def _ceilings(self, seen: Glance) -> Floats:
        """The upper bound of each seed's weighted sum, without the actors and days that the article mentions."""
        text, lead, headline = self.texts.wordings.compare(seen.wording)
        days = np.maximum(seen.article.published.timestamp() - self._latest, 0.0) / _DAY
        nearness = mean_likeness(text, lead, headline)
        likeness, across = self.texts.gists.likeness(seen.language, seen.gist, self._trails), self._across(seen)
        parts: dict[str, Any] = {
            "identity": 1.0,
            "ground": 1.0,
            "substance": self.texts.substances,
            "extent": extent(seen.wording),
            "text": text,
            "lead": lead,
            "topics": 1.0,
            "meaning": 1.0,
            "gist": likeness,
            "abroad": np.where(across, likeness, 0.0),
            "brevity": brevity(seen.wording),
            "shorter": np.where(across, shorter(self.texts.brevities, brevity(seen.wording)), 0.0),
            "body": np.where(across, body(seen.wording), 0.0),
            "detail": self.texts.details,
            "time": timeliness(days),
            "nearness": nearness,
            "trail": self._trails.nearness(seen.wording, nearness),
        }
        total = np.full(len(self.followed), BIAS)
        for part, value in self._as_compared(parts, seen).items():
            total += WEIGHTS[part] * value
        return total


def _least(followed: Followed) -> float:
    """The weighted sum from which an article can be a near miss of a seed, allowing for rounding and answers."""
    least = to_logit(threshold_of(followed.seed) * NEAR_MISS - _ROUNDED)
    return float(least - _PARTS_ROUNDED - followed.lessons.largest_shift)
