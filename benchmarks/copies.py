"""Copy detection: the same text in another outlet must be recognised, a different text about the same event not.

`python -m benchmarks.copies --data DIR` rewrites articles of every corpus under DIR as outlets do with agency copy, and
compares each with its original; then it compares each article with others of the same story by different authors.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.arguments import corpora_folder
from benchmarks.corpora import read_corpora, read_lines
from news import is_copy, shingles, split_sentences

_EACH = 150  # articles rewritten per corpus
_SHORTEST = 60  # words
_OUTLETS = ("allsides2021", "basil")  # corpora in which different outlets wrote about each story
Rewrite = Callable[[list[str], list[str], random.Random], list[str]]


def main() -> None:
    """Rewrite and compare articles, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=corpora_folder(among=_OUTLETS), required=True)
    data = parser.parse_args().data
    chance = random.Random(1)  # noqa: S311
    texts = [text for corpus in read_corpora(data) for text in _choose(corpus.articles.values(), chance)]
    table = Table(title=f"{len(texts)} articles and their copies")
    table.add_column("copy")
    table.add_column("recognised", justify="right")
    for name, rewrite in REWRITES.items():
        found = sum(is_copy(shingles(text), shingles(_apply(rewrite, text, texts, chance))) for text in texts)
        table.add_row(name, f"{found / len(texts):.3f}")
    pairs = [pair for name in _OUTLETS for pair in _pairs_of_reports(data / name)]
    recognised = sum(is_copy(shingles(one), shingles(other)) for one, other in pairs)
    table.add_row(f"no copy: {len(pairs)} pairs by two outlets", f"{recognised / max(len(pairs), 1):.3f}")
    Console(width=90).print(table)


def _choose(articles: object, chance: random.Random) -> list[str]:
    long = [article.text for article in articles if len(article.text.split()) >= _SHORTEST]  # type: ignore[attr-defined]
    return chance.sample(long, min(_EACH, len(long)))


def _apply(rewrite: Rewrite, text: str, texts: Sequence[str], chance: random.Random) -> str:
    return " ".join(rewrite(list(split_sentences(text)), list(split_sentences(chance.choice(texts))), chance))


def _pairs_of_reports(folder: Path) -> Iterator[tuple[str, str]]:
    stories = defaultdict[str, list[str]](list)
    for row in read_lines(folder / "articles.jsonl"):
        stories[row["story"]].append(row["text"])
    for texts in stories.values():
        yield from combinations(texts, 2)


def _replace_words(sentences: list[str], other: list[str], chance: random.Random) -> list[str]:
    spare = " ".join(other).split() or ["x"]
    return [chance.choice(spare) if chance.random() < 0.1 else word for word in " ".join(sentences).split()]


REWRITES: dict[str, Rewrite] = {
    "with a new headline": lambda sentences, other, _: [*other[:1], *sentences],
    "cut to 80 %": lambda sentences, _other, _chance: sentences[: max(1, round(0.8 * len(sentences)))],
    "a fifth added": lambda sentences, other, _: [*sentences, *other[: max(1, len(sentences) // 5)]],
    "cut to half": lambda sentences, _other, _chance: sentences[: max(1, len(sentences) // 2)],
    "every tenth word replaced": _replace_words,
    "sentences shuffled": lambda sentences, _, chance: chance.sample(sentences, len(sentences)),
}

if __name__ == "__main__":
    main()
