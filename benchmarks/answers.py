"""How much a few answers teach: each story asked about, decided again after every answer.

`python -m benchmarks.answers --data DIR [--answers 0,1,3,5,10]` decides every labelled story of every corpus below DIR
at the shipped settings, asks about the candidate nearest to the threshold, answers by its label, learns from it by the
program's own code (news/feedback.py), decides anew along the trail, and so on. An answer decides on its own article,
too. The table has the mean F1 over all candidates of a story, the answered ones among them, by the number of answers.
"""

import argparse
from collections.abc import Mapping, Sequence
from statistics import mean

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.annotations import profile_corpus
from benchmarks.arguments import corpora_folder, number_list
from benchmarks.corpora import Corpus, Task, read_corpora
from benchmarks.followed_tasks import Compared, Field, compare_task, grow, survey
from benchmarks.measures import Floats
from news import BIAS, THRESHOLDS, WEIGHTS, Answered, Lessons, to_logit

Flags = NDArray[np.bool_]
_CUT = to_logit(THRESHOLDS["normal"])
_WEIGHTS = np.array(list(WEIGHTS.values()))


def main() -> None:
    """Ask about every story, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=corpora_folder(), required=True)
    parser.add_argument("--answers", type=number_list, default=[0, 1, 3, 5, 10])
    args = parser.parse_args()
    rows = {corpus.name: rate(corpus, max(args.answers)) for corpus in read_corpora(args.data)}
    print_table({name: [row[number] for number in args.answers] for name, row in rows.items()}, args.answers)


def rate(corpus: Corpus, most: int) -> Sequence[float]:
    """The mean F1 of a corpus after none, one, … `most` answers a story; shape (most + 1,)."""
    field = survey(corpus, profile_corpus(corpus.name, corpus.articles))
    asked = [task for task in corpus.tasks if task.pos]
    courses = [
        ask(field, task, compare_task(field, task), most) for task in track(asked, f"asking about {corpus.name}")
    ]
    return [mean(course) for course in zip(*courses, strict=True)]


def ask(field: Field, task: Task, compared: Compared, most: int) -> list[float]:
    """F1 of a story after none, one, … `most` answers, each about the candidate nearest to the threshold."""
    labels = np.arange(len(task.candidates())) < len(task.pos)
    answers: dict[int, Answered] = {}
    course = []
    for _ in range(most + 1):
        shifts = _shifts(field, task, list(answers.values()))

        def is_found(parts: Floats, shifts: Floats = shifts) -> Sequence[bool]:
            return list(_decide(parts, shifts, compared, answers))

        parts = grow(field, task, compared, is_found)
        course.append(_f1(_decide(parts, shifts, compared, answers), labels))
        doubt = np.abs(_excess(parts) + shifts)
        doubt[list(answers)] = np.inf
        if np.isfinite(doubt).any():
            chosen = int(doubt.argmin())
            wording = field.weighed[task.candidates()[chosen]].wording
            answers[chosen] = Answered(wording, float(_excess(parts)[chosen]), bool(labels[chosen]))
    return course


def _shifts(field: Field, task: Task, answered: Sequence[Answered]) -> Floats:
    lessons = Lessons(answered)
    return np.array([lessons.shift(field.weighed[number].wording) for number in task.candidates()])


def _excess(parts: Floats) -> Floats:
    """By how many logits each candidate exceeds the threshold by what it has in common with the story."""
    above: Floats = parts @ _WEIGHTS + BIAS - _CUT
    return above


def _decide(parts: Floats, shifts: Floats, compared: Compared, answers: Mapping[int, Answered]) -> Flags:
    found: Flags = (_excess(parts) + shifts >= 0) & ~np.array(compared.objected)
    for place, answer in answers.items():
        found[place] = answer.is_follow_up
    return found


def _f1(found: Flags, labels: Flags) -> float:
    return 2 * float((found & labels).sum()) / max(float(found.sum() + labels.sum()), 1.0)


def print_table(rows: Mapping[str, Sequence[float]], numbers: Sequence[int]) -> None:
    """A row for each corpus, and their mean."""
    table = Table("corpus", *(f"{number} answers" for number in numbers), title="F1 after answers")
    for name, row in (*rows.items(), ("mean", [mean(column) for column in zip(*rows.values(), strict=True)])):
        table.add_row(name, *(f"{value:.3f}" for value in row))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
