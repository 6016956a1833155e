"""The step that compares articles with the seeds and records the matches, in stages of increasing cost.

The words of an article rule out most seeds, its sentence vector some of the rest; the language model reads only an
article that could still concern a seed.
"""

import logging
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from alerts import owed_recipients
from extractors import ModelError
from news import (
    Article,
    Chance,
    Followed,
    Glance,
    Match,
    MatchRecord,
    Profile,
    QueuedArticle,
    Seed,
    SeedIndex,
    Verdict,
    Weighed,
    is_for,
    is_local,
    is_spot_checked,
    language_of_article,
    match_followed,
    weigh,
    without_outlet,
    without_site,
)
from pipeline.batches import in_order
from pipeline.execution import Batch, Stage
from pipeline.gists import gists_of
from pipeline.leases import holding
from pipeline.outcomes import CompareOutcome, PassReport, add_up
from pipeline.runtime import Runtime
from pipeline.settings import services
from pipeline.stages import PassRun, numbered
from pipeline.watchlist import NEARLY, can_compare, follow, watch_for
from storage import Queue, StoreError

STAGE = "compare articles"
MOST_ATTEMPTS = 3  # failed comparisons after which an article is given up
Wanted = Mapping[int, Set[str]]  # the names of the seeds with which an article, by its id, is compared
T = TypeVar("T")
logger = logging.getLogger(__name__)


def compare(run: PassRun, report: PassReport) -> PassReport:
    """Compare the articles that wait with the seeds."""
    settings, store, outcomes = run.runtime.settings, run.runtime.store, list[CompareOutcome]()
    stage = Stage(STAGE, compare_articles, settings.compare_workers, heavy=True)

    def share(articles: Sequence[QueuedArticle]) -> list[Batch]:
        return numbered("compare", in_order(articles, settings.batch_size), "article", "articles")

    with run.timed(STAGE):
        if run.expect(STAGE, "articles waiting") and can_compare(run, STAGE):
            with holding(run.runtime, Queue.ARTICLES, run.clock) as held:
                outcomes = run.drain(stage, store.claim_articles, share, held)
    return replace(report, comparing=add_up(CompareOutcome, [report.comparing, *outcomes]))


def compare_directly(runtime: Runtime, seed: Seed, articles: Sequence[Article]) -> list[Match]:
    """Compare each article with the seed in full, even if its words alone would rule it out; stores nothing."""
    languages = {language_of_article(article.title, article.text) for article in articles}
    is_abroad = bool(languages - {language_of_article(seed.headline, seed.text)})
    return compare_followed(runtime, follow(runtime, seed, abroad=is_abroad), articles)


def compare_followed(runtime: Runtime, followed: Followed, articles: Sequence[Article]) -> list[Match]:
    """As `compare_directly`, for a seed that is ready for comparison. Raises ModelError."""
    return compare_versions(runtime, [followed], articles)[0]


def compare_versions(runtime: Runtime, versions: Sequence[Followed], articles: Sequence[Article]) -> list[list[Match]]:
    """As `compare_followed` for several versions of a seed; the articles are read once. Raises ModelError."""
    is_foreign = any(followed.weighed.profile.language != "en" for followed in versions)
    gists = gists_of(runtime, [(article.title, article.text) for article in articles], whole=is_foreign)
    texts = [(article.title, article.text, article.published) for article in articles]
    profiles = runtime.profiles_of(texts, gists=gists)
    pairs = [(one, _weigh(runtime, one, profile)) for one, profile in zip(articles, profiles, strict=True)]
    return [[match_followed(followed, *pair) for pair in pairs] for followed in versions]


def compare_articles(runtime: Runtime, batch: Sequence[QueuedArticle], now: datetime) -> CompareOutcome:
    """Compare a batch of articles with every active seed and record it, each article in a transaction of its own.

    Follow-ups and near misses are stored; an article that no seed could concern is marked as compared and costs no NLP.
    """
    return compare_with(runtime, watch_for(runtime, [queued.article for queued in batch]), batch, now)


def compare_with(runtime: Runtime, index: SeedIndex, batch: Sequence[QueuedArticle], now: datetime) -> CompareOutcome:
    """Compare a batch of articles with the seeds of an index and record it."""
    return _compare(runtime, _choose(runtime, index, batch), now)


def compare_again(
    runtime: Runtime, index: SeedIndex, batch: Sequence[QueuedArticle], wanted: Wanted, now: datetime
) -> CompareOutcome:
    """As `compare_with`, each article with some seeds only, and nothing is recorded of one that can concern none."""
    candidates = _choose(runtime, index, batch, wanted)
    return _compare(runtime, [one for one in candidates if one.followed], now)


def _compare(runtime: Runtime, candidates: "Sequence[_Candidate]", now: datetime) -> CompareOutcome:
    profiles = _read(runtime, [one for one in candidates if one.followed and one.is_encoded])
    tally = _Tally()
    for one in candidates:
        runtime.go_on()
        _compare_one(runtime, one, profiles.get(one.queued.id), now, tally)
        runtime.progress.advance(STAGE)
    return tally.outcome()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An article, the seeds that it may concern, and its sentence vectors (None: it could not be encoded).

    `is_checked`: as a spot check, it is compared with the likeliest seed although it could concern none.
    """

    queued: QueuedArticle
    followed: Sequence[Followed] = ()
    meaning: Sequence[float] | None = None
    gist: Sequence[float] | None = None
    is_checked: bool = False

    @property
    def is_encoded(self) -> bool:
        return self.meaning is not None and self.gist is not None


def _choose(
    runtime: Runtime, index: SeedIndex, batch: Sequence[QueuedArticle], wanted: Wanted | None = None
) -> list[_Candidate]:
    """The articles with the seeds that they may concern by their words and, if there are any, by their vectors."""
    pairs = [(queued.article.title, queued.article.text) for queued in batch]
    is_foreign = index.texts.gists.has_foreign
    gists = _all_at_once([queued.id for queued in batch], lambda: gists_of(runtime, pairs, whole=is_foreign))
    glances = [Glance(queued.article, index.background, gists.get(queued.id)) for queued in batch]
    looked = [(queued, seen, *_look(index, queued, seen, wanted)) for queued, seen in zip(batch, glances, strict=True)]
    texts = {queued.id: (queued.article.title, queued.article.text) for queued, _, chances, _ in looked if chances}
    meanings = _all_at_once(list(texts), lambda: runtime.encoder.encode(list(texts.values())))
    candidates = []
    for queued, seen, chances, is_checked in looked:
        meaning = meanings.get(queued.id)
        left = chances if is_checked or meaning is None else index.narrow(chances, meaning, seen.language)
        followed = [index.followed[one.number] for one in left]
        candidates.append(_Candidate(queued, followed, meaning, seen.gist, is_checked))
    return candidates


def _look(index: SeedIndex, queued: QueuedArticle, glance: Glance, wanted: Wanted | None) -> tuple[list[Chance], bool]:
    """The seeds that an article could concern by its words; for a spot check the likeliest of the others, and True."""
    seen = index.look(glance, NEARLY)
    near = [one for one in seen if is_for(queued.folders, index.folders[one.number])]
    if wanted is not None:
        near = [one for one in near if index.followed[one.number].seed.name in wanted[queued.id]]
    chances = [one for one in near if one.margin >= 0]
    if near and not chances and is_spot_checked(queued.article.url):
        return [max(near, key=lambda one: one.margin)], True
    return chances, False


def _read(runtime: Runtime, candidates: Sequence[_Candidate]) -> dict[int, Profile]:
    texts, meanings = [_text_of(one.queued) for one in candidates], [one.meaning or () for one in candidates]
    gists, ids = [one.gist or () for one in candidates], [one.queued.id for one in candidates]
    return _all_at_once(ids, lambda: runtime.profiles_of(texts, meanings, gists))


def _text_of(queued: QueuedArticle) -> tuple[str, str, datetime | None]:
    return queued.article.title, queued.article.text, queued.article.published


def _all_at_once(ids: Sequence[int], read: Callable[[], Sequence[T]]) -> dict[int, T]:
    """What a model makes of a batch, by article id; empty if it fails, so that articles are read one by one."""
    try:
        return dict(zip(ids, read(), strict=True))
    except ModelError:
        raise  # this concerns every article
    except Exception:
        logger.exception("Reading a batch failed; its articles are read one by one")
        return {}


class _Tally:
    """What was found in a batch so far."""

    def __init__(self) -> None:
        self._articles = self._candidates = self._checked = 0
        self._near_misses = self._follow_ups = self._given_up = 0
        self._found: list[tuple[str, str]] = []
        self._errors: dict[str, str] = {}
        self._undone: dict[int, str] = {}

    def add(self, one: _Candidate, records: Sequence[MatchRecord], new: int) -> None:
        self._articles += 1
        self._candidates += bool(one.followed)
        self._checked += one.is_checked
        self._follow_ups += new
        self._near_misses += sum(record.match.verdict is Verdict.NEAR_MISS for record in records)
        if new:
            follow_ups = [r.match.seed for r in records if r.match.verdict is Verdict.FOLLOW_UP]
            self._found.extend((seed, one.queued.article.url) for seed in follow_ups)

    def fail(self, one: _Candidate, error: str, *, given_up: bool) -> None:
        self._given_up += given_up
        outcome = "given up" if given_up else "tried again by the next run"
        self._errors[one.queued.article.url] = f"{error}; {outcome}"

    def leave(self, one: _Candidate, error: Exception) -> None:
        self._undone[one.queued.id] = f"{one.queued.article.url}: {error or type(error).__name__}"

    def outcome(self) -> CompareOutcome:
        return CompareOutcome(
            articles=self._articles,
            candidates=self._candidates,
            spot_checks=self._checked,
            follow_ups=self._follow_ups,
            near_misses=self._near_misses,
            found=tuple(self._found),
            given_up=self._given_up,
            errors=self._errors,
            undone=self._undone,
        )


def _compare_one(runtime: Runtime, one: _Candidate, profile: Profile | None, now: datetime, tally: _Tally) -> None:
    article = one.queued.article
    try:
        if one.followed and profile is None:
            (profile,) = runtime.profiles_of([_text_of(one.queued)])
        records = _records(runtime, one, profile, now) if profile else []
        stored = [record for record in records if record.match.verdict is not Verdict.UNRELATED]
        tally.add(one, stored, runtime.store.record_comparison(one.queued.id, stored, now))
    except (ModelError, StoreError):
        raise
    except Exception as error:  # one strange text must not stop the others
        if is_local(error):
            tally.leave(one, error)
            return
        logger.exception("Comparing %s failed", article.url)
        _put_off(runtime, one, f"{type(error).__name__}: {error}", now, tally)


def _put_off(runtime: Runtime, one: _Candidate, error: str, now: datetime, tally: _Tally) -> None:
    hopeless = one.queued.attempts + 1 >= MOST_ATTEMPTS
    if hopeless:
        runtime.store.give_up_article(one.queued.id, error, now)
    else:  # a moment later than now, so that this pass does not meet it again; what was compared before does not wait
        hopeless = not runtime.store.postpone_article(one.queued.id, error, now + timedelta(seconds=1))
    tally.fail(one, error, given_up=hopeless)


def _weigh(runtime: Runtime, article: Article, profile: Profile) -> Weighed:
    own = without_site(without_outlet(profile, article.outlet), article.url)
    return weigh(own, runtime.background)


def _records(runtime: Runtime, one: _Candidate, profile: Profile, now: datetime) -> list[MatchRecord]:
    article = one.queued.article
    weighed = _weigh(runtime, article, profile)
    found = [(each.seed, match_followed(each, article, weighed)) for each in one.followed]
    for _, match in found if one.is_checked else ():
        message = "Spot check: %s has %.2f for %s, although its words ruled it out"
        logger.info(message, article.url, match.score, match.seed)
    default, also = runtime.settings.recipients, services(runtime.settings)
    return [MatchRecord(match, owed_recipients(match, seed, default, now, also=also)) for seed, match in found]
