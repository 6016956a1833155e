"""Answers: each is about the candidate nearest to the threshold, and decides on its own article."""

import pytest

from benchmarks.answers import ask
from benchmarks.corpora import UNDATED, Corpus, Task
from benchmarks.followed_tasks import compare_task, survey
from news import Annotation, Article, make_profile

TEXTS = {
    "seed": "The ferry strike at Marlow harbour was called on Monday over split shifts, the crews' union said.",
    "own": "The ferry strike at Marlow harbour began at dawn, and the crews' union spoke of split shifts.",
    "alike": "The ferry at Marlow harbour was painted green, and the crews praised the colour of the hull.",
    "other": "A bakery in Trell won a prize for its rye bread on Sunday.",
}


def test_with_every_candidate_answered_nothing_is_wrong() -> None:
    articles = {number: Article("", "", text, "", UNDATED) for number, text in TEXTS.items()}
    task = Task("seed", pos=("own",), hard=("alike",), easy=("other",))
    profiles = {number: make_profile(Annotation((text,), (), ())) for number, text in TEXTS.items()}
    field = survey(Corpus("c", articles, (task,)), profiles)
    course = ask(field, task, compare_task(field, task), most=4)
    assert len(course) == 5
    assert course[0] == pytest.approx(0.0)  # too little in common, without names and vectors
    assert course[3:] == pytest.approx([1.0, 1.0])  # all three are answered, and there is nothing more to ask
