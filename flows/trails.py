"""The trails of the seeds: read from what is stored, and used for a second look at what nearly matched."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts import owed_recipients
from flows.holding import alone
from flows.outcomes import CompareOutcome
from flows.runtime import Runtime
from flows.settings import services
from news import Answer, Followed, MatchRecord, Seed, SeedIndex, StoredMatch, Trail, Verdict, find_objection, look_again

REVIEW = "look again at near misses"
MOST_ON_TRAIL = 150  # the strongest; what else a long story brought is near one of them
SECOND_LOOK = timedelta(days=14)  # how long a near miss may still turn out to be a follow-up
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _StoredTrail:
    """A trail, and the matches on it in its order."""

    trail: Trail
    matches: tuple[StoredMatch, ...]

    def latest(self, seed: Seed) -> datetime | None:
        """When the story was last told."""
        told = [one.article.published for one in self.matches if one.match.verdict is Verdict.FOLLOW_UP]
        return max([*told, *([seed.published] if seed.published else [])], default=None)


def with_trails(runtime: Runtime, index: SeedIndex) -> SeedIndex:
    """The index with each seed's trail as it is stored now."""
    return replace(index, followed=tuple(_with_trail(runtime, one) for one in index.followed))


def _with_trail(runtime: Runtime, followed: Followed) -> Followed:
    stored = _read(runtime, followed)
    headlines = tuple(one.article.title for one in stored.matches)
    return replace(followed, trail=stored.trail, headlines=headlines, latest=stored.latest(followed.seed))


def _read(runtime: Runtime, followed: Followed) -> _StoredTrail:
    stored = runtime.store.matches(followed.seed.name, verdicts=(Verdict.FOLLOW_UP, Verdict.NEAR_MISS))
    allowed = [one for one in stored if _leads_on(followed.seed, one)]
    chosen = sorted(allowed, key=lambda one: (-one.match.score, one.id))[:MOST_ON_TRAIL]
    if len(allowed) > len(chosen):
        logger.info("%s: the trail runs over the %d strongest of %d", followed.seed.name, len(chosen), len(allowed))
    placed = [runtime.place_of(one.article) for one in chosen]
    return _StoredTrail(Trail(followed.weighed.placed, placed), tuple(chosen))


def _leads_on(seed: Seed, stored: StoredMatch) -> bool:
    return stored.answer is not Answer.NO and not find_objection(seed, stored.article)


def review_near_misses(runtime: Runtime, _nothing: None, now: datetime) -> CompareOutcome:
    """See recent near misses again along their seeds' trails as they are now, and alert what proves a follow-up.

    Once is enough: near misses lie on the trail as follow-ups do, so a promotion leads no further.
    """
    with alone(runtime, REVIEW, now) as mine:
        return _review(runtime, now) if mine else CompareOutcome()


def _review(runtime: Runtime, now: datetime) -> CompareOutcome:
    index = runtime.index_of(tuple(runtime.store.seeds()))
    found = tuple((one.seed.name, url) for one in index.followed for url in _promote(runtime, one, now))
    return CompareOutcome(follow_ups=len(found), found=found)


def _promote(runtime: Runtime, followed: Followed, now: datetime) -> list[str]:
    stored, promoted = _read(runtime, followed), []
    for one, near in zip(stored.matches, stored.trail.near.tolist(), strict=True):
        if one.found_at < now - SECOND_LOOK:
            continue
        match = look_again(followed.seed, one.article, one.match, near)
        if match is None:
            continue
        owed = owed_recipients(match, followed.seed, runtime.settings.recipients, now, also=services(runtime.settings))
        if runtime.store.promote_match(one.id, MatchRecord(match, owed), now):
            promoted.append(one.article.url)
    return promoted
