"""The stream: what an article costs from the bytes of its page to the stored decision, beside doing everything for all.

`python -m benchmarks.stream --data WEB --stories EVAL [--seeds 1,10,100] [--follow-ups 300] [--repeats 5] [--json OUT]`

WEB's recorded pages are the stream, with one labelled follow-up in a hundred, put into the markup of one of them
(benchmarks/transplants.py); EVAL's corpora give the seeds and what was stored before. Pages come from memory; all else
is what production does: the steps of a pass, its processes, its database. The peer does what one would write first:
trafilatura with metadata, spaCy, sentence vectors, and the full comparison with every seed, for every page.

Costs are processor seconds, child processes included, all loaded before; medians of the repeats, of which each takes a
share of the pages for the peer. The limit is resiliparse's text extraction alone. A table says what the pages of each
language cost by themselves. Then both decide on follow-ups.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any, cast

import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.arguments import corpora_folder, number_list, output_file, recordings_folder, refuse_more, whole_number
from benchmarks.corpora import is_dated, read_corpora, read_moment
from benchmarks.costs import metered
from benchmarks.labelled import Stories
from benchmarks.offline import Memory, Offline, Served
from benchmarks.page_languages import by_language, measure_languages, table_of_languages
from benchmarks.realweb import GoldPage, read_pages
from benchmarks.transplants import transplant
from extractors import decode_text, read_page_apart
from news import (
    Article,
    Entry,
    Feed,
    MatchRecord,
    PollRecord,
    Seed,
    Verdict,
    make_profile,
    match_followed,
    weigh,
)
from pipeline import Settings
from pipeline.compare import compare_articles
from pipeline.read import read_entries
from pipeline.runtime import Runtime
from pipeline.watchlist import watch
from storage import Queue

SITE = "http://recorded.example"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LEASE, ONE_IN, BATCH = timedelta(hours=9), 100, 40
STORED = 1_000  # articles of the corpora that are stored before
Figures = dict[str, Any]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=recordings_folder("pages.jsonl"), required=True)
    parser.add_argument("--stories", type=corpora_folder(), required=True)
    parser.add_argument("--seeds", type=number_list, default="1,10,100")
    parser.add_argument("--follow-ups", type=whole_number(), default=300)
    parser.add_argument("--repeats", type=whole_number(), default=5)
    parser.add_argument("--pages", type=whole_number(0), default=0, help="so many of the recorded pages only; 0: all")
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    stories, pages = Stories(read_corpora(args.stories), STORED), read_pages(args.data)[: args.pages or None]
    refuse_more(parser, "--repeats", args.repeats, len(pages), "pages")  # the peer takes a share of them in each
    refuse_more(parser, "--seeds", max(args.seeds), len(stories.seeds(max(args.seeds))), f"seeds in {args.stories}")
    figures: Figures = {"command": f"python -m benchmarks.stream {' '.join(sys.argv[1:])}", "pages": len(pages)}
    figures["limit"] = measure_limit(pages, args.repeats)
    for number in args.seeds:
        figures[f"{number} seeds"] = measure(pages, stories, stories.seeds(number), args.repeats, figures["limit"])
    figures["languages"] = compare_languages(pages, stories, args.repeats)
    figures["agreement"] = agree(pages, stories, args.follow_ups)
    print_figures(figures)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1), "utf-8")


def serve(pages: Sequence[GoldPage], follow_ups: Sequence[tuple[Seed, Article]]) -> list[Served]:
    """The recorded pages, with follow-ups in the markup of others spread among them."""
    served = [
        Served(f"{SITE}/{number}.html", page.title, page.body, read_moment(page.published))
        for number, page in enumerate(pages)
    ]
    return served + list(_transplanted(pages, follow_ups))


def _transplanted(pages: Sequence[GoldPage], follow_ups: Sequence[tuple[Seed, Article]]) -> Iterator[Served]:
    chance = random.Random(11)  # noqa: S311
    for number, (seed, article) in enumerate(follow_ups):
        for page in chance.sample(pages, len(pages)):
            body = transplant(decode_text(page.body), page.text, article)
            if body:
                published = article.published if is_dated(article) else None
                yield Served(f"{SITE}/story-{number}.html", article.title, body, published, seed.name)
                break


def measure_limit(pages: Sequence[GoldPage], repeats: int) -> float:
    """Milliseconds a page for nothing but its text."""
    costs = []
    for _ in range(repeats):
        with metered() as meter:
            sum(len(extract_plain_text(decode_text(page.body))) for page in pages)
        costs.append(1000 * meter.seconds / len(pages))
    return median(costs)


def measure(pages: Sequence[GoldPage], stories: Stories, seeds: Sequence[Seed], repeats: int, limit: float) -> Figures:
    """What a page costs with these seeds, here and in the peer, in milliseconds of one core."""
    follow_ups = stories.follow_ups(seeds, max(1, len(pages) // ONE_IN))
    stream, ours, quiet, theirs = serve(pages, follow_ups), [], [], []
    passed: Figures = {}
    with opened(stories, seeds) as runtime:
        for repeat in track(range(repeats), f"{len(seeds)} seeds"):
            cost, passed = run_ours(runtime, stream, f"all-{repeat}")
            ours.append(cost)
            turned_away = [page for page in stream if page.url not in passed["read in full"]]
            quiet.append(run_ours(runtime, turned_away, f"quiet-{repeat}")[0])
            theirs.append(run_peer(runtime, stream[repeat::repeats], f"peer-{repeat}")[0])
    return {
        "ms a page": median(ours),
        "ms a page in the peer": median(theirs),
        "times the articles per core-second": median([their / our for their, our in zip(theirs, ours, strict=True)]),
        "ms a page that concerns no seed": median(quiet),
        "times the limit": median(quiet) / limit,
        "share read in full": len(passed["read in full"]) / len(stream),
        "share annotated": passed["annotated"] / len(stream),
        "repeats": {"ours": ours, "peer": theirs, "no seed": quiet},
    }


@contextmanager
def opened(stories: Stories, seeds: Sequence[Seed], **changes: Any) -> Iterator[Offline]:
    """A runtime with these seeds and a thousand articles stored, everything loaded and warm."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            database_url=f"sqlite:///{folder}/storywake.db",
            recipients=("reader@example.org",),
            obey_robots=False,
            batch_size=BATCH,
            **changes,
        )
        runtime = Offline(settings, closing)
        store = runtime.store
        store.save_seeds(seeds, NOW)
        for name, reached in store.seeds_to_compare().items():
            store.note_archive(name, reached, None, NOW)
        ids = enqueue(
            runtime, [Served(f"{SITE}/stored/{n}", one.title, b"", NOW) for n, one in enumerate(stories.stored)]
        )
        store.save_turned_away(
            [
                (ids[f"{SITE}/stored/{n}"], replace(one, url=f"{SITE}/stored/{n}", published=NOW), "")
                for n, one in enumerate(stories.stored)
            ],
            NOW,
        )
        watch(runtime)
        for _ in range(8):  # every process that reads
            read_page_apart(b"<p>Warm words.</p>", SITE)
        runtime.annotator.load()
        runtime.encoder.encode([("Warm", "Warm words.")])
        yield runtime


def enqueue(runtime: Runtime, pages: Sequence[Served]) -> dict[str, int]:
    """Put the pages into the queue as entries of one feed; their entries' ids by URL."""
    store, feed = runtime.store, Feed(f"{SITE}/feed.xml", "Recorded", ("world",))
    store.save_feeds([feed], NOW)
    (due,) = store.claim_due_feeds(NOW, lease=LEASE, due_only=False)
    entries = tuple(Entry(page.url, page.url, page.title, published=page.published) for page in pages)
    store.record_poll(PollRecord(due.id, NOW, NOW, entries=entries))
    waiting = store.claim_entries(NOW, lease=LEASE, limit=len(pages))
    store.release(Queue.ENTRIES, [one.id for one in waiting])
    return {one.entry.url: one.id for one in waiting}


def run_ours(runtime: Offline, pages: Sequence[Served], prefix: str) -> tuple[float, Figures]:
    """Milliseconds a page, and which pages were read in full, how many annotated, and what was accepted."""
    again = [replace(page, url=page.url.replace(SITE, f"{SITE}/{prefix}")) for page in pages]
    runtime.pages = Memory(again)
    enqueue(runtime, again)
    full, annotated = set[str](), 0
    accepted: set[tuple[str, str]] = set()
    with metered() as meter:
        while batch := runtime.store.claim_entries(NOW, lease=LEASE, limit=BATCH):
            read_entries(runtime, batch, NOW)
        while waiting := runtime.store.claim_articles(NOW, lease=LEASE, limit=BATCH):
            full |= {one.article.url.replace(f"{SITE}/{prefix}", SITE) for one in waiting}
            outcome = compare_articles(runtime, waiting, NOW)
            annotated += outcome.candidates
            accepted |= set(outcome.found)
    kept = {(seed, url.replace(f"{SITE}/{prefix}", SITE)) for seed, url in accepted}
    return 1000 * meter.seconds / max(len(pages), 1), {"read in full": full, "annotated": annotated, "accepted": kept}


def run_peer(runtime: Offline, pages: Sequence[Served], prefix: str) -> tuple[float, set[tuple[str, str]]]:
    """Milliseconds a page where everything is done for all, and what was accepted."""
    ids = enqueue(runtime, [replace(page, url=page.url.replace(SITE, f"{SITE}/{prefix}")) for page in pages])
    index, accepted = watch(runtime), set[tuple[str, str]]()
    with metered() as meter:
        for page in pages:
            address = page.url.replace(SITE, f"{SITE}/{prefix}")
            found = trafilatura.bare_extraction(page.body, url=address, with_metadata=True, include_comments=False)
            text = cast("Any", found).text if found else ""
            article = Article(address, page.title, text or page.title, "Recorded", page.published or NOW)
            (annotation,) = runtime.annotator.annotate([(article.title, article.text)])
            (meaning,) = runtime.encoder.encode([(article.title, article.text)])
            weighed = weigh(make_profile(annotation, meaning, article.published), index.background)
            matches = [match_followed(one, article, weighed) for one in index.followed]
            records = [MatchRecord(match) for match in matches if match.verdict is not Verdict.UNRELATED]
            number = runtime.store.save_article(ids[address], article)
            runtime.store.record_comparison(number, records, NOW)
            accepted |= {(one.seed, page.url) for one in matches if one.verdict is Verdict.FOLLOW_UP}
    return 1000 * meter.seconds / len(pages), accepted


def compare_languages(pages: Sequence[GoldPage], stories: Stories, repeats: int) -> Figures:
    """What a page costs by its language, with ten seeds; see `measure_languages`."""
    with opened(stories, stories.seeds(10)) as runtime:

        def run(group: Sequence[GoldPage], prefix: str) -> tuple[float, float]:
            cost, passed = run_ours(runtime, serve(group, ()), prefix)
            return cost, len(passed["read in full"]) / len(group)

        return measure_languages(runtime, by_language(pages), run, repeats)


def agree(pages: Sequence[GoldPage], stories: Stories, number: int) -> Figures:
    """How many of the transplanted follow-ups that are accepted where all is done are accepted here too."""
    seeds = stories.seeds(100)
    served = list(_transplanted(pages, stories.follow_ups(seeds, number)))

    def decide(work: Any, **changes: Any) -> Any:
        with opened(stories, seeds, **changes) as runtime:
            return work(runtime, served, "told")[1]

    ours, whole = (decide(run_ours, read_in_full=full)["accepted"] for full in (False, True))
    peer = decide(run_peer)
    return {
        "follow-ups": len(served),
        "pairs that the peer accepts": len(peer),
        "share of them accepted here": len(ours & peer) / max(len(peer), 1),
        "pairs accepted when every page is read in full": len(whole),
        "share of those accepted here": len(ours & whole) / max(len(whole), 1),
        "missed": sorted(map(list, whole - ours)),
    }


def print_figures(figures: Mapping[str, Any]) -> None:
    """A table with a column for each number of seeds, and the agreement below."""
    columns = {name: value for name, value in figures.items() if name.endswith(" seeds")}
    table = Table(title=f"From page bytes to the stored decision; the limit is {figures['limit']:.2f} ms a page")
    table.add_column("milliseconds of one core")
    for name in columns:
        table.add_column(name, justify="right")
    for row in (name for name in next(iter(columns.values())) if name != "repeats"):
        table.add_row(row, *(f"{column[row]:.3g}" for column in columns.values()))
    console = Console(width=120)
    console.print(table)
    console.print(table_of_languages(figures["languages"]))
    for name, value in figures["agreement"].items():
        console.print(f"{name}: {value:.4f}" if isinstance(value, float) else f"{name}: {value}", markup=False)


if __name__ == "__main__":
    main()
