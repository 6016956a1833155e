"""Similarity of texts by their words alone, for comparing an article before any language model reads it."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from news.background import NO_FACTORS, Background, cosine
from news.lexicon.glosses import in_english
from news.lexicon.languages import language_of_article
from news.model import Article, Profile
from news.words import HEADLINE_WORDS, LEAD_WORDS, MAX_CHARACTERS, list_words

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Counts of the content words in a text, in its lead and in its headline.

    `below` is the number of different content words that are below the first line and not in it.
    """

    text: Mapping[str, int]
    lead: Mapping[str, int]
    headline: Mapping[str, int]
    below: int = 0


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, its lead and its headline as TF-IDF vectors of unit length (G. Salton and C. Buckley, 1988).

    `length` is the number of content words in the text, `below` that of different ones below the headline, without its.
    """

    text: Mapping[str, float]
    lead: Mapping[str, float]
    headline: Mapping[str, float]
    length: int = 0
    below: int = 0


def count_article(title: str, text: str) -> WordCounts:
    """Count the words of an article, cut at the same length as for the language model."""
    return count_text(in_english(f"{title}\n{text[:MAX_CHARACTERS]}"))


def count_text(text: str) -> WordCounts:
    """Count the words of a text whose first line is its headline; a text without one begins with an empty line."""
    words, title = list_words(text), frozenset(list_words(text.partition("\n")[0]))
    below = len(frozenset(words) - title)
    return WordCounts(Counter(words), Counter(words[:LEAD_WORDS]), Counter(words[:HEADLINE_WORDS]), below)


def counts_of(profile: Profile) -> WordCounts:
    """The word counts of a profile."""
    return WordCounts(profile.words, profile.lead_words, profile.headline_words, profile.below_headline)


def weigh_words(
    counts: WordCounts,
    background: Background,
    factors: Mapping[str, float] = NO_FACTORS,
    *,
    is_english: bool = False,
) -> Wording:
    """Weigh word counts by how rare each word is in the background, times its factor if it has one."""
    parts = (counts.text, counts.lead, counts.headline)
    text, lead, headline = (background.weigh(part, factors, is_english=is_english) for part in parts)
    return Wording(text, lead, headline, sum(counts.text.values()), counts.below)


def word_article(article: Article, background: Background) -> Wording:
    """The wording of an article, without annotation."""
    is_english = language_of_article(article.title, article.text) == "en"
    return weigh_words(count_article(article.title, article.text), background, is_english=is_english)


def compare_wording(one: Wording, other: Wording) -> dict[str, float]:
    """The similarity of text, lead and headline, each in 0..1; symmetric.

    The lead of each is compared with the whole text of the other: a follow-up puts the news first and recalls the
    story somewhere below.
    """
    lead = (cosine(one.lead, other.text) + cosine(one.text, other.lead)) / 2
    headline = max(cosine(one.headline, other.lead), cosine(one.lead, other.headline))
    return {"text": sqrt(cosine(one.text, other.text)), "lead": sqrt(lead), "headline": sqrt(headline)}


def likeness(one: Wording, other: Wording) -> float:
    """The mean of the three similarities, in 0..1."""
    return float(mean_likeness(**compare_wording(one, other)))


def mean_likeness(text: Any, lead: Any, headline: Any) -> Any:
    """The mean of the three similarities (or of arrays of them)."""
    return (text + lead + headline) / 3


class WordingIndex:
    """An index of many wordings, to compare one with all. It iterates over them once, so a generator will do."""

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
        """The similarities to each in text, lead and headline, as `compare_wording`; three arrays of shape (size,)."""
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
        """The likeness to each, shape (size,)."""
        return np.asarray(mean_likeness(*self.compare(wording)), np.float64)

    def texts(self, wording: Wording) -> Floats:
        """The cosine of the whole text with each whole text, in 0..1, shape (size,)."""
        return self._text.product(wording.text).clip(0.0, 1.0)

    def leads(self, wording: Wording) -> Floats:
        """The cosine of the lead with each lead, in 0..1, shape (size,)."""
        return self._lead.product(wording.lead).clip(0.0, 1.0)


class Postings:
    """An inverted index of sparse vectors: for each word the rows that contain it, in concatenated lists.

    A product costs as much as the words shared, not as all rows (J. Zobel and A. Moffat, "Inverted files for text
    search engines", ACM Computing Surveys 38, 2006). `places` maps words to places; it can be shared with another
    index whose rows contain all words of these, so that places found there are valid here.
    """

    def __init__(self, places: dict[str, int] | None = None) -> None:
        self.size = 0
        self.places = {} if places is None else places
        self._added, self._lengths = (array("i"), array("f")), array("i")

    def add(self, row: Mapping[str, float]) -> None:
        """Add a row; rows are numbered from 0 in the order added."""
        places, (words, values) = self.places, self._added
        words.extend([places.setdefault(word, len(places)) for word in row])
        values.extend(row.values())
        self._lengths.append(len(row))
        self.size += 1

    def close(self) -> "Postings":
        """Build the lists after the last row was added."""
        words, values = (np.array(each) for each in self._added)
        order = np.argsort(words, kind="stable")
        self._rows = np.repeat(np.arange(self.size, dtype=np.int32), self._lengths)[order]
        self._values = values[order]
        self._starts = np.searchsorted(words[order], np.arange(len(self.places) + 1))
        self._added, self._lengths = (array("i"), array("f")), array("i")
        return self

    def product(self, vector: Mapping[str, float]) -> Floats:
        """The dot product of every row with a vector, shape (size,)."""
        found = {self.places[word]: value for word, value in vector.items() if word in self.places}
        (product,) = self.dot(np.array(list(found), np.intp), np.array(list(found.values())))
        return product

    def dot(self, places: Numbers, *vectors: Floats) -> list[Floats]:
        """The dot products of every row with several vectors, each of shape (size,).

        Each vector holds the values for `places`, or for the first few of them; the lists are read only once.
        """
        entries, ends = self._entries(places)
        rows, values = self._rows[entries], self._values[entries]
        products = list[Floats]()
        for vector in vectors:
            size = ends[len(vector) - 1] if len(vector) else 0
            weights = np.repeat(vector, np.diff(ends[: len(vector)], prepend=0))
            products.append(np.asarray(np.bincount(rows[:size], values[:size] * weights, self.size), np.float64))
        return products

    def rows_with(self, places: Numbers) -> Numbers:
        """The numbers of the rows that contain these words, each as often as it contains one."""
        entries, _ = self._entries(places)
        return self._rows[entries].astype(np.intp)

    def _entries(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """The positions of the entries of these words, list by list, and the end of each list among them."""
        starts = self._starts[places]
        counts = self._starts[places + 1] - starts
        ends = np.cumsum(counts)
        return np.repeat(starts - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0), ends
