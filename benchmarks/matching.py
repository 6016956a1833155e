"""How well storywake tells follow-ups, beside its peers, on labelled stories.

`python -m benchmarks.matching --data DIR --scores OUT.jsonl [--json FILE] [--ablation] [--words N]` follows every
story of every corpus below DIR at the shipped settings, as the pipeline would (benchmarks/followed_tasks.py). Its
first look is a bound (a test holds it), so it turns away nothing that the full comparison would take: here every pair
gets the full comparison, for the ranking, and the share that the first look lets through stands in a column of its own,
beside the share that the looks keep of the follow-ups that the comparison with their seed accepts.

OUT.jsonl has one line a pair: task, seed, id, score, follow_up. The tables show storywake at its own threshold and each
peer at the best single one for this very data; the errors by kind; where not all is in English, the figures by the
languages of seed and article; and, with --ablation, storywake without one part
each, at the best threshold that is left to it.
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

from benchmarks.annotations import profile_corpus
from benchmarks.arguments import corpora_folder, output_file, whole_number
from benchmarks.corpora import Corpus, read_corpora, shorten
from benchmarks.followed_tasks import Compared, Field, compare_task, follow, survey
from benchmarks.language_pairs import rate_pairs, table_of_pairs
from benchmarks.measures import Figures, Scores, average, best_threshold, rate_calls, rate_corpus, split
from benchmarks.peers import (
    Scorer,
    averaged,
    keyword_alert,
    more_like_this,
    multilingual_vectors,
    newsblur_rule,
    sentence_vectors,
    tfidf_cosine,
)
from extractors import load_background
from news import THRESHOLDS, WEIGHTS, Article, Glance, Profile, SeedIndex, Verdict, match_weighed

_TELLING = 0.5  # of a part: beyond it, actors or topics are taken for shared


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
    """What came of one corpus: storywake's decisions, the peers' and the maimed storywakes' scores, the time taken."""

    decisions: tuple[Decision, ...]
    peers: Mapping[str, tuple[Scores, ...]]
    without: Mapping[str, tuple[Scores, ...]]
    errors: Mapping[str, int]
    passed: float
    kept: float
    languages: Mapping[str, str]
    seconds_a_pair: float


def main() -> None:
    """Score, write the scores, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=corpora_folder(), required=True)
    parser.add_argument("--scores", type=output_file, required=True)
    parser.add_argument("--json", type=output_file)
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument(
        "--words", type=whole_number(), help="cut the candidates to so many words: a feed's two lines have 50"
    )
    args = parser.parse_args()
    corpora = read_corpora(args.data)
    if args.words:
        corpora = [shorten(corpus, args.words) for corpus in corpora]
    outcomes = {corpus.name: run_corpus(corpus, ablation=args.ablation) for corpus in corpora}
    write_scores(args.scores, [decision for outcome in outcomes.values() for decision in outcome.decisions])
    rows = rate(corpora, outcomes)
    print_table(rows, outcomes)
    if any(language != "en" for outcome in outcomes.values() for language in outcome.languages.values()):
        print_pairs(corpora, outcomes)
    if args.json:
        figures = {name: {corpus: asdict(row) for corpus, row in table.items()} for name, table in rows.items()}
        args.json.write_text(json.dumps(figures, indent=1), "utf-8")


def run_corpus(corpus: Corpus, *, ablation: bool = False) -> Outcome:
    """Follow every story of a corpus, and let the peers score it."""
    profiles = profile_corpus(corpus.name, corpus.articles)
    field = survey(corpus, profiles)
    started = time.perf_counter()
    compared = [compare_task(field, task) for task in corpus.tasks]
    decided = [follow(field, task, one) for task, one in zip(corpus.tasks, compared, strict=True)]
    seconds = time.perf_counter() - started
    pairs = sum(len(each) for each in decided)
    return Outcome(
        decisions=tuple(_decisions(corpus, decided)),
        peers=_score_peers(corpus, profiles),
        without=_maim(field, compared) if ablation else {},
        errors=_count_errors(corpus, compared, decided),
        passed=first_look(field, profiles),
        kept=keep(field),
        languages={number: profile.language for number, profile in profiles.items()},
        seconds_a_pair=seconds / max(pairs, 1),
    )


def _decisions(corpus: Corpus, decided: Sequence[Sequence[tuple[float, bool]]]) -> Iterator[Decision]:
    for task, verdicts in zip(corpus.tasks, decided, strict=True):
        for number, (score, follow_up) in zip(task.candidates(), verdicts, strict=True):
            yield Decision(corpus.name, task.seed, number, score, follow_up)


def _score_peers(corpus: Corpus, profiles: Mapping[str, Profile]) -> dict[str, tuple[Scores, ...]]:
    tfidf, vectors = tfidf_cosine(corpus, load_background()), sentence_vectors(profiles)
    scorers: dict[str, Scorer] = {
        "keyword alert": keyword_alert(corpus, profiles),
        "BM25 more-like-this": more_like_this(corpus),
        "TF-IDF cosine": tfidf,
        "MiniLM vectors": vectors,
        "TF-IDF + MiniLM": averaged(tfidf, vectors),
        "NewsBlur's rule": newsblur_rule(corpus),
    }
    if any(profile.gist for profile in profiles.values()):
        scorers["e5 vectors"] = multilingual_vectors(profiles)
    return {name: tuple(split(task, scorer(task)) for task in corpus.tasks) for name, scorer in scorers.items()}


def _maim(field: Field, compared: Sequence[Compared]) -> dict[str, tuple[Scores, ...]]:
    """Scores without one part each (the trail not followed: nearness stands in)."""
    tasks, made = field.corpus.tasks, {}
    weights = np.array(list(WEIGHTS.values()))
    for left_out, part in enumerate(WEIGHTS):
        kept = np.where(np.arange(len(weights)) == left_out, 0.0, weights)
        made[f"without {part}"] = tuple(
            split(task, np.where(one.objected, -100.0, one.parts @ kept))
            for task, one in zip(tasks, compared, strict=True)
        )
    return made


def _count_errors(
    corpus: Corpus, compared: Sequence[Compared], decided: Sequence[Sequence[tuple[float, bool]]]
) -> dict[str, int]:
    """How many wrong decisions of each kind: the missed, and the false alarms by what they share with the seed."""
    counts = dict.fromkeys(("missed", "alike in actors only", "alike in topics only", "alike in both", "unalike"), 0)
    actors, topics = (list(WEIGHTS).index(part) for part in ("actors", "topics"))
    for task, one, verdicts in zip(corpus.tasks, compared, decided, strict=True):
        for place, (_, follow_up) in enumerate(verdicts):
            if place < len(task.pos):
                counts["missed"] += not follow_up
            elif follow_up:
                shared = one.parts[place, actors] > _TELLING, one.parts[place, topics] > _TELLING
                kinds = {
                    (True, True): "alike in both",
                    (True, False): "alike in actors only",
                    (False, True): "alike in topics only",
                }
                counts[kinds.get(shared, "unalike")] += 1
    return counts


def first_look(field: Field, profiles: Mapping[str, Profile], sample: int = 100) -> float:
    """The share of a corpus' articles that the first look lets through for one seed, over a sample of both."""
    tasks = field.corpus.tasks[:: max(1, len(field.corpus.tasks) // sample)]
    index = SeedIndex.build([(field.corpus.seed(task), profiles[task.seed]) for task in tasks], load_background())
    articles: list[Article] = list(field.corpus.articles.values())[:: max(1, len(field.corpus.articles) // sample)]
    passed = sum(len(index.candidates(article)) for article in articles)
    return passed / max(len(articles) * len(tasks), 1)


def keep(field: Field) -> float:
    """Of the labelled follow-ups that the full comparison with their seed accepts, the share that the looks keep."""
    accepted = kept = 0
    for task in field.corpus.tasks:
        seed, own = field.corpus.seed(task), field.weighed[task.seed]
        index = SeedIndex.build([(seed, own.profile)], load_background())
        for number in task.pos:
            article, weighed = field.corpus.articles[number], field.weighed[number]
            if match_weighed(seed, own, article, weighed).verdict is Verdict.FOLLOW_UP:
                accepted += 1
                chances = index.look(Glance(article, load_background()))
                kept += bool(index.narrow(chances, weighed.profile.meaning))
    return kept / max(accepted, 1)


def rate(corpora: Sequence[Corpus], outcomes: Mapping[str, Outcome]) -> dict[str, dict[str, Figures]]:
    """Figures by decider, then corpus; MEAN last."""
    some = next(iter(outcomes.values()))
    everywhere = [peer for peer in some.peers if all(peer in outcome.peers for outcome in outcomes.values())]
    table = {peer: {name: outcome.peers[peer] for name, outcome in outcomes.items()} for peer in everywhere}
    for maimed in some.without:
        table[maimed] = {name: outcome.without[maimed] for name, outcome in outcomes.items()}
    own = {corpus.name: _rate_own(corpus, outcomes[corpus.name]) for corpus in corpora}
    others = {name: _rate_row(scores) for name, scores in table.items()}
    return {"storywake": {**own, "MEAN": average(list(own.values()))}, **others}


def _rate_own(corpus: Corpus, outcome: Outcome) -> Figures:
    decisions = iter(outcome.decisions)
    made = [[next(decisions) for _ in task.candidates()] for task in corpus.tasks]
    scores = [split(task, [one.score for one in each]) for task, each in zip(corpus.tasks, made, strict=True)]
    calls = [split(task, [float(one.follow_up) for one in each]) for task, each in zip(corpus.tasks, made, strict=True)]
    return rate_calls(scores, calls, THRESHOLDS["normal"])


def _rate_row(scores: Mapping[str, Sequence[Scores]]) -> dict[str, Figures]:
    threshold = best_threshold(scores)
    rows = {name: rate_corpus(seeds, threshold) for name, seeds in scores.items()}
    return {**rows, "MEAN": average(list(rows.values()))}


def write_scores(path: Path, decisions: Sequence[Decision]) -> None:
    """One JSON object a line, as the evaluator reads it."""
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
    own.add_column("looks keep", justify="right")
    own.add_column("µs a pair", justify="right")
    for name, table in rows.items():
        means.add_row(name, *_cells(table["MEAN"]))
    for name, outcome in outcomes.items():
        extra = f"{outcome.passed:.1%}", f"{outcome.kept:.1%}", f"{outcome.seconds_a_pair * 1e6:.0f}"
        own.add_row(name, *_cells(rows["storywake"][name]), *extra)
    console = Console(width=130)
    console.print(means)
    console.print(own)
    console.print(_table_of_errors(outcomes))


def print_pairs(corpora: Sequence[Corpus], outcomes: Mapping[str, Outcome]) -> None:
    """storywake's figures by the languages of seed and article."""
    decided = {}
    for corpus in corpora:
        made = iter([(one.score, one.follow_up) for one in outcomes[corpus.name].decisions])
        decided[corpus.name] = [[next(made) for _ in task.candidates()] for task in corpus.tasks]
    languages = {name: outcome.languages for name, outcome in outcomes.items()}
    Console(width=130).print(table_of_pairs(rate_pairs(corpora, languages, decided)))


def _table_of_errors(outcomes: Mapping[str, Outcome]) -> Table:
    table = Table(title="storywake's errors by kind")
    table.add_column("corpus")
    kinds = list(next(iter(outcomes.values())).errors)
    for kind in kinds:
        table.add_column(kind, justify="right")
    for name, outcome in outcomes.items():
        table.add_row(name, *(str(outcome.errors[kind]) for kind in kinds))
    return table


def _cells(row: Figures) -> list[str]:
    shown = (row.precision, row.recall, row.f1, row.ap, row.regret, row.hard_fpr)
    return [*(_cell(value) for value in shown), _cell(row.easy_fp_per_1k, 2)]


def _cell(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


if __name__ == "__main__":
    main()
