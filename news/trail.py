"""The trail: the follow-ups found so far, through which a story is followed beyond what its first article says.

An article that reports the next stage may share little with the seed and much with yesterday's follow-up. It is as near
to the story as the weakest link of the best way to it: the widest-path closeness of single-link clustering (R. Sibson,
"SLINK", Computer Journal 16, 1973). Every step beyond the seed costs a little, so that a chain of half-related stories
fades out instead of drifting away.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from news.stream import Placed, kinship, scale
from news.word_likeness import Floats, WordingIndex

STEP = 0.025  # what each link after the first costs, in kinship
MOST_STEPS = 3


class Trail:
    """A seed and the articles found for it, with how near to the story the best ways to them lead.

    `near` has one value in 0..1 for each article, in their order.
    """

    def __init__(self, seed: Placed, articles: Sequence[Placed] = ()) -> None:
        self.articles = tuple(articles)
        self._seed = seed
        self._index = WordingIndex([article.wording for article in articles])
        self._closeness = np.array([article.closeness for article in articles], dtype=np.float64)
        own = np.array([kinship(seed, article) for article in articles], dtype=np.float64)
        links = np.array([self._links(article) for article in articles], dtype=np.float64)
        self.near = widest_ways(own, links)

    def nearness(self, article: Placed) -> float:
        """How near to the story the best way to an article leads, in 0..1; at least its kinship with the seed."""
        return trail_nearness(kinship(self._seed, article), self.near, self._links(article))

    def best_link(self, article: Placed) -> int | None:
        """The place of the article that the best way leads over; None where none beats the way from the seed itself."""
        own, links = kinship(self._seed, article), self._links(article)
        if trail_nearness(own, self.near, links) <= own:
            return None
        return int(np.argmax(np.minimum(self.near, links)))

    def _links(self, article: Placed) -> Floats:
        return np.asarray(scale(self._index.likeness(article.wording), self._closeness, article.closeness))


def trail_nearness(own: float, near: NDArray[Any], links: NDArray[Any]) -> float:
    """The better of an article's kinship with the seed and its best way over the trail's n articles: `near` says how
    near those are, `links` how much the article is akin to each, both of shape (n,).
    """
    return max(own, float(np.minimum(near, links).max()) - STEP) if len(near) else own


def widest_ways(near: NDArray[Any], links: NDArray[Any]) -> NDArray[Any]:
    """How near each of n articles is by its best way, of shape (n,): `near` are the kinships with the seed, `links`, of
    shape (n, n), those with each other.
    """
    best = near
    for _ in range(MOST_STEPS if len(near) else 0):
        best = np.maximum(near, np.minimum(best[:, None], links).max(axis=0) - STEP)
    return best
