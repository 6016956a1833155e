"""The trail: the follow-ups found so far, which connect a story to articles that share little with its seed.

An article on the next stage may share little with the seed but much with yesterday's follow-up. Its nearness to the
story is the weakest link of the best path to it: the widest-path closeness of single-link clustering (R. Sibson,
"SLINK", Computer Journal 16, 1973). Every step beyond the seed has a small cost, so that a chain of loosely related
stories fades out instead of drifting away.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from news.stream import Placed, kinship, scale
from news.word_likeness import Floats, WordingIndex

STEP = 0.025  # the cost of each link after the first, in kinship
MOST_STEPS = 3


class Trail:
    """A seed and the follow-ups found for it, with the nearness of each to the story.

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
        """The nearness of an article to the story along the best path, in 0..1; at least its kinship with the seed."""
        return trail_nearness(kinship(self._seed, article), self.near, self._links(article))

    def best_link(self, article: Placed) -> int | None:
        """The index of the last follow-up on the best path; None if the direct link from the seed is the best."""
        own, links = kinship(self._seed, article), self._links(article)
        if trail_nearness(own, self.near, links) <= own:
            return None
        return int(np.argmax(np.minimum(self.near, links)))

    def _links(self, article: Placed) -> Floats:
        return np.asarray(scale(self._index.likeness(article.wording), self._closeness, article.closeness))


def trail_nearness(own: float, near: NDArray[Any], links: NDArray[Any]) -> float:
    """The larger of an article's kinship with the seed and its best path through the n articles of the trail.

    `near` is their nearness to the story, `links` the article's kinship with each; both of shape (n,).
    """
    return max(own, float(np.minimum(near, links).max()) - STEP) if len(near) else own


def widest_ways(near: NDArray[Any], links: NDArray[Any]) -> NDArray[Any]:
    """The nearness of each of n articles along its best path, shape (n,).

    `near` are the kinships with the seed, shape (n,), `links` those with each other, shape (n, n).
    """
    best = near
    for _ in range(MOST_STEPS if len(near) else 0):
        best = np.maximum(near, np.minimum(best[:, None], links).max(axis=0) - STEP)
    return best
