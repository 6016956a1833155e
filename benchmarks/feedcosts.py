"""What does it cost to read feeds: a poll in which most feeds have not changed, and parsing alone?

`python -m benchmarks.feedcosts --data DIR [--json OUT] [--feeds 1000] [--repeats 5]` takes DIR's recorded feeds
(`feeds.jsonl`), the real ones in rotation, and reads them as a poll does, from the server's answer to the record for
the store, in the processes that read. One feed in twenty has a new entry; of the others a third come with a new
lastBuildDate, a third as they were, and for a third the server says that they are (304), or says nothing of the kind.
Then the real feeds are parsed with feedparser's defaults, which include sanitising all markup, and as a poll does it.
Seconds are CPU seconds of all processes; medians of the repeats. No request leaves the machine.
"""

import argparse
import io
import json
import re
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import feedparser
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.arguments import output_file, recordings_folder, whole_number
from benchmarks.corpora import read_lines
from benchmarks.costs import metered
from benchmarks.recordings import unpack
from extractors import FeedError, Fetched, NotModified, digest_body, parse_feed
from news import DueFeed, Feed, Validators
from pipeline.poll import read_answer

_ADDRESS = "https://outlet.example/feed"
_NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_START = re.compile(rb"<(item|entry)[\s>]")
_STAMP = b"<lastBuildDate>Sun, 01 Mar 2026 12:00:00 GMT</lastBuildDate>"
_ENTRY = b"<%s><title>A new entry</title><link>https://outlet.example/new</link></%s>"
_TICK = 0.01  # seconds; the system counts no less
Answer = tuple[DueFeed, Fetched | NotModified]
T = TypeVar("T")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=recordings_folder("feeds.jsonl"), required=True)
    parser.add_argument("--json", type=output_file)
    parser.add_argument("--feeds", type=whole_number(), default=1000)
    parser.add_argument("--repeats", type=whole_number(), default=5)
    args = parser.parse_args()
    real = read_recordings(args.data, args.feeds)
    if not real:
        parser.error(f"argument --data: {args.data}/feeds.jsonl lists no real feed with entries")
    poll = measure_poll(real, args.feeds, args.repeats)
    speeds = measure_speeds(real, args.repeats)
    print_figures(poll, speeds)
    if args.json:
        command = shlex.join(["python", "-m", "benchmarks.feedcosts", *sys.argv[1:]])
        figures = {"command": command, "poll": poll, "feeds a second": speeds}
        args.json.write_text(json.dumps(figures, indent=1), "utf-8")


def read_recordings(data: Path, most: int) -> list[bytes]:
    """Real feeds that have entries."""
    rows = read_lines(data / "feeds.jsonl")
    real = (unpack(data / "feeds" / row["path"]) for row in rows if row["real"] and row["entries"])
    return list(islice((body for body in real if _START.search(body) and _is_readable(body)), most))


def _is_readable(body: bytes) -> bool:
    try:
        parse_feed(body, _ADDRESS)
    except FeedError:
        return False
    return True


def measure_poll(bodies: Sequence[bytes], feeds: int, repeats: int) -> dict[str, Any]:
    """Seconds that a poll spends on all answers, on those that bring something, and on what else may pass for that."""
    rotated = [bodies[number % len(bodies)] for number in range(feeds)]
    changed = [_answer(body, _with_entry(body)) for body in rotated[::20]]
    others = [body for number, body in enumerate(rotated) if number % 20]
    stamped = [_answer(body, _before_entries(body, _STAMP)) for body in others[::3]]
    same, with_304 = ([_answer(body, body) for body in others[start::3]] for start in (1, 2))
    unmodified: list[Answer] = [(due, NotModified(_ADDRESS, Validators())) for due, _ in with_304]
    as_if_new = [(replace(due, body_digest=""), fetched) for due, fetched in changed + stamped]
    parts = changed, changed + stamped + same + unmodified, changed + stamped + same + with_304
    _read_answers(changed)  # starts the processes that read
    runs = [[_seconds(_read_answers, part) for part in parts] for _ in track(range(repeats), "polls")]
    as_new = _seconds(_read_answers, as_if_new)
    return {
        "feeds": feeds,
        "changed": len(changed),
        "with a new stamp": len(stamped),
        "not modified (304)": len(unmodified),
        "seconds, the changed ones alone": median(alone for alone, _, _ in runs),
        "seconds, all": median(whole for _, whole, _ in runs),
        "all : the changed ones alone": median(whole / max(alone, _TICK) for alone, whole, _ in runs),
        "did no server say 304 : the changed ones alone": median(
            silent / max(alone, _TICK) for alone, _, silent in runs
        ),
        "were a new stamp a change : the changed ones alone": median(as_new / max(alone, _TICK) for alone, *_ in runs),
    }


def _before_entries(body: bytes, more: bytes) -> bytes:
    found = _START.search(body)
    return body[: found.start()] + more + body[found.start() :] if found else body


def _with_entry(body: bytes) -> bytes:
    found = _START.search(body)
    return _before_entries(body, _ENTRY % (found[1], found[1])) if found else body


def _answer(before: bytes, now: bytes) -> Answer:
    due = DueFeed(1, Feed(_ADDRESS), Validators(), failures=0, body_digest=digest_body(before))
    return due, Fetched(_ADDRESS, _ADDRESS, "", 200, "application/xml", now, Validators())


def _read_answers(answers: Sequence[Answer]) -> None:
    for due, answer in answers:
        read_answer(due, answer, _NOW)


def _seconds(work: Callable[[Sequence[T]], None], on: Sequence[T]) -> float:
    """What the work takes of processors, in this process and in those that read for it."""
    with metered() as meter:
        work(on)
    return meter.seconds


def measure_speeds(bodies: Sequence[bytes], repeats: int) -> dict[str, float]:
    """Feeds a second by each reader; ours also make plain texts of the markup and names for the entries."""
    readers: dict[str, Callable[[bytes], object]] = {
        "feedparser with its defaults": lambda body: feedparser.parse(io.BytesIO(body)),
        "ours": lambda body: parse_feed(body, _ADDRESS),
    }
    runs = [
        [_seconds(partial(_each, read), bodies) for read in readers.values()] for _ in track(range(repeats), "readers")
    ]
    return {name: len(bodies) / median(column) for name, column in zip(readers, zip(*runs, strict=True), strict=True)}


def _each(read: Callable[[bytes], object], bodies: Sequence[bytes]) -> None:
    for body in bodies:
        read(body)


def print_figures(poll: Mapping[str, Any], speeds: Mapping[str, float]) -> None:
    """Two tables."""
    slowest = next(iter(speeds.values()))
    rows = {
        "A poll of feeds": {name: _shown(value) for name, value in poll.items()},
        "Feeds a second, and against feedparser": {
            name: f"{speed:.1f}  {speed / slowest:.1f} ×" for name, speed in speeds.items()
        },
    }
    for title, figures in rows.items():
        table = Table(title=title, show_header=False, title_justify="left")
        for name, figure in figures.items():
            table.add_row(name, figure)
        Console(width=110).print(table, markup=False)


def _shown(value: float) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"


if __name__ == "__main__":
    main()
