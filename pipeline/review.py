"""A second look at what nearly matched, along the seeds' trails as they have grown since."""

from dataclasses import replace
from datetime import datetime, timedelta

from alerts import owed_recipients
from news import Followed, MatchRecord, look_again
from pipeline.execution import Stage
from pipeline.leases import alone
from pipeline.outcomes import CompareOutcome, PassReport, add_up
from pipeline.runtime import Runtime
from pipeline.settings import services
from pipeline.stages import PassRun
from pipeline.watchlist import read_trail, watch

STAGE = "look again at near misses"
SECOND_LOOK = timedelta(days=14)  # how long a near miss may still turn out to be a follow-up


def review(run: PassRun, report: PassReport) -> PassReport:
    """See near misses again where something was found, by which a trail may have grown."""
    if not (report.comparing.follow_ups or report.comparing.near_misses):
        return report
    outcomes = run.run_alone(Stage(STAGE, review_near_misses, heavy=True), STAGE, None)
    return replace(report, comparing=add_up(CompareOutcome, [report.comparing, *outcomes]))


def review_near_misses(runtime: Runtime, _nothing: None, now: datetime) -> CompareOutcome:
    """See recent near misses again along their seeds' trails as they are now, and alert what proves a follow-up.

    Once is enough: near misses lie on the trail as follow-ups do, so a promotion leads no further.
    """
    with alone(runtime, STAGE, now) as mine:
        return _review(runtime, now) if mine else CompareOutcome()


def _review(runtime: Runtime, now: datetime) -> CompareOutcome:
    found = tuple((one.seed.name, url) for one in watch(runtime).followed for url in _promote(runtime, one, now))
    return CompareOutcome(follow_ups=len(found), found=found)


def _promote(runtime: Runtime, followed: Followed, now: datetime) -> list[str]:
    stored, promoted = read_trail(runtime, followed), []
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
