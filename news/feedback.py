"""What the user's answers change: how sure a seed must be before it alerts, and what it goes by.

Only what proves us wrong moves it: a "no" to an alert makes the seed stricter, a "yes" to a near miss looser, each by
one step, and never further than a few. The same answers tilt the weights: what was most alike in a false alarm counts
for less from then on, what was most alike in a missed article for more (the sign of one step of logistic regression,
bounded). What is answered "no" also leaves the trail, so that it leads nowhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from statistics import fmean

from news.model import Answer, Leaning, Verdict

STEP = 0.25  # in logit: from 0.42 to 0.48, and on to 0.54
MOST = 1.0  # four steps: from 0.42 to 0.66 at most, to 0.21 at least; what lies beyond is the sensitivity's to say
_TILT = 0.4  # of the logarithm of a weight, for a part that was alike wholly where the others were not at all
_MOST_TILT = 0.29  # a weight falls to three quarters at most and rises by a third
# not length and time, which mislead nobody
_TILTED = ("text", "lead", "headline", "actors", "topics", "meaning", "nearness", "trail")


@dataclass(frozen=True, slots=True)
class Answered:
    """A match that the user answered: what it was, the answer, and how alike the two were in each respect."""

    verdict: Verdict
    answer: Answer
    parts: Mapping[str, float]

    @property
    def wrong(self) -> int:
        """-1 for a false alarm, 1 for a missed follow-up, 0 where the answer agrees."""
        if self.answer is Answer.NO and self.verdict is Verdict.FOLLOW_UP:
            return -1
        return int(self.answer is Answer.YES and self.verdict is Verdict.NEAR_MISS)


def lean(answers: Iterable[Answered]) -> Leaning:
    """How the answers given to its matches change a seed: the threshold in logit within -1..1, weights by factors."""
    wrong = [one for one in answers if one.wrong]
    threshold = max(-MOST, min(MOST, STEP * -sum(one.wrong for one in wrong)))
    tilts = {part: sum(one.wrong * _stands_out(one.parts, part) for one in wrong) for part in _TILTED}
    factors = {part: exp(max(-_MOST_TILT, min(_MOST_TILT, _TILT * tilt))) for part, tilt in tilts.items()}
    return Leaning(
        threshold, weights={part: round(factor, 3) for part, factor in factors.items() if round(factor, 3) != 1.0}
    )


def _stands_out(parts: Mapping[str, float], part: str) -> float:
    """How much more alike two texts are in one respect than in all on average, in -1..1; 0 where it is not known."""
    known = [parts[name] for name in _TILTED if name in parts]
    return parts[part] - fmean(known) if part in parts else 0.0
