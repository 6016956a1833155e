"""Annotations and sentence vectors of articles, cached on disk as JSON because the models take most of the time."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from rich.progress import track

import extractors
import news
from benchmarks.corpora import is_dated
from extractors import Annotator, Encoder, encode_gists
from news import Annotation, Article, Mention, Phrase, Profile, language_of_article, make_profile

CACHE = Path("var/bench/annotations")
_BATCH = 64
_BY_LEXICON = {"models/annotator", "models/gist_encoder"}
_ENCODERS = ("transformer", "packed_minilm", "packed_e5")  # modules that make the vectors of either encoder
Texts = Sequence[tuple[str, str]]


def profile_corpus(name: str, articles: Mapping[str, Article], folder: Path = CACHE) -> dict[str, Profile]:
    """Profiles of articles by id, computed as in the pipeline."""
    annotations = annotate_corpus(name, articles, folder)
    meanings = _cached(f"{name}.meanings", "models/encoder", articles, folder, _encode_batch)
    is_foreign = any(annotation.language != "en" for annotation in annotations.values())
    gists = _cached(f"{name}.gists", "models/gist_encoder", articles, folder, _encode_gists) if is_foreign else {}

    def profile(number: str, article: Article) -> Profile:
        published = article.published if is_dated(article) else None
        return make_profile(annotations[number], meanings[number], published, gists.get(number, ()))

    return {number: profile(number, article) for number, article in articles.items()}


def annotate_corpus(name: str, articles: Mapping[str, Article], folder: Path = CACHE) -> dict[str, Annotation]:
    """Annotations of articles by id."""
    rows = _cached(name, "models/annotator", articles, folder, _annotate_batch)
    return {number: _as_annotation(row) for number, row in rows.items()}


def _cached(
    name: str, module: str, articles: Mapping[str, Article], folder: Path, make: Callable[[Texts], list[Any]]
) -> dict[str, Any]:
    """The result of `make` for each article; cached by title, text and the source of the module."""
    kept = _read(folder / f"{name}.json.gz")
    keys = {number: _key(module, article) for number, article in articles.items()}
    missing = [number for number, key in keys.items() if key not in kept]
    if missing:
        texts = [(articles[number].title, articles[number].text) for number in missing]
        kept |= zip([keys[number] for number in missing], _in_processes(name, texts, make), strict=True)
        _write(folder / f"{name}.json.gz", kept)
    return {number: kept[key] for number, key in keys.items()}


def _in_processes(name: str, texts: Texts, make: Callable[[Texts], list[Any]]) -> Iterator[Any]:
    """Process batches on every core, each process with its own model."""
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    # spawned, not forked: a forked child would inherit locks held by threads it does not have
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for made in track(pool.map(make, batches), f"reading {name}", total=len(batches)):
            yield from made


def _annotate_batch(texts: Texts) -> list[Any]:
    return [asdict(annotation) for annotation in _annotator().annotate(texts)]


def _encode_batch(texts: Texts) -> list[Any]:
    return list(_encoder().encode(texts))


def _encode_gists(texts: Texts) -> list[Any]:
    return list(encode_gists(texts))


@cache
def _annotator() -> Annotator:
    return Annotator()


@cache
def _encoder() -> Encoder:
    return Encoder()


def _key(module: str, article: Article) -> str:
    program = _program_digest(module)
    if module in _BY_LEXICON and language_of_article(article.title, article.text) != "en":
        program += _lexicon_digest()
    return hashlib.sha256(f"{program}\0{article.title}\0{article.text}".encode()).hexdigest()


@cache
def _program_digest(module: str) -> str:
    """A digest of the module's source, and of those it needs: cached results of another version are not used."""
    models = Path(extractors.__file__).parent / "models"
    source = models.parent / f"{module}.py"
    more = [models / f"{name}.py" for name in _ENCODERS] if "encoder" in module else []
    return hashlib.sha256(b"".join(path.read_bytes() for path in (source, *more))).hexdigest()


@cache
def _lexicon_digest() -> str:
    """A digest of the tables by which other languages than English are read."""
    sources = sorted((Path(news.__file__).parent / "lexicon").glob("*.py"))
    names = Path(extractors.__file__).parent / "models" / "foreign_names.py"
    return hashlib.sha256(b"".join(source.read_bytes() for source in (*sources, names))).hexdigest()


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
