"""The step that groups follow-ups by event, finds what is new in each, and decides which are worth an alert."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from news import (
    RECENT,
    GroupRecord,
    Report,
    Seed,
    StoredMatch,
    choose_standing,
    count_new_facts,
    find_news,
    group_reports,
    is_copy,
    is_due_for_alert,
    shingles,
    words_of,
)
from pipeline.execution import Stage
from pipeline.outcomes import CompareOutcome, PassReport, add_up
from pipeline.runtime import Runtime
from pipeline.stages import PassRun

STAGE = "group follow-ups"
TRIES = 5  # if another run groups the same seed meanwhile
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a new report is compared with.

    `reports` are the earlier reports of its development and `printed` their shingles, in the same order; `words` are
    all content words of the seed and of earlier reports, `seed` those of the seed alone.
    """

    reports: Sequence[StoredMatch]
    printed: Sequence[frozenset[tuple[str, ...]]]
    words: frozenset[str]
    seed: frozenset[str]


def group(run: PassRun, report: PassReport) -> PassReport:
    """Group all new follow-ups, including those of an earlier pass that was killed before this step."""
    if not run.runtime.store.ungrouped_seeds():
        return report
    outcomes = run.run_alone(Stage(STAGE, group_follow_ups, heavy=True), STAGE, None)
    return replace(report, comparing=add_up(CompareOutcome, [report.comparing, *outcomes]))


def group_follow_ups(runtime: Runtime, _nothing: None, now: datetime) -> CompareOutcome:
    """Assign every follow-up that has none to a development. Raises StoreError.

    Until then each follow-up is alerted as a separate event, so a failure here means too many alerts, never a lost one.
    """
    seeds = {seed.name: seed for seed in runtime.store.seeds(include_inactive=True)}
    opened = sum(_group_seed(runtime, seeds[name], now) for name in runtime.store.ungrouped_seeds())
    return CompareOutcome(developments=opened)


def _group_seed(runtime: Runtime, seed: Seed, now: datetime) -> int:
    for _ in range(TRIES):
        known = runtime.store.count_developments(seed.name)
        records = decide(runtime, seed, runtime.store.matches(seed.name))
        if runtime.store.save_groups(seed.name, records, known, now):
            return len({record.development for record in records if record.development < 0})
    logger.warning("%s: another run is grouping its follow-ups; the next run groups the rest", seed.name)
    return 0


def decide(runtime: Runtime, seed: Seed, stored: Sequence[StoredMatch]) -> list[GroupRecord]:
    """The development and standing of each follow-up that has none yet, oldest first."""
    waiting = sorted(
        (one for one in stored if one.development is None), key=lambda one: (one.article.published, one.id)
    )
    if not waiting:
        return []
    since = waiting[0].article.published - RECENT
    settled = [one for one in stored if one.development is not None and one.article.published >= since]
    reports = [*settled, *waiting]
    runtime.refresh_stream()
    places = [Report(runtime.place_of(one.article), one.article.published) for one in reports]
    found = group_reports(places, [one.development for one in reports], runtime.stream)
    members = defaultdict[int, list[StoredMatch]](list)
    for one, group in zip(settled, found, strict=False):
        members[group].append(one)
    about = words_of(seed.title, seed.text)
    known_words = about | words_of(*(text for one in settled for text in (one.article.title, one.article.text)))
    records, numbers, shingles_of = [], {one.development for one in settled}, cache(shingles)
    for one, group in zip(waiting, found[len(settled) :], strict=True):
        printed = [shingles_of(each.article.text) for each in members[group]]
        known = _Known(members[group], printed, known_words, about)
        record = _place(runtime, one, group if group in numbers else -1 - group, known)
        records.append(record)
        members[group].append(replace(one, standing=record.standing))
        known_words |= words_of(one.article.title, one.article.text)
    return records


def _place(runtime: Runtime, one: StoredMatch, development: int, known: _Known) -> GroupRecord:
    article = one.article
    own = shingles(article.text)
    copied = any(is_copy(own, printed) for printed in known.printed)
    about = known.seed | words_of(article.title)
    news = () if copied else find_news(article.text, known.words, runtime.stream.background, about)
    alerted = [each.article.published for each in known.reports if each.standing.is_alerted]
    is_due = is_due_for_alert(article.published, alerted)
    is_later = bool(known.reports) and not copied and is_due  # otherwise the count is not needed, and it is slow
    facts = count_new_facts(article.title, article.text, known.words, article.language) if is_later else 0
    standing = choose_standing(is_first=not known.reports, is_copy=copied, is_due=is_due, new_facts=facts)
    return GroupRecord(one.id, development, standing, news)
