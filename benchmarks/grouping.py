"""Which articles report the same event? storywake's developments and NewsBlur's published rule, in one run.

`python -m benchmarks.grouping --data DIR [--json OUT]` groups all articles of every corpus under DIR that has a `story`
label for each, in the order of publication and without access to the labels. It rates the groups by pairs (F1 over all
pairs of articles) and by B-cubed (A. Bagga and B. Baldwin, "Entity-based cross-document coreferencing using the vector
space model", 1998). The other methods: NewsBlur's rule, with and without its more-like-this score, with the threshold
that is best for these data; and a group for each article.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.annotations import profile_corpus
from benchmarks.arguments import corpora_folder, output_file
from benchmarks.corpora import Corpus, is_dated, read_corpora, read_lines
from benchmarks.peers import same_titles
from extractors import load_background
from news import Report, Stream, WordingIndex, counts_of, group_reports, place, weigh_words

_ROUND_UPS = ("allsides2021", "basil", "gva")  # reports of different outlets, grouped by people
_LIKE_THIS = tuple(round(0.3 + 0.05 * step, 2) for step in range(13))  # thresholds tried for NewsBlur's score
Groups = Sequence[Hashable]


@dataclass(frozen=True, slots=True)
class Rating:
    """F1 over pairs and B-cubed F1, each in 0..1."""

    pairs: float
    b_cubed: float


def main() -> None:
    """Group the articles, rate the groups, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=corpora_folder(), required=True)
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    rated: dict[str, dict[str, Rating]] = {}
    for corpus in read_corpora(args.data):
        stories = read_stories(args.data / corpus.name, corpus)
        if stories is None:
            continue
        rated[corpus.name] = {name: rate(groups, stories) for name, groups in group_all(corpus).items()}
    if not rated:
        parser.error(f"argument --data: {args.data} has no corpus in which every article names its story")
    figures = summarise(rated)
    print_table(figures)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1), "utf-8")


def read_stories(folder: Path, corpus: Corpus) -> list[str] | None:
    """The label of each article of a corpus, in order; None if the corpus has none."""
    labels = {row["id"]: row.get("story") for row in read_lines(folder / "articles.jsonl")}
    stories = [labels[number] for number in corpus.articles]
    return [str(story) for story in stories] if all(stories) else None


def group_all(corpus: Corpus) -> dict[str, Groups]:
    """Group a corpus with each method; a group number for each article, in order."""
    titles, likeness = same_titles(corpus), like_this(corpus)
    grouped: dict[str, Groups] = {"storywake": group_corpus(corpus), "NewsBlur's rule, titles": join(titles)}
    for threshold in _LIKE_THIS:
        grouped[f"NewsBlur's rule, titles or more like this {threshold}"] = join(titles | (likeness >= threshold))
    return {**grouped, "every article alone": list(range(len(corpus.articles)))}


def group_corpus(corpus: Corpus) -> list[int]:
    """Group the whole corpus in the order of publication, as the pipeline groups follow-ups."""
    profiles = profile_corpus(corpus.name, corpus.articles)
    counts = [counts_of(profile) for profile in profiles.values()]
    stream = Stream(load_background(), counts)
    reports = [
        Report(place(weigh_words(each, stream.background), stream), article.published if is_dated(article) else None)
        for each, article in zip(counts, corpus.articles.values(), strict=True)
    ]
    moments = [article.published for article in corpus.articles.values()]
    order = sorted(range(len(reports)), key=lambda number: (moments[number], number))
    found = group_reports([reports[number] for number in order], [None] * len(order), stream)
    groups = dict(zip(order, found, strict=True))
    return [groups[number] for number in range(len(reports))]


def like_this(corpus: Corpus) -> np.ndarray:
    """The TF-IDF similarity of each two articles, shape (n, n): NewsBlur's more-like-this score."""
    background = load_background()
    counts = [counts_of(profile) for profile in profile_corpus(corpus.name, corpus.articles).values()]
    wordings = [weigh_words(each, background) for each in counts]
    index = WordingIndex(wordings)
    return np.stack([index.texts(wording) for wording in wordings])


def join(alike: np.ndarray) -> list[int]:
    """The connected components of a boolean similarity matrix of shape (n, n)."""
    groups = [-1] * len(alike)
    for first in range(len(alike)):
        waiting = [first] if groups[first] < 0 else []
        while waiting:
            number = waiting.pop()
            if groups[number] < 0:
                groups[number] = first
                waiting += np.flatnonzero(alike[number]).tolist()
    return groups


def rate(groups: Groups, stories: Groups) -> Rating:
    """Rate how well groups agree with the stories."""
    return Rating(_pairs(groups, stories), _b_cubed(groups, stories))


def _pairs(groups: Groups, stories: Groups) -> float:
    def count(labels: Sequence[Hashable]) -> float:
        return sum(n * (n - 1) / 2 for n in Counter(labels).values())

    right = count(list(zip(groups, stories, strict=True)))
    return 2 * right / max(count(groups) + count(stories), 1)


def _b_cubed(groups: Groups, stories: Groups) -> float:
    ours, theirs = defaultdict[Hashable, set[int]](set), defaultdict[Hashable, set[int]](set)
    for number, (group, story) in enumerate(zip(groups, stories, strict=True)):
        ours[group].add(number)
        theirs[story].add(number)
    both = [(ours[group], theirs[story]) for group, story in zip(groups, stories, strict=True)]
    precision = mean(len(one & other) / len(one) for one, other in both)
    recall = mean(len(one & other) / len(other) for one, other in both)
    return 2 * precision * recall / (precision + recall)


def summarise(rated: Mapping[str, Mapping[str, Rating]]) -> dict[str, dict[str, dict[str, float]]]:
    """Ratings by method and corpus, with means; of a rule with several thresholds only the best."""
    methods = dict.fromkeys(name for ratings in rated.values() for name in ratings)
    rows: dict[str, dict[str, dict[str, float]]] = {}
    for method in methods:
        by_corpus = {corpus: ratings[method] for corpus, ratings in rated.items()}
        means = {"round-ups": [name for name in by_corpus if name in _ROUND_UPS], "all": list(by_corpus)}
        for kind, names in means.items():
            if names:
                chosen = [by_corpus[name] for name in names]
                by_corpus[f"MEAN {kind}"] = Rating(
                    mean(one.pairs for one in chosen), mean(one.b_cubed for one in chosen)
                )
        rows[method] = {
            name: {"pairs": round(one.pairs, 4), "b_cubed": round(one.b_cubed, 4)} for name, one in by_corpus.items()
        }
    tried = [name for name in rows if "more like this" in name]
    best = max(tried, key=lambda name: rows[name]["MEAN all"]["b_cubed"], default="")
    return {name: row for name, row in rows.items() if name not in tried or name == best}


def print_table(figures: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    """Print B-cubed F1 and F1 over pairs, one row per corpus."""
    table = Table(title="Reports of one event: B-cubed F1 / F1 over pairs")
    table.add_column("corpus")
    for method in figures:
        table.add_column(method, justify="right", overflow="fold")
    for corpus in next(iter(figures.values())):
        cells = (figures[method][corpus] for method in figures)
        table.add_row(corpus, *(f"{cell['b_cubed']:.3f} / {cell['pairs']:.3f}" for cell in cells))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
