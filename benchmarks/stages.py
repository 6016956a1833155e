"""Stories whose reports are labelled by stage: running stories of a corpus, timelines, and invented stories.

A stage is what happened at one point of a story; its reports tell of that and of nothing newer. `BACKGROUND` marks a
report in which nothing new happened.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.corpora import Corpus, Task, as_article, read_corpus, read_lines
from news import Article

INVENTED = Path(__file__).parent / "cases" / "chapters"
BACKGROUND = "-"
_LEAST = 20  # updates a timeline must have
_SEED = 5  # updates of a timeline that make its seed
_DELAY = timedelta(hours=7)  # mean, of an outlet's report after the first


@dataclass(frozen=True, slots=True)
class Staged:
    """A story: the article that started it, and its reports in the order of publication, with the stage of each."""

    name: str
    seed: Article
    reports: tuple[Article, ...]
    stages: tuple[str, ...]


def read_sagas(folder: Path) -> list[Staged]:
    """Every task of a corpus whose articles have a `story`: its reports, the `story` being their stage."""
    stages = {row["id"]: str(row["story"]) for row in read_lines(folder / "articles.jsonl")}
    return _read_tasks(read_corpus(folder), lambda number, _: stages[number])


def read_days(folder: Path) -> list[Staged]:
    """Every task of a corpus, the day of a report being its stage, although a later day often only retells."""
    return _read_tasks(read_corpus(folder), lambda _, article: f"{article.published:%Y-%m-%d}")


def _read_tasks(corpus: Corpus, stage_of: Callable[[str, Article], str]) -> list[Staged]:
    stories = []
    for task in corpus.tasks:
        reports = {number: corpus.articles[number] for number in in_time(corpus, task)}
        stages = tuple(stage_of(number, article) for number, article in reports.items())
        if reports:
            stories.append(Staged(task.seed, corpus.articles[task.seed], tuple(reports.values()), stages))
    return stories


def in_time(corpus: Corpus, task: Task) -> list[str]:
    """The follow-ups of a task in the order of publication."""
    return sorted(task.pos, key=lambda number: (corpus.articles[number].published, number))


def read_timelines(folder: Path) -> list[Staged]:
    """Dated updates of running stories: every update is a stage of its own; the first ones make the seed."""
    stories = defaultdict[str, list[Article]](list)
    rows = [row for row in read_lines(folder / "articles.jsonl") if row.get("published")]
    for row in sorted(rows, key=lambda row: row["published"]):
        stories[row["story"]].append(as_article(row))
    return [_begin(name, updates) for name, updates in sorted(stories.items()) if len(updates) >= _LEAST]


def _begin(name: str, updates: Sequence[Article]) -> Staged:
    first, rest = updates[:_SEED], tuple(updates[_SEED:])
    seed = replace(first[-1], text="\n".join(one.text for one in first))
    return Staged(name, seed, rest, tuple(map(str, range(len(rest)))))


def read_invented(folder: Path = INVENTED) -> list[Staged]:
    """The invented stories in a folder: one a file, `== stage | time | outlet`, a headline and paragraphs a report."""
    return [_read_story(path) for path in sorted(folder.glob("*.txt"))]


def _read_story(path: Path) -> Staged:
    head, *blocks = path.read_text("utf-8").split("\n== ")
    facts = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    reports = [_read_report(block, facts["language"], f"{path.stem}/{place}") for place, block in enumerate(blocks)]
    (_, seed), *rest = reports
    return Staged(path.stem, seed, tuple(report for _, report in rest), tuple(stage for stage, _ in rest))


def _read_report(block: str, language: str, name: str) -> tuple[str, Article]:
    first, title, *lines = block.strip().splitlines()
    stage, moment, outlet = (part.strip() for part in first.split("|"))
    text = "\n".join(line for line in lines if line)
    published = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return stage, Article(f"https://example.org/{name}", title, text, outlet, published, language=language)


def spread(stories: Sequence[Staged], seed: int) -> list[Staged]:
    """The stories with each report some hours later: for a corpus in which all reports of a stage have one time."""
    chance = random.Random(seed)  # noqa: S311  a benchmark must be reproducible
    return [_delay(story, chance) for story in stories]


def _delay(story: Staged, chance: random.Random) -> Staged:
    late = [replace(one, published=one.published + chance.expovariate(1) * _DELAY) for one in story.reports]
    order = sorted(range(len(late)), key=lambda number: late[number].published)
    return replace(
        story, reports=tuple(late[place] for place in order), stages=tuple(story.stages[place] for place in order)
    )


def first_of_stage(story: Staged) -> Iterator[bool | None]:
    """Whether each report is the first of its stage; None for background."""
    seen: set[str] = set()
    for stage in story.stages:
        yield None if stage == BACKGROUND else stage not in seen
        seen.add(stage)
