"""How well storywake tells follow-ups, beside its peers, on labelled stories.

`python -m benchmarks.matching --data DIR --scores OUT.jsonl [--json FILE]` scores every task of every corpus below DIR
at the shipped settings, each article treated as the pipeline would. The pipeline's first look is a bound (a test holds
it), so it turns away nothing that the full comparison would take: here every pair gets the full comparison, for the
ranking, and the share that the first look lets through stands in a column of its own.

OUT.jsonl has one line a pair: task, seed, id, score, follow_up. The table shows storywake at its own threshold and each
peer at the best single one for this very data.
"""

import argparse
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.annotations import annotate_corpus
from benchmarks.corpora import Corpus, Task, read_corpora
from benchmarks.measures import Figures, Floats, Scores, average, best_threshold, rate_corpus
from benchmarks.peers import Scorer, keyword_alert, more_like_this, tfidf_cosine
from extractors import load_background
from news import (
    THRESHOLDS,
    Article,
    Match,
    Profile,
    Seed,
    SeedIndex,
    Verdict,
    Weighed,
    make_profile,
    match_weighed,
    weigh,
)

CACHE = Path("var/bench/annotations")


@dataclass(frozen=True, slots=True)
class Decision:
    """One pair, decided."""

    task: str
    seed: str
    id: str
    score: float
    follow_up: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one corpus: storywake's decisions, the peers' scores, and the time a comparison took."""

    decisions: tuple[Decision, ...]
    peers: Mapping[str, tuple[Scores, ...]]
    passed: float
    seconds_a_pair: float


def main() -> None:
    """Score, write the scores, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    corpora = read_corpora(args.data)
    outcomes = {corpus.name: run_corpus(corpus) for corpus in corpora}
    write_scores(args.scores, [decision for outcome in outcomes.values() for decision in outcome.decisions])
    rows = rate(corpora, outcomes)
    print_table(rows, outcomes)
    if args.json:
        figures = {name: {corpus: asdict(row) for corpus, row in table.items()} for name, table in rows.items()}
        args.json.write_text(json.dumps(figures, indent=1), "utf-8")


def run_corpus(corpus: Corpus) -> Outcome:
    """Decide every pair of a corpus, and let the peers score it."""
    background = load_background()
    annotations = annotate_corpus(corpus.name, corpus.articles, CACHE)
    profiles = {number: make_profile(annotation) for number, annotation in annotations.items()}
    weighed = {number: weigh(profile, background) for number, profile in profiles.items()}
    started = time.perf_counter()
    decisions = [decision for task in corpus.tasks for decision in decide(corpus, task, weighed)]
    seconds = time.perf_counter() - started
    scorers: dict[str, Scorer] = {
        "keyword alert": keyword_alert(corpus, profiles),
        "BM25 more-like-this": more_like_this(corpus),
        "TF-IDF cosine": tfidf_cosine(corpus, background),
    }
    peers = {name: tuple(split(task, scorer(task)) for task in corpus.tasks) for name, scorer in scorers.items()}
    return Outcome(tuple(decisions), peers, first_look(corpus, profiles), seconds / max(len(decisions), 1))


def decide(corpus: Corpus, task: Task, weighed: Mapping[str, Weighed]) -> Iterator[Decision]:
    """Compare each candidate of a task with its seed."""
    seed = corpus.seed(task)
    for number in task.candidates():
        found: Match = match_weighed(seed, weighed[task.seed], corpus.articles[number], weighed[number])
        yield Decision(corpus.name, task.seed, number, found.score, found.verdict is Verdict.FOLLOW_UP)


def first_look(corpus: Corpus, profiles: Mapping[str, Profile], sample: int = 200) -> float:
    """The share of a corpus' articles that the first look lets through for one seed, over a sample of seeds."""
    seeds: Sequence[tuple[Seed, Profile]] = [(corpus.seed(task), profiles[task.seed]) for task in corpus.tasks]
    index = SeedIndex.build(seeds, load_background())
    articles: list[Article] = list(corpus.articles.values())[:: max(1, len(corpus.articles) // sample)]
    passed = sum(len(index.candidates(article)) for article in articles)
    return passed / max(len(articles) * len(seeds), 1)


def split(task: Task, scores: Sequence[float]) -> Scores:
    """A task's scores by kind of candidate."""
    values: Floats = np.array(scores, dtype=np.float64)
    pos, hard = len(task.pos), len(task.pos) + len(task.hard)
    return Scores(values[:pos], values[pos:hard], values[hard:])


def rate(corpora: Sequence[Corpus], outcomes: Mapping[str, Outcome]) -> dict[str, dict[str, Figures]]:
    """Figures by decider, then corpus; MEAN last."""
    table = {"storywake": {corpus.name: _own_scores(corpus, outcomes[corpus.name]) for corpus in corpora}}
    for peer in next(iter(outcomes.values())).peers:
        table[peer] = {name: outcome.peers[peer] for name, outcome in outcomes.items()}
    return {name: _rate_row(scores, own=name == "storywake") for name, scores in table.items()}


def _own_scores(corpus: Corpus, outcome: Outcome) -> tuple[Scores, ...]:
    decisions = iter(outcome.decisions)
    return tuple(split(task, [next(decisions).score for _ in task.candidates()]) for task in corpus.tasks)


def _rate_row(scores: Mapping[str, Sequence[Scores]], *, own: bool) -> dict[str, Figures]:
    threshold = THRESHOLDS["normal"] if own else best_threshold(scores)
    rows = {name: rate_corpus(seeds, threshold) for name, seeds in scores.items()}
    return {**rows, "MEAN": average(list(rows.values()))}


def write_scores(path: Path, decisions: Sequence[Decision]) -> None:
    """One JSON object a line, as the evaluator reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(asdict(decision)) + "\n" for decision in decisions)


def print_table(rows: Mapping[str, Mapping[str, Figures]], outcomes: Mapping[str, Outcome]) -> None:
    """Means of all deciders, then storywake's figures corpus by corpus."""
    columns = ("P", "R", "F1", "AP", "regret", "hard FPR", "easy FP/1k")
    means, own = Table(title="Means over corpora"), Table(title="storywake by corpus")
    means.add_column("decider")
    own.add_column("corpus")
    for column in columns:
        means.add_column(column, justify="right")
        own.add_column(column, justify="right")
    own.add_column("first look", justify="right")
    own.add_column("µs a pair", justify="right")
    for name, table in rows.items():
        means.add_row(name, *_cells(table["MEAN"]))
    for name, outcome in outcomes.items():
        extra = f"{outcome.passed:.1%}", f"{outcome.seconds_a_pair * 1e6:.0f}"
        own.add_row(name, *_cells(rows["storywake"][name]), *extra)
    console = Console(width=110)
    console.print(means)
    console.print(own)


def _cells(row: Figures) -> list[str]:
    shown = (row.precision, row.recall, row.f1, row.ap, row.regret, row.hard_fpr)
    return [*(_cell(value) for value in shown), _cell(row.easy_fp_per_1k, 2)]


def _cell(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


if __name__ == "__main__":
    main()
