"""The benchmark's figures are the evaluator's."""

import runpy
from pathlib import Path

import numpy as np
import pytest

from benchmarks.measures import Scores, average, average_precision, best_threshold, rate_corpus

EVALUATOR = Path(__file__).resolve().parents[3] / "shared" / "eval" / "evaluate.py"


def some_scores(seed: int) -> list[Scores]:
    random = np.random.default_rng(seed)
    return [Scores(random.beta(4, 2, 6), random.beta(2, 3, 20), random.beta(1, 5, 80)) for _ in range(8)]


def test_the_figures_agree_with_the_evaluator() -> None:
    if not EVALUATOR.is_file():
        pytest.skip(f"{EVALUATOR} is not on this machine")
    seeds, threshold = some_scores(1), 0.5
    tasks, scores = [], {}
    for number, seed in enumerate(seeds):
        ids = {
            kind: [f"{kind}{number}-{i}" for i in range(len(getattr(seed, kind)))] for kind in ("pos", "hard", "easy")
        }
        tasks.append({"seed": str(number), **ids})
        for kind, names in ids.items():
            for name, score in zip(names, getattr(seed, kind), strict=True):
                scores["c", str(number), name] = (float(score), bool(score >= threshold))
    theirs = runpy.run_path(str(EVALUATOR))["corpus_figures"](tasks, scores, "c")
    ours = rate_corpus(seeds, threshold)
    for mine, name in ((ours.f1, "F1"), (ours.ap, "AP"), (ours.hard_fpr, "hard_fpr"), (ours.precision, "P")):
        assert mine == pytest.approx(theirs[name])
    assert ours.regret == pytest.approx(theirs["regret"], abs=0.02)


def test_a_perfect_ranking_has_average_precision_1() -> None:
    assert average_precision(Scores(np.array([0.9, 0.8]), np.array([0.7]), np.array([0.1]))) == 1.0
    assert average_precision(Scores(np.array([0.5]), np.array([0.9]), np.array([0.1]))) == 0.5


def test_the_best_threshold_is_best() -> None:
    corpora = {"c": some_scores(2), "without follow-ups": [Scores(np.array([]), np.array([0.9]), np.array([0.1]))]}
    best = rate_corpus(corpora["c"], best_threshold(corpora)).f1 or 0.0
    others = [rate_corpus(corpora["c"], float(threshold)).f1 or 0.0 for threshold in np.linspace(0.05, 0.95, 19)]
    assert best >= max(others) - 0.02


def test_a_corpus_with_hardly_a_follow_up_counts_for_its_false_alarms_only() -> None:
    figures = rate_corpus([Scores(np.array([0.9]), np.array([0.1, 0.8]), np.array([]))], 0.5)
    assert (figures.f1, figures.ap, figures.easy_fp_per_1k) == (None, None, None)
    assert figures.hard_fpr == 0.5


def test_means_are_taken_over_the_corpora_that_have_a_figure() -> None:
    rated = rate_corpus(some_scores(3), 0.5)
    unrated = rate_corpus([Scores(np.array([]), np.array([0.9, 0.1]), np.array([]))], 0.5)
    mean = average([rated, unrated])
    assert mean.f1 == rated.f1
    assert mean.hard_fpr == pytest.approx(((rated.hard_fpr or 0.0) + 0.5) / 2)
