"""Many seeds: what one article costs against ten, a hundred, a thousand and ten thousand of them.

`python -m benchmarks.percolation --data EVAL [--seeds 10,100,1000,10000] [--articles 300] [--repeats 5] [--json OUT]`

Seeds are the articles of EVAL's corpora, then their halves. *Look*: from an article's text to the seeds it could
concern, the likeliest first. *Decision*: the look, then sentence vector, annotation and the full comparison with what
is left; of articles that are follow-ups of the first ten seeds. *One by one*: the full comparison with every seed, of
an article that is annotated already. Processor milliseconds an article, medians of the repeats, each number of seeds in
a process of its own, whose memory is compared with what it was before.
"""

import argparse
import gc
import json
import os
import pickle
import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.annotations import annotate_corpus, profile_corpus
from benchmarks.arguments import corpora_folder, number_list, output_file, refuse_more, whole_number
from benchmarks.corpora import Corpus, read_corpora
from benchmarks.costs import memory_of, metered
from extractors import Annotator, Encoder, load_background
from news import (
    Annotation,
    Article,
    Glance,
    Profile,
    Seed,
    SeedIndex,
    make_profile,
    match_followed,
    weigh,
)

COMPARED = 300  # seeds that one article is compared with one by one, to say what all would take
DECIDED = 12
Figures = dict[str, Any]
Seeds = Sequence[tuple[Seed, Profile]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=corpora_folder(), required=True)
    parser.add_argument("--seeds", type=number_list, default="10,100,1000,10000")
    parser.add_argument("--articles", type=whole_number(), default=300)
    parser.add_argument("--repeats", type=whole_number(), default=5)
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    figures: Figures = {"command": f"python -m benchmarks.percolation {' '.join(sys.argv[1:])}"}
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world.pickle"
        there = prepare(read_corpora(args.data), max(args.seeds), args.articles, world)
        refuse_more(parser, "--seeds", max(args.seeds), there, f"seeds in {args.data}")
        for size in args.seeds:
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                figures[f"{size} seeds"] = pool.submit(measure, world, size, args.repeats).result()
    print_figures(figures)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1), "utf-8")


def prepare(corpora: Sequence[Corpus], number: int, articles: int, world: Path) -> int:
    """Write down the articles to look at, follow-ups of the first ten seeds, then the seeds one by one.

    Gives the number of seeds, which is smaller than was asked for where the corpora have no more.
    """
    chance = random.Random(3)  # noqa: S311  a benchmark is to be the same each time
    wholes, halves = list[tuple[Seed, Profile]](), list[tuple[Seed, Profile]]()
    follow_ups = list[Article]()
    for corpus in corpora:
        profiles, annotations = (
            profile_corpus(corpus.name, corpus.articles),
            annotate_corpus(corpus.name, corpus.articles),
        )
        for task in [task for task in corpus.tasks if task.pos][:2]:
            wholes.insert(0, (corpus.seed(task), profiles[task.seed]))
            follow_ups += [corpus.articles[one] for one in task.pos[:2]]
        for name, article in corpus.articles.items():
            seed = Seed(f"{corpus.name}-{name}", article.title, article.text, published=article.published)
            wholes.append((seed, profiles[name]))
            halves += [
                (replace(seed, name=f"{seed.name}-{half}"), profile)
                for half, profile in _halves(annotations[name], profiles[name])
            ]
    first, rest = wholes[:10], wholes[10:]
    chance.shuffle(rest)
    chance.shuffle(halves)
    every = [article for corpus in corpora for article in corpus.articles.values()]
    with world.open("wb") as file:
        pickle.dump(chance.sample(every, min(articles, len(every))), file)
        pickle.dump(follow_ups[:DECIDED], file)
        chosen = [*first, *rest, *halves][:number]
        for one in chosen:
            pickle.dump(one, file)
    return len(chosen)


def _halves(annotation: Annotation, profile: Profile) -> list[tuple[int, Profile]]:
    """The two halves of a text as texts of their own."""
    middle_one = len(annotation.sentences) // 2
    found = []
    for half, (start, end) in enumerate(((0, middle_one), (middle_one, len(annotation.sentences)))):
        part = Annotation(
            annotation.sentences[start:end],
            tuple(replace(m, sentence=m.sentence - start) for m in annotation.mentions if start <= m.sentence < end),
            tuple(replace(p, sentence=p.sentence - start) for p in annotation.phrases if start <= p.sentence < end),
            annotation.has_title and start == 0,
            annotation.language,
        )
        if part.sentences:
            found.append((half, make_profile(part, profile.meaning)))
    return found


def measure(world: Path, size: int, repeats: int) -> Figures:
    """What an article costs with so many seeds."""
    with world.open("rb") as file:
        articles, follow_ups = (pickle.load(file) for _ in range(2))  # noqa: S301  written by this program
        background = load_background()
        for one in (*articles, *follow_ups):
            Glance(one, background)  # so that words kept at hand for any article are not taken for the seeds'
        before, began = _memory(), perf_counter()
        index = SeedIndex.build((pickle.load(file) for _ in range(size)), background)  # noqa: S301
        built = perf_counter() - began
    memory = _memory() - before
    looks, ones, decisions = [], [], []
    annotator, encoder = Annotator(), Encoder()
    _decide(index, follow_ups[0], annotator, encoder)
    for _ in range(repeats):
        looks.append(_per(articles, lambda one: _look(index, one)))
        decisions.append(_per(follow_ups, lambda one: _decide(index, one, annotator, encoder)))
    weighed = [weigh(_profile(one, annotator, encoder), background) for one in follow_ups]
    some = [index.followed[number] for number in range(0, size, max(1, size // COMPARED))]
    for _ in range(repeats):
        pairs = list(zip(follow_ups, weighed, strict=True))
        each = _per(pairs, lambda pair: [match_followed(one, *pair) for one in some])
        ones.append(each / len(some) * size)
    chances = [len(index.look(Glance(one, background))) for one in articles]
    return {
        "look, ms": median(looks),
        "decision, ms": median(decisions),
        "one by one, ms": median(ones),
        "times faster than one by one": median(ones) / median(looks),
        "seeds an article could concern": sum(chances) / len(chances),
        "build, seconds": built,
        "memory, MB": memory,
    }


def _memory() -> float:
    gc.collect()
    return memory_of(os.getpid())


def _per(things: Sequence[Any], do: Any) -> float:
    with metered() as meter:
        for one in things:
            do(one)
    return 1000 * meter.seconds / len(things)


def _look(index: SeedIndex, article: Article) -> list[int]:
    chances = index.look(Glance(article, index.background))
    return [one.number for one in sorted(chances, key=lambda one: -one.margin)]


def _decide(index: SeedIndex, article: Article, annotator: Annotator, encoder: Encoder) -> int:
    chances = index.look(Glance(article, index.background))
    (meaning,) = encoder.encode([(article.title, article.text)])
    left = index.narrow(chances, meaning)
    (annotation,) = annotator.annotate([(article.title, article.text)])
    weighed = weigh(make_profile(annotation, meaning, article.published), index.background)
    return len([match_followed(index.followed[one.number], article, weighed) for one in left])


def _profile(article: Article, annotator: Annotator, encoder: Encoder) -> Profile:
    text = [(article.title, article.text)]
    return make_profile(annotator.annotate(text)[0], encoder.encode(text)[0], article.published)


def print_figures(figures: Mapping[str, Any]) -> None:
    """A column for each number of seeds, and the largest beside the smallest."""
    columns = {name: value for name, value in figures.items() if name.endswith(" seeds")}
    first, *_, last = columns.values()
    table = Table(title="One article against many seeds")
    table.add_column("")
    for name in (*columns, "largest : smallest"):
        table.add_column(name, justify="right")
    for row in first:
        ratio = f"{last[row] / first[row]:.3g}" if first[row] and row.endswith("ms") else ""
        table.add_row(row, *(f"{column[row]:.4g}" for column in columns.values()), ratio)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
