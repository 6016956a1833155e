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

    Unknown words count as the rarest; but in an English text (`is_english`) an institution of another country counts as
    its English name would. Where it comes from, an "Openbaar Ministerie" is in the news every day.
    """

    shares: Mapping[str, float]
    _rarities: Mapping[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rarities = {word: -log(min(1.0, max(share, _RAREST))) for word, share in self.shares.items()}
        object.__setattr__(self, "_rarities", rarities)

    def rarity(self, word: str, *, is_english: bool = False) -> float:
        """Inverse document frequency in nats: 0 for a word in every text, about 10 for one never seen.

        Source: K. Spärck Jones, "A statistical interpretation of term specificity", J. Documentation 28 (1972).
        """
        found = self._rarities.get(word)
        if found is None and is_english:
            found = self._rarities.get(find_institution(word))
        return _MOST if found is None else found

    def rarity_of_phrase(self, words: Iterable[str], *, is_english: bool = False) -> float:
        """A phrase is as rare as its rarest word; 0 for no words."""
        return max((self.rarity(word, is_english=is_english) for word in words), default=0.0)

    def weigh(
        self, counts: Mapping[str, int], factors: Mapping[str, float] = NO_FACTORS, *, is_english: bool = False
    ) -> dict[str, float]:
        """TF-IDF vector of unit length: (1 + ln count) × rarity × factor (1 if not given); empty for no words."""
        known = self._rarities
        weighed = {
            word: (1 + log(count)) * (known[word] if word in known else self.rarity(word, is_english=is_english))
            for word, count in counts.items()
        }
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
