"""Does a verdict depend on what else is polled? Each story decided in five streams.

`python -m benchmarks.streams --data DIR [--running FOLDER] [--json FILE]` takes every seed with five follow-ups or more
of the labelled corpora below DIR, and the running stories of FOLDER (benchmarks/drift.py). The comparison itself knows
no stream; what else is polled can only change what is found on the way, and so the trail. The streams: nothing but the
article; its corpus; articles of other corpora; these with the story's coverage among them; the story's coverage and
look-alikes alone. The table has means over seeds, then corpora: F1 as shipped, at the best threshold of each corpus and
of each seed, AP, and the share of look-alikes taken; below, how much F1 differs between the streams that have the story
in them, and the share of the pairs called a follow-up in one of these that are none in another.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from statistics import mean

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.annotations import profile_corpus
from benchmarks.arguments import corpora_folder, folder_with, output_file, whole_number
from benchmarks.corpora import Corpus, Task, read_corpora
from benchmarks.drift import read_stories
from benchmarks.followed_tasks import Compared, Field, compare_task, decide, grow, survey
from benchmarks.measures import Floats, Scores, average_precision, rate_calls, split
from news import Profile

_LEAST = 5  # follow-ups that a story must have
_WITHOUT, _WITH = ("nothing", "others"), ("its corpus", "others and the story", "the story alone")
STREAMS = (*_WITHOUT, *_WITH)  # without the story there is no trail


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one stream, each in 0..1; `best` and `own_best` are F1 at the best threshold, of a corpus and of
    each seed. `hard` is None where there are no look-alikes."""

    f1: float
    best: float
    own_best: float
    ap: float
    hard: float | None


@dataclass(frozen=True, slots=True)
class Decided:
    """Scores of a seed's candidates, and which were called follow-ups (1 or 0), by stream."""

    task: Task
    scores: Mapping[str, Floats]
    calls: Mapping[str, Floats]


def main() -> None:
    """Decide every story in every stream, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=corpora_folder(least=2), required=True)
    parser.add_argument("--running", type=folder_with("articles.jsonl"))
    parser.add_argument("--others", type=whole_number(), default=1_000, help="articles of other corpora (1,000)")
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    decided = decide_corpora(args.data, args.running, args.others)
    rows = {name: {stream: rate(seeds, stream) for stream in STREAMS} for name, seeds in decided.items()}
    running = args.running.name if args.running else ""
    print_table(rows, decided, running)
    if args.json:
        shown = {name: {stream: asdict(row) for stream, row in streams.items()} for name, streams in rows.items()}
        args.json.write_text(json.dumps(shown, indent=1), "utf-8")


def decide_corpora(data: Path, running: Path | None, others: int) -> dict[str, list[Decided]]:
    """Every story with enough follow-ups, decided in every stream, by corpus."""
    corpora = [*read_corpora(data), *([read_stories(running)] if running else [])]
    profiles = {corpus.name: profile_corpus(corpus.name, corpus.articles) for corpus in corpora}
    decided = {}
    for corpus in corpora:
        if tasks := [task for task in corpus.tasks if len(task.pos) >= _LEAST]:
            foreign = choose_others([other for other in corpora if other is not corpus], others)
            merged = {
                **profiles[corpus.name],
                **{key: profiles[name][number] for key, (name, number) in foreign.items()},
            }
            field = _survey(corpus, corpora, foreign, merged)
            decided[corpus.name] = [decide_in_streams(field, task, tuple(foreign)) for task in tasks]
    return decided


def choose_others(corpora: Sequence[Corpus], most: int) -> dict[str, tuple[str, str]]:
    """At most so many articles, spread over the corpora and the same in each run: a key, corpus and id of each."""
    each = -(-most // len(corpora))
    chosen = {}
    for corpus in corpora:
        for number in sorted(corpus.articles, key=lambda number: sha256(number.encode()).digest())[:each]:
            chosen[f"{corpus.name}:{number}"] = corpus.name, number
    return chosen


def _survey(
    corpus: Corpus, corpora: Sequence[Corpus], foreign: Mapping[str, tuple[str, str]], profiles: Mapping[str, Profile]
) -> Field:
    articles = {other.name: other.articles for other in corpora}
    merged = {**corpus.articles, **{key: articles[name][number] for key, (name, number) in foreign.items()}}
    return survey(replace(corpus, articles=merged), profiles)


def decide_in_streams(field: Field, task: Task, others: Sequence[str]) -> Decided:
    """Judge a task's candidates by the trail over what is found in each stream."""
    own = task.candidates()
    rest = [number for number in field.corpus.articles if number not in {task.seed, *own, *others}]
    everything = replace(task, easy=(*task.easy, *rest, *others))
    compared = compare_task(field, everything)
    streams = zip(STREAMS, ((), others, (*own, *rest), (*others, *task.pos), (*task.pos, *task.hard)), strict=True)
    scores, calls = {}, {}
    for name, polled in streams:
        decisions = _follow(field, everything, compared, set(polled))[: len(own)]
        scores[name] = np.array([score for score, _ in decisions])
        calls[name] = np.array([float(call) for _, call in decisions])
    return Decided(task, scores, calls)


def _follow(field: Field, task: Task, compared: Compared, polled: set[str]) -> list[tuple[float, bool]]:
    """Score and verdict of each candidate when nothing more is found among those polled."""
    can_be_found = [number in polled for number in task.candidates()]

    def is_found(parts: Floats) -> Sequence[bool]:
        return [can and call for can, (_, call) in zip(can_be_found, decide(field, task, parts), strict=True)]

    return decide(field, task, grow(field, task, compared, is_found))


def rate(seeds: Sequence[Decided], stream: str) -> Row:
    """The figures of a corpus in one stream."""
    pairs = [(split(one.task, one.scores[stream]), split(one.task, one.calls[stream])) for one in seeds]
    f1, best = _f1(pairs)
    taken = np.concatenate([calls.hard for _, calls in pairs])
    return Row(
        f1,
        best,
        mean(_f1([pair])[1] for pair in pairs),
        mean(average_precision(scores) for scores, _ in pairs),
        float(taken.mean()) if len(taken) else None,
    )


def _f1(pairs: Sequence[tuple[Scores, Scores]]) -> tuple[float, float]:
    """Mean F1 as called, and at the best threshold for these seeds."""
    figures = rate_calls([scores for scores, _ in pairs], [calls for _, calls in pairs], 0.0)
    f1 = figures.f1 or 0.0
    return f1, f1 + (figures.regret or 0.0)


def flips(seeds: Sequence[Decided]) -> float:
    """The share, in 0..1, of the pairs called a follow-up in a stream with the story that are none in another."""
    calls = np.concatenate([np.array([one.calls[stream] for stream in _WITH]) for one in seeds], axis=1)
    called = calls.any(axis=0)
    return float((called & ~calls.all(axis=0)).sum() / max(called.sum(), 1))


def print_table(rows: Mapping[str, Mapping[str, Row]], decided: Mapping[str, Sequence[Decided]], running: str) -> None:
    """Means over the corpora, then the running stories, a row for each stream."""
    table = Table("stories", "stream", "F1", "best", "each seed's best", "AP", "look-alikes", title="by stream")
    short = [name for name in rows if name != running]
    for title, names in (("mean of corpora", short), *((name, [name]) for name in rows)):
        for stream in STREAMS:
            table.add_row(title, stream, *_cells([rows[name][stream] for name in names]))
        table.add_section()
    console = Console(width=120)
    console.print(table)
    for title, names in (("all corpora", short), *((name, [name]) for name in rows)):
        means = [mean(rows[name][stream].f1 for name in names) for stream in _WITH]
        seeds = [one for name in names for one in decided[name]]
        print(f"{title}: F1 differs by {max(means) - min(means):.3f}; {flips(seeds):.1%} of the calls differ")


def _cells(rows: Sequence[Row]) -> Iterator[str]:
    for figure in ("f1", "best", "own_best", "ap", "hard"):
        known = [value for row in rows if (value := getattr(row, figure)) is not None]
        yield f"{mean(known):.3f}" if known else "-"


if __name__ == "__main__":
    main()
