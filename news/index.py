"""Many seeds at once: a cheap first look at an article, before any language model has seen it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from news.background import Background, cosine
from news.matching import BIAS, THRESHOLDS, WEIGHTS, Weighed, weigh
from news.model import Article, Profile, Seed
from news.words import HEADLINE_WORDS, LEAD_WORDS, MAX_CHARACTERS, count_opening, count_words

_UNSEEN = WEIGHTS["actors"] + WEIGHTS["topics"]  # the most that actors and topics, not looked at here, could add


@dataclass(frozen=True, slots=True)
class SeedIndex:
    """The active seeds, weighed, and which of them an article could concern."""

    background: Background
    seeds: tuple[tuple[Seed, Weighed], ...]

    @classmethod
    def build(cls, seeds: Sequence[tuple[Seed, Profile]], background: Background) -> "SeedIndex":
        """Weigh each seed's profile once."""
        return cls(background, tuple((seed, weigh(profile, background)) for seed, profile in seeds))

    def candidates(self, article: Article) -> tuple[str, ...]:
        """Names of the seeds that the article's words leave a chance of being follow-up coverage.

        It is a bound, not a guess: actors and topics are taken to agree wholly, so that no article that the full
        comparison would accept is turned away here.
        """
        text, lead, headline = self._vectors(article)
        return tuple(
            seed.name
            for seed, weighed in self.seeds
            if _best_score(weighed, text, lead, headline) >= _needed(THRESHOLDS[seed.settings.sensitivity])
        )

    def _vectors(self, article: Article) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
        text = f"{article.title}\n{article.text[:MAX_CHARACTERS]}"
        counts = count_words(text), count_opening(text, LEAD_WORDS), count_opening(text, HEADLINE_WORDS)
        whole, lead, headline = (self.background.weigh(each) for each in counts)
        return whole, lead, headline


def _best_score(seed: Weighed, text: dict[str, float], lead: dict[str, float], headline: dict[str, float]) -> float:
    mixed = (cosine(seed.lead, text) + cosine(seed.text, lead)) / 2
    title = max(cosine(seed.headline, lead), cosine(seed.lead, headline))
    seen = WEIGHTS["text"] * sqrt(cosine(seed.text, text)) + WEIGHTS["lead"] * sqrt(mixed)
    return seen + WEIGHTS["headline"] * sqrt(title) + _UNSEEN + BIAS


def _needed(threshold: float) -> float:
    return log(threshold / (1 - threshold))
