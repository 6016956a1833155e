"""The shipped word frequencies of English news."""

import gzip
from functools import cache
from importlib.resources import files

from news import Background


@cache
def load_background() -> Background:
    """Read the shipped table: per line a word and its share of texts in millionths."""
    packed = (files("extractors.models") / "background.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode("utf-8").splitlines())
    return Background({word: int(millionths) / 1e6 for word, millionths in rows})
