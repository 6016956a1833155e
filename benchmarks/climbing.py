"""Weights by hill climbing on the figures that count.

Logistic regression fits the many pairs that any weights would decide alike, and gives away what the few others need. So
the weights are moved in random steps, some at a time, as long as the mean of F1 at the shipped threshold and average
precision over the corpora rises (stochastic hill climbing, J. Spall, "Introduction to Stochastic Search and
Optimization", 2003, section 2.2.3). Neither says anything about how steep the scores are: in the end all weights are
stretched by one factor so that scores near the threshold are probabilities (J. Platt 1999).

For speed, a story is reduced to the candidates that could become a follow-up, and to the links of those that could lead
on to others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import Task
from benchmarks.followed_tasks import Compared, Field, along_links, links_of
from benchmarks.measures import Floats, Scores, rate_quickly, split
from benchmarks.regression import solve_logistic
from news import BIAS, CERTAIN, NEUTRAL, THRESHOLDS, WEIGHTS, to_logit

FREE = ("text", "lead", "actors", "topics", "meaning", "brevity", "detail", "time", "dates", "nearness", "trail")
_AT_FIRST = 3.0  # the weight of each part
_LEVELS = np.arange(-5.0, 5.5, 0.5).tolist()  # of the bias that are tried first, in logits
_STEPS = 420
_SEED = 1
_BOLD, _TIMID, _ROUND = 0.35, 0.8, 60  # the size of a step, its factor after a round with few gains, and steps a round
_FEW = 6  # gains in a round
_LEAST = 0.6  # of a weight, by which the size of a step is measured
_MOST_MOVED = 3  # weights in a step
_SHAKE = 0.25  # logits by which the bias is moved along
_FAR, _FAINT = -7.0, -3.5  # logits: no candidate below the one is found by any weights, none below the other leads on
_IN_DOUBT = 3.0  # logits either way: what is farther from the threshold says nothing about the slope near it
_CUT = to_logit(THRESHOLDS["normal"])
_PLACES = [list(WEIGHTS).index(part) for part in FREE]


@dataclass(frozen=True, slots=True)
class Story:
    """A task with the candidates in reach: `parts` of shape (n, parts), `links` of those `leading` to each, (m, n)."""

    field: Field
    task: Task
    compared: Compared
    leading: NDArray[np.intp]
    links: Floats

    def logits(self, weights: Floats, bias: float) -> Floats:
        """The logits of the candidates along the trail of what is found, shape (n,)."""
        refused, parts, found = np.array(self.compared.objected), self.compared.parts, np.zeros(0, np.intp)
        while True:
            logits: Floats = np.where(refused, _FAR * 10, parts @ weights + bias)
            now = np.flatnonzero(logits[self.leading] >= _CUT)
            if np.array_equal(now, found):
                return logits
            found = now
            parts = along_links(self.field, self.task, self.compared, self.leading[found], self.links[found])

    def scores(self, weights: Floats, bias: float) -> Scores:
        """The logits by kind of candidate."""
        return split(self.task, self.logits(weights, bias))


Corpora = Mapping[str, Sequence[Story]]


def in_reach(field: Field, task: Task, compared: Compared) -> Story:
    """A story without the candidates that the shipped weights leave far below the threshold."""
    logits = compared.parts @ np.array(list(WEIGHTS.values())) + BIAS
    follow_ups = np.arange(len(logits)) < len(task.pos)
    kept = np.flatnonzero(follow_ups | (logits > _FAR))
    ids = np.array(task.candidates(), object)
    hard = len(task.pos) + len(task.hard)
    near = Task(
        task.seed, task.pos, tuple(ids[kept[(kept >= len(task.pos)) & (kept < hard)]]), tuple(ids[kept[kept >= hard]])
    )
    leading = np.flatnonzero((follow_ups | (logits > _FAINT))[kept])
    cut = Compared(
        compared.parts[kept],
        tuple(np.array(compared.objected)[kept].tolist()),
        compared.published[kept],
        compared.across[kept],
    )
    return Story(field, near, cut, leading, links_of(field, near, leading))


def climb(corpora: Corpora, steps: int = _STEPS) -> tuple[Floats, float]:
    """Weights in the order of WEIGHTS, and the bias, for these corpora; always the same for the same ones."""
    weights, bias = np.array(list(WEIGHTS.values())), BIAS
    typical = _typical_parts(corpora)
    bias += float((weights[_PLACES] - _AT_FIRST) @ typical)
    weights[_PLACES] = _AT_FIRST
    bias = max((bias + level for level in _LEVELS), key=lambda level: worth(corpora, weights, level))
    random, size, gains = np.random.default_rng(_SEED), _BOLD, 0
    best = worth(corpora, weights, bias)
    for step in range(1, steps + 1):
        moved = weights.copy()
        chosen = random.choice(_PLACES, random.integers(1, _MOST_MOVED + 1), replace=False)
        moved[chosen] += random.normal(0.0, size, len(chosen)) * np.maximum(_LEAST, weights[chosen])
        moved = np.maximum(moved, 0.0)
        # what is typical of a follow-up keeps its score, give or take a little
        shifted = bias - float((moved - weights)[_PLACES] @ typical) + random.normal(0.0, _SHAKE)
        now = worth(corpora, moved, shifted)
        if now > best:
            best, weights, bias, gains = now, moved, shifted, gains + 1
        if step % _ROUND == 0:
            size, gains = size * (_TIMID if gains < _FEW else 1.0), 0
    return _stretch(corpora, weights, bias)


def worth(corpora: Corpora, weights: Floats, bias: float) -> float:
    """The mean of F1 and average precision, over stories and then over corpora."""
    rated = (rate_quickly([story.scores(weights, bias) for story in stories], _CUT) for stories in corpora.values())
    return mean(value for figures in rated for value in figures)


def _typical_parts(corpora: Corpora) -> Floats:
    """The mean of each free part among follow-ups."""
    parts = [story.compared.parts[: len(story.task.pos), _PLACES] for stories in corpora.values() for story in stories]
    return np.asarray(np.concatenate(parts).mean(axis=0), np.float64)


def _stretch(corpora: Corpora, weights: Floats, bias: float) -> tuple[Floats, float]:
    """Weights and bias by which as many of the pairs near the threshold are follow-ups as their scores say.

    What the threshold decides stays as it is.
    """
    logits, labels, shares = [], [], []
    for stories in corpora.values():
        for story in stories:
            above = story.logits(weights, bias) - _CUT
            near = np.abs(above) < _IN_DOUBT
            logits.append(above[near])
            labels.append(np.where(np.arange(len(above)) < len(story.task.pos), 1.0, -1.0)[near])
            shares.append(np.full(near.sum(), 1 / len(stories) / len(corpora)))
    known = np.concatenate(labels)
    if len(set(known.tolist())) < 2:  # nothing says how steep the scores are
        return weights, bias
    pairs = np.column_stack([np.concatenate(logits), np.ones(len(known))])
    slope = float(solve_logistic(pairs, known, np.concatenate(shares))[0])
    stretched = weights.copy()
    stretched[_PLACES] *= slope
    steady = sum(CERTAIN.values()) + WEIGHTS["gist"] * NEUTRAL  # what every ordinary pair has
    return stretched, _CUT + slope * (bias + steady - _CUT) - steady
