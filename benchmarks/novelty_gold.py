"""Real reports with the sentences marked by hand that say something new: `cases/novelty_gold.jsonl`.

The file names the reports of running stories by the ids of their corpus and has the numbers of sentences, no text.
`cases/novelty_gold.md` says how they were marked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import Corpus, read_corpus, read_lines
from benchmarks.stages import Staged
from news import Article, split_sentences

GOLD = Path(__file__).parent / "cases" / "novelty_gold.jsonl"
CORPUS = "dev/allsides2021"


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A report of which some sentences are marked; sentences are numbered from 0.

    `known` are the seed and the earlier reports of its story, `sentences` those that are judged (all but one that is
    cut off at the end), `new` says of each whether it is news, and `second` what the second pass said (None: not read
    twice). `orphans` are the numbers of sentences that point outside themselves, as found by reading.
    """

    article: Article
    known: tuple[Article, ...]
    sentences: tuple[str, ...]
    new: tuple[bool, ...]
    second: tuple[bool, ...] | None
    orphans: frozenset[int]
    held_out: bool


def read_marked(folder: Path, gold: Path = GOLD) -> list[tuple[Staged, list[MarkedReport]]]:
    """Every marked story with its reports in the order of publication.

    Raises ValueError if the corpus under `folder` does not have the sentences that were marked.
    """
    corpus = read_corpus(folder / CORPUS)
    rows = {row["report"]: row for row in read_lines(gold)}
    stories = []
    for task in corpus.tasks:
        ids = sorted(
            (one for one in task.pos if one in rows), key=lambda number: (corpus.articles[number].published, number)
        )
        if ids:
            reports = tuple(corpus.articles[number] for number in ids)
            story = Staged(task.seed, corpus.articles[task.seed], reports, tuple(map(str, ids)))
            stories.append((story, list(_mark(corpus, story, rows))))
    return stories


def _mark(corpus: Corpus, story: Staged, rows: dict[str, dict[str, object]]) -> Iterator[MarkedReport]:
    known = [story.seed]
    for number, article in zip(story.stages, story.reports, strict=True):
        row = rows[number]
        sentences = split_sentences(article.text)
        judged = int(str(row["judged"]))
        if not 0 <= len(sentences) - judged <= 1:
            raise ValueError(f"{corpus.name}: {number} has {len(sentences)} sentences, {judged} were judged")
        marks = {name: _numbers(row.get(name)) for name in ("new", "second", "orphans")}
        new, second = (tuple(place in marks[name] for place in range(judged)) for name in ("new", "second"))
        yield MarkedReport(
            article,
            tuple(known),
            sentences[:judged],
            new,
            second if "second" in row else None,
            marks["orphans"],
            bool(row.get("held_out")),
        )
        known.append(article)


def _numbers(found: object) -> frozenset[int]:
    return frozenset(int(number) - 1 for number in found) if isinstance(found, list) else frozenset()


def agree(reports: Sequence[MarkedReport]) -> tuple[int, float, float]:
    """How many reports were read twice, and Cohen's kappa and the F1 of the two passes over their sentences."""
    pairs = [pair for one in reports if one.second is not None for pair in zip(one.new, one.second, strict=True)]
    both = sum(first and second for first, second in pairs)
    firsts, seconds = (sum(pair[place] for pair in pairs) for place in (0, 1))
    same = sum(first == second for first, second in pairs) / len(pairs)
    share, other = firsts / len(pairs), seconds / len(pairs)
    chance = share * other + (1 - share) * (1 - other)
    return sum(one.second is not None for one in reports), (same - chance) / (1 - chance), 2 * both / (firsts + seconds)
