"""Read the article that starts a story from what the user names: an address, a file, or text."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from extractors import (
    SeedFileError,
    drop_setting,
    find_address,
    make_article,
    read_page_apart,
    read_seed_bytes,
    read_seed_content,
)
from news import Article, Entry, Seed
from pipeline.page_reader import PageError, read_named_page
from pipeline.runtime import Runtime
from trails import why_unreadable

MOST_STORY_BYTES = 10_000_000
_TEXTS, _PAGES = (".md", ".txt"), (".html", ".htm")


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """A story before it is followed: the seed that its article makes, and the content of its file if it had one.

    `replaces` is a file that holds only the address of the article; the seed is written in its place.
    """

    seed: Seed
    content: bytes = b""
    suffix: str = ".txt"
    replaces: Path | None = None

    def states(self, key: str) -> bool:
        """Whether the story's own file has this setting."""
        return drop_setting(self.content, key) != self.content


def read_story(runtime: Runtime, source: str, now: datetime) -> StoryDraft:
    """Read the article at an address or in a file (.md, .txt, .html).

    Raises PageError, extractors.SeedFileError, extractors.FetchError, extractors.ReadingError, StoreError.
    """
    path = Path(source)
    if find_address(source):
        return _draft(read_named_page(runtime, source.strip(), now))
    if "://" in source:
        raise PageError(why_unreadable(source))
    if path.is_dir():
        raise PageError(f"{source}: a folder, not an article: name a file in it, or an address")
    if not path.is_file():
        raise PageError(f"{source}: no such file; an address begins with https://")
    if path.suffix.lower() not in (*_TEXTS, *_PAGES):
        raise PageError(f"{source}: is not read: save the article's text as .txt or .md, or name its address")
    content = _read(path)
    if path.suffix.lower() in _PAGES:
        return _read_html(content, path.absolute().as_uri(), source, now)
    return _read_text(runtime, path, content, now)


def read_story_text(runtime: Runtime, content: bytes, now: datetime) -> StoryDraft:
    """Read a story from text: the article (with or without settings), its page as HTML, or its address.

    Raises the same errors as `read_story`.
    """
    if len(content) > MOST_STORY_BYTES:
        raise PageError(f"stdin: larger than {MOST_STORY_BYTES // 1_000_000} MB")
    if b"<html" in content[:2000].lower() or b"<!doctype html" in content[:2000].lower():
        return _read_html(content, "", "stdin", now)
    return _read_text(runtime, Path("stdin"), content, now)


def _read_text(runtime: Runtime, path: Path, content: bytes, now: datetime) -> StoryDraft:
    if address := find_address(content.decode("utf-8", "replace")):
        held = path if path.suffix else None
        return replace(_draft(read_named_page(runtime, address, now)), replaces=held)
    seed = read_seed_content(path, content)
    return StoryDraft(seed if path.suffix else replace(seed, name=""), content, path.suffix.lower() or ".txt")


def _read_html(content: bytes, url: str, name: str, now: datetime) -> StoryDraft:
    page = read_page_apart(content, url or "file:///stdin", "text/html")
    article = make_article(page, Entry(key=url, url=url, title=""), outlet="", first_seen=now)
    if article is None:
        raise PageError(f"{name}: no article text found")
    return _draft(article)


def _draft(article: Article) -> StoryDraft:
    dated = article.published if article.published_from != "first seen" else None
    url = find_address(article.url)  # not that of a file
    return StoryDraft(Seed("", article.title, article.text, url, dated))


def _read(path: Path) -> bytes:
    content = read_seed_bytes(path, MOST_STORY_BYTES)
    if len(content) > MOST_STORY_BYTES:
        raise SeedFileError(path, f"larger than {MOST_STORY_BYTES // 1_000_000} MB")
    return content
