"""The speed-up by a second core, if there is work for both.

`python -m benchmarks.cores --data WEB --stories EVAL [--pages 140] [--follow-ups 120] [--repeats 3] [--json OUT]`

*Reading*: recorded pages that concern no seed, from memory to the store, in threads and reader processes. *Comparing*:
follow-ups, each of which needs a vector, an annotation and the full comparison, in processes
(STORYWAKE_TASK_RUNNER=processes). Wall time, once with one core and once with two, with everything loaded before;
medians of the repeats. No other work may run on the two cores.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.arguments import corpora_folder, output_file, recordings_folder, whole_number
from benchmarks.corpora import read_corpora
from benchmarks.costs import family_of
from benchmarks.labelled import Stories
from benchmarks.offline import Memory, Served
from benchmarks.realweb import read_pages
from benchmarks.stream import LEASE, NOW, SITE, STORED, enqueue, opened, serve
from pipeline import Batch, PlainExecution, Stage
from pipeline.compare import STAGE as COMPARING
from pipeline.compare import compare_articles
from pipeline.read import STAGE as READING
from pipeline.read import read_entries
from pipeline.runtime import Runtime

_SHARE = 20  # articles per batch
_ALL = os.sched_getaffinity(0)


def main() -> None:
    """Measure with one core and with two, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=recordings_folder("pages.jsonl"), required=True)
    parser.add_argument("--stories", type=corpora_folder(), required=True)
    parser.add_argument("--pages", type=whole_number(), default=140)
    parser.add_argument("--follow-ups", type=whole_number(), default=120)
    parser.add_argument("--repeats", type=whole_number(), default=3)
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    figures: dict[str, Any] = {"command": f"python -m benchmarks.cores {' '.join(sys.argv[1:])}"}
    table = Table(title="Articles per second")
    for column in ("", "one core", "two cores", "times"):
        table.add_column(column, justify="right" if column else "left")
    for name, work in (("reading", read_all), ("comparing", compare_all)):
        one, two = (_bound(work, cores, args) for cores in (1, 2))
        figures[name] = {"one core": one, "two cores": two, "times": two / one}
        table.add_row(name, f"{one:.1f}", f"{two:.1f}", f"{two / one:.2f}")
    Console(width=100).print(table)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1), "utf-8")


def _bound(work: Callable[..., float], cores: int, args: argparse.Namespace) -> float:
    """Do the work on so many cores, with all threads of this process and its descendants."""
    chosen = sorted(_ALL)[:cores]
    for process in family_of(os.getpid()):
        for thread in process.threads():
            os.sched_setaffinity(thread.id, chosen)
    return work(cores, args)


def read_all(_cores: int, args: argparse.Namespace) -> float:
    """Pages read per second."""
    stories, pages = Stories(read_corpora(args.stories), STORED), read_pages(args.data)[: args.pages]
    rates = []
    with opened(stories, stories.seeds(1)) as runtime:
        for repeat in range(args.repeats + 1):  # the first repeat starts the readers
            again = _again(serve(pages, []), f"read-{repeat}")
            runtime.pages = Memory(again)
            enqueue(runtime, again)
            waiting = runtime.store.claim_entries(NOW, lease=LEASE, limit=len(again))
            rates.append(_rate(runtime, Stage(READING, read_entries, runtime.settings.fetch_workers), waiting))
    return median(rates[1:])


def compare_all(cores: int, args: argparse.Namespace) -> float:
    """Articles compared per second."""
    stories = Stories(read_corpora(args.stories), STORED)
    seeds = stories.seeds(100)
    articles = [article for _, article in stories.follow_ups(seeds, args.follow_ups)]
    rates = []
    with opened(stories, seeds, task_runner="processes", compare_workers=cores) as runtime:
        stage = Stage(COMPARING, compare_articles, cores, heavy=True)
        for repeat in range(args.repeats + 1):  # the first repeat loads the models
            pages = [Served(f"{SITE}/{n}.html", one.title, b"", None) for n, one in enumerate(articles)]
            ids = enqueue(runtime, _again(pages, f"compare-{repeat}"))
            for (url, number), article in zip(ids.items(), articles, strict=True):
                runtime.store.save_article(number, replace(article, url=url, published=NOW))
            waiting = runtime.store.claim_articles(NOW, lease=LEASE, limit=len(articles))
            rates.append(_rate(runtime, stage, waiting))
    return median(rates[1:])


def _again(pages: Sequence[Served], prefix: str) -> list[Served]:
    return [replace(page, url=page.url.replace(SITE, f"{SITE}/{prefix}")) for page in pages]


def _rate(runtime: Runtime, stage: Stage, waiting: Sequence[Any]) -> float:
    batches = [
        Batch(f"batch {start}", tuple(waiting[start : start + _SHARE])) for start in range(0, len(waiting), _SHARE)
    ]
    began = perf_counter()
    for _, outcome in PlainExecution().run(runtime, stage, batches, lambda: NOW):
        if isinstance(outcome, Exception):
            raise outcome
    return len(waiting) / (perf_counter() - began)


if __name__ == "__main__":
    main()
