"""Learn from the user's answers: shift the scores of a seed's articles.

How alike a seed and its follow-ups are differs from seed to seed, so each seed has an offset of its own, and articles
like an answered one have an offset in common. Both are unknown at first; each answer says more about them. This is
Gaussian process classification with the score as its prior mean, at its most probable values (C. E. Rasmussen and
C. K. I. Williams, "Gaussian Processes for Machine Learning", 2006, section 3.4). An answer that confirms a clear score
changes next to nothing, one that contradicts it much. `python -m benchmarks.answers` rates the standard deviations.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from news.background import cosine
from news.word_likeness import Wording

_SEED = 1.5  # standard deviation of a seed's offset, in logits
_ALIKE = 4.0  # of the offset that articles of the same wording have in common, in logits
_STEPS = 100  # Newton's method needs about ten
_SETTLED = 1e-9

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answered:
    """An article that the user answered: its wording, by how many logits it exceeded the threshold, and the answer."""

    wording: Wording
    excess: float
    is_follow_up: bool


class Lessons:
    """What the answers for one seed teach; without answers, nothing."""

    def __init__(self, answered: Sequence[Answered] = ()) -> None:
        self._answered = tuple(answered)
        self._pulls = _pulls(self._answered)

    @property
    def shift_of_others(self) -> float:
        """The shift of the score of an article unlike all that were answered, in logits; above 0: looser."""
        return _SEED**2 * float(self._pulls.sum())

    @property
    def largest_shift(self) -> float:
        """An upper bound of the shift for any article, in logits."""
        return self.shift_of_others + _ALIKE**2 * float(self._pulls.clip(0.0).sum())

    def shift(self, wording: Wording) -> float:
        """The shift of the score of an article with this wording, in logits."""
        if not self._answered:
            return 0.0
        alike = np.array([cosine(wording.text, one.wording.text) for one in self._answered])
        return self.shift_of_others + _ALIKE**2 * float(alike @ self._pulls)


def _pulls(answered: Sequence[Answered]) -> Floats:
    """How strongly each answer pulls on the scores: answer (1 or 0) less its probability, shape (n,), each in -1..1."""
    if not answered:
        return np.zeros(0)
    alike = [[cosine(one.wording.text, other.wording.text) for other in answered] for one in answered]
    covariance = _SEED**2 + _ALIKE**2 * np.array(alike)
    excess = np.array([one.excess for one in answered])
    answers = np.array([float(one.is_follow_up) for one in answered])
    pulls = np.zeros(len(answered))
    for _ in range(_STEPS):
        offsets = covariance @ pulls
        chance = _chance(excess + offsets)
        doubt = chance * (1.0 - chance)
        system = np.eye(len(answered)) + doubt[:, None] * covariance
        step = np.linalg.solve(system, doubt * offsets + answers - chance) - pulls
        # The full step can lead beyond the maximum and from there farther away with each step.
        before = _log_posterior(pulls, covariance, excess, answers)
        while abs(step).max() > _SETTLED and _log_posterior(pulls + step, covariance, excess, answers) < before:
            step /= 2
        pulls = pulls + step
        if abs(step).max() <= _SETTLED:
            break
    return np.asarray(answers - _chance(excess + covariance @ pulls))


def _log_posterior(pulls: Floats, covariance: Floats, excess: Floats, answers: Floats) -> float:
    """The logarithm of the posterior probability of the offsets `covariance @ pulls`, up to a constant."""
    offsets = covariance @ pulls
    logits = np.where(answers > 0, 1.0, -1.0) * (excess + offsets)
    return float(-np.logaddexp(0.0, -logits).sum() - pulls @ offsets / 2)


def _chance(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))
