"""The search of a large archive: how long it takes, what it costs to store an article, and how much disk it needs.

`python -m benchmarks.archive_search [--articles N] [--words N] [--databases sqlite,postgresql] [--json OUT]` fills
databases with generated articles, whose words are as unevenly frequent as those of real texts, has them indexed with
the store's own method, and searches them with the method that the command and the page use. Disk is given beside that
of the archive without the index. A search is given in milliseconds of processor, with those of the database server, and
of the clock. PostgreSQL does not flush to disk.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.arguments import names_among, output_file, whole_number
from benchmarks.sample_archive import OPENERS, Site, digest_of, open_sites, pack, writing
from news import ArchiveQuery, Article, Entry, Feed, PollRecord, Seed
from storage import Store, open_store

_START = datetime(2025, 1, 1, tzinfo=UTC)
_SPAN = timedelta(days=120)
_VOCABULARY = 60_000
_OUTLETS, _LANGUAGES = 200, ("en", "en", "en", "de", "fr")
_STORY = 2000  # articles of the story that is searched
_ALONE = 300  # articles indexed or stored each in a transaction of its own
_BATCH = 1000
_LEASE = timedelta(hours=1)


def main() -> None:
    """Fill the databases, measure, print, and write the figures if a file is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=whole_number(4 * _ALONE), default=1_000_000)
    parser.add_argument("--words", type=whole_number(20), default=120, help="words of a text, on average")
    parser.add_argument("--databases", type=names_among(OPENERS), default="sqlite,postgresql")
    parser.add_argument("--repeats", type=whole_number(), default=7, help="times that each search is made")
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    figures = {}
    for name, site in open_sites(args.databases, partial(_fill, length=args.words)):
        figures[name] = measure(site, args.articles, args.words, args.repeats)
        _show(f"{name}, {args.articles} articles of {args.words} words", figures[name])
    if args.json:
        args.json.write_text(json.dumps(figures, indent=2), "utf-8")


def measure(site: Site, articles: int, length: int, repeats: int) -> dict[str, float]:
    """The figures of one database: bytes, milliseconds of processor an article, milliseconds a search."""
    with open_store(site.make(articles)) as store:
        before = store.size()
        together = _index(site, store, articles - _ALONE, _BATCH)
        alone = _index(site, store, _ALONE, 1)
        after = store.size()
        figures = {
            "bytes an article without the index": before / articles,
            "bytes an article of the index": (after - before) / articles,
            "index : archive without it": (after - before) / before,
            "ms of processor to index an article, many at once": together,
            "ms of processor to index an article, each alone": alone,
            "ms of processor to store an article, with its index": _save(site, store, length),
        }
        for name, query in _queries().items():
            figures |= _search(site, store, name, query, repeats)
    return figures


def _show(title: str, figures: dict[str, float]) -> None:
    table = Table(title=title, show_header=False)
    for name, value in figures.items():
        table.add_row(name, f"{value:,.2f}")
    Console(width=110).print(table)


def _fill(url: str, size: int, length: int) -> None:
    with open_store(url) as store:
        store.save_feeds([Feed("https://news.example/feed")], _START)
        store.save_seeds([Seed("story", "A story", "Its text.")], _START)
    columns = ("url", "url_digest", "title", "text", "outlet", "published", "published_from", "text_from", "language")
    with writing(url) as write:
        write("articles", (*columns, "compared_at"), _rows(size, length))
        step = max(1, size // _STORY)
        own = ((1, number, 0.9, "follow-up", "{}", "2025-05-01 00:00:00") for number in range(step, size + 1, step))
        write("matches", ("seed_id", "article_id", "score", "verdict", "evidence", "found_at"), own)
        write("search_backlog", ("left_id",), [(size,)])


def _rows(size: int, length: int) -> Iterator[tuple[object, ...]]:
    chance = np.random.default_rng(1)
    for number in range(1, size + 1):
        url = f"https://outlet{number % _OUTLETS}.example/2025/a-headline-of-some-length-{number}"
        packed = pack(_text(chance, length))
        published = f"{_START + _SPAN * (number / size):%Y-%m-%d %H:%M:%S.%f}"
        outlet, language = f"Outlet {number % _OUTLETS}", _LANGUAGES[number % len(_LANGUAGES)]
        title = _text(chance, 9)
        yield url, digest_of(url), title, packed, outlet, published, "page", "page", language, published


def _text(chance: np.random.Generator, length: int) -> str:
    """Words by Zipf's law, with lengths as unequal as those of news texts."""
    words, shares = _vocabulary()
    number = max(8, int(chance.lognormal(np.log(length), 0.5)))
    return " ".join([words[place] for place in np.searchsorted(shares, chance.random(number))])


@cache
def _vocabulary() -> tuple[list[str], Any]:
    """Invented words, the most frequent first, and the sums of their shares."""
    chance = np.random.default_rng(2)
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    numbers = chance.integers(len(syllables), size=(_VOCABULARY, 4))
    words = list(
        dict.fromkeys("".join(syllables[part] for part in row[: 1 + place % 4]) for place, row in enumerate(numbers))
    )
    shares = np.cumsum(1 / (np.arange(len(words)) + 2.7))
    return words, shares / shares[-1]


def _index(site: Site, store: Store, wanted: int, batch: int) -> float:
    began, done = site.clock(), 0
    while done < wanted:
        done += store.index_backlog(limit=min(batch, wanted - done))
    return (site.clock() - began) * 1000 / wanted


def _save(site: Site, store: Store, length: int) -> float:
    """The cost of storing new articles, each in a transaction of its own, as a pass does."""
    chance, now = np.random.default_rng(3), _START + _SPAN
    (feed,) = store.claim_due_feeds(now, lease=_LEASE, due_only=False)
    entries = tuple(Entry(f"{number}", f"https://news.example/new/{number}", "T") for number in range(_ALONE))
    store.record_poll(PollRecord(feed.id, now, now, entries=entries))
    queued = store.claim_entries(now, lease=_LEASE, limit=_ALONE)
    new = [Article(one.entry.url, _text(chance, 9), _text(chance, length), "Outlet 1", now) for one in queued]
    began = site.clock()
    for one, article in zip(queued, new, strict=True):
        store.save_article(one.id, article)
    return (site.clock() - began) * 1000 / _ALONE


def _queries() -> dict[str, ArchiveQuery]:
    words = _vocabulary()[0]
    often, common, some, rare = words[0], words[20], words[400], words[20_000]
    return {
        "the most frequent word": ArchiveQuery(often),
        "a common word": ArchiveQuery(common),
        "a word": ArchiveQuery(some),
        "a rare word": ArchiveQuery(rare),
        "a word that does not occur": ArchiveQuery("nothing"),
        "two words": ArchiveQuery(f"{common} {some}"),
        "a common and a rare word": ArchiveQuery(f"{often} {rare}"),
        "a phrase": ArchiveQuery(f'"{common} {words[30]}"'),
        "a phrase with a rare word": ArchiveQuery(f'"{often} {rare}"'),
        "a beginning": ArchiveQuery(f"{some[:4]}*"),
        "a word without another": ArchiveQuery(f"{some} -{often}"),
        "a word in an outlet": ArchiveQuery(some, outlet="outlet7.example"),
        "a word in a language": ArchiveQuery(some, language="de"),
        "a common word in a language it has not": ArchiveQuery(often, language="uk"),
        "a common word on one early day": ArchiveQuery(common, since=date(2025, 1, 9), until=date(2025, 1, 9)),
        "a common word in a story": ArchiveQuery(common, seed="story"),
        "everything": ArchiveQuery(),
    }


def _search(site: Site, store: Store, name: str, query: ArchiveQuery, repeats: int) -> dict[str, float]:
    page = store.search_articles(query)  # reads from the disk what the others find in memory
    taken, began, worked = [], time.perf_counter(), site.clock()
    for _ in range(repeats):
        store.search_articles(query)
        taken.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
    found = f"{name}: {page.total}{' and more' if page.is_more else ''} found, ms of"
    work = (site.clock() - worked) * 1000 / repeats
    return {f"{found} processor": work, f"{found} the clock": statistics.median(taken)}


if __name__ == "__main__":
    main()
