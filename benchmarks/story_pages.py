"""What it costs to read a long story for a page, beside reading all of it.

`python -m benchmarks.story_pages [--reports N] [--stories N] [--databases sqlite,postgresql] [--json OUT]` stores
stories of so many reports, most of them in a few developments, and reads them with the methods that a page calls.
Figures are milliseconds of processor, with those of the database server.
"""

import argparse
import json
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from rich.console import Console
from rich.table import Table

from benchmarks.arguments import names_among, output_file, whole_number
from benchmarks.growth import read_texts
from benchmarks.sample_archive import OPENERS, Site, digest_of, open_sites, pack, writing
from news import Seed, Verdict
from storage import Store, open_store

_NOW = datetime(2025, 6, 1, tzinfo=UTC)
_SAMPLE = 5  # a development has this many reports on average


def main() -> None:
    """Fill the databases, measure, print, and write the figures if a file is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=whole_number(20), default=2000, help="of each story")
    parser.add_argument("--stories", type=whole_number(), default=10)
    parser.add_argument("--databases", type=names_among(OPENERS), default="sqlite,postgresql")
    parser.add_argument("--repeats", type=whole_number(), default=5)
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    figures = {}
    for name, site in open_sites(args.databases, partial(fill, reports=args.reports)):
        with open_store(site.make(args.stories)) as store:
            figures[name] = measure(site, store, args.stories, args.repeats)
    table = Table("milliseconds of processor", *figures, title=f"{args.stories} stories of {args.reports} reports")
    for step in next(iter(figures.values()), {}):
        table.add_row(step, *(f"{each[step]:.1f}" for each in figures.values()))
    Console(width=100).print(table)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=2), "utf-8")


def measure(site: Site, store: Store, stories: int, repeats: int) -> dict[str, float]:
    """Milliseconds of processor for each reading."""
    names = [f"story-{number}" for number in range(stories)]
    largest = max(store.development_page(names[0], limit=50).found, key=lambda one: one.reports).number
    misses = [Verdict.NEAR_MISS]
    readings: dict[str, Callable[[], object]] = {
        "all follow-ups of a story, with texts": lambda: store.matches(names[0]),
        "the list of stories": lambda: store.story_summaries(names, since=_NOW.date() - timedelta(days=30)),
        "20 developments of a story, folded": lambda: store.development_page(names[0]),
        "the last 20 of them": lambda: store.development_page(names[0], offset=380),
        "50 reports of its largest development": lambda: store.match_page(development=largest),
        "50 reports of the story": lambda: store.match_page(names[0]),
        "20 near misses": lambda: store.match_page(names[0], verdicts=misses, limit=20),
    }
    return {name: _cost(site, reading, repeats) for name, reading in readings.items()}


def _cost(site: Site, reading: Callable[[], object], repeats: int) -> float:
    reading()
    began = site.clock()
    for _ in range(repeats):
        reading()
    return (site.clock() - began) * 1000 / repeats


def fill(url: str, stories: int, reports: int, name: str = "story") -> None:
    """Fill the empty database at `url` with so many stories, each of so many reports; `name`-0 is the first."""
    with open_store(url) as store:
        store.save_seeds([Seed(f"{name}-{number}", f"Story {number}", "Its text.") for number in range(stories)], _NOW)
    chance, texts = random.Random(1), read_texts(None)  # noqa: S311
    evidence = json.dumps({"actors": ["Somebody", "Another"], "topics": ["a topic"], "sentences": ["It says so."] * 3})
    numbers = range(1, stories * reports + 1)
    columns = ("url", "url_digest", "title", "text", "outlet", "published", "published_from", "text_from")
    with writing(url) as write:
        write("articles", (*columns, "compared_at"), (_article(number, len(numbers), texts) for number in numbers))
        events = [(1 + number % stories, _moment(number, len(numbers))) for number in range(len(numbers) // _SAMPLE)]
        write("developments", ("seed_id", "opened_at"), events)
        columns = ("seed_id", "article_id", "score", "verdict", "evidence", "found_at", "development_id", "standing")
        rows = (_match(number, stories, len(events), len(numbers), evidence, chance) for number in numbers)
        write("matches", columns, rows)


def _article(number: int, size: int, texts: Sequence[str]) -> tuple[object, ...]:
    url, when = f"https://news.example/{number}", _moment(number, size)
    text = texts[number % len(texts)]
    return url, digest_of(url), f"Headline {number}", pack(text), f"Outlet {number % 90}", when, "page", "page", when


def _match(
    number: int, stories: int, events: int, size: int, evidence: str, chance: random.Random
) -> tuple[object, ...]:
    """A follow-up of a development of its story, or every tenth time a near miss."""
    when, story = _moment(number, size), number % stories
    if number // stories % 10 == 0:
        return 1 + story, number, 0.4, "near miss", evidence, when, None, ""
    # few developments have most of the reports
    event = int(chance.random() ** 3 * (events // stories)) * stories + story + 1
    return 1 + story, number, 0.8, "follow-up", evidence, when, event, chance.choice(["adds", "repeats", "joins"])


def _moment(number: int, size: int) -> str:
    return f"{_NOW - timedelta(days=60) * (1 - number / size):%Y-%m-%d %H:%M:%S.%f}"


if __name__ == "__main__":
    main()
