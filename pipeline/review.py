"""The step that compares again, along the trails as they have grown, what did not suffice before.

A follow-up found today may lead to an article that was compared yesterday. Because another follow-up only ever raises
a score, and this step repeats until it finds nothing more, the follow-ups found in the end do not depend on the order
in which articles came, nor on how they were divided into runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from alerts import has_expired, owed_recipients
from news import (
    WEIGHTS,
    Followed,
    MatchRecord,
    QueuedArticle,
    SeedIndex,
    StoredMatch,
    Verdict,
    is_for,
    likeness,
    look_again,
)
from pipeline.compare import compare_with
from pipeline.execution import Stage
from pipeline.leases import alone
from pipeline.outcomes import CompareOutcome, PassReport, add_up
from pipeline.runtime import Runtime
from pipeline.settings import services
from pipeline.stages import PassRun
from pipeline.watchlist import can_compare, watch

STAGE = "review near misses"
SECOND_LOOK = timedelta(days=14)  # how long a near miss may still turn out to be a follow-up


def review(run: PassRun, report: PassReport) -> PassReport:
    """Compare near misses and recent articles again with the seeds whose trails have grown since their last review."""
    if not _names_to_review(run.runtime, run.clock()) or not can_compare(run, STAGE):
        return report
    outcomes = run.run_alone(Stage(STAGE, review_seeds, heavy=True), STAGE, None)
    return replace(report, comparing=add_up(CompareOutcome, [report.comparing, *outcomes]))


def review_seeds(runtime: Runtime, _nothing: None, now: datetime) -> CompareOutcome:
    """Review every seed that has changed since its last review; alerts what proves to be a follow-up.

    A seed is marked as reviewed only when nothing more was found, so a run that is interrupted leaves the rest to the
    next one. Raises StoreError, ModelError.
    """
    with alone(runtime, STAGE, now) as mine:
        seeds = _names_to_review(runtime, now) if mine else []
        recent = runtime.store.recent_articles(limit=runtime.settings.review_articles) if seeds else []
        return add_up(CompareOutcome, [outcome for name in seeds for outcome in _review(runtime, name, recent, now)])


def _names_to_review(runtime: Runtime, now: datetime) -> list[str]:
    """The seeds that have changed since their last review. One that has expired is reviewed if it is followed again.

    Nobody is told what is found in it now, and with the clock ahead, it may only seem to have expired.
    """
    changed = runtime.store.seeds_to_review()
    expired = {seed.name for seed in runtime.store.seeds() if has_expired(seed, now)} if changed else set()
    return [name for name in changed if name not in expired]


def _review(runtime: Runtime, name: str, recent: Sequence[QueuedArticle], now: datetime) -> Iterator[CompareOutcome]:
    while True:
        runtime.go_on()
        changes = runtime.store.seed_changes().get(name, 0)
        followed = watch(runtime).find(name)
        found = _review_once(runtime, followed, recent, now) if followed else []
        yield from found
        if not any(outcome.follow_ups for outcome in found):
            runtime.store.note_review(name, changes)
            return


def _review_once(
    runtime: Runtime, followed: Followed, recent: Sequence[QueuedArticle], now: datetime
) -> list[CompareOutcome]:
    stored = runtime.store.matches(followed.seed.name, verdicts=tuple(Verdict))
    return [_promote(runtime, followed, stored, now), *_reconsider(runtime, followed, stored, recent, now)]


def _promote(runtime: Runtime, followed: Followed, stored: Sequence[StoredMatch], now: datetime) -> CompareOutcome:
    """Turn near misses into follow-ups if the trail now leads to them."""
    promoted = []
    for one in stored:
        if one.match.verdict is not Verdict.NEAR_MISS or one.found_at < now - SECOND_LOOK:
            continue
        wording = runtime.wording_of(one.article)
        nearness, shift = followed.trail.nearness(wording), followed.lessons.shift(wording)
        match = look_again(followed.seed, one.article, one.match, nearness, followed.latest, shift)
        if match is None:
            continue
        owed = owed_recipients(match, followed.seed, runtime.settings.recipients, now, also=services(runtime.settings))
        if runtime.store.promote_match(one.id, MatchRecord(match, owed), now):
            promoted.append((followed.seed.name, one.article.url))
    return CompareOutcome(follow_ups=len(promoted), found=tuple(promoted))


def _reconsider(
    runtime: Runtime,
    followed: Followed,
    stored: Sequence[StoredMatch],
    recent: Sequence[QueuedArticle],
    now: datetime,
) -> list[CompareOutcome]:
    """Compare in full the recent articles to which the trail leads, and which share less with the seed itself."""
    known = {one.article.url for one in stored if one.match.evidence.parts.keys() == WEIGHTS.keys()}
    led_to = [
        one
        for one in recent
        if one.article.url not in known
        and is_for(one.folders, followed.seed.settings.feeds)
        and _leads_to(runtime, followed, one)
    ]
    index, size = SeedIndex(runtime.background, [followed]), runtime.settings.batch_size
    batches = [led_to[start : start + size] for start in range(0, len(led_to), size)]
    return [replace(compare_with(runtime, index, batch, now), articles=0) for batch in batches]


def _leads_to(runtime: Runtime, followed: Followed, one: QueuedArticle) -> bool:
    wording = runtime.wording_of(one.article)
    return followed.trail.nearness(wording) > likeness(followed.weighed.wording, wording)
