"""The matches to ask the user about: in a terminal, or one in a mail."""

from collections.abc import Collection, Sequence
from datetime import datetime

from news import (
    RECENT_MATCHES,
    WITHIN,
    Candidate,
    Lessons,
    Rated,
    Seed,
    StoredMatch,
    Verdict,
    choose_questions,
    distance,
    is_open,
)
from pipeline.runtime import Runtime
from pipeline.watchlist import learn


def find_questions(
    runtime: Runtime, seed: Seed, now: datetime, most: int, skipped: Collection[int] = ()
) -> list[StoredMatch]:
    """The matches of a stored seed whose answers tell most, at most `most`, without those with the `skipped` ids.

    They are recent follow-ups and near misses, nearest to the threshold first. Raises StoreError.
    """
    stored = runtime.store.matches(seed.name, verdicts=tuple(Verdict))
    return choose_questions(_candidates(runtime, seed, stored, now, skipped), _asked(stored, skipped), most)


def find_question_for_mail(runtime: Runtime, seed: Seed, now: datetime) -> StoredMatch | None:
    """The match that a mail about the seed is to ask about now; None if it does not pay.

    It pays if the match is within `WITHIN` of the threshold, no mail has asked about it, and no other question about
    the seed is open. Raises StoreError.
    """
    if not runtime.store.may_ask(seed.name, now):
        return None
    stored, asked = runtime.store.matches(seed.name, verdicts=tuple(Verdict)), runtime.store.asked_matches(seed.name)
    candidates = _candidates(runtime, seed, stored, now, asked)
    near = [one for one in candidates if abs(one.excess) <= WITHIN]
    return next(iter(choose_questions(near, _asked(stored, asked), most=1)), None)


def _candidates(
    runtime: Runtime, seed: Seed, stored: Sequence[StoredMatch], now: datetime, asked: Collection[int]
) -> list[Candidate]:
    lessons = learn(runtime, seed, stored)
    recent = [one for one in stored if _is_candidate(one, now) and one.id not in asked]
    rated = [(one, _distance(runtime, seed, one, lessons)) for one in recent]
    return [Candidate(one, excess) for one, excess in rated if excess is not None]


def _is_candidate(one: StoredMatch, now: datetime) -> bool:
    return one.match.verdict is not Verdict.UNRELATED and is_open(one) and one.found_at > now - RECENT_MATCHES


def _distance(runtime: Runtime, seed: Seed, one: StoredMatch, lessons: Lessons) -> float | None:
    return distance(seed, Rated(one, runtime.wording_of(one.article)), lessons)


def _asked(stored: Sequence[StoredMatch], asked: Collection[int]) -> list[StoredMatch]:
    """Those whose copies need not be asked about."""
    return [one for one in stored if one.answer or one.id in asked]
