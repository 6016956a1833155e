"""Labelled stories followed as the pipeline would, along a trail that grows until nothing more is found.

What is found in the end depends neither on the order in which articles come nor on what else is polled
(pipeline/review.py), so a task is decided on all its candidates at once; labels are never looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import Corpus, Task, is_dated
from benchmarks.measures import Floats
from extractors import load_background
from news import (
    WEIGHTS,
    Article,
    Profile,
    Verdict,
    Weighed,
    WordingIndex,
    as_matrix,
    compare,
    compare_gists,
    days_since,
    find_objection,
    gist_likeness_along,
    judge,
    timeliness,
    to_score,
    trail_nearness,
    weigh,
    widest_ways,
)

Places = NDArray[np.intp]
_GROUND, _TIME, _NEARNESS, _TRAIL, _GIST, _ABROAD = (
    list(WEIGHTS).index(part) for part in ("ground", "time", "nearness", "trail", "gist", "abroad")
)


@dataclass(frozen=True, slots=True)
class Field:
    """A corpus ready to be followed: every article weighed, and the likeness of each two, shape (n, n).

    `gists` are their vectors by the model of many languages, shape (n, numbers), zeros for those without.
    """

    corpus: Corpus
    weighed: Mapping[str, Weighed]
    places: Mapping[str, int]
    likeness: Floats
    gists: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Compared:
    """A task's candidates: what they share with the seed, of shape (candidates, parts), in the order of WEIGHTS.

    `published` are their dates in days since 1970, NaN where there is none; `across`: which are in another language
    than the seed and compared with it by vectors; each of shape (candidates,).
    """

    parts: Floats
    objected: tuple[bool, ...]
    published: Floats
    across: NDArray[np.bool_]


def survey(corpus: Corpus, profiles: Mapping[str, Profile]) -> Field:
    """Weigh every article of a corpus."""
    background = load_background()
    weighed = {number: weigh(profile, background) for number, profile in profiles.items()}
    index = WordingIndex([one.wording for one in weighed.values()])
    alike = np.stack([index.likeness(one.wording) for one in weighed.values()]).astype(np.float64)
    gists = as_matrix([one.profile.gist for one in weighed.values()])
    return Field(corpus, weighed, {number: place for place, number in enumerate(weighed)}, alike, gists)


def compare_task(field: Field, task: Task) -> Compared:
    """Compare each candidate with the seed, as if there were no trail."""
    seed, articles = field.corpus.seed(task), field.corpus.articles
    own = field.weighed[task.seed]
    rows = [
        compare(own, field.weighed[number], days=days_to(seed.published, articles[number]))
        for number in task.candidates()
    ]
    objected = tuple(bool(find_objection(seed, articles[number])) for number in task.candidates())
    published = np.array([_day(articles[number]) for number in task.candidates()])
    across = np.array(
        [compare_gists(own.profile, field.weighed[number].profile)[1] for number in task.candidates()], bool
    )
    parts = np.array([[row[part] for part in WEIGHTS] for row in rows], dtype=np.float64)
    return Compared(parts, objected, published, across)


def follow(field: Field, task: Task, compared: Compared) -> list[tuple[float, bool]]:
    """Score and verdict of each candidate, in order, when nothing more is found."""
    parts = grow(field, task, compared, lambda parts: [found for _, found in decide(field, task, parts)])
    return decide(field, task, parts)


def decide(field: Field, task: Task, parts: Floats) -> list[tuple[float, bool]]:
    """Score and verdict of each candidate, in order, by its parts."""
    seed, decided = field.corpus.seed(task), []
    for row, number in zip(parts, task.candidates(), strict=True):
        score = to_score(dict(zip(WEIGHTS, row, strict=True)))
        rounded = round(score, 4)
        judged, verdict, _ = judge(seed, field.corpus.articles[number], rounded)
        # not rounded for the ranking, in which ties at 0 would count against the follow-ups
        decided.append((score if judged == rounded else judged, verdict is Verdict.FOLLOW_UP))
    return decided


def grow(field: Field, task: Task, compared: Compared, is_found: Callable[[Floats], Sequence[bool]]) -> Floats:
    """The parts of each candidate along the trail of all that is found, shape (candidates, parts).

    `is_found` says from the parts which candidates are follow-ups; more in common must never make it say no.
    """
    return settle(
        compared.parts,
        lambda parts: np.flatnonzero(is_found(parts)),
        lambda found: along_trail(field, task, compared, found),
    )


def settle(parts: Floats, find: Callable[[Floats], Places], along: Callable[[Places], Floats]) -> Floats:
    """The parts along the trail when nothing more is found.

    `find` says from parts which candidates are follow-ups, `along` gives the parts along the trail of these.
    """
    found = np.zeros(0, np.intp)
    while not np.array_equal(now := find(parts), found):
        found, parts = now, along(now)
    return parts


def along_trail(field: Field, task: Task, compared: Compared, found: Sequence[int] | Places) -> Floats:
    """The parts of each candidate along the trail of those found, shape (candidates, parts)."""
    return along_links(field, task, compared, found, links_of(field, task, found))


def links_of(field: Field, task: Task, leading: Sequence[int] | Places) -> Floats:
    """The likeness of candidates that lead on to each candidate, shape (leading, candidates); 0 to themselves."""
    rows = _rows(field, task)
    links = field.likeness[np.ix_(rows[leading], rows)] if len(leading) else np.zeros((0, len(rows)))
    links[np.arange(len(leading)), leading] = 0.0  # no article leads to itself
    return links


def along_links(field: Field, task: Task, compared: Compared, found: Sequence[int] | Places, links: Floats) -> Floats:
    """As `along_trail`, with the links of those found to each candidate, shape (found, candidates)."""
    if not len(found):
        return compared.parts
    rows = _rows(field, task)
    parts, own, trail = compared.parts.copy(), field.places[task.seed], rows[found]
    near = widest_ways(field.likeness[own, trail], links[:, found])
    share = np.where(compared.across, 0.5, 1.0)  # as `compare` counts them across languages
    parts[:, _TRAIL] = share * trail_nearness(parts[:, _NEARNESS] / share, near, links)
    if compared.across.any():
        leading = trail[~compared.across[found]]
        cosines = (field.gists[leading] @ field.gists[rows].T).max(axis=0, initial=0.0)
        along = np.where(compared.across, gist_likeness_along(cosines), 0.0)
        parts[:, _GIST] = np.maximum(parts[:, _GIST], along)
        parts[:, _ABROAD] = np.where(compared.across, parts[:, _GIST], parts[:, _ABROAD])
    parts[:, _GROUND] = np.maximum(parts[:, _GROUND], parts[:, _TRAIL] > parts[:, _NEARNESS])
    dates = np.append(compared.published[found], _day(field.corpus.articles[task.seed]))
    if not np.isnan(dates).all():
        days = np.maximum(0.0, compared.published - np.nanmax(dates))
        parts[:, _TIME] = timeliness(np.nan_to_num(days))
    return parts


def _rows(field: Field, task: Task) -> Places:
    """The places of the candidates in the field."""
    return np.array([field.places[number] for number in task.candidates()], np.intp)


def _day(article: Article) -> float:
    return article.published.timestamp() / 86_400 if is_dated(article) else np.nan


def days_to(latest: datetime | None, article: Article) -> float:
    """Days from the story's latest news to an article; 0 where either has no date."""
    return days_since(latest, article) if is_dated(article) else 0.0
