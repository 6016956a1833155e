"""Learn from the user's answers: adjust the threshold and the weights of a seed.

Only corrections have an effect: a "no" to an alert makes the seed stricter, a "yes" to a near miss looser, each by one
step, up to a few steps in total. The same answers shift the weights: the parts that were most similar in a false alarm
weigh less from then on, those most similar in a missed article more (the sign of one step of logistic regression,
bounded). A match answered "no" also leaves the trail, so that it no longer leads to other articles.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from statistics import fmean

from news.model import Answer, Leaning, Verdict

STEP = 0.25  # in logits: from 0.44 to 0.50, and on to 0.56
MOST = 1.0  # four steps: from 0.44 to 0.68 at most and 0.22 at least; for more, the user sets the sensitivity
_TILT = 0.4  # change of a weight's logarithm, for a part that was fully similar while the others were not at all
_MOST_TILT = 0.29  # a weight falls to three quarters or rises by a third at most
# without length and time, which do not mislead
_TILTED = ("text", "lead", "actors", "topics", "meaning", "nearness", "trail")


@dataclass(frozen=True, slots=True)
class Answered:
    """A match that the user answered: its verdict, the answer, and its parts (each similarity in 0..1)."""

    verdict: Verdict
    answer: Answer
    parts: Mapping[str, float]

    @property
    def wrong(self) -> int:
        """-1 for a false alarm, 1 for a missed follow-up, 0 if the answer confirms the verdict."""
        if self.answer is Answer.NO and self.verdict is Verdict.FOLLOW_UP:
            return -1
        return int(self.answer is Answer.YES and self.verdict is Verdict.NEAR_MISS)


def lean(answers: Iterable[Answered]) -> Leaning:
    """The adjustment of a seed by its answers: the threshold shift in logits within -1..1, and factors of weights."""
    wrong = [one for one in answers if one.wrong]
    threshold = max(-MOST, min(MOST, STEP * -sum(one.wrong for one in wrong)))
    tilts = {part: sum(one.wrong * _stands_out(one.parts, part) for one in wrong) for part in _TILTED}
    factors = {part: exp(max(-_MOST_TILT, min(_MOST_TILT, _TILT * tilt))) for part, tilt in tilts.items()}
    return Leaning(
        threshold, weights={part: round(factor, 3) for part, factor in factors.items() if round(factor, 3) != 1.0}
    )


def _stands_out(parts: Mapping[str, float], part: str) -> float:
    """How much a part exceeds the mean of all parts, in -1..1; 0 if it is not known."""
    known = [parts[name] for name in _TILTED if name in parts]
    return parts[part] - fmean(known) if part in parts else 0.0
