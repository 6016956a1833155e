"""Build the table of word frequencies that storywake ships, from labelled and unlabelled news corpora.

`python -m benchmarks.background --data ../shared/eval` reads every corpus below the folder (any `articles.jsonl`),
computes the share of texts with each word in each corpus, and averages the shares over the corpora, so that a large
corpus does not dominate. Only counts are stored, no text and no label.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.arguments import folder_with, output_file
from news import count_words

TARGET = Path(__file__).resolve().parent.parent / "extractors" / "background.tsv.gz"
MIN_TEXTS = 3  # with fewer, the names of a single story would be included
MIN_SHARE = 5e-5


def main() -> None:
    """Read the corpora, write the table, and print its size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with("**/articles.jsonl"), required=True)
    parser.add_argument("--out", type=output_file, default=str(TARGET))
    args = parser.parse_args()
    corpora = sorted(path for path in args.data.rglob("articles.jsonl"))
    shares = average_shares(corpora)
    rows = [f"{word}\t{round(share * 1e6)}" for word, share in sorted(shares.items())]
    args.out.write_bytes(gzip.compress("\n".join(rows).encode("utf-8"), mtime=0))
    print(f"{args.out}: {len(rows)} words from {len(corpora)} corpora, {args.out.stat().st_size} bytes")


def average_shares(corpora: list[Path]) -> dict[str, float]:
    """Each word's share of texts, averaged over the corpora."""
    shares: defaultdict[str, float] = defaultdict(float)
    for corpus in corpora:
        texts, counts = 0, Counter[str]()
        for text in read_texts(corpus):
            texts += 1
            counts.update(count_words(text).keys())
        for word, n in counts.items():
            if n >= MIN_TEXTS:
                shares[word] += n / texts / len(corpora)
    return {word: share for word, share in shares.items() if share >= MIN_SHARE}


def read_texts(corpus: Path) -> Iterator[str]:
    """Title and text of each article of a corpus."""
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article.get('title') or ''}\n{article.get('text') or ''}"


if __name__ == "__main__":
    main()
