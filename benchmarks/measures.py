"""How good decisions and rankings are, by the definitions of the evaluator that the labelled stories come with.

Figures are means over seeds, then over corpora, so that no large corpus drowns the others. A corpus whose seeds have
fewer than five follow-ups in all counts only for false alarms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import Task

MIN_POSITIVES = 5
_CUTS = 100  # thresholds tried for the best one of a corpus

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one seed's candidates: follow-ups, stories alike, the rest."""

    pos: Floats
    hard: Floats
    easy: Floats


@dataclass(frozen=True, slots=True)
class Figures:
    """What a table row says; None where there is nothing to rate.

    The last two are false-alarm rates: share of the stories alike, and calls per thousand of the rest.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    ap: float | None
    regret: float | None
    hard_fpr: float | None
    easy_fp_per_1k: float | None


def split(task: Task, scores: Sequence[float] | Floats) -> Scores:
    """A task's scores by kind of candidate."""
    values: Floats = np.array(scores, dtype=np.float64)
    pos, hard = len(task.pos), len(task.pos) + len(task.hard)
    return Scores(values[:pos], values[pos:hard], values[hard:])


def rate_corpus(seeds: Sequence[Scores], threshold: float) -> Figures:
    """The figures of one corpus at a threshold."""
    precision, recall, f1, ap, regret = _rate_decisions(seeds, threshold) if is_rated(seeds) else (None,) * 5
    hard = _share_over([seed.hard for seed in seeds], threshold)
    easy = _share_over([seed.easy for seed in seeds], threshold, 1000)
    return Figures(precision, recall, f1, ap, regret, hard, easy)


def rate_calls(seeds: Sequence[Scores], calls: Sequence[Scores], threshold: float) -> Figures:
    """The figures of one corpus by what was called a follow-up (1 or 0); ranking and regret go by the scores."""
    scored, called = rate_corpus(seeds, threshold), rate_corpus(calls, 0.5)
    if scored.f1 is None or scored.regret is None or called.f1 is None:
        return called
    return replace(called, ap=scored.ap, regret=max(0.0, scored.f1 + scored.regret - called.f1))


def rate_quickly(seeds: Sequence[Scores], threshold: float) -> tuple[float, float]:
    """Mean F1 at a threshold and mean AP, over seeds with follow-ups."""
    rated = [seed for seed in seeds if len(seed.pos)]
    return _mean_f1(rated, threshold), mean(map(average_precision, rated))


def is_rated(seeds: Sequence[Scores]) -> bool:
    """Whether a corpus has follow-ups enough for more than its false alarms to count."""
    return sum(len(seed.pos) for seed in seeds) >= MIN_POSITIVES


def _rate_decisions(seeds: Sequence[Scores], threshold: float) -> tuple[float, float, float, float, float]:
    rated = [seed for seed in seeds if len(seed.pos)]
    precision, recall, f1 = (mean(column) for column in zip(*(_decide(seed, threshold) for seed in rated), strict=True))
    ap = mean(average_precision(seed) for seed in rated)
    return precision, recall, f1, ap, max(0.0, _best_f1(rated) - f1)


def average(rows: Sequence[Figures]) -> Figures:
    """The mean of each figure over the corpora that have it."""
    columns = {name: [getattr(row, name) for row in rows] for name in Figures.__dataclass_fields__}
    known = {name: [value for value in column if value is not None] for name, column in columns.items()}
    means: dict[str, Any] = {name: mean(column) if column else None for name, column in known.items()}
    return Figures(**means)


def average_precision(seed: Scores) -> float:
    """Mean, over the follow-ups, of the precision at their rank; ties count against them."""
    others = np.sort(np.concatenate([seed.hard, seed.easy]))
    own = np.sort(seed.pos)[::-1]
    found = np.arange(1, len(own) + 1)
    above = len(others) - np.searchsorted(others, own, side="left")
    return float(np.mean(found / (found + above)))


def best_threshold(corpora: Mapping[str, Sequence[Scores]], give: float = 0.0) -> float:
    """The one threshold with the highest mean F1 over all corpora: how a peer without one of its own is treated.

    With `give`, the highest threshold that costs no more F1 than that: near the best, fewer false alarms are worth more
    than a follow-up that another outlet will report too.
    """
    rated = [seeds for seeds in corpora.values() if is_rated(seeds)]
    if not rated:
        return 0.5
    values = np.concatenate([seed.pos for seeds in rated for seed in seeds])
    cuts = np.unique(np.quantile(values, np.linspace(0.0, 0.9, 2 * _CUTS)))
    f1 = {float(cut): mean(_mean_f1(seeds, cut) for seeds in rated) for cut in cuts}
    return max(cut for cut, value in f1.items() if value >= max(f1.values()) - give)


def _mean_f1(seeds: Sequence[Scores], threshold: float) -> float:
    return mean(_decide(seed, threshold)[2] for seed in seeds if len(seed.pos))


def _best_f1(seeds: Sequence[Scores]) -> float:
    cuts = np.unique(np.concatenate([seed.pos for seed in seeds]))
    return max(_mean_f1(seeds, cut) for cut in cuts[:: max(1, len(cuts) // _CUTS)])


def _decide(seed: Scores, threshold: float) -> tuple[float, float, float]:
    true = int((seed.pos >= threshold).sum())
    false = int((seed.hard >= threshold).sum() + (seed.easy >= threshold).sum())
    precision = true / (true + false) if true + false else 0.0
    recall = true / len(seed.pos)
    return precision, recall, 2 * precision * recall / (precision + recall) if true else 0.0


def _share_over(groups: Sequence[Floats], threshold: float, unit: float = 1.0) -> float | None:
    total = sum(len(group) for group in groups)
    return float(unit * sum((group >= threshold).sum() for group in groups) / total) if total else None
