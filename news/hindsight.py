"""What other lessons from the answers would have meant for the matches already stored.

A reader cannot judge a threshold in logits, but can judge the headlines that it would have let through or kept away.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from news.digests import StoredMatch
from news.feedback import Lessons
from news.matching import WEIGHTS, excess_of, find_objection, judge, to_score
from news.model import Answer, Seed, Verdict
from news.word_likeness import Wording

LATEST = 50  # follow-ups, and as many near misses, that are looked back at
_DECIMALS = 4  # of a score


@dataclass(frozen=True, slots=True)
class Rated:
    """A stored match and the wording of its article."""

    stored: StoredMatch
    wording: Wording


@dataclass(frozen=True, slots=True)
class Hindsight:
    """Of the latest `follow_ups` and `near_misses`, those that the new lessons would have judged the other way.

    `dropped` are follow-ups that would not have been mailed, `gained` near misses that would have been; both newest
    first.
    """

    follow_ups: int = 0
    dropped: tuple[StoredMatch, ...] = ()
    near_misses: int = 0
    gained: tuple[StoredMatch, ...] = ()


def choose_latest(stored: Sequence[StoredMatch]) -> list[StoredMatch]:
    """The follow-ups and near misses to look back at: the last `LATEST` found of each that are open."""
    open_ones = sorted(filter(is_open, stored), key=lambda one: (one.found_at, one.id), reverse=True)
    kinds = (Verdict.FOLLOW_UP, Verdict.NEAR_MISS)
    return [one for kind in kinds for one in [each for each in open_ones if each.match.verdict is kind][:LATEST]]


def is_open(stored: StoredMatch) -> bool:
    """Whether a match has no answer, and was compared by this version, so that its score can be computed again."""
    unanswered = stored.answer is Answer.NONE and stored.found_verdict is None
    return unanswered and stored.match.evidence.parts.keys() == WEIGHTS.keys()


def look_back(seed: Seed, rated: Sequence[Rated], before: Lessons, after: Lessons) -> Hindsight:
    """Compare what two sets of lessons say about matches chosen by `choose_latest`."""
    follow_ups = [one for one in rated if one.stored.match.verdict is Verdict.FOLLOW_UP]
    near_misses = [one for one in rated if one.stored.match.verdict is Verdict.NEAR_MISS]
    return Hindsight(
        len(follow_ups),
        tuple(one.stored for one in follow_ups if _passes(seed, one, before) and not _passes(seed, one, after)),
        len(near_misses),
        tuple(one.stored for one in near_misses if _passes(seed, one, after) and not _passes(seed, one, before)),
    )


def _passes(seed: Seed, one: Rated, lessons: Lessons) -> bool:
    score = round(to_score(one.stored.match.evidence.parts, shift=lessons.shift(one.wording)), _DECIMALS)
    return judge(seed, one.stored.article, score)[1] is Verdict.FOLLOW_UP


def distance(seed: Seed, one: Rated, lessons: Lessons) -> float | None:
    """By how many logits a match exceeds its seed's threshold; None if the seed's own rules decide, not the score."""
    if find_objection(seed, one.stored.article):
        return None
    return excess_of(seed, to_score(one.stored.match.evidence.parts, shift=lessons.shift(one.wording)))
