"""The benchmark's figures are the evaluator's."""

import json
import runpy
from pathlib import Path

import numpy as np
import pytest

from benchmarks.measures import Scores, average_precision, best_threshold, rate_corpus

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
    assert ours is not None
    for mine, name in ((ours.f1, "F1"), (ours.ap, "AP"), (ours.hard_fpr, "hard_fpr"), (ours.precision, "P")):
        assert mine == pytest.approx(theirs[name])
    assert ours.regret == pytest.approx(theirs["regret"], abs=0.02)
    assert json.dumps(theirs)


def test_a_perfect_ranking_has_average_precision_1() -> None:
    assert average_precision(Scores(np.array([0.9, 0.8]), np.array([0.7]), np.array([0.1]))) == 1.0
    assert average_precision(Scores(np.array([0.5]), np.array([0.9]), np.array([0.1]))) == 0.5


def test_the_best_threshold_is_best() -> None:
    corpora = {"c": some_scores(2)}
    best = rate_corpus(corpora["c"], best_threshold(corpora))
    assert best is not None
    for threshold in np.linspace(0.05, 0.95, 19):
        other = rate_corpus(corpora["c"], float(threshold))
        assert other is not None
        assert best.f1 >= other.f1 - 0.02


def test_a_corpus_with_hardly_a_follow_up_is_not_rated() -> None:
    assert rate_corpus([Scores(np.array([0.9]), np.array([0.1]), np.array([]))], 0.5) is None
