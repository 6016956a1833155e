"""The stream: recent articles of the followed feeds, against which the reports of one story are grouped.

A likeness is not comparable across stories: reports of two earthquakes are worded alike, two reports of one political
dispute may not be. What counts is whether two reports are closer to each other than each usually is to its nearest
neighbours. Source: cross-domain similarity local scaling (A. Conneau et al., "Word translation without parallel data",
ICLR 2018), which subtracts the mean similarity to the k nearest neighbours on both sides; here within one stream and
over wording.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from news.background import Background
from news.word_likeness import WordCounts, Wording, WordingIndex, weigh_words

NEIGHBOURS = 5
USUAL_CLOSENESS = 0.45  # the mean in the labelled corpora; used while the stream is too small
_TRUST = 100  # number of articles at which the stream and the usual closeness weigh the same
_COPY = 0.8  # a higher likeness means the same text in another outlet
_SHARE_OF_STREAM = 0.5  # the most that the stream contributes to a word's share of texts
_SAME_STORY = 0.45  # a higher likeness means probably two reports of one story


class Stream:
    """Recent articles by their wording, and a background updated with them. Immutable once built.

    `background` mixes the shipped word shares with those of the stream, so that a word in many current stories
    ("tariff") counts for less.
    """

    def __init__(self, background: Background, recent: Sequence[WordCounts] = ()) -> None:
        articles = [counts for counts in recent if counts.text]
        self.background = _freshen(background, articles, _novelties(background, articles))
        self.size = len(articles)
        self._index = WordingIndex([weigh_words(counts, self.background) for counts in articles])

    @property
    def trust(self) -> float:
        """The weight of the stream against the usual closeness, in 0..1: 0 while it is empty, 0.5 with 100 articles."""
        return self.size / (self.size + _TRUST)

    def closeness(self, wording: Wording) -> float:
        """The mean likeness of a text to its five nearest neighbours in the stream, copies excluded, in 0..1."""
        alike = self._index.likeness(wording)
        others = alike[alike < _COPY]
        if not len(others):
            return USUAL_CLOSENESS
        near = np.partition(others, -NEIGHBOURS)[-NEIGHBOURS:] if len(others) > NEIGHBOURS else others
        own = float(near.sum()) / NEIGHBOURS
        return USUAL_CLOSENESS + (own - USUAL_CLOSENESS) * self.trust


@dataclass(frozen=True, slots=True)
class Placed:
    """A wording with its closeness in the stream, which makes likenesses comparable across stories."""

    wording: Wording
    closeness: float


def place(wording: Wording, stream: Stream) -> Placed:
    """Compute a wording's closeness in the stream; do this once per article."""
    return Placed(wording, stream.closeness(wording))


def scale(alike: Any, closeness: Any, other_closeness: Any) -> Any:
    """The kinship of two texts: their likeness (or an array) scaled by the closeness of both; 0.5: as usual."""
    return np.clip((1.0 + 2.0 * alike - closeness - other_closeness) / 2, 0.0, 1.0)


def _novelties(background: Background, articles: Sequence[WordCounts]) -> list[float]:
    """The weight of each article: one over the number of reports of its story, so that every story counts once.

    Otherwise a story that fills the stream would make its own names look common and so hide itself.
    """
    wordings = [weigh_words(counts, background) for counts in articles]
    index = WordingIndex(wordings)
    return [1.0 / max(1, int((index.likeness(wording) > _SAME_STORY).sum())) for wording in wordings]


def _freshen(background: Background, articles: Sequence[WordCounts], novelties: Sequence[float]) -> Background:
    stories, holding = sum(novelties), defaultdict[str, float](float)
    for counts, novelty in zip(articles, novelties, strict=True):
        for word in counts.text:
            holding[word] += novelty
    weight = _SHARE_OF_STREAM * stories / (stories + _TRUST)
    shares = {word: share * (1 - weight) for word, share in background.shares.items()}
    for word, n in holding.items():
        shares[word] = shares.get(word, 0.0) + weight * n / stories
    return Background(shares)
