"""How common words are in news in general: rare shared words are the distinctive ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log, sqrt

from news.lexicon.institutions import find_institution

_RAREST = 3e-5  # a share below one text in thirty thousand cannot be distinguished from zero
_MOST = -log(_RAREST)
NO_FACTORS: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Background:
    """The share of texts, in 0..1, that contain each word.

    Unknown words count as the rarest, but institutions of other countries as their English names.
    """

    shares: Mapping[str, float]
    _rarities: Mapping[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rarities = {word: -log(min(1.0, max(share, _RAREST))) for word, share in self.shares.items()}
        object.__setattr__(self, "_rarities", rarities)

    def rarity(self, word: str) -> float:
        """Inverse document frequency in nats: 0 for a word in every text, about 10 for one never seen.

        Source: K. Spärck Jones, "A statistical interpretation of term specificity", J. Documentation 28 (1972).
        """
        found = self._rarities.get(word)
        return self._rarity_of_unknown(word) if found is None else found

    def _rarity_of_unknown(self, word: str) -> float:
        """An institution under its own name ("Openbaar Ministerie") is where it comes from in the news every day."""
        return self._rarities.get(find_institution(word), _MOST)

    def rarity_of_phrase(self, words: Iterable[str]) -> float:
        """A phrase is as rare as its rarest word; 0 for no words."""
        return max((self.rarity(word) for word in words), default=0.0)

    def weigh(self, counts: Mapping[str, int], factors: Mapping[str, float] = NO_FACTORS) -> dict[str, float]:
        """TF-IDF vector of unit length: (1 + ln count) × rarity × factor (1 if not given); empty for no words."""
        known, unknown = self._rarities.get, self._rarity_of_unknown
        rarities = [unknown(word) if (rarity := known(word)) is None else rarity for word in counts]
        weighed = {word: (1 + log(counts[word])) * rarity for word, rarity in zip(counts, rarities, strict=True)}
        for word in weighed.keys() & factors.keys():
            weighed[word] *= factors[word]
        return normalise(weighed)


def normalise(vector: Mapping[str, float]) -> dict[str, float]:
    """The vector scaled to length 1; an all-zero vector becomes the empty one."""
    length = sqrt(sum(value * value for value in vector.values()))
    return {word: value / length for word, value in vector.items() if value} if length else {}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Cosine of two unit vectors with non-negative values: 0..1."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return min(1.0, sum(value * large[word] for word, value in small.items() if word in large))
