"""What a seed that is not followed yet would have matched in the archive, and which of that to ask about."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import heappush, heappushpop

from news import (
    Answer,
    Candidate,
    Compared,
    Followed,
    Lessons,
    Preview,
    QueuedArticle,
    Rated,
    Seed,
    SeedIndex,
    StoredMatch,
    Verdict,
    answered,
    choose_questions,
    distance,
    is_for,
    is_open,
)
from pipeline.compare import compare_versions
from pipeline.runtime import Runtime
from pipeline.watchlist import follow, glance_at

PREVIEWED = timedelta(days=30)
MOST_ARTICLES = 20_000  # that are looked at; a look takes about a millisecond
MOST_COMPARED = 200  # that are compared in full, the likeliest ones; that takes about 30 ms
NEAREST = 5  # that are compared in full although they could not match
_EVERY = 1e9  # logits: slack with which every article is rated
_BATCH = 500


def preview_seed(
    runtime: Runtime, seed: Seed, now: datetime, progress: Callable[[str, int, int | None], None] | None = None
) -> Preview:
    """Compare a seed with the archive of the last thirty days, without storing anything. Raises StoreError, ModelError.

    The seed is compared as it is, without the follow-ups through which a story is followed later.
    """
    return preview_seeds(runtime, [seed], now, progress)[0]


def preview_seeds(
    runtime: Runtime,
    seeds: Sequence[Seed],
    now: datetime,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> list[Preview]:
    """As `preview_seed` for several versions of a seed, of which each is compared with what is likely for any of them.

    So the previews can be held side by side; an article is read once for all.
    """
    tell = progress or (lambda _stage, _done, _total: None)
    if not runtime.has_store:
        return [Preview() for _ in seeds]
    versions = [follow(runtime, seed) for seed in seeds]
    index, seen = SeedIndex(runtime.background, versions), list[datetime]()
    likely = [Likeliest() for _ in versions]
    for article in _recent(runtime, now):
        seen.append(article.article.published)
        tell("looking through the archive", len(seen), None)
        if not any(is_for(article.folders, seed.settings.feeds) for seed in seeds):
            continue
        margins = {one.number: one.margin for one in index.look(glance_at(runtime, index, article.article), _EVERY)}
        for number, seed in enumerate(seeds):
            if is_for(article.folders, seed.settings.feeds):
                likely[number].add(margins[number], article)
    chosen = {article.id: article for each in likely for article in each.choose()}
    compared = _compare(runtime, versions, list(chosen.values()), tell)
    return [_sum_up(seen, each.could, pairs) for each, pairs in zip(likely, compared, strict=True)]


def _sum_up(seen: Sequence[datetime], could: int, compared: Iterable[Compared]) -> Preview:
    found = tuple(sorted(compared, key=lambda one: -one.match.score))
    return Preview(len(seen), min(seen, default=None), found, max(0, could - len(found)))


def next_question(
    runtime: Runtime, seed: Seed, preview: Preview, given: Mapping[str, Answer | None], now: datetime
) -> Compared | None:
    """The article of a preview about which an answer would teach most now; None if there is none left.

    `given` are the answers by address; None: the article was skipped.
    """
    found = {
        one.article.url: StoredMatch(-number, one.article, one.match, now)
        for number, one in enumerate(preview.compared, 1)
        if one.match.verdict is not Verdict.UNRELATED
    }
    said = [replace(found[url], answer=answer) for url, answer in given.items() if answer and url in found]
    lessons = Lessons([answered(one, runtime.wording_of(one.article), seed) for one in said])
    rated = [
        (one, distance(seed, Rated(one, runtime.wording_of(one.article)), lessons))
        for url, one in found.items()
        if url not in given and is_open(one)
    ]
    candidates = [Candidate(one, excess) for one, excess in rated if excess is not None]
    chosen = choose_questions(candidates, [found[url] for url in given if url in found], most=1)
    return next((Compared(one.article, one.match) for one in chosen), None)


def _recent(runtime: Runtime, now: datetime) -> Iterator[QueuedArticle]:
    """The articles compared in the last thirty days, at most the last `MOST_ARTICLES`, oldest first."""
    latest = runtime.store.recent_articles(limit=1)
    if not latest:
        return
    reached = max(runtime.store.last_compared_before(now - PREVIEWED), latest[0].id - MOST_ARTICLES)
    while batch := runtime.store.compared_articles(after=reached, limit=_BATCH):
        yield from batch
        reached = batch[-1].id


class Likeliest:
    """The articles to compare, of those rated so far; of two alike, the earlier. `could`: how many could match."""

    def __init__(self) -> None:
        self.could = 0
        self._kept: list[tuple[float, int, QueuedArticle]] = []  # a heap, the least likely first

    def add(self, margin: float, article: QueuedArticle) -> None:
        """Rate one more article."""
        self.could += margin >= 0
        push = heappush if len(self._kept) < MOST_COMPARED else heappushpop
        push(self._kept, (margin, -article.id, article))

    def choose(self) -> list[QueuedArticle]:
        """The articles that could match, likeliest first, or some that come near."""
        ranked = [article for _, _, article in sorted(self._kept, reverse=True)]
        return ranked[: max(NEAREST, min(self.could, MOST_COMPARED))]


def _compare(
    runtime: Runtime,
    versions: Sequence[Followed],
    articles: Sequence[QueuedArticle],
    tell: Callable[[str, int, int | None], None],
) -> list[list[Compared]]:
    """The articles compared with each version of the seed, of those in its folders."""
    compared = [list[Compared]() for _ in versions]
    for start in range(0, len(articles), 20):
        tell("comparing the likeliest", start, len(articles))
        batch = articles[start : start + 20]
        for found, matches, followed in zip(
            compared, compare_versions(runtime, versions, [one.article for one in batch]), versions, strict=True
        ):
            pairs = zip(batch, matches, strict=True)
            folders = followed.seed.settings.feeds
            found += [Compared(one.article, match) for one, match in pairs if is_for(one.folders, folders)]
    tell("comparing the likeliest", len(articles), len(articles))
    return compared
