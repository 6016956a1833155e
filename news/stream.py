"""The stream: what the followed feeds brought lately, which tells how alike any two of its articles are.

A similarity means nothing by itself: two earthquakes are worded alike, two looks at one political quarrel are not. What
tells is whether an article is nearer to the seed than either usually is to its nearest neighbours. Source: cross-domain
similarity local scaling (A. Conneau et al., "Word translation without parallel data", ICLR 2018), which takes the mean
similarity to the k nearest neighbours off both sides; here within one stream and over wording.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from news.background import Background
from news.word_likeness import Floats, WordCounts, Wording, WordingIndex, likeness, weigh_words

NEIGHBOURS = 5
USUAL_CLOSENESS = 0.45  # of articles in the labelled corpora, on average; for a stream too young to tell
_TRUST = 100  # articles that weigh as much as the usual closeness
_COPY = 0.8  # alike beyond this: the same text in another outlet, which says nothing about other stories
_SHARE_OF_STREAM = 0.5  # of a word's share of texts, at most
_SAME_STORY = 0.45  # alike beyond this: most likely two reports of one story


class Stream:
    """Recent articles by their wording, and the background freshened by them. Immutable once built.

    `background` is the shipped one mixed with the stream's own shares of texts, so that what everybody writes about
    these weeks ("tariff") counts for less.
    """

    def __init__(self, background: Background, recent: Sequence[WordCounts] = ()) -> None:
        told = [counts for counts in recent if counts.text]
        self.background = _freshen(background, told, _novelties(background, told))
        self.size = len(told)
        self._index = WordingIndex([weigh_words(counts, self.background) for counts in told])

    @property
    def trust(self) -> float:
        """How much can be told from it, in 0..1: nothing while it is empty, half with a hundred articles."""
        return self.size / (self.size + _TRUST)

    @property
    def least_closeness(self) -> float:
        """Less than this no closeness in it can be."""
        return USUAL_CLOSENESS * (1.0 - self.trust)

    def likeness_to_all(self, wording: Wording) -> Floats:
        """How alike a text is to each article of the stream, shape (size,)."""
        return self._index.likeness(wording)

    def closeness(self, wording: Wording) -> float:
        """How alike a text is to its five nearest neighbours in the stream, on average; copies of it do not count."""
        alike = self.likeness_to_all(wording)
        others = alike[alike < _COPY]
        if not len(others):
            return USUAL_CLOSENESS
        near = np.partition(others, -NEIGHBOURS)[-NEIGHBOURS:] if len(others) > NEIGHBOURS else others
        own = float(near.sum()) / NEIGHBOURS
        return USUAL_CLOSENESS + (own - USUAL_CLOSENESS) * self.trust


@dataclass(frozen=True, slots=True)
class Placed:
    """A wording with its closeness in the stream: what makes likenesses comparable across stories."""

    wording: Wording
    closeness: float


def place(wording: Wording, stream: Stream) -> Placed:
    """Find a wording's place in the stream; do it once an article."""
    return Placed(wording, stream.closeness(wording))


def kinship(one: Placed, other: Placed) -> float:
    """How much nearer two texts are than each is to its neighbours, in 0..1; 0.5: as near as their neighbours are."""
    return float(scale(likeness(one.wording, other.wording), one.closeness, other.closeness))


def scale(alike: Any, closeness: Any, other_closeness: Any) -> Any:
    """A likeness, or an array of them, set against both closenesses, in 0..1."""
    return np.clip((1.0 + 2.0 * alike - closeness - other_closeness) / 2, 0.0, 1.0)


def _novelties(background: Background, told: Sequence[WordCounts]) -> list[float]:
    """What each article counts for: one over the number of reports of its story, so that a story counts once.

    Otherwise a story that fills the stream would make its own names common, and hide itself.
    """
    wordings = [weigh_words(counts, background) for counts in told]
    index = WordingIndex(wordings)
    return [1.0 / max(1, int((index.likeness(wording) > _SAME_STORY).sum())) for wording in wordings]


def _freshen(background: Background, told: Sequence[WordCounts], novelties: Sequence[float]) -> Background:
    stories, holding = sum(novelties), defaultdict[str, float](float)
    for counts, novelty in zip(told, novelties, strict=True):
        for word in counts.text:
            holding[word] += novelty
    weight = _SHARE_OF_STREAM * stories / (stories + _TRUST)
    shares = {word: share * (1 - weight) for word, share in background.shares.items()}
    for word, n in holding.items():
        shares[word] = shares.get(word, 0.0) + weight * n / stories
    return Background(shares)
