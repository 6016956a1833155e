"""What the user's answers change: how sure a seed must be before it alerts.

Only what proves us wrong moves it: a "no" to an alert makes the seed stricter, a "yes" to a near miss looser, each by
one step, and never further than a few. What is answered "no" also leaves the trail, so that it leads nowhere.
"""

STEP = 0.25  # in logit: from 0.47 to 0.53, and on to 0.59
MOST = 1.0  # four steps: from 0.47 to 0.71 at most, to 0.25 at least; what lies beyond is the sensitivity's to say


def lean(*, false_alarms: int, missed: int) -> float:
    """How much stricter (above 0) or looser a seed is for its answers, in logit, within -1..1."""
    return max(-MOST, min(MOST, STEP * (false_alarms - missed)))
