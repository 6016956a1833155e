"""Does the trail find more of a long story without drifting into others?

`python -m benchmarks.drift --data FOLDER` takes a folder of dated updates of running stories (an `articles.jsonl` whose
`story` names the story), makes of each story's first updates a seed, and follows all later updates of all stories, with
the trail and without. The table says how many of the story's updates are found in its first and its second half, and
how many of those found are its own.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.annotations import profile_corpus
from benchmarks.arguments import folder_with
from benchmarks.corpora import Corpus, Task, as_article, read_lines
from benchmarks.followed_tasks import Field, compare_task, follow, survey
from news import Article

_OPENING = 5  # updates that make a seed: about as long as a short article
_LEAST = 20  # updates a story must have


@dataclass(frozen=True, slots=True)
class Course:
    """How a story went: recall in its first and second half, and precision; each in 0..1."""

    early: float
    late: float
    precision: float


def main() -> None:
    """Follow every story twice and print the means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with("articles.jsonl"), required=True)
    args = parser.parse_args()
    corpus = read_stories(args.data)
    if not corpus.tasks:
        parser.error(f"argument --data: {args.data} has no story with {_LEAST} dated updates")
    field = survey(corpus, profile_corpus(corpus.name, corpus.articles))
    courses = {name: list(run(field, trail=trail)) for name, trail in (("with the trail", True), ("without", False))}
    print_table(courses)


def read_stories(folder: Path) -> Corpus:
    """The updates as articles, with a task for each story."""
    articles: dict[str, Article] = {}
    stories = defaultdict[str, list[str]](list)
    rows = [row for row in read_lines(folder / "articles.jsonl") if row.get("story") and row.get("published")]
    for row in sorted(rows, key=lambda row: row["published"]):
        articles[row["id"]] = as_article(row)
        stories[row["story"]].append(row["id"])
    tasks = [_begin(name, ids, articles) for name, ids in sorted(stories.items()) if len(ids) >= _LEAST]
    return Corpus(folder.name, articles, tuple(tasks))


def _begin(name: str, ids: Sequence[str], articles: dict[str, Article]) -> Task:
    """Make a seed of a story's first updates; the updates of other stories are to be told from its own."""
    opening, later = ids[:_OPENING], ids[_OPENING:]
    first, last = articles[opening[0]], articles[opening[-1]]
    seed = f"seed of {name}"
    articles[seed] = replace(first, text="\n".join(articles[number].text for number in opening))
    known = {*ids, *(number for number in articles if number.startswith("seed of "))}
    others = [n for n, article in articles.items() if n not in known and article.published >= last.published]
    return Task(seed, tuple(later), tuple(others), ())


def run(field: Field, *, trail: bool) -> Iterator[Course]:
    """Follow each story; without the trail, every way but the straight one is cut."""
    cut = field if trail else replace(field, likeness=np.zeros_like(field.likeness))
    for task in field.corpus.tasks:
        yield _judge(task, follow(cut, task, compare_task(field, task)))


def _judge(task: Task, decided: Sequence[tuple[float, bool]]) -> Course:
    found = [follow_up for _, follow_up in decided]
    own, half = found[: len(task.pos)], len(task.pos) // 2
    return Course(mean(own[:half]), mean(own[half:]), sum(own) / max(sum(found), 1))


def print_table(courses: Mapping[str, Sequence[Course]]) -> None:
    """Means over the stories."""
    some = next(iter(courses.values()))
    table = Table(title=f"{len(some)} running stories, followed to their end")
    for column in ("", "recall, first half", "recall, second half", "precision"):
        table.add_column(column, justify="right")
    for name, rows in courses.items():
        figures = (mean(row.early for row in rows), mean(row.late for row in rows), mean(row.precision for row in rows))
        table.add_row(name, *(f"{value:.3f}" for value in figures))
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
