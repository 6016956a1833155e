"""The step that compares articles with the seeds and records what it found."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from alerts import owed_recipients
from extractors import ModelError
from flows.outcomes import CompareOutcome
from flows.runtime import Runtime
from flows.settings import services
from flows.trails import with_trails
from news import (
    Article,
    Followed,
    Match,
    MatchRecord,
    Profile,
    QueuedArticle,
    Seed,
    SeedIndex,
    Verdict,
    match_followed,
    weigh,
)
from storage import StoreError

STAGE = "compare articles"
MOST_ATTEMPTS = 3  # failed comparisons after which an article is given up
logger = logging.getLogger(__name__)


def compare(runtime: Runtime, seed: Seed, articles: Sequence[Article]) -> list[Match]:
    """Compare each article with the seed in full, whatever the index would say; nothing is stored."""
    index = runtime.index_of((as_answered(runtime, seed),))
    (followed,) = (with_trails(runtime, index) if runtime.has_store else index).followed
    pairs = zip(articles, _profiles(runtime, articles), strict=True)
    return [match_followed(followed, article, weigh(profile, index.stream)) for article, profile in pairs]


def as_answered(runtime: Runtime, seed: Seed) -> Seed:
    """The seed with the leaning that the answers given to its stored matches have made."""
    stored = runtime.store.seeds(include_inactive=True) if runtime.has_store else []
    return replace(seed, leaning=next((one.leaning for one in stored if one.name == seed.name), seed.leaning))


def compare_articles(runtime: Runtime, batch: Sequence[QueuedArticle], now: datetime) -> CompareOutcome:
    """Compare a batch of articles with every active seed and record it, each article in a transaction of its own.

    Follow-ups and near misses are stored; an article that no seed could concern is marked as compared and costs no NLP.
    """
    return compare_with(runtime, with_trails(runtime, runtime.index_of(tuple(runtime.store.seeds()))), batch, now)


def compare_with(runtime: Runtime, index: SeedIndex, batch: Sequence[QueuedArticle], now: datetime) -> CompareOutcome:
    """Compare a batch of articles with the seeds of an index and record it."""
    concerned = {queued.id: _concerned(index, queued) for queued in batch}
    candidates = [queued for queued in batch if concerned[queued.id]]
    profiles = _profiles_of(runtime, candidates)
    tally = _Tally(candidates=len(candidates))
    for queued in batch:
        runtime.go_on()
        _compare_one(runtime, queued, concerned[queued.id], profiles.get(queued.id), now, tally)
        runtime.progress.advance(STAGE)
    return tally.outcome()


def _profiles_of(runtime: Runtime, candidates: Sequence[QueuedArticle]) -> dict[int, Profile]:
    try:
        profiles = _profiles(runtime, [queued.article for queued in candidates])
    except ModelError:
        raise  # this concerns every article
    except Exception:
        logger.exception("Annotating a batch failed; its articles are annotated one by one")
        return {}
    return dict(zip([queued.id for queued in candidates], profiles, strict=True))


def _profiles(runtime: Runtime, articles: Sequence[Article]) -> list[Profile]:
    return runtime.profiles_of([(article.title, article.text, article.published) for article in articles])


def _concerned(index: SeedIndex, queued: QueuedArticle) -> list[Followed]:
    names = set(index.candidates(queued.article))
    return [one for one in index.followed if one.seed.name in names and _is_followed(one.seed, queued.folders)]


def _is_followed(seed: Seed, folders: Iterable[str]) -> bool:
    wanted = {folder.casefold() for folder in seed.settings.feeds}
    return not wanted or not wanted.isdisjoint(folder.casefold() for folder in folders)


class _Tally:
    """What a batch has found so far."""

    def __init__(self, candidates: int) -> None:
        self._candidates = candidates
        self._articles = self._near_misses = self._follow_ups = self._given_up = 0
        self._found: list[tuple[str, str]] = []
        self._errors: dict[str, str] = {}

    def add(self, article: Article, records: Sequence[MatchRecord], new: int) -> None:
        self._articles += 1
        self._follow_ups += new
        self._near_misses += sum(record.match.verdict is Verdict.NEAR_MISS for record in records)
        if new:
            follow_ups = [r.match.seed for r in records if r.match.verdict is Verdict.FOLLOW_UP]
            self._found.extend((seed, article.url) for seed in follow_ups)

    def fail(self, article: Article, error: str, *, given_up: bool) -> None:
        self._given_up += given_up
        self._errors[article.url] = f"{error}; {'given up' if given_up else 'tried again by the next run'}"

    def outcome(self) -> CompareOutcome:
        return CompareOutcome(
            articles=self._articles,
            candidates=self._candidates,
            follow_ups=self._follow_ups,
            near_misses=self._near_misses,
            found=tuple(self._found),
            given_up=self._given_up,
            errors=self._errors,
        )


def _compare_one(
    runtime: Runtime,
    queued: QueuedArticle,
    concerned: Sequence[Followed],
    profile: Profile | None,
    now: datetime,
    tally: _Tally,
) -> None:
    try:
        if concerned and profile is None:
            (profile,) = _profiles(runtime, [queued.article])
        records = _records(runtime, concerned, queued.article, profile, now) if profile else []
        stored = [record for record in records if record.match.verdict is not Verdict.UNRELATED]
        tally.add(queued.article, stored, runtime.store.record_comparison(queued.id, stored, now))
    except (ModelError, StoreError):
        raise
    except Exception as error:  # one strange text must not stop the others
        logger.exception("Comparing %s failed", queued.article.url)
        _put_off(runtime, queued, f"{type(error).__name__}: {error}", now, tally)


def _put_off(runtime: Runtime, queued: QueuedArticle, error: str, now: datetime, tally: _Tally) -> None:
    hopeless = queued.attempts + 1 >= MOST_ATTEMPTS
    if hopeless:
        runtime.store.give_up_article(queued.id, error, now)
    else:  # a moment later than now, so that this pass does not meet it again
        runtime.store.postpone_article(queued.id, error, now + timedelta(seconds=1))
    tally.fail(queued.article, error, given_up=hopeless)


def _records(
    runtime: Runtime, concerned: Sequence[Followed], article: Article, profile: Profile, now: datetime
) -> list[MatchRecord]:
    weighed = weigh(profile, runtime.stream)
    found = [(one.seed, match_followed(one, article, weighed)) for one in concerned]
    default, also = runtime.settings.recipients, services(runtime.settings)
    return [MatchRecord(match, owed_recipients(match, seed, default, now, also=also)) for seed, match in found]
