"""How alike two texts are by their words alone: what an article can be compared by before any language model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from news.background import Background, cosine
from news.glosses import in_english
from news.model import Article, Profile
from news.words import HEADLINE_WORDS, LEAD_WORDS, MAX_CHARACTERS, count_opening, count_words

_NO_WORD = ""
Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How often each content word stands in a text, in its lead and in its headline."""

    text: Mapping[str, int]
    lead: Mapping[str, int]
    headline: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, its lead and its headline as TF-IDF vectors of unit length (G. Salton and C. Buckley, 1988).

    `length` is the text's in content words.
    """

    text: Mapping[str, float]
    lead: Mapping[str, float]
    headline: Mapping[str, float]
    length: int = 0


def count_article(title: str, text: str) -> WordCounts:
    """The word counts of an article as the language model would read it."""
    whole = in_english(f"{title}\n{text[:MAX_CHARACTERS]}")
    return WordCounts(count_words(whole), count_opening(whole, LEAD_WORDS), count_opening(whole, HEADLINE_WORDS))


def counts_of(profile: Profile) -> WordCounts:
    """The word counts that a profile holds."""
    return WordCounts(profile.words, profile.lead_words, profile.headline_words)


def weigh_words(counts: WordCounts, background: Background) -> Wording:
    """Weigh the words against how common they are."""
    text, lead, headline = (background.weigh(part) for part in (counts.text, counts.lead, counts.headline))
    return Wording(text, lead, headline, sum(counts.text.values()))


def word_article(article: Article, background: Background) -> Wording:
    """The wording of an article, before any annotation."""
    return weigh_words(count_article(article.title, article.text), background)


def compare_wording(one: Wording, other: Wording) -> dict[str, float]:
    """How alike in text, lead and headline, each in 0..1; symmetric.

    The lead of each is held against the whole of the other: a follow-up recalls the story somewhere in its text, and
    says what is new first.
    """
    lead = (cosine(one.lead, other.text) + cosine(one.text, other.lead)) / 2
    headline = max(cosine(one.headline, other.lead), cosine(one.lead, other.headline))
    return {"text": sqrt(cosine(one.text, other.text)), "lead": sqrt(lead), "headline": sqrt(headline)}


def likeness(one: Wording, other: Wording) -> float:
    """The mean of the three, in 0..1."""
    return sum(compare_wording(one, other).values()) / 3


class WordingIndex:
    """Many wordings, to compare one with at once."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self.size = len(wordings)
        self._columns: dict[str, int] = {_NO_WORD: 0}
        self._text = self._rows([wording.text for wording in wordings])
        self._lead = self._rows([wording.lead for wording in wordings])
        self._headline = self._rows([wording.headline for wording in wordings])

    def likeness(self, wording: Wording) -> Floats:
        """How alike a text is to each, shape (size,): `likeness` of many at once."""
        if not self.size:
            return np.zeros(0, dtype=np.float32)
        text, lead, headline = (self._dense(part) for part in (wording.text, wording.lead, wording.headline))
        texts, leads = self._text.dot(text), (self._text.dot(lead) + self._lead.dot(text)) / 2
        headlines = np.maximum(self._lead.dot(headline), self._headline.dot(lead))
        alike = np.sqrt(np.stack([texts, leads, headlines]).clip(0.0, 1.0)).mean(axis=0)
        return np.asarray(alike, dtype=np.float32)

    def texts(self, wording: Wording) -> Floats:
        """The cosine of a text as a whole with each, in 0..1, shape (size,)."""
        return self._text.dot(self._dense(wording.text)).clip(0.0, 1.0) if self.size else np.zeros(0, dtype=np.float32)

    def leads(self, wording: Wording) -> Floats:
        """The cosine of how a text opens with how each opens, in 0..1, shape (size,)."""
        return self._lead.dot(self._dense(wording.lead)).clip(0.0, 1.0) if self.size else np.zeros(0, dtype=np.float32)

    def _rows(self, vectors: Sequence[Mapping[str, float]]) -> "_Rows":
        filled = [{_NO_WORD: 0.0, **vector} for vector in vectors]  # reduceat cannot add up an empty row
        columns = [self._columns.setdefault(word, len(self._columns)) for vector in filled for word in vector]
        values = [value for vector in filled for value in vector.values()]
        starts = np.cumsum([0, *(len(vector) for vector in filled)])[:-1]
        return _Rows(starts.astype(np.int32), np.array(columns, np.int32), np.array(values, np.float32))

    def _dense(self, vector: Mapping[str, float]) -> Floats:
        dense = np.zeros(len(self._columns), dtype=np.float32)
        for word, value in vector.items():
            if word in self._columns:
                dense[self._columns[word]] = value
        return dense


@dataclass(frozen=True, slots=True)
class _Rows:
    """Sparse vectors, one after the other: `starts` has the first place of each."""

    starts: Numbers
    columns: Numbers
    values: Floats

    def dot(self, vector: Floats) -> Floats:
        """The product of every row with a dense vector."""
        return np.asarray(np.add.reduceat(self.values * vector[self.columns], self.starts), dtype=np.float32)
