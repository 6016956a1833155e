"""Annotations of articles, kept on disk as JSON: the language model is the slow part of a benchmark."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from rich.progress import track

from extractors import Annotator
from news import Annotation, Article, Mention, Phrase

_BATCH = 64


def annotate_corpus(name: str, articles: Mapping[str, Article], folder: Path) -> dict[str, Annotation]:
    """Annotate articles by id, taking from the cache what is there for the same title, text and program."""
    kept = _read(folder / f"{name}.json.gz")
    keys = {number: _key(article) for number, article in articles.items()}
    missing = [number for number, key in keys.items() if key not in kept]
    if missing:
        texts = [(articles[number].title, articles[number].text) for number in missing]
        kept |= zip([keys[number] for number in missing], _annotate(name, texts), strict=True)
        _write(folder / f"{name}.json.gz", kept)
    return {number: _as_annotation(kept[key]) for number, key in keys.items()}


def _annotate(name: str, texts: Sequence[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Annotate on every core: batches to processes, each with a model of its own."""
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    # spawned, not forked: a forked child would inherit the locks of threads that it does not have
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for made in track(pool.map(_annotate_batch, batches), f"annotating {name}", total=len(batches)):
            yield from made


def _annotate_batch(texts: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    return [asdict(annotation) for annotation in _annotator().annotate(texts)]


@cache
def _annotator() -> Annotator:
    return Annotator()


def _key(article: Article) -> str:
    return hashlib.sha256(f"{_program_digest()}\0{article.title}\0{article.text}".encode()).hexdigest()


def _program_digest() -> str:
    """A cached annotation is good only for the annotator that made it."""
    source = Path(__file__).resolve().parent.parent / "extractors" / "language.py"
    return hashlib.sha256(source.read_bytes()).hexdigest()


def _as_annotation(row: Mapping[str, Any]) -> Annotation:
    mentions = tuple(Mention(**mention) for mention in row["mentions"])
    phrases = tuple(Phrase(**phrase) for phrase in row["phrases"])
    return Annotation(**{**row, "sentences": tuple(row["sentences"]), "mentions": mentions, "phrases": phrases})


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    kept: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return kept


def _write(path: Path, kept: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps(kept).encode("utf-8"), compresslevel=3))
