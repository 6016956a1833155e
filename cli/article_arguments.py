"""Read an article that the user names: a URL, a saved page, or a text file."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import frontmatter
import yaml

from cli.errors import BadInputError
from trails import web_address, why_unreadable

if TYPE_CHECKING:
    from news import Article
    from pipeline import Runtime

_TEXTS, _PAGES = (".txt", ".md"), (".html", ".htm")
_EXPECTED = "name a .txt, .md or .html file, or a URL"
_MAX_BYTES = 10_000_000
_SMALL, _SECONDS = 20_000, 5  # bytes that are read in this process; seconds of CPU time for more


def read_article(name: str, runtime: Runtime, now: datetime) -> Article:
    """Read the article from a file or a URL; a page is read as those of the feeds are.

    Raises BadInputError, pipeline.PageError, extractors.FetchError, ReadingError or SeedFileError, storage.StoreError.
    """
    from pipeline import read_named_page

    if web_address(name):
        return read_named_page(runtime, name, now)
    path = Path(name)
    if "://" in name:
        raise BadInputError(why_unreadable(name))
    if path.is_dir():
        raise BadInputError(f"{name}: a folder, not an article: {_EXPECTED}")
    if not path.is_file():
        raise BadInputError(f"{name}: no such file")
    if path.suffix.lower() in _PAGES:
        return _read_page(path, now)
    if path.suffix.lower() in _TEXTS:
        return _read_text(path, now)
    raise BadInputError(f"{name}: not an article: {_EXPECTED}")


def _read_page(path: Path, now: datetime) -> Article:
    from extractors import make_article, read_page_apart
    from news import Entry

    url = path.absolute().as_uri()
    page = read_page_apart(_bytes_of(path), url, "text/html")
    article = make_article(page, Entry(key=url, url=url, title=""), outlet="", first_seen=now)
    if article is None:
        raise BadInputError(f"{path}: no article text found")
    return article


def _read_text(path: Path, now: datetime) -> Article:
    """Read a text file; without front matter its headline is found as in a seed."""
    from extractors import detect_language, read_seed
    from news import Article

    stated, text = _split(path)
    if not stated:
        seed = read_seed(path)
        stated, text = {"title": seed.title}, seed.text
    if not text.strip():
        raise BadInputError(f"{path}: no article text found")
    published = _moment(stated.get("published"))
    return Article(
        url=web_address(_words(stated, "url")) or path.absolute().as_uri(),
        title=_words(stated, "title"),
        text=text,
        outlet=_words(stated, "outlet"),
        published=published or now,
        published_from="page" if published else "first seen",
        language=detect_language(text),
    )


def _split(path: Path) -> tuple[dict[str, object], str]:
    from extractors import run_apart

    body = _bytes_of(path)
    if len(body) <= _SMALL:
        return split_text(path, body)
    return run_apart(split_text, (path, body), str(path), _SECONDS, expected=BadInputError)


def split_text(path: Path, body: bytes) -> tuple[dict[str, object], str]:
    """The front matter and the text of an article; nothing if it is not UTF-8. Raises BadInputError."""
    try:
        return frontmatter.parse(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return {}, ""
    except (yaml.YAMLError, RecursionError, TypeError, ValueError) as error:
        raise BadInputError(f"{path}: invalid front matter: {' '.join(str(error).split())[:200]}") from error


def _words(stated: dict[str, object], key: str) -> str:
    value = stated.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.combine(value, time(), UTC) if isinstance(value, date) else None


def _bytes_of(path: Path) -> bytes:
    from extractors import read_regular

    try:
        body = read_regular(path, _MAX_BYTES)
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read: {error.strerror}") from error
    if len(body) > _MAX_BYTES:
        raise BadInputError(f"{path}: larger than {_MAX_BYTES // 1_000_000} MB")
    if not body.strip():
        raise BadInputError(f"{path}: is empty: no article text found")
    return body
