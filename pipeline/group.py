"""The step that groups follow-ups by event, finds what is new in each, and decides which are worth an alert."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from news import (
    LONGEST_STAGE,
    RECENT,
    Article,
    FollowUp,
    GroupRecord,
    Opening,
    Report,
    Seed,
    Standing,
    StoredMatch,
    arrange,
    choose_news,
    find_correction,
    head_shingles,
    is_same_text,
    language_of_article,
    list_tellings,
    read_opening,
    shingles,
    without_mark,
    word_article,
    words_of,
)
from pipeline.edits import compare_edited, settle_edit
from pipeline.execution import Stage
from pipeline.gists import gists_of_each
from pipeline.outcomes import CompareOutcome, PassReport, add_up
from pipeline.runtime import Runtime
from pipeline.stages import PassRun

STAGE = "group follow-ups"
TRIES = 5  # if another run groups the same seed meanwhile
logger = logging.getLogger(__name__)


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
    # a seed that cannot be read is not among them; its follow-ups wait
    waiting = [seeds[name] for name in runtime.store.ungrouped_seeds() if name in seeds]
    opened = sum(_group_seed(runtime, seed, now) for seed in waiting)
    return CompareOutcome(developments=opened)


def _group_seed(runtime: Runtime, seed: Seed, now: datetime) -> int:
    for _ in range(TRIES):
        known = runtime.store.count_developments(seed.name)
        records = decide(runtime, seed, runtime.store.matches(seed.name), now)
        if runtime.store.save_groups(seed.name, records, known, now):
            return sum(record.standing is Standing.OPENS for record in records)
    logger.warning("%s: another run is grouping its follow-ups; the next run groups the rest", seed.name)
    return 0


def decide(runtime: Runtime, seed: Seed, stored: Sequence[StoredMatch], now: datetime) -> list[GroupRecord]:
    """The development and standing of each follow-up that has none yet or was edited, oldest first.

    An edited one is judged as a report of the time of its edit. Raises extractors.ModelError.
    """
    told = [each for one in stored for each in list_tellings(one)]
    waiting = sorted((one for one in told if one.development is None), key=lambda one: (one.article.published, one.id))
    if not waiting:
        return []
    since = waiting[0].article.published - RECENT
    settled = [one for one in told if one.development is not None and one.article.published >= since]
    runtime.refresh_stream()
    started, follow_ups = _read(runtime, seed, [*settled, *waiting])
    old = [one for one in told if one.development is not None and one.article.published < since]
    again = {place: _find_repeated(seed, one, old) for place, one in enumerate(waiting, len(settled))}
    repeated = {place for place, original in again.items() if original is not None}
    placed = arrange(started, follow_ups, runtime.stream, repeated=repeated)
    numbers = {one.development for one in settled}
    about = words_of(seed.title, seed.text)
    known = about | words_of(*(text for one in settled for text in (one.article.title, one.article.text)))
    edited = compare_edited(runtime, seed, [one for one in waiting if one.edited_at])
    records: list[GroupRecord] = []
    for one, place in zip(waiting, placed, strict=True):
        article = one.article
        news = choose_news(article, place.standing, known, runtime.stream.background, about)
        development = place.development if place.development in numbers else -1 - place.development
        development = again[len(settled) + len(records)] or development
        records.append(GroupRecord(one.id, development, place.standing, news, versions=len(one.versions)))
        known |= words_of(article.title, article.text)
    before = {one.id: one for one in stored}
    return [
        settle_edit(runtime, seed, record, before[one.id], edited[one.id], now)
        if one.id in edited
        else _correct(record, one, [*settled, *waiting], records)
        for record, one in zip(records, waiting, strict=True)
    ]


def _find_repeated(seed: Seed, one: StoredMatch, old: Sequence[StoredMatch]) -> int | None:
    """The development of the report of long ago that this one is again; 0 if it is the seed's own; None if neither.

    What says of itself that it corrects or withdraws something is news, however much of its text is known.
    """
    article = one.article
    if without_mark(article.title) != article.title:
        return None
    if is_same_text(article.text, seed.text):
        return 0
    return next((each.development for each in old if is_same_text(article.text, each.article.text)), None)


def _correct(
    record: GroupRecord, one: StoredMatch, stored: Sequence[StoredMatch], records: Sequence[GroupRecord]
) -> GroupRecord:
    """The record of a report that corrects another: it is an update of that one's development."""
    found = find_correction(one.article, [other.article for other in stored])
    if found is None:
        return record
    about, correction = stored[found[0]], found[1]
    own = next((each.development for each in records if each.match_id == about.id), about.development)
    if own is None:
        return record
    return replace(record, development=own, standing=Standing.ADDS, correction=correction, corrects=about.id)


def _read(runtime: Runtime, seed: Seed, stored: Sequence[StoredMatch]) -> tuple[Opening | None, list[FollowUp]]:
    """The opening of the seed, None if its date is not known, and the follow-ups as they are arranged."""
    new = min(one.article.published for one in stored if one.development is None)
    near = [one.article for one in stored if one.article.published >= new - LONGEST_STAGE]
    texts = [(seed.headline, seed.text), *((one.title, one.text) for one in near)]
    is_foreign = any(language_of_article(*text) != "en" for text in texts)
    gists = gists_of_each(runtime, texts) if is_foreign else [()] * len(texts)
    first, *vectors = zip(runtime.encoder.encode(texts), gists, strict=True)
    encoded = dict(zip(map(_key_of, near), vectors, strict=True))
    started = None
    if seed.published:
        article = Article(seed.url, seed.headline, seed.text, "", seed.published)
        started = read_opening(article, word_article(article, runtime.background), *first)
    follow_ups = [
        FollowUp(
            Report(runtime.place_of(one.article), one.article.published),
            read_opening(one.article, runtime.wording_of(one.article), *encoded.get(_key_of(one.article), ((), ()))),
            shingles(one.article.text),
            head_shingles(one.article.text),
            one.development,
            one.standing,
        )
        for one in stored
    ]
    return started, follow_ups


def _key_of(article: Article) -> tuple[str, datetime]:
    """What tells the versions of an article apart."""
    return article.url, article.published
