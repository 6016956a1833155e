"""The step that compares again, along the trails as they have grown, what did not suffice before.

A follow-up found today may lead to an article that was compared yesterday. Because another follow-up only ever raises
a score, and this step repeats until it finds nothing more, the follow-ups found in the end do not depend on the order
in which articles came, nor on how they were divided into runs.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from alerts import has_expired, owed_recipients
from news import (
    WEIGHTS,
    Followed,
    MatchRecord,
    QueuedArticle,
    SeedIndex,
    StoredMatch,
    Verdict,
    WordingIndex,
    as_matrix,
    gist_likeness,
    gist_likeness_along,
    language_of_article,
    look_again,
)
from pipeline.clock_doubt import may_be_ahead
from pipeline.compare import Wanted, compare_again
from pipeline.execution import Stage
from pipeline.gists import known_gists_of
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
    next one. None is where an error of this machine has left something undone, or where the clock may be ahead: near
    misses then look too old for a second look. Raises StoreError, ModelError.
    """
    outcomes = list[CompareOutcome]()
    with alone(runtime, STAGE, now) as mine:
        growing = _names_to_review(runtime, now) if mine else set()
        is_unsure = bool(growing) and may_be_ahead(runtime, now)
        recent = _read_recent(runtime) if growing else None
        while recent and growing:
            runtime.go_on()
            changes = runtime.store.seed_changes()
            found = _review_once(runtime, growing, recent, now)
            grown = {name for outcome in found for name, _ in outcome.found}
            if not is_unsure and not any(outcome.undone for outcome in found):
                for name in growing - grown:
                    runtime.store.note_review(name, changes.get(name, 0))
            outcomes += found
            growing = grown
    return add_up(CompareOutcome, outcomes)


@dataclass(frozen=True, slots=True)
class _Recent:
    """The articles stored last, and in the same order an index of their wordings, their languages and vectors.

    `gists` are the vectors by the model of many languages, shape (articles, numbers), zeros for those without.
    """

    articles: Sequence[QueuedArticle]
    wordings: WordingIndex
    languages: NDArray[np.str_]
    gists: NDArray[np.float32]


def _read_recent(runtime: Runtime) -> _Recent:
    articles = runtime.store.recent_articles(limit=runtime.settings.review_articles)
    texts = [(one.article.title, one.article.text) for one in articles]
    # a page that was turned away by its lead has none, and encoding it now would cost more than reading it did
    gists = as_matrix(known_gists_of(runtime, texts))
    wordings = WordingIndex(runtime.wording_of(one.article) for one in articles)
    return _Recent(articles, wordings, np.array([language_of_article(*text) for text in texts], np.str_), gists)


def _names_to_review(runtime: Runtime, now: datetime) -> set[str]:
    """The seeds that have changed since their last review. One that has expired is reviewed if it is followed again.

    Nobody is told what is found in it now, and with the clock ahead, it may only seem to have expired.
    """
    changed = runtime.store.seeds_to_review()
    expired = {seed.name for seed in runtime.store.seeds() if has_expired(seed, now)} if changed else set()
    return changed.keys() - expired


def _review_once(runtime: Runtime, names: Set[str], recent: _Recent, now: datetime) -> list[CompareOutcome]:
    index = watch(runtime, abroad=recent.gists.size > 0)
    reviewed = [one for one in index.followed if one.seed.name in names]
    promoted, led_to = list[CompareOutcome](), defaultdict[int, set[str]](set)
    for followed in reviewed:
        stored = runtime.store.matches(followed.seed.name, verdicts=tuple(Verdict))
        promoted.append(_promote(runtime, followed, stored, now))
        for one in _led_to(followed, stored, recent):
            led_to[one.id].add(followed.seed.name)
    return [*promoted, *_reconsider(runtime, reviewed, recent, led_to, now)]


def _promote(runtime: Runtime, followed: Followed, stored: Sequence[StoredMatch], now: datetime) -> CompareOutcome:
    """Turn near misses into follow-ups if the trail now leads to them."""
    promoted, since = [], now - SECOND_LOOK
    near = [one for one in stored if one.match.verdict is Verdict.NEAR_MISS and one.found_at >= since]
    for one, gist in zip(near, _gists_along(runtime, followed, near), strict=True):
        wording = runtime.wording_of(one.article)
        nearness, shift = followed.trail.nearness(wording), followed.lessons.shift(wording)
        match = look_again(followed.seed, one.article, one.match, nearness, followed.latest, shift, gist)
        if match is None:
            continue
        owed = owed_recipients(match, followed.seed, runtime.settings.recipients, now, also=services(runtime.settings))
        if runtime.store.promote_match(one.id, MatchRecord(match, owed), now):
            promoted.append((followed.seed.name, one.article.url))
    return CompareOutcome(follow_ups=len(promoted), found=tuple(promoted))


def _gists_along(runtime: Runtime, followed: Followed, near: Sequence[StoredMatch]) -> list[float]:
    """The likeness to the trail of each near miss in another language than the seed's; 0 in the same."""
    if not followed.trail.gists.size:
        return [0.0] * len(near)
    own, texts = followed.weighed.profile.language, [(one.article.title, one.article.text) for one in near]
    across = [language_of_article(*text) != own for text in texts]
    along = gist_likeness_along(followed.trail.closest_gists(as_matrix(known_gists_of(runtime, texts))))
    return [float(one) for one in np.where(across, along, 0.0)]


def _led_to(followed: Followed, stored: Sequence[StoredMatch], recent: _Recent) -> Iterator[QueuedArticle]:
    """The recent articles to which the trail leads, and which share less with the seed itself."""
    known = {one.article.url for one in stored if one.match.evidence.parts.keys() == WEIGHTS.keys()}
    alike, along = followed.trail.nearness_of_all(recent.wordings)
    for one in compress(recent.articles, (along > alike) | _are_nearer_abroad(followed, recent)):
        if one.article.url not in known:
            yield one


def _are_nearer_abroad(followed: Followed, recent: _Recent) -> NDArray[np.bool_]:
    """Which recent articles in another language than the seed's are more like a follow-up than like the seed."""
    profile = followed.weighed.profile
    if not (recent.gists.size and profile.gist):
        return np.zeros(len(recent.articles), bool)
    own = gist_likeness(recent.gists @ np.array(profile.gist, np.float32))
    along = gist_likeness_along(followed.trail.closest_gists(recent.gists))
    return np.asarray((recent.languages != profile.language) & (along > own))


def _reconsider(
    runtime: Runtime, reviewed: Sequence[Followed], recent: _Recent, led_to: Wanted, now: datetime
) -> list[CompareOutcome]:
    """Compare recent articles in full, each with the seeds whose trails lead to it.

    Each is looked at once for all of these: its words must be found first, which takes longer than to look.
    """
    index, size = SeedIndex(runtime.background, reviewed), runtime.settings.batch_size
    chosen = [one for one in recent.articles if one.id in led_to]
    batches = [chosen[start : start + size] for start in range(0, len(chosen), size)]
    return [replace(compare_again(runtime, index, batch, led_to, now), articles=0) for batch in batches]
