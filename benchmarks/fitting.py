"""How the weights in news/matching.py were made, and how they hold for corpora that they were not fitted on.

`python -m benchmarks.fitting --data DIR` compares every labelled pair, fits the five weights and the bias by logistic
regression with non-negative weights, and prints them. Each corpus counts the same, follow-ups as much as the rest, and
a story alike three times a story that is not. The bias is then moved to the highest threshold where the mean F1 is
within half a hundredth of the best. The table fits on all corpora but one and rates that one, in turn.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.annotations import annotate_corpus
from benchmarks.corpora import Corpus, Task, read_corpora
from benchmarks.matching import CACHE, split
from benchmarks.measures import Figures, Floats, Scores, average, best_threshold, rate_corpus
from extractors import load_background
from news import WEIGHTS, compare, make_profile, weigh

_RIDGE = 1e-4
_STEPS = 25  # Newton's method needs about ten
_HARD = 3.0
_GIVE = 0.005  # of F1, for precision


@dataclass(frozen=True, slots=True)
class Pairs:
    """A corpus' compared pairs, by task: parts of shape (pairs, 5), in the order of WEIGHTS."""

    tasks: tuple[Task, ...]
    parts: tuple[Floats, ...]

    def examples(self) -> tuple[Floats, Floats, Floats]:
        """Parts, labels (1 or -1) and example weights that sum to 1, half of it on the follow-ups."""
        labels = np.concatenate([_kinds(task) for task in self.tasks])
        weights = np.where(labels == 0, _HARD, 1.0)
        positive = labels > 0
        weights[positive] = 0.5 / positive.sum()
        weights[~positive] *= 0.5 / weights[~positive].sum()
        return np.vstack(self.parts), np.where(positive, 1.0, -1.0), weights

    def scores(self, weights: Floats) -> tuple[Scores, ...]:
        """The weighted sums, by task and kind of candidate."""
        return tuple(split(task, list(parts @ weights)) for task, parts in zip(self.tasks, self.parts, strict=True))


def main() -> None:
    """Fit on everything, print the weights; then leave each corpus out in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    pairs = {corpus.name: compare_corpus(corpus) for corpus in read_corpora(parser.parse_args().data)}
    weights, threshold = fit(list(pairs.values()))
    print({part: round(float(weight), 2) for part, weight in zip(WEIGHTS, weights, strict=True)}, -round(threshold, 2))
    print_table({name: rate_left_out(name, pairs) for name in pairs})


def compare_corpus(corpus: Corpus) -> Pairs:
    """The parts of every pair of a corpus."""
    background = load_background()
    annotations = annotate_corpus(corpus.name, corpus.articles, CACHE)
    weighed = {number: weigh(make_profile(annotation), background) for number, annotation in annotations.items()}
    rows = []
    for task in corpus.tasks:
        compared = [compare(weighed[task.seed], weighed[number]) for number in task.candidates()]
        rows.append(np.array([[parts[part] for part in WEIGHTS] for parts in compared], dtype=np.float64))
    return Pairs(corpus.tasks, tuple(rows))


def fit(corpora: Sequence[Pairs]) -> tuple[Floats, float]:
    """Non-negative weights, and the weighted sum at which the mean F1 is best."""
    examples = [pairs.examples() for pairs in corpora]
    parts, labels, shares = (np.concatenate(column) for column in zip(*examples, strict=True))
    weights = _solve(np.hstack([parts, np.ones((len(parts), 1))]), labels, shares / len(corpora))[:-1]
    scores = {str(number): pairs.scores(weights) for number, pairs in enumerate(corpora)}
    return weights, best_threshold(scores, give=_GIVE)


def _solve(parts: Floats, labels: Floats, shares: Floats) -> Floats:
    """Logistic regression by Newton's method, the last column being the bias; parts that would weigh less than 0 are
    left out, and the rest fitted again.
    """
    kept = np.arange(parts.shape[1])
    while True:
        weights = _solve_free(parts[:, kept], labels, shares)
        negative = weights[:-1] < 0
        if not negative.any():
            return np.asarray(np.bincount(kept, weights, minlength=parts.shape[1]), dtype=np.float64)
        kept = np.delete(kept, np.flatnonzero(negative))


def _solve_free(parts: Floats, labels: Floats, shares: Floats) -> Floats:
    weights = np.zeros(parts.shape[1])
    ridge = np.r_[np.full(parts.shape[1] - 1, 2 * _RIDGE), 1e-12]
    for _ in range(_STEPS):
        doubt = 1.0 / (1.0 + np.exp(labels * (parts @ weights)))
        slope = -(labels * shares * doubt) @ parts + ridge * weights
        bend = (parts * (shares * doubt * (1 - doubt))[:, None]).T @ parts + np.diag(ridge)
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def _kinds(task: Task) -> Floats:
    """1 for a follow-up, 0 for a story alike, -1 for the rest."""
    sizes = (len(task.pos), len(task.hard), len(task.easy))
    return np.repeat(np.array([1.0, 0.0, -1.0]), sizes)


def rate_left_out(name: str, pairs: Mapping[str, Pairs]) -> Figures:
    """Fit on all corpora but one, threshold included; rate that one."""
    weights, threshold = fit([each for other, each in pairs.items() if other != name])
    return rate_corpus(pairs[name].scores(weights), threshold)


def print_table(rows: Mapping[str, Figures]) -> None:
    """F1, AP, regret and false alarms of each corpus left out, and their means."""
    table = Table(title="each corpus rated by weights and threshold fitted on the others")
    table.add_column("corpus")
    for column in ("F1", "AP", "regret", "hard FPR"):
        table.add_column(column, justify="right")
    for name, row in {**rows, "MEAN": average(list(rows.values()))}.items():
        figures = (row.f1, row.ap, row.regret, row.hard_fpr)
        table.add_row(name, *("-" if value is None else f"{value:.3f}" for value in figures))
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
