"""How the weights in news/matching.py were made, and how they hold for corpora that they were not fitted on.

`python -m benchmarks.fitting --data DIR [--running FOLDER]` compares every labelled pair, once with the whole article
and once with its first sentences without a headline, fits the weights by logistic regression with non-negative weights,
and prints them. FOLDER has dated updates of running stories (benchmarks/drift.py), which make one more corpus. Each
corpus counts the same, follow-ups as much as the rest, and a story alike three times a story that is not. Slope and
bias and the weight of brevity are then fitted anew on the pairs as they occur, each seed counting the same, so that the
score is the share of follow-ups among pairs that score alike; those that the first such fit leaves no doubt about are
left out of the second. The trail leads over what these weights find, so all of this is done twice. The threshold is the
highest where the mean F1 is within two thousandths of the best. The tables do all of that on all corpora but one and
rate that one, in turn: its figures, and of those left-out scores the share of follow-ups by tenths.

`python -m benchmarks.fitting --abroad DIR` does the like for the weights that only texts of other languages have, on
corpora in these, and leaves languages out as well (benchmarks/fitting_abroad.py).
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.annotations import profile_corpus
from benchmarks.arguments import corpora_folder, folder_with
from benchmarks.corpora import Corpus, Task, read_corpora, strip_headlines
from benchmarks.drift import read_stories
from benchmarks.fitting_abroad import Decided, decide
from benchmarks.fitting_abroad import report as report_abroad
from benchmarks.followed_tasks import Compared, Field, compare_task, grow, survey
from benchmarks.measures import Figures, Floats, Scores, average, rate_corpus, split
from benchmarks.regression import solve_logistic
from news import CERTAIN, WEIGHTS, to_logit

_BRIEF = 35  # words: a feed's own two lines
_AT_FIRST = 0.44  # threshold of the follow-ups on the trail while the weights are fitted
_HARD = 3.0
_GIVE = 0.002  # of F1, for precision
_CUTS = tuple(round(cut, 2) for cut in np.arange(0.22, 0.6, 0.02))  # thresholds tried
_IN_DOUBT = 3.0  # logits either way: beyond, a hundred thousand easy pairs would decide the slope
_SCALE = 20.0  # of the shares, so that the ridge weighs little beside them
_NEVER = -100.0  # of a candidate that the seed's own rules refuse


@dataclass(frozen=True, slots=True)
class Pairs:
    """A corpus' pairs by task: parts of shape (pairs, parts) in the order of WEIGHTS, and which are refused.

    `parts` are along the trail by which the pairs were followed last; `compared` are without one.
    """

    field: Field
    tasks: tuple[Task, ...]
    compared: tuple[Compared, ...]
    parts: tuple[Floats, ...]
    refused: tuple[Floats, ...]

    def followed(self, weights: Floats, bias: float, threshold: float) -> "Pairs":
        """The pairs along the trails of what these weights find."""
        cut = to_logit(threshold)
        every = zip(self.tasks, self.compared, self.refused, strict=True)

        def along(task: Task, compared: Compared, refused: Floats) -> Floats:
            return grow(self.field, task, compared, lambda parts: (parts @ weights + bias >= cut) & (refused == 0))

        return replace(self, parts=tuple(along(*one) for one in every))

    def examples(self) -> tuple[Floats, Floats, Floats]:
        """Parts, labels (1 or -1) and example weights that sum to 1, half of it on the follow-ups."""
        kept = ~np.concatenate(self.refused).astype(bool)
        labels = np.concatenate([_kinds(task) for task in self.tasks])[kept]
        weights = np.where(labels == 0, _HARD, 1.0)
        positive = labels > 0
        weights[positive] = 0.5 / positive.sum()
        weights[~positive] *= 0.5 / weights[~positive].sum()
        return np.vstack(self.parts)[kept], np.where(positive, 1.0, -1.0), weights

    def logits(self, weights: Floats, bias: float) -> tuple[Scores, ...]:
        """The logits of the scores, by task and kind of candidate."""
        every = zip(self.tasks, self.parts, self.refused, strict=True)
        return tuple(split(task, np.where(no, _NEVER, parts @ weights + bias)) for task, parts, no in every)

    def occurring(self) -> tuple[Floats, Floats, Floats]:
        """Parts, labels (1 or -1) and example weights by which each task counts the same."""
        kept = ~np.concatenate(self.refused).astype(bool)
        labels = np.concatenate([np.where(_kinds(task) > 0, 1.0, -1.0) for task in self.tasks])
        shares = np.concatenate([np.full(len(parts), 1 / len(parts) / len(self.tasks)) for parts in self.parts])
        return np.vstack(self.parts)[kept], labels[kept], shares[kept]


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights, bias and threshold."""

    weights: Floats
    bias: float
    threshold: float


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
        report([*read_corpora(args.data), *([read_stories(args.running)] if args.running else [])])


def report(corpora: Sequence[Corpus]) -> None:
    """Print what the weights are on these corpora, and how they do on each if it is left out."""
    whole = {corpus.name: compare_corpus(corpus) for corpus in corpora}
    short = {corpus.name: compare_corpus(strip_headlines(corpus, _BRIEF)) for corpus in corpora}
    made = fit([*whole.values(), *short.values()])
    print({part: round(float(weight), 2) for part, weight in zip(WEIGHTS, made.weights, strict=True)})
    print(f"bias {made.bias:.2f}, threshold {made.threshold:.2f}")
    left_out = {left: fit([kind[name] for kind in (whole, short) for name in whole if name != left]) for left in whole}
    for title, kind in (("whole articles", whole), ("first sentences, no headline", short)):
        print_table(title, {name: rate(kind[name], one) for name, one in left_out.items()})
        print_reliability(title, [(kind[name], one) for name, one in left_out.items()])


def decide_corpus(corpus: Corpus) -> Decided:
    """What each setting for texts of other languages says of every pair of a corpus."""
    pairs = compare_corpus(corpus)
    return decide(corpus, pairs.field, pairs.compared)


def compare_corpus(corpus: Corpus) -> Pairs:
    """The parts of every pair of a corpus, without a trail."""
    field = survey(corpus, profile_corpus(corpus.name, corpus.articles))
    compared = tuple(compare_task(field, task) for task in corpus.tasks)
    refused = tuple(np.array(one.objected, dtype=np.float64) for one in compared)
    return Pairs(field, corpus.tasks, compared, tuple(one.parts for one in compared), refused)


def fit(corpora: Sequence[Pairs]) -> Fit:
    """Weights, bias and threshold for these corpora."""
    made, bias = _weigh(corpora)
    made, bias = _weigh([pairs.followed(made, bias, _AT_FIRST) for pairs in corpora])
    fits = [Fit(made, bias, cut) for cut in _CUTS]
    rated = [average([rate(pairs, one) for pairs in corpora]).f1 or 0.0 for one in fits]
    good = (one for one, f1 in zip(fits, rated, strict=True) if f1 >= max(rated) - _GIVE)
    return max(good, key=lambda one: one.threshold)


def _weigh(corpora: Sequence[Pairs]) -> tuple[Floats, float]:
    """Weights and bias for the parts as they are; those of `CERTAIN` are as chosen, the others are fitted."""
    free = np.array([part not in CERTAIN for part in WEIGHTS])
    weights = np.array([CERTAIN.get(part, 0.0) for part in WEIGHTS])
    fitted = [replace(pairs, parts=tuple(one[:, free] for one in pairs.parts)) for pairs in corpora]
    weights[free], bias = _weigh_free(fitted)
    return weights, bias - sum(CERTAIN.values())


def _weigh_free(corpora: Sequence[Pairs]) -> tuple[Floats, float]:
    examples = [pairs.examples() for pairs in corpora]
    parts, labels, shares = (np.concatenate(column) for column in zip(*examples, strict=True))
    weights = _solve(np.hstack([parts, np.ones((len(parts), 1))]), labels, shares / len(corpora))[:-1]
    every = [pairs.occurring() for pairs in corpora]
    parts, labels, shares = (np.concatenate(column) for column in zip(*every, strict=True))
    return _calibrate(parts, weights, labels, shares * _SCALE / len(corpora))


def _calibrate(parts: Floats, weights: Floats, labels: Floats, shares: Floats) -> tuple[Floats, float]:
    """The weights stretched, and the bias, that make their sums the logits of probabilities (J. Platt 1999).

    The weight of brevity is fitted with them, so that they are so for long texts and for short ones.
    """
    short = [part for part in WEIGHTS if part not in CERTAIN].index("brevity")
    sums = np.column_stack([parts @ weights, parts[:, short], np.ones(len(parts))])
    slope, more, bias = solve_logistic(sums, labels, shares)
    doubted = abs(sums @ (slope, more, bias)) < _IN_DOUBT
    slope, more, bias = solve_logistic(sums[doubted], labels[doubted], shares[doubted])
    made = weights * slope
    made[short] += more
    return made, float(bias)


def _solve(parts: Floats, labels: Floats, shares: Floats) -> Floats:
    """Logistic regression by Newton's method, the last column being the bias; parts that would weigh less than 0 are
    left out, and the rest fitted again.
    """
    kept = np.arange(parts.shape[1])
    while True:
        weights = solve_logistic(parts[:, kept], labels, shares)
        negative = weights[:-1] < 0
        if not negative.any():
            return np.asarray(np.bincount(kept, weights, minlength=parts.shape[1]), dtype=np.float64)
        kept = np.delete(kept, np.flatnonzero(negative))


def _scores(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))


def _kinds(task: Task) -> Floats:
    """1 for a follow-up, 0 for a story alike, -1 for the rest."""
    sizes = (len(task.pos), len(task.hard), len(task.easy))
    return np.repeat(np.array([1.0, 0.0, -1.0]), sizes)


def rate(pairs: Pairs, made: Fit) -> Figures:
    """The figures of a corpus by a fit."""
    followed = pairs.followed(made.weights, made.bias, made.threshold)
    return rate_corpus(followed.logits(made.weights, made.bias), to_logit(made.threshold))


def print_table(title: str, rows: Mapping[str, Figures]) -> None:
    """F1, AP, regret and false alarms of each corpus left out, and their means."""
    table = Table(title=f"{title}: each corpus rated by weights and threshold fitted on the others")
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
        parts, labels, share = pairs.followed(made.weights, made.bias, made.threshold).occurring()
        scores.append(_scores(parts @ made.weights + made.bias))
        positive.append(labels > 0)
        shares.append(share)
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
