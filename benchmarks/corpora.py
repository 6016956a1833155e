"""Read labelled corpora: folders with `articles.jsonl` and `tasks.jsonl`, one per corpus."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from news import Article, Seed

UNDATED = datetime(2100, 1, 1, tzinfo=UTC)  # undated articles count as published after every seed


@dataclass(frozen=True, slots=True)
class Task:
    """One seed and its candidates: follow-ups, look-alikes, and unrelated articles."""

    seed: str
    pos: tuple[str, ...]
    hard: tuple[str, ...]
    easy: tuple[str, ...]

    def candidates(self) -> tuple[str, ...]:
        """All candidates, follow-ups first."""
        return self.pos + self.hard + self.easy


@dataclass(frozen=True, slots=True)
class Corpus:
    """The tasks of a corpus, and the articles they use, by id."""

    name: str
    articles: Mapping[str, Article]
    tasks: tuple[Task, ...]

    def seed(self, task: Task) -> Seed:
        """The task's article as a seed with default settings."""
        article = self.articles[task.seed]
        published = article.published if is_dated(article) else None
        return Seed(task.seed, article.title, article.text, article.url, published)


def read_corpora(folder: Path) -> list[Corpus]:
    """Every corpus in a folder, sorted by name."""
    return [read_corpus(path.parent) for path in sorted(folder.glob("*/tasks.jsonl"))]


def read_corpus(folder: Path) -> Corpus:
    """One corpus, without the articles that no task uses."""
    kinds = ("pos", "hard", "easy")
    tasks = [Task(row["seed"], *(tuple(row[kind]) for kind in kinds)) for row in read_lines(folder / "tasks.jsonl")]
    needed = {article for task in tasks for article in (task.seed, *task.candidates())}
    rows = (row for row in read_lines(folder / "articles.jsonl") if row["id"] in needed)
    return Corpus(folder.name, {row["id"]: as_article(row) for row in rows}, tuple(tasks))


def shorten(corpus: Corpus, words: int) -> Corpus:
    """The corpus with all texts but the seeds' cut to their first words, as in feeds without full texts."""
    seeds = {task.seed for task in corpus.tasks}
    short = {
        number: article if number in seeds else replace(article, text=" ".join(article.text.split()[:words]))
        for number, article in corpus.articles.items()
    }
    return replace(corpus, name=f"{corpus.name}-{words}", articles=short)


def strip_headlines(corpus: Corpus, words: int) -> Corpus:
    """The corpus as brief updates would bring it: up to so many words, no headline; the seeds stay whole."""
    seeds = {task.seed for task in corpus.tasks}
    brief = {
        number: article if number in seeds else replace(article, title="", text=_opening(article.text, words))
        for number, article in corpus.articles.items()
    }
    return replace(corpus, name=f"{corpus.name}-brief", articles=brief)


def _opening(text: str, words: int) -> str:
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(text.split()))
    kept = sentences[:1]
    for sentence in sentences[1:]:
        if len(" ".join([*kept, sentence]).split()) > words:
            break
        kept.append(sentence)
    return " ".join(kept)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, one per line."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def as_article(row: Mapping[str, Any]) -> Article:
    """An article of a corpus from its row."""
    return Article(
        url=row.get("url") or "",
        title=row.get("title") or "",
        text=row.get("text") or "",
        outlet=row.get("source") or "",
        published=read_moment(row.get("published")) or UNDATED,
        language=row.get("lang") or "",
    )


def is_dated(article: Article) -> bool:
    """Whether the corpus has a publication date for the article."""
    return article.published != UNDATED


def read_moment(text: str | None) -> datetime | None:
    """An ISO 8601 date as UTC; None if it is missing or invalid."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
