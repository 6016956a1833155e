"""Replay newspapers' feeds, recorded over months, through the parser and the store.

Each story must be stored once, whatever the feed does to it. The expected count is from those who recorded the feeds:
the number of distinct ids (or links) up to each poll.
"""

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.progress import track

from benchmarks.corpora import read_lines, read_moment
from benchmarks.recordings import unpack
from extractors import FeedError, parse_feed
from news import Feed, PollRecord
from pipeline import utc_now
from storage import open_store

_AT_ONCE = timedelta(0)


def replay_series(data: Path) -> dict[str, Any]:
    """For each outlet: stories stored and expected, changed entries, and snapshots that are not a feed."""
    listing = data / "series.jsonl"
    outlets = defaultdict[str, list[dict[str, Any]]](list)
    for row in read_lines(listing) if listing.is_file() else ():
        outlets[row["outlet"]].append(row)
    return {f"replay of {name}": _replay(data, name, rows) for name, rows in outlets.items()}


def _replay(data: Path, name: str, rows: Sequence[dict[str, Any]]) -> str:
    new = changed = refused = 0
    address = f"https://{name}.example/feed"
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/replay.db") as store:
        store.save_feeds([Feed(address)], utc_now())
        for row in track(rows, f"replay of {name}"):
            moment = read_moment(row["at"]) or utc_now()
            (due,) = store.claim_due_feeds(moment, lease=_AT_ONCE, due_only=False)
            try:
                parsed = parse_feed(unpack(data / row["file"]), address)
            except FeedError:
                refused += 1
                continue
            saved = store.record_poll(PollRecord(due.id, moment, moment, entries=parsed.entries))
            new, changed = new + saved.new, changed + saved.changed
            for queued in store.claim_entries(moment, lease=_AT_ONCE, limit=len(parsed.entries) + 1):
                store.skip_entry(queued.id, "replayed")
    wanted = max(row["distinct_so_far"] for row in rows)
    return f"{new} of {wanted} stories stored, {changed} changes, {refused} of {len(rows)} snapshots are not a feed"
