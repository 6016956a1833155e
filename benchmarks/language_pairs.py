"""Figures by the languages of a seed and of its candidates, over all corpora together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rich.table import Table

from benchmarks.corpora import Corpus, Task
from benchmarks.measures import Figures, Scores, rate_calls, split
from news import THRESHOLDS

_FEWEST = 5  # follow-ups of a pair of languages that is shown

Pair = tuple[str, str]


@dataclass(slots=True)
class _Rows:
    scores: list[Scores] = field(default_factory=list)
    calls: list[Scores] = field(default_factory=list)


def rate_pairs(
    corpora: Sequence[Corpus],
    languages: Mapping[str, Mapping[str, str]],
    decided: Mapping[str, Sequence[Sequence[tuple[float, bool]]]],
) -> dict[Pair, tuple[int, Figures]]:
    """The number of follow-ups and the figures for each pair of languages, of the seed and of the candidate.

    `languages` are those of each article, `decided` score and call of each task's candidates, both by corpus. A seed
    counts for a pair with those of its candidates that are in the pair's language. Pairs with few follow-ups are left
    out.
    """
    found = defaultdict[Pair, _Rows](_Rows)
    for corpus in corpora:
        spoken = languages[corpus.name]
        for task, verdicts in zip(corpus.tasks, decided[corpus.name], strict=True):
            for language, part, kept in _by_language(task, verdicts, spoken):
                rows = found[spoken[task.seed], language]
                rows.scores.append(split(part, [score for score, _ in kept]))
                rows.calls.append(split(part, [float(call) for _, call in kept]))
    numbers = {pair: sum(len(one.pos) for one in rows.scores) for pair, rows in found.items()}
    return {
        pair: (numbers[pair], rate_calls(rows.scores, rows.calls, THRESHOLDS["normal"]))
        for pair, rows in sorted(found.items(), key=lambda item: -numbers[item[0]])
        if numbers[pair] >= _FEWEST
    }


def _by_language(
    task: Task, verdicts: Sequence[tuple[float, bool]], spoken: Mapping[str, str]
) -> Iterator[tuple[str, Task, list[tuple[float, bool]]]]:
    """A task for each language of its candidates, with their verdicts in order."""
    known = dict(zip(task.candidates(), verdicts, strict=True))
    for language in sorted({spoken[number] for number in task.pos}):
        kinds = [
            tuple(number for number in kind if spoken[number] == language) for kind in (task.pos, task.hard, task.easy)
        ]
        part = Task(task.seed, *kinds)
        yield language, part, [known[number] for number in part.candidates()]


def table_of_pairs(rated: Mapping[Pair, tuple[int, Figures]]) -> Table:
    """One row for each pair of languages."""
    table = Table(title="storywake by the languages of seed and article")
    table.add_column("seed, article")
    for column in ("follow-ups", "P", "R", "F1", "AP", "regret"):
        table.add_column(column, justify="right")
    for (seed, article), (number, row) in rated.items():
        shown = (row.precision, row.recall, row.f1, row.ap, row.regret)
        cells = ("-" if value is None else f"{value:.3f}" for value in shown)
        table.add_row(f"{seed}, {article}", str(number), *cells)
    return table
