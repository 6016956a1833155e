"""The growth of the databases: storywake's per article, Prefect's per run, and both over sixty days.

`python -m benchmarks.growth [--json OUT] [--days N] [--only ours|prefect]`. For storywake's database, `--articles` a
day (2,000), as long as real news pages, are stored as fast as possible, with housekeeping every night. For Prefect's,
the deployments are served and run against a hundred feeds on loopback, with and without twenty new entries; then days
are simulated by making all data a day older, with a run and the server's own vacuum in each.
"""

import argparse
import json
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.arguments import folder_with, output_file, whole_number
from benchmarks.loopback import Content, Loopback, as_opml, as_rss, settings_for
from news import Article, Entry, Evidence, Feed, Match, MatchRecord, PollRecord, Seed, Verdict
from pipeline import Settings, open_runtime, prune
from service import PrefectServer, open_server, serve_deployments, trigger_run, wait_for_run
from storage import Store

_START = datetime(2025, 1, 1, tzinfo=UTC)
_LISTED = 40  # entries listed by a feed
_MATCHED = 0.01  # share of the articles that are follow-ups; as many are near misses
_FEEDS, _HOSTS, _NEW = 100, 10, 20
_TRIES = 30
_RUNS_A_DAY = {"monitor": 96, "digest": 9}  # including housekeeping, which costs as much as a digest
_WORDS = (
    "the of and to in a said that for on with was is at by from he it as has its be are will have had not this but who "
    "their which government minister president officials talks agreement country people year week would after more "
    "than been against over into police court company market million percent security council party leader report"
).split()


def main() -> None:
    """Measure, print, and write the figures if a file is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=whole_number(0), default=60, help="0: measure only an article and a run")
    parser.add_argument("--articles", type=whole_number(4 * _FEEDS), default=2000, help="articles a day")
    parser.add_argument(
        "--data", type=folder_with("pages.jsonl"), help="a folder with pages.jsonl whose texts to store"
    )
    parser.add_argument("--only", choices=["ours", "prefect"])
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    figures: dict[str, Any] = {}
    if args.only != "prefect":
        figures["ours"] = measure_ours(args.days, args.articles, read_texts(args.data))
        _show("storywake's own database", figures["ours"])
    if args.only != "ours":
        figures["prefect"] = measure_prefect(args.days)
        _show("The Prefect server's database", figures["prefect"])
    if args.json:
        args.json.write_text(json.dumps(figures, indent=2), "utf-8")


def _show(title: str, figures: dict[str, Any]) -> None:
    table = Table(title=title, show_header=False)
    for name, value in figures.items():
        shown = ", ".join(f"{part:.1f}" for part in value[::5]) if isinstance(value, list) else str(value)
        table.add_row(name, shown)
    Console(width=110).print(table)


def read_texts(data: Path | None) -> list[str]:
    """The texts of recorded pages, or generated ones of similar lengths, which compress less well."""
    if data is None:
        return [_text(random.Random(number)) for number in range(500)]  # noqa: S311
    lines = (data / "pages.jsonl").read_text("utf-8").splitlines()
    return [text for text in (json.loads(line)["text"] for line in lines) if text]


def measure_ours(days: int, articles: int, texts: list[str]) -> dict[str, Any]:
    """The bytes per article, and the size at the end of each day."""
    chance = random.Random(1)  # noqa: S311
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "storywake.db"
        with open_runtime(Settings(database_url=f"sqlite:///{path}")) as runtime:
            store, sizes = runtime.store, []
            store.save_seeds([Seed("story", "A story", "Its text.")], _START)
            store.save_feeds([Feed(f"https://news.example/feed/{number}") for number in range(_FEEDS)], _START)
            empty = store.size()
            for day in range(max(1, days)):  # the first day gives the size of an article
                _live_a_day(store, _START + timedelta(days=day), articles, texts, chance)
                if day == 0:
                    first = store.size() - empty
                prune(runtime, _START + timedelta(days=day + 1))
                sizes.append(store.size() / 1e6)
    last = max(1, days // 4)
    return {
        "bytes per article, including all its data": round(first / articles),
        "characters of text per article": round(sum(map(len, texts)) / len(texts)),
        "megabytes after every fifth day": sizes,
        f"growth over the last {last} days, megabytes per day": round((sizes[-1] - sizes[-1 - last]) / last, 2)
        if days > last
        else None,
    }


def _live_a_day(store: Store, day: datetime, articles: int, texts: list[str], chance: random.Random) -> None:
    """Poll, read and compare the articles of a day, in four portions."""
    evidence = Evidence(("Somebody", "Something"), ("a topic",), (), ("A sentence that says so.",))
    for portion in range(4):
        now = day + timedelta(hours=6 * portion)
        feeds = store.claim_due_feeds(now, lease=timedelta(minutes=9), due_only=False)
        each = articles // (4 * len(feeds))
        for feed in feeds:
            first = round((now - _START) / timedelta(hours=6)) * each
            numbers = range(max(0, first + each - _LISTED), first + each)
            entries = tuple(_entry(feed.id, number) for number in numbers)
            store.record_poll(PollRecord(feed.id, now, now + timedelta(hours=1), entries=entries))
        for queued in store.claim_entries(now, lease=timedelta(minutes=9), limit=articles):
            text = " ".join([*chance.choices(_WORDS, k=5), chance.choice(texts)])
            article = store.save_article(queued.id, Article(queued.entry.url, queued.entry.title, text, "Example", now))
            drawn = chance.random()
            verdict = Verdict.FOLLOW_UP if drawn < _MATCHED else Verdict.NEAR_MISS
            records = [MatchRecord(Match("story", 0.7, verdict, evidence), ())] if drawn < 2 * _MATCHED else []
            store.record_comparison(article, records, now)


def _entry(feed: int, number: int) -> Entry:
    address = f"https://news.example/{feed}/2025/01/01/world/a-headline-of-some-length-about-what-happened-{number}"
    return Entry(address, address, f"A headline of some length about what happened {number}", "A summary. " * 20)


def _length(chance: random.Random) -> int:
    """A random text length in characters, with the median (3,600) and mean (4,600) of news pages."""
    return min(40_000, max(400, round(chance.lognormvariate(8.19, 0.7))))


def _text(chance: random.Random) -> str:
    """A random text of a typical length; it compresses worse than real sentences, by a quarter."""
    words, size, wanted = [], 0, _length(chance)
    while size < wanted:
        word = chance.choice(_WORDS) if chance.random() < 0.6 else f"{chance.choice(_WORDS)}{chance.choice(_WORDS)[:3]}"
        words.append(word)
        size += len(word) + 1
    return " ".join(words)


def measure_prefect(days: int) -> dict[str, Any]:
    """The kilobytes per run of each kind, the megabytes per day, and the size at the end of each simulated day."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        world = stack.enter_context(_world(Path(name)))
        for variable, value in world.variables.items():
            os.environ[variable] = value
        server = stack.enter_context(open_server(world.settings))
        stack.enter_context(serve_deployments(server, world.settings))
        database = world.settings.prefect_home / "prefect.db"
        _do(server, "monitor")
        quiet = _cost(database, [lambda: _do(server, "monitor")] * 6)
        busy = _cost(database, [lambda: world.publish() or _do(server, "monitor")] * 6)  # type: ignore[func-returns-value]
        digest = _cost(database, [lambda: _do(server, "digest")] * 4)
        sizes = _pass_days(server, database, days, world.publish)
        busy_day = (_RUNS_A_DAY["monitor"] * busy + _RUNS_A_DAY["digest"] * digest) / 1000
        return {
            "kB per monitor run with nothing new": round(quiet),
            f"kB per monitor run with {_NEW} new entries": round(busy),
            "kB per digest run": round(digest),
            "megabytes per day if every run has new entries": round(busy_day, 1),
            "megabytes after every fifth day, one run a day": sizes,
        }


def _do(server: PrefectServer, name: str) -> None:
    every_feed = {"options": {"due_only": False}} if name == "monitor" else {}
    for _ in range(_TRIES):
        run = wait_for_run(server, trigger_run(server, f"{name}/{name}", every_feed).id)
        if run.state == "COMPLETED":
            return
        time.sleep(3)  # the concurrency slot of the previous run is not free yet
    raise SystemExit(f"{run.name}: {run.state} {run.message}")


def _cost(database: Path, runs: list[Any]) -> float:
    """The kilobytes that each run adds, once all events are written."""
    before = _settled(database)
    for run in runs:
        run()
    return (_settled(database) - before) / len(runs) / 1000


def _settled(database: Path) -> int:
    """The bytes of all tables and indexes, once no more events arrive."""
    last = -1
    while (size := _used(database)) != last:
        last = size
        time.sleep(8)
    return size


def _used(database: Path) -> int:
    with closing(sqlite3.connect(database, timeout=60)) as connection:
        return int(connection.execute("SELECT sum(pgsize) FROM dbstat").fetchone()[0])


def _pass_days(server: PrefectServer, database: Path, days: int, publish: Callable[[], None]) -> list[float]:
    sizes = []
    for _ in range(days):
        publish()
        _do(server, "monitor")
        _set_back(database)
        time.sleep(6)  # the vacuum runs every five seconds here
        sizes.append(_used(database) / 1e6)
    return sizes


def _set_back(database: Path) -> None:
    """Make everything in a Prefect database a day older."""
    with closing(sqlite3.connect(database, timeout=60)) as connection, connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
            moments = [column[1] for column in columns if column[2].upper() in {"DATETIME", "TIMESTAMP"}]
            if moments and table in {"events", "event_resources", "flow_run", "task_run", "log", "artifact"}:
                earlier = ", ".join(f"{one} = datetime({one}, '-1 day')" for one in moments)
                connection.execute(f"UPDATE {table} SET {earlier}")  # noqa: S608  the names are the database's own


class _World:
    """A hundred feeds on ten loopback hosts, and the settings of an installation that polls them."""

    def __init__(self, folder: Path, sites: list[Loopback]) -> None:
        self._sites = sites
        self._published = 0
        self._listed: dict[int, list[tuple[str, str, str]]] = {number: [] for number in range(_FEEDS)}
        seeds = folder / "seeds"
        seeds.mkdir()
        (seeds / "story.md").write_text("---\ntitle: A treaty is signed\n---\n" + "Firefly signed the treaty. " * 40)
        for number in range(_FEEDS):
            self._write_feed(number)
        addresses = [f"{self._site(number).url}/feed{number}.xml" for number in range(_FEEDS)]
        (seeds / "feeds.opml").write_text(as_opml(addresses), "utf-8")
        self.settings = settings_for(folder, monitor_interval=604_800)
        self.variables = {
            "PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS": "5",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ORPHAN_CLEANUP_LOOP_SECONDS": "5",
        }

    def publish(self) -> None:
        """Add new entries, each to a different feed."""
        for _ in range(_NEW):
            number = self._published % _FEEDS
            self._published += 1
            address = f"{self._site(number).url}/page{self._published}.html"
            words = "Something happened somewhere else today. " * 60
            page = f"<html><body><article><p>{words}</p></article></body></html>"
            self._site(number).publish(address, Content(page.encode(), "text/html"))
            self._listed[number] = [(f"News {self._published}", address, ""), *self._listed[number]][:_LISTED]
            self._write_feed(number)

    def _site(self, number: int) -> Loopback:
        return self._sites[number % _HOSTS]

    def _write_feed(self, number: int) -> None:
        body = as_rss(f"Feed {number}", self._listed[number])
        self._site(number).publish(f"/feed{number}.xml", Content(body, "application/rss+xml"))


@contextmanager
def _world(folder: Path) -> Iterator[_World]:
    with ExitStack() as stack:
        yield _World(folder, [stack.enter_context(Loopback(f"127.0.0.{host}")) for host in range(2, 2 + _HOSTS)])


if __name__ == "__main__":
    main()
