"""Figures by pair of languages: each seed with the candidates of one language."""

import pytest

from benchmarks.corpora import Corpus, Task
from benchmarks.language_pairs import rate_pairs

SPOKEN = {"seed": "en", **{f"e{n}": "en" for n in range(6)}, **{f"f{n}": "fr" for n in range(8)}, "g": "de"}
TASK = Task("seed", pos=("e0", "f0", "f1", "f2", "f3", "f4", "g"), hard=("f5",), easy=("e1", "f6", "f7"))
CALLED = {"e0", "f0", "f1", "f2", "f5"}


def test_each_pair_of_languages_is_rated_by_its_own_candidates() -> None:
    verdicts = [(0.9 if number in CALLED else 0.1, number in CALLED) for number in TASK.candidates()]
    rated = rate_pairs([Corpus("c", {}, (TASK,))], {"c": SPOKEN}, {"c": [verdicts]})
    assert list(rated) == [("en", "fr")]  # the others have too few follow-ups
    number, figures = rated["en", "fr"]
    assert number == 5
    assert figures.precision == pytest.approx(0.75)
    assert figures.recall == pytest.approx(0.6)
