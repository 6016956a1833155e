"""How the weights in news/matching.py were made, and how they hold for corpora that they were not made on.

`python -m benchmarks.fitting --data DIR [--running FOLDER]` compares every labelled pair, once with the whole article
and once with its first sentences without a headline, climbs to the weights by which F1 and average precision are
highest (benchmarks/climbing.py), and prints them. Besides the corpora in DIR it takes the invented stories in English
(benchmarks/cases/stories), which have look-alikes about the same people, and FOLDER, which has dated updates of running
stories (benchmarks/drift.py). Each corpus counts the same. The tables do all of that on all corpora but one and rate
that one, in turn: its figures, and of those left-out scores the share of follow-ups by tenths.

`python -m benchmarks.fitting --abroad DIR` does the like for the weights that only texts of other languages have, on
corpora in these, and leaves languages out as well (benchmarks/fitting_abroad.py).
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.annotations import profile_corpus
from benchmarks.arguments import corpora_folder, folder_with
from benchmarks.climbing import FREE, Story, climb, in_reach
from benchmarks.corpora import Corpus, Task, read_corpora, strip_headlines
from benchmarks.drift import read_stories
from benchmarks.fitting_abroad import Decided, decide
from benchmarks.fitting_abroad import report as report_abroad
from benchmarks.followed_tasks import Compared, Field, compare_task, grow, survey
from benchmarks.measures import Figures, Floats, Scores, average, rate_corpus, split
from news import THRESHOLDS, WEIGHTS, to_logit

INVENTED = Path(__file__).parent / "cases" / "stories" / "english"
_BRIEF = 35  # words: a feed's own two lines
_CUT = to_logit(THRESHOLDS["normal"])
_NEVER = -100.0  # of a candidate that the seed's own rules refuse
_reach: dict[str, Sequence[Story]] = {}  # what a process of its own climbs on


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights in the order of WEIGHTS, and the bias."""

    weights: Floats
    bias: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """A corpus' pairs by task, compared without a trail."""

    field: Field
    tasks: tuple[Task, ...]
    compared: tuple[Compared, ...]

    def stories(self) -> list[Story]:
        """What can be climbed on."""
        return [
            in_reach(self.field, task, compared)
            for task, compared in zip(self.tasks, self.compared, strict=True)
            if task.pos
        ]

    def logits(self, made: Fit) -> Iterator[tuple[Task, Floats]]:
        """The logits of each task's candidates along the trail of what is found, shape (candidates,)."""
        for task, compared in zip(self.tasks, self.compared, strict=True):
            logits = partial(_logits, compared, made)
            parts = grow(self.field, task, compared, lambda parts, logits=logits: logits(parts) >= _CUT)  # type: ignore[misc]
            yield task, logits(parts)

    def scores(self, made: Fit) -> list[Scores]:
        """The logits, by task and kind of candidate."""
        return [split(task, logits) for task, logits in self.logits(made)]


def _logits(compared: Compared, made: Fit, parts: Floats) -> Floats:
    return np.where(np.array(compared.objected), _NEVER, parts @ made.weights + made.bias)


def main() -> None:
    """Fit on everything, print the weights; then leave each corpus out in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_mutually_exclusive_group(required=True)
    kinds.add_argument("--data", type=corpora_folder(least=2))
    kinds.add_argument("--abroad", type=corpora_folder(least=2))
    parser.add_argument("--running", type=folder_with("articles.jsonl"))
    args = parser.parse_args()
    if args.abroad:
        if args.running:
            parser.error("--running goes with --data")
        report_abroad({corpus.name: decide_corpus(corpus) for corpus in read_corpora(args.abroad)})
    else:
        running = [read_stories(args.running)] if args.running else []
        report([*read_corpora(args.data), *running, *read_corpora(INVENTED)])


def report(corpora: Sequence[Corpus]) -> None:
    """Print what the weights are on these corpora, and how they do on each if it is left out."""
    whole = {corpus.name: compare_corpus(corpus) for corpus in corpora}
    short = {corpus.name: compare_corpus(strip_headlines(corpus, _BRIEF)) for corpus in corpora}
    reach = {
        (name, kind): pairs.stories() for kind, every in enumerate((whole, short)) for name, pairs in every.items()
    }
    fits = fit_without([None, *whole], reach)
    made = fits.pop(None)
    weights = dict(zip(WEIGHTS, made.weights, strict=True))
    print({part: round(float(weights[part]), 2) for part in FREE}, f"bias {made.bias:.2f}")
    for title, every in (("whole articles", whole), ("first sentences, no headline", short)):
        print_table(title, {name: rate(every[name], one) for name, one in fits.items() if name})
        print_reliability(title, [(every[name], one) for name, one in fits.items() if name])


def decide_corpus(corpus: Corpus) -> Decided:
    """What each setting for texts of other languages says of every pair of a corpus."""
    pairs = compare_corpus(corpus)
    return decide(corpus, pairs.field, pairs.compared)


def compare_corpus(corpus: Corpus) -> Pairs:
    """The parts of every pair of a corpus, without a trail."""
    field = survey(corpus, profile_corpus(corpus.name, corpus.articles))
    compared = tuple(compare_task(field, task) for task in corpus.tasks)
    return Pairs(field, corpus.tasks, compared)


def fit_without(left: Sequence[str | None], reach: Mapping[tuple[str, int], Sequence[Story]]) -> dict[str | None, Fit]:
    """The fit without each of these corpora, each in a process; None: with all."""
    forked = get_context("fork")  # the stories are too large to be sent
    with ProcessPoolExecutor(mp_context=forked, initializer=_take, initargs=(reach,)) as pool:
        return dict(zip(left, pool.map(_fit_without, left), strict=True))


def _take(reach: Mapping[tuple[str, int], Sequence[Story]]) -> None:
    _reach.update({f"{name} {kind}": stories for (name, kind), stories in reach.items()})


def _fit_without(left: str | None) -> Fit:
    return Fit(*climb({name: stories for name, stories in _reach.items() if name.split()[0] != left}))


def rate(pairs: Pairs, made: Fit) -> Figures:
    """The figures of a corpus by a fit."""
    return rate_corpus(pairs.scores(made), _CUT)


def print_table(title: str, rows: Mapping[str, Figures]) -> None:
    """F1, AP, regret and false alarms of each corpus left out, and their means."""
    table = Table(title=f"{title}: each corpus rated by weights fitted on the others")
    table.add_column("corpus")
    for column in ("P", "R", "F1", "AP", "regret", "hard FPR"):
        table.add_column(column, justify="right")
    for name, row in {**rows, "MEAN": average(list(rows.values()))}.items():
        figures = (row.precision, row.recall, row.f1, row.ap, row.regret, row.hard_fpr)
        table.add_row(name, *("-" if value is None else f"{value:.3f}" for value in figures))
    Console(width=100).print(table)


def print_reliability(title: str, left_out: Sequence[tuple[Pairs, Fit]]) -> None:
    """Of the scores of left-out corpora: by tenths, how many pairs and what share of them are follow-ups.

    Each task counts the same within its corpus, and each corpus the same.
    """
    scores, positive, shares = [], [], []
    for pairs, made in left_out:
        for task, logits in pairs.logits(made):
            allowed = logits > _NEVER
            scores.append(1.0 / (1.0 + np.exp(-logits[allowed])))
            positive.append((np.arange(len(logits)) < len(task.pos))[allowed])
            shares.append(np.full(allowed.sum(), 1 / len(logits) / len(pairs.tasks)))
    score, hit, share = np.concatenate(scores), np.concatenate(positive), np.concatenate(shares)
    table = Table(title=f"{title}: is the score a probability? left-out corpora, by tenths")
    for column in ("score", "pairs", "mean score", "share of follow-ups"):
        table.add_column(column, justify="right")
    for tenth in range(10):
        inside = np.minimum((score * 10).astype(int), 9) == tenth
        if inside.any():
            mean = np.average(score[inside], weights=share[inside])
            seen = np.average(hit[inside], weights=share[inside])
            table.add_row(f"{tenth / 10:.1f}", str(int(inside.sum())), f"{mean:.3f}", f"{seen:.3f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
