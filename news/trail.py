"""The trail: the follow-ups found so far, which connect a story to articles that share little with its seed.

An article on the next stage may share little with the seed but much with yesterday's follow-up. Its nearness to the
story is the weakest link of the best path to it: the widest-path closeness of single-link clustering (R. Sibson,
"SLINK", Computer Journal 16, 1973). A link is the likeness of two texts. Every step beyond the seed has a small cost,
so that a chain of loosely related stories fades out instead of drifting away.

Nearness depends on which follow-ups were found and not on their order, and another follow-up never lowers it.

Texts in two languages share no words; what leads from one to the other is how alike their vectors by the model of many
languages are. Only the follow-ups in the seed's own language lead on so: by these vectors any two arrests are alike,
and from report to report in other languages a story would drift into the news of the day.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from news.word_likeness import Wording, WordingIndex, likeness

STEP = 0.025  # the cost of each link after the first, in likeness
MOST_STEPS = 3


class Trail:
    """A seed and the follow-ups found for it, with the nearness of each to the story.

    `near` has one value in 0..1 for each article, in their order. `gists` are their vectors by the model of many
    languages in the same order, shape (n, numbers): zeros for those in another language than the seed's, and no numbers
    where none were asked for.
    """

    def __init__(self, seed: Wording, articles: Sequence[Wording] = (), gists: Sequence[Sequence[float]] = ()) -> None:
        self.articles = tuple(articles)
        self.gists = as_matrix(gists or [()] * len(articles))
        self._seed = seed
        self._index = WordingIndex(articles)
        own = np.array([likeness(seed, article) for article in articles], dtype=np.float64)
        links = np.array([self._index.likeness(article) for article in articles], dtype=np.float64)
        self.near = widest_ways(own, links)

    def nearness(self, article: Wording) -> float:
        """The nearness of an article to the story along the best path, in 0..1; at least its likeness to the seed."""
        return float(trail_nearness(likeness(self._seed, article), self.near, self._index.likeness(article)))

    def nearness_of_all(self, articles: WordingIndex) -> tuple[NDArray[Any], NDArray[Any]]:
        """The likeness of each of m articles to the seed, and its nearness along the best path; shape (m,) each."""
        own = articles.likeness(self._seed)
        links = [articles.likeness(one) for one in self.articles]
        return own, trail_nearness(own, self.near, np.array(links).reshape(len(links), len(own)))

    def closest_gists(self, gists: NDArray[np.float32]) -> NDArray[Any]:
        """The cosine of each of m vectors with that of the follow-up most like it, 0 if there is none; shape (m,)."""
        if not (self.gists.size and gists.size):
            return np.zeros(len(gists))
        return np.asarray((gists @ self.gists.T).max(axis=1))

    def best_link(self, article: Wording) -> int | None:
        """The index of the last follow-up on the best path; None if the direct link from the seed is the best."""
        own, links = likeness(self._seed, article), self._index.likeness(article)
        if trail_nearness(own, self.near, links) <= own:
            return None
        return int(np.argmax(np.minimum(self.near, links)))


def as_matrix(vectors: Sequence[Sequence[float] | NDArray[np.float32]]) -> NDArray[np.float32]:
    """One row for each vector; zeros for a missing one."""
    matrix = np.zeros((len(vectors), max(map(len, vectors), default=0)), np.float32)
    for number, vector in enumerate(vectors):
        matrix[number, : len(vector)] = vector
    return matrix


def trail_nearness(own: Any, near: NDArray[Any], links: NDArray[Any]) -> Any:
    """The larger of an article's likeness to the seed and its best path through the n articles of the trail.

    `near` is their nearness to the story, `links` the article's likeness to each; both of shape (n,). Of m articles at
    once: `own` of shape (m,), `links` of shape (n, m).
    """
    if not len(near):
        return own
    return np.maximum(own, np.minimum(near if links.ndim == 1 else near[:, None], links).max(axis=0) - STEP)


def widest_ways(near: NDArray[Any], links: NDArray[Any]) -> NDArray[Any]:
    """The nearness of each of n articles along its best path, shape (n,).

    `near` are the likenesses to the seed, shape (n,), `links` those to each other, shape (n, n).
    """
    best = near
    for _ in range(MOST_STEPS if len(near) else 0):
        best = np.maximum(near, np.minimum(best[:, None], links).max(axis=0) - STEP)
    return best
