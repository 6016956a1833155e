"""Build the table of word frequencies that storywake ships, from labelled and unlabelled corpora of English news.

`python -m benchmarks.background --data ../shared/eval/dev ../shared/eval/extra` reads every corpus below the folders
(any `articles.jsonl`), computes the share of texts with each word in each corpus, and averages the shares over the
corpora, so that a large corpus does not dominate. Only counts are stored, no text and no label.

Most corpora are of one time or one theme, so the average makes those who are in the news every day now look rare. A
corpus of headlines alone is a sample of all the news of its time: a word is at least as common as that says. Nearly all
words are in more articles than headlines; how much more at least is taken from the corpora themselves.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.arguments import folder_with, output_file
from news import count_words

TARGET = Path(__file__).resolve().parent.parent / "extractors" / "models" / "background.tsv.gz"
MIN_TEXTS = 3  # with fewer, the names of a single story would be included
MIN_SHARE = 5e-5
_COMMON = 2e-3  # share of texts from which a word's shares in articles and in headlines are compared
_NEARLY_ALL = 10  # percentile: nine words in ten are more common in articles, by comparison with headlines


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of a corpus' texts that contain each word, in 0..1, and whether these are headlines alone."""

    by_word: Mapping[str, float]
    are_headlines: bool


def main() -> None:
    """Read the corpora, write the table, and print its size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with("**/articles.jsonl"), nargs="+", required=True)
    parser.add_argument("--out", type=output_file, default=str(TARGET))
    args = parser.parse_args()
    corpora = sorted(path for folder in args.data for path in folder.rglob("articles.jsonl"))
    shares = combine([count_shares(corpus) for corpus in corpora])
    rows = [f"{word}\t{round(share * 1e6)}" for word, share in sorted(shares.items())]
    args.out.write_bytes(gzip.compress("\n".join(rows).encode("utf-8"), mtime=0))
    print(f"{args.out}: {len(rows)} words from {len(corpora)} corpora, {args.out.stat().st_size} bytes")


def count_shares(corpus: Path) -> Shares:
    """The words of a corpus that are in three texts or more."""
    texts, below, counts = 0, 0, Counter[str]()
    for title, text in read_texts(corpus):
        texts += 1
        below += bool(text.strip())
        counts.update(count_words(f"{title}\n{text}").keys())
    return Shares({word: n / texts for word, n in counts.items() if n >= MIN_TEXTS}, are_headlines=not below)


def combine(corpora: Sequence[Shares]) -> dict[str, float]:
    """Each word's share of texts: averaged over the corpora, and at least what the headlines say."""
    shares: defaultdict[str, float] = defaultdict(float)
    for corpus in corpora:
        for word, share in corpus.by_word.items():
            shares[word] += share / len(corpora)
    articles = [corpus.by_word for corpus in corpora if not corpus.are_headlines]
    for headlines in (corpus.by_word for corpus in corpora if corpus.are_headlines):
        ratio = least_ratio(articles, headlines)
        for word, share in headlines.items():
            shares[word] = min(1.0, max(shares[word], ratio * share))
    return {word: share for word, share in shares.items() if share >= MIN_SHARE}


def least_ratio(articles: Sequence[Mapping[str, float]], headlines: Mapping[str, float]) -> float:
    """How many times as common as in headlines nine common words in ten are in articles, at least; 1 for no words."""
    in_articles = {word: sum(each.get(word, 0.0) for each in articles) / max(1, len(articles)) for word in headlines}
    ratios = [in_articles[word] / share for word, share in headlines.items() if min(share, in_articles[word]) > _COMMON]
    return float(np.percentile(ratios, _NEARLY_ALL)) if ratios else 1.0


def read_texts(corpus: Path) -> Iterator[tuple[str, str]]:
    """Title and text of each article of a corpus."""
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield article.get("title") or "", article.get("text") or ""


if __name__ == "__main__":
    main()
