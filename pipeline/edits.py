"""Edited reports: whether one is still of its story, and what it is there if it tells the next stage."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from alerts import owed_recipients
from news import (
    Answer,
    CorrectionKind,
    Edit,
    GroupRecord,
    Match,
    Seed,
    Standing,
    StoredMatch,
    Verdict,
    describe_correction,
    find_lead,
    list_tellings,
)
from pipeline.compare import compare_directly
from pipeline.runtime import Runtime
from pipeline.settings import services


def compare_edited(runtime: Runtime, seed: Seed, edited: Sequence[StoredMatch]) -> dict[int, Match]:
    """How edited reports compare with the seed as they are now, by their ids. Raises ModelError."""
    found = compare_directly(runtime, seed, [one.article for one in edited]) if edited else []
    return dict(zip((one.id for one in edited), found, strict=True))


def settle_edit(
    runtime: Runtime, seed: Seed, record: GroupRecord, before: StoredMatch, found: Match, now: datetime
) -> GroupRecord:
    """The record of an edited report: it stays in its development, where it is an update if it tells more.

    `before` is the report as it is stored, `found` how it compares now; an answer counts more than that.
    """
    said = (list_tellings(before)[:-1] or [before])[-1].article
    standing = record.standing
    if standing.is_alerted:
        standing = before.standing if before.standing.is_alerted else Standing.ADDS
    article, settings = before.article, runtime.settings
    lead = find_lead(article.title, article.text)
    return replace(
        record,
        development=before.development or record.development,
        standing=standing,
        news=record.news or ((lead,) if lead else ()),
        correction=describe_correction(CorrectionKind.UPDATED, said, article),
        corrects=before.id,
        edit=Edit(
            found,
            owed_recipients(found, seed, settings.recipients, now, also=services(settings)),
            is_report=found.verdict is Verdict.FOLLOW_UP or before.answer is Answer.YES,
        ),
    )
