"""The cost of an article by the size of the archive: polling with the duplicate check, reading, matching.

`python -m benchmarks.archive [--sizes 10000,100000,1000000] [--databases sqlite,postgresql] [--repeats N] [--json OUT]`
fills databases with generated articles, their entries, names, matches, alerts and mails. Then it makes passes with the
store's own methods, each with a few hundred new articles in feeds that list as many known ones. The stories followed
now have the same number of matches in an archive of any size; all other matches belong to stories no longer followed.
Costs are CPU time, including the database server's, and the sizes alternate, so that other work on the machine does not
distort the comparison. PostgreSQL does not flush to disk: that costs the same at any size and would hide differences.
"""

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from benchmarks.arguments import names_among, number_list, output_file, whole_number
from benchmarks.sample_archive import FEEDS, LISTED, OPENERS, SEEDS, Site, entry, open_sites
from news import (
    Article,
    Digest,
    Entry,
    Evidence,
    GroupRecord,
    Match,
    MatchRecord,
    PassRecord,
    PollRecord,
    QueuedEntry,
    Standing,
    Verdict,
)
from storage import Store, open_store

_NOW = datetime(2025, 6, 1, tzinfo=UTC)
_LEASE = timedelta(minutes=5)
_NEW = 20  # entries that are new in each feed of a pass
_CLAIMED, _BATCH = 160, 40  # entries or articles per claim and per batch, as in a pass
_USUAL = 1000  # articles of a pass, among which the cost of its one-off queries is divided
_MATCHED = 25  # one article in 25 is a follow-up
_TEXT = "The minister said that talks about the treaty would go on for another week. " * 40
_WAITED = "a pass, wall time"
Costs = dict[str, float]  # milliseconds per article, by step
TakenT = TypeVar("TakenT")


def main() -> None:
    """Fill the databases, measure, print, and write the figures if a file is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=number_list, default="10000,100000", help="articles stored before")
    parser.add_argument("--databases", type=names_among(OPENERS), default="sqlite,postgresql")
    parser.add_argument("--feeds", type=whole_number(1, FEEDS), default=20, help="feeds polled in a pass")
    parser.add_argument("--repeats", type=whole_number(), default=5, help="passes over each archive")
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    sizes = sorted(set(args.sizes))
    figures = {}
    for name, site in open_sites(args.databases):
        figures[name] = measure(site, sizes, args.feeds, args.repeats)
        _show(name, figures[name])
    if args.json:
        command = " ".join(["python -m benchmarks.archive", *sys.argv[1:]])
        args.json.write_text(json.dumps({"command": command, "milliseconds an article": figures}, indent=2), "utf-8")


def measure(site: Site, sizes: Sequence[int], polled: int, repeats: int) -> dict[str, Costs]:
    """Milliseconds per article by size and step, and their sum: medians over the passes, each with `polled` feeds.

    "ratio" has the values of the largest size divided by those of the smallest.
    """
    with ExitStack() as stack:
        archives = {
            size: Archive(stack.enter_context(open_store(site.make(size))), size, polled, site.clock) for size in sizes
        }
        passes = defaultdict[int, list[Costs]](list)
        for number in range(repeats + 1):
            for size, archive in archives.items():
                costs = make_pass(archive, _NOW + timedelta(minutes=15 * number))
                passes[size] += [costs] if number else []  # the first pass opens connections and compiles statements
    figures = {str(size): _median(passes[size]) for size in sizes}
    least, most = figures[str(sizes[0])], figures[str(sizes[-1])]
    return figures | {"ratio": {step: round(most[step] / least[step], 3) for step in least}}


def _median(passes: Sequence[Costs]) -> Costs:
    steps = {step: statistics.median(costs[step] for costs in passes) for step in passes[0]}
    return steps | {"sum": statistics.median(sum(costs.values()) - costs[_WAITED] for costs in passes)}


def _show(name: str, figures: dict[str, Costs]) -> None:
    table = Table("milliseconds per article", *figures, title=name)
    for step in figures["ratio"]:
        table.add_row(step, *(f"{costs[step]:.3f}" for costs in figures.values()), style="bold" * (step == "sum"))
    Console(width=100).print(table)


@dataclass
class Archive:
    """A filled store: its number of articles, the feeds polled per pass, the clock, and the entries each feed lists."""

    store: Store
    size: int
    polled: int
    clock: Callable[[], float] = time.process_time
    listed: dict[int, list[Entry]] = field(init=False)

    def __post_init__(self) -> None:
        self.listed = {feed: [] for feed in range(1, FEEDS + 1)}
        for number in range(self.size - min(self.size, FEEDS * LISTED) + 1, self.size + 1):
            self.listed[number % FEEDS + 1].append(entry(number))

    def news_of(self, feed: int, now: datetime) -> tuple[Entry, ...]:
        """The entries that the feed lists at its next poll: new ones, and as many known ones."""
        new = [entry(self.size + 1 + feed * _NEW + one, f"{now:%d%H%M}") for one in range(_NEW)]
        self.listed[feed] = [*self.listed[feed][-_NEW:], *new]
        return tuple(self.listed[feed])


def make_pass(archive: Archive, now: datetime) -> Costs:
    """Make a pass with the steps of a real one, and return the cost of each."""
    store, costs, number = archive.store, Costs(), archive.polled * _NEW
    timed, began = partial(_timed, costs, archive.clock), time.perf_counter()
    with timed("poll, with duplicate check", number):
        _poll(archive, now)
    with timed("claim entries", number):
        queued = _drain(lambda: store.claim_entries(now, lease=_LEASE, limit=_CLAIMED))
    with timed("save article", number):
        for one in queued:
            store.save_article(one.id, _article(one, now))
    with timed("claim articles", number):
        waiting = _drain(lambda: store.claim_articles(now, lease=_LEASE, limit=_CLAIMED))
    with timed("record comparison", number):
        for place, article in enumerate(waiting):
            store.record_comparison(article.id, _matches(place), now)
    found = [one.article.url for one in waiting[::_MATCHED]]
    assert len(queued) == len(waiting) == number, "the pass did not process all new articles"
    with timed("queries made once per pass", _USUAL):
        _ask_once(store, found, now)
    costs[_WAITED] = (time.perf_counter() - began) * 1000 / number
    return costs


def _poll(archive: Archive, now: datetime) -> None:
    due = archive.store.claim_due_feeds(now, lease=_LEASE, due_only=False, limit=archive.polled)
    for feed in due:
        entries = archive.news_of(feed.id, now)
        archive.store.record_poll(PollRecord(feed.id, now, now + timedelta(hours=6), entries=entries))


def _drain(claim: Callable[[], list[TakenT]]) -> list[TakenT]:
    taken: list[TakenT] = []
    while more := claim():
        taken += more
    return taken


def _article(queued: QueuedEntry, now: datetime) -> Article:
    return Article(queued.entry.url, queued.entry.title, f"{queued.entry.title}. {_TEXT}", "Example", now)


def _matches(number: int) -> list[MatchRecord]:
    evidence = Evidence(("Somebody", "Something"), ("a topic",), (), ("A sentence that says so.",))
    seed = f"story-{number % SEEDS}"
    match = Match(seed, 0.7, Verdict.FOLLOW_UP, evidence)
    return [] if number % _MATCHED else [MatchRecord(match, (f"{seed}@example.org",))]


def _ask_once(store: Store, found: Sequence[str], now: datetime) -> None:
    """Make the queries whose number depends on the batches and stages of a pass, not on its articles."""
    for _ in range(10 + _USUAL // _BATCH):
        store.seeds()
    for _ in range(5):
        store.queue_depths()
    for _ in range(3):
        store.feed_health()
    store.seeds_to_compare()
    store.recent_texts(limit=500)
    trails = {seed.name: store.matches(seed.name, verdicts=tuple(Verdict)) for seed in store.seeds()}
    for name in store.ungrouped_seeds():
        records = [GroupRecord(one.id, -one.id, Standing.OPENS) for one in trails[name] if one.development is None]
        store.save_groups(name, records, store.count_developments(name), now)
    _deliver(store, now)
    assert len(store.found(found)) == len(found)
    store.record_pass(PassRecord(now.isoformat(), "monitor", now, now, "", False), {"passes done": 1})


def _deliver(store: Store, now: datetime) -> None:
    store.address_alerts({seed.name: [f"{seed.name}@example.org"] for seed in store.seeds()})
    store.digest_times(now - timedelta(days=3))
    for alert in store.waiting_alerts():
        store.story_so_far(alert.seed.name, alert.recipient, [alert.development] if alert.development else [])
        store.save_delivery(
            Digest(alert.seed, alert.recipient, (alert,), now), f"<{alert.id}.{now}>", b"A mail. " * 500
        )
    for delivery in store.claim_deliveries(now, lease=_LEASE, limit=500):
        store.mark_sent(delivery.id, now)


@contextmanager
def _timed(costs: Costs, clock: Callable[[], float], step: str, among: int) -> Iterator[None]:
    began = clock()
    yield
    costs[step] = (clock() - began) * 1000 / among


if __name__ == "__main__":
    main()
