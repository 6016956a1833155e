"""Verdicts by stream: which pairs differ, and which articles of other corpora are polled beside."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.corpora import UNDATED, Corpus, Task
from benchmarks.streams import STREAMS, Decided, choose_others, flips, rate
from news import Article

TASK = Task("seed", pos=("a", "b", "e", "f", "g"), hard=("c",), easy=("d",))
SCORES = np.array([0.9, 0.4, 0.9, 0.8, 0.7, 0.6, 0.1])
CALLS = np.array([1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0])
DECIDED = Decided(TASK, dict.fromkeys(STREAMS, SCORES), dict.fromkeys(STREAMS, CALLS))


def test_a_row_rates_the_calls_and_the_best_thresholds() -> None:
    row = rate([DECIDED], "its corpus")
    assert row.f1 == pytest.approx(0.8)
    assert row.best == pytest.approx(10 / 11)  # everything from .4 on
    assert row.own_best == row.best
    assert row.hard == pytest.approx(1.0)


def test_only_what_streams_with_the_story_call_differently_flips() -> None:
    elsewhere = {**DECIDED.calls, "nothing": np.zeros(7), "others": np.zeros(7)}
    assert flips([replace(DECIDED, calls=elsewhere)]) == pytest.approx(0.0)
    alone = {**DECIDED.calls, "the story alone": np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0])}
    assert flips([replace(DECIDED, calls=alone)]) == pytest.approx(1 / 6)


def test_other_corpora_give_the_same_articles_in_each_run() -> None:
    corpora = [
        Corpus(name, {f"{name}{n}": Article("", f"{n}", "", "", UNDATED) for n in range(5)}, ()) for name in "xy"
    ]
    chosen = choose_others(corpora, 4)
    assert chosen == choose_others(corpora, 4)
    assert [name for name, _ in chosen.values()] == ["x", "x", "y", "y"]
