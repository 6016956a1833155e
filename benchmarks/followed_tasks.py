"""Labelled stories followed as the pipeline would: articles by the day they came, along a growing trail.

The stream is the whole corpus, as if storywake had polled its outlets for a while; labels are never looked at. Each
day's articles, forty at a time as in a run, are compared along the trail and by what was found so far; what comes at
least near then lies on the trail itself, and the near misses get a second look along it. Articles without a date come
all on one day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

import numpy as np

from benchmarks.corpora import UNDATED, Corpus, Task, is_dated
from benchmarks.measures import Floats
from extractors import load_background
from news import (
    WEIGHTS,
    Article,
    Leaning,
    Profile,
    Seed,
    Stream,
    Verdict,
    Weighed,
    WordingIndex,
    compare,
    counts_of,
    days_since,
    find_objection,
    judge,
    scale,
    strictness,
    timeliness,
    to_score,
    trail_nearness,
    weigh,
    widest_ways,
)

_BATCH = 40  # the default of STORYWAKE_BATCH_SIZE


@dataclass(frozen=True, slots=True)
class Field:
    """A corpus ready to be followed: every article weighed against the stream, and the kinship of each two."""

    corpus: Corpus
    stream: Stream
    weighed: Mapping[str, Weighed]
    places: Mapping[str, int]
    kinship: Floats


@dataclass(frozen=True, slots=True)
class Compared:
    """A task's candidates: what they share with the seed, of shape (candidates, parts), in the order of WEIGHTS."""

    parts: Floats
    objected: tuple[bool, ...]


def survey(corpus: Corpus, profiles: Mapping[str, Profile], *, streamless: bool = False) -> Field:
    """Weigh every article of a corpus; `streamless`: as on the first day, when nothing was polled yet."""
    background = load_background()
    stream = Stream(background, [] if streamless else [counts_of(profile) for profile in profiles.values()])
    weighed = {number: weigh(profile, stream) for number, profile in profiles.items()}
    placed = [one.placed for one in weighed.values()]
    index = WordingIndex([one.wording for one in placed])  # not the stream's own: it leaves out what has no words
    alike = np.stack([index.likeness(one.wording) for one in placed]).astype(np.float64)
    closeness = np.array([one.closeness for one in placed])
    kinship = scale(alike, closeness[:, None], closeness[None])
    return Field(corpus, stream, weighed, {number: place for place, number in enumerate(weighed)}, kinship)


def compare_task(field: Field, task: Task) -> Compared:
    """Compare each candidate with the seed, as if there were no trail."""
    seed, articles = field.corpus.seed(task), field.corpus.articles
    own = field.weighed[task.seed]
    rows = [
        compare(own, field.weighed[number], days=days_to(seed.published, articles[number]))
        for number in task.candidates()
    ]
    objected = tuple(bool(find_objection(seed, articles[number])) for number in task.candidates())
    return Compared(np.array([[row[part] for part in WEIGHTS] for row in rows], dtype=np.float64), objected)


def follow(field: Field, task: Task, compared: Compared) -> list[tuple[float, bool]]:
    """Score and verdict of each candidate, in order, after all have come."""
    numbers, seed, articles = task.candidates(), field.corpus.seed(task), field.corpus.articles
    parts, last = compared.parts.copy(), len(WEIGHTS) - 1
    time = list(WEIGHTS).index("time")
    trail: list[int] = []
    decided: dict[int, tuple[float, bool]] = {}

    def decide(which: Sequence[int], leaning: Seed, latest: datetime | None) -> None:
        for index in which:
            parts[index, time] = timeliness(days_to(latest, articles[numbers[index]]))
            raw = round(to_score(dict(zip(WEIGHTS, parts[index], strict=True))), 4)
            score, verdict, _ = judge(leaning, articles[numbers[index]], raw)
            decided[index] = score, verdict is Verdict.FOLLOW_UP
            if verdict is not Verdict.UNRELATED and not compared.objected[index] and index not in trail:
                trail.append(index)

    own = field.places[task.seed]
    rows = np.array([field.places[number] for number in numbers])
    for batch in _batches(numbers, articles):
        told = [articles[numbers[index]].published for index in trail if decided[index][1]]
        found = [decided[index][0] for index in trail if decided[index][1]]
        leaning = replace(seed, leaning=Leaning(found=strictness(found)))
        latest = max([one for one in (seed.published, *told) if one and one != UNDATED], default=None)
        near = _lay(field, own, rows[trail])
        for index in batch:
            links = field.kinship[rows[trail], rows[index]]
            parts[index, last] = trail_nearness(parts[index, last - 1], near, links)
        decide(batch, leaning, latest)
        parts[trail, last] = np.maximum(parts[trail, last], _lay(field, own, rows[trail]))
        # all on the trail already: one look is enough
        decide([index for index in trail if not decided[index][1]], leaning, latest)
    return [decided[index] for index in range(len(numbers))]


def days_to(latest: datetime | None, article: Article) -> float:
    """Days from the story's last news to an article; 0 where either has no date."""
    return days_since(latest, article) if is_dated(article) else 0.0


def _lay(field: Field, seed: int, rows: Floats) -> Floats:
    if not len(rows):
        return np.zeros(0)
    return np.asarray(widest_ways(field.kinship[seed, rows], field.kinship[np.ix_(rows, rows)]))


def _batches(numbers: Sequence[str], articles: Mapping[str, Article]) -> list[Sequence[int]]:
    """The candidates by the day they came, and in the batches that a run compares before it looks up what was found."""
    order = sorted(range(len(numbers)), key=lambda index: (articles[numbers[index]].published.date(), numbers[index]))
    days = [list(day) for _, day in groupby(order, key=lambda index: articles[numbers[index]].published.date())]
    return [day[start : start + _BATCH] for day in days for start in range(0, len(day), _BATCH)]


def whole_trail(field: Field, task: Task) -> Floats:
    """How near each candidate is by the best way through the whole stream: what the weights are fitted on."""
    own = field.places[task.seed]
    rows = np.array([field.places[number] for number in task.candidates()])
    near = field.kinship[own].copy()
    near[own] = 0.0  # the seed's own article is no step on the way
    return np.asarray(widest_ways(near, field.kinship)[rows])
