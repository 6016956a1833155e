"""How alike two texts are by their words alone: what an article can be compared by before any language model."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from news.background import Background, cosine
from news.lexicon.glosses import in_english
from news.model import Article, Profile
from news.words import HEADLINE_WORDS, LEAD_WORDS, MAX_CHARACTERS, list_words

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


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
    return count_text(in_english(f"{title}\n{text[:MAX_CHARACTERS]}"))


def count_text(text: str) -> WordCounts:
    """The word counts of a text whose first line is its headline."""
    words = list_words(text)
    return WordCounts(Counter(words), Counter(words[:LEAD_WORDS]), Counter(words[:HEADLINE_WORDS]))


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
    """Many wordings, to compare one with at once. They are read once, so that they may be made on the way."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        self._text = Postings()
        self._lead, self._headline = Postings(self._text.places), Postings(self._text.places)
        for wording in wordings:
            self._text.add(wording.text)
            self._lead.add(wording.lead)
            self._headline.add(wording.headline)
        for part in (self._text, self._lead, self._headline):
            part.close()

    def compare(self, wording: Wording) -> tuple[Floats, Floats, Floats]:
        """How alike a text is to each in text, lead and headline, as `compare_wording`; three of shape (size,)."""
        known = self._text.places
        headline = [word for word in wording.headline if word in known]
        lead = [*headline, *(word for word in wording.lead if word in known and word not in wording.headline)]
        text = [*lead, *(word for word in wording.text if word in known and word not in wording.lead)]
        places = np.array([known[word] for word in text], np.intp)
        whole, opening, top = (
            np.array([part.get(word, 0.0) for word in words])
            for part, words in ((wording.text, text), (wording.lead, lead), (wording.headline, headline))
        )
        texts, from_lead = self._text.dot(places, whole, opening)
        to_lead, from_headline = self._lead.dot(places, whole, top)
        (to_headline,) = self._headline.dot(places[: len(lead)], opening)
        leads, headlines = (from_lead + to_lead) / 2, np.maximum(from_headline, to_headline)
        return np.sqrt(texts.clip(0.0, 1.0)), np.sqrt(leads.clip(0.0, 1.0)), np.sqrt(headlines.clip(0.0, 1.0))

    def likeness(self, wording: Wording) -> Floats:
        """How alike a text is to each, shape (size,): `likeness` of many at once."""
        text, lead, headline = self.compare(wording)
        return (text + lead + headline) / 3

    def texts(self, wording: Wording) -> Floats:
        """The cosine of a text as a whole with each, in 0..1, shape (size,)."""
        return self._text.product(wording.text).clip(0.0, 1.0)

    def leads(self, wording: Wording) -> Floats:
        """The cosine of how a text opens with how each opens, in 0..1, shape (size,)."""
        return self._lead.product(wording.lead).clip(0.0, 1.0)


class Postings:
    """Sparse vectors by the words in them: for each word the rows that have it, one list after the other.

    The cost of a product is that of the words shared, not of all rows: an inverted index (J. Zobel and A. Moffat,
    "Inverted files for text search engines", ACM Computing Surveys 38, 2006). `places` are the words' own places; given
    another's, whose rows have all words that these have, places found there serve here too.
    """

    def __init__(self, places: dict[str, int] | None = None) -> None:
        self.size = 0
        self.places = {} if places is None else places
        self._told, self._lengths = (array("i"), array("f")), array("i")

    def add(self, row: Mapping[str, float]) -> None:
        """Add a row; the next number is its own."""
        places, (words, values) = self.places, self._told
        words.extend([places.setdefault(word, len(places)) for word in row])
        values.extend(row.values())
        self._lengths.append(len(row))
        self.size += 1

    def close(self) -> "Postings":
        """Make the lists, when all rows are there."""
        words, values = (np.array(each) for each in self._told)
        order = np.argsort(words, kind="stable")
        self._rows = np.repeat(np.arange(self.size, dtype=np.int32), self._lengths)[order]
        self._values = values[order]
        self._starts = np.searchsorted(words[order], np.arange(len(self.places) + 1))
        self._told, self._lengths = (array("i"), array("f")), array("i")
        return self

    def product(self, vector: Mapping[str, float]) -> Floats:
        """The product of every row with a vector, shape (size,)."""
        found = {self.places[word]: value for word, value in vector.items() if word in self.places}
        (product,) = self.dot(np.array(list(found), np.intp), np.array(list(found.values())))
        return product

    def dot(self, places: Numbers, *vectors: Floats) -> list[Floats]:
        """The products of every row with vectors, each of shape (size,).

        A vector has the values of the words at these places, or of the first of them: the lists are read once for all.
        """
        entries, ends = self._entries(places)
        rows, values = self._rows[entries], self._values[entries]
        products = list[Floats]()
        for vector in vectors:
            size = ends[len(vector) - 1] if len(vector) else 0
            weights = np.repeat(vector, np.diff(ends[: len(vector)], prepend=0))
            products.append(np.asarray(np.bincount(rows[:size], values[:size] * weights, self.size), np.float64))
        return products

    def rows_with(self, words: Iterable[str]) -> Numbers:
        """The numbers of the rows that have any of these words, in order."""
        entries, _ = self._entries(np.array([self.places[word] for word in words if word in self.places], np.intp))
        has = np.zeros(self.size, dtype=bool)
        has[self._rows[entries]] = True
        return np.flatnonzero(has)

    def _entries(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Where the entries of these words stand, one list after the other, and where each list ends among them."""
        starts = self._starts[places]
        counts = self._starts[places + 1] - starts
        ends = np.cumsum(counts)
        return np.repeat(starts - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0), ends
