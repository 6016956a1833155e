"""Poll many feeds in one run, and measure how much memory is used above the start."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from benchmarks.corpora import read_lines
from benchmarks.costs import family_of, watching
from benchmarks.loopback import Content, Loopback, as_opml, settings_for
from benchmarks.recordings import unpack
from pipeline import MonitorOptions, open_runtime, run_pass

_FEEDS = 500
_SITES = 8  # as many as are polled at the same time
_PAUSE = 0.05  # seconds between two measurements of the memory


def poll_crowd(data: Path) -> dict[str, Any]:
    """Poll `_FEEDS` feeds, made from the recorded ones, in one run; memory in MB."""
    if not (data / "feeds.jsonl").is_file():
        return {"feeds polled in one run": "skipped: there is no feeds.jsonl"}
    rows = [row for row in read_lines(data / "feeds.jsonl") if row["real"]]
    bodies = [unpack(data / "feeds" / row["path"]) for row in rows]
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        sites = [stack.enter_context(Loopback(f"127.0.0.{number + 1}")) for number in range(_SITES)]
        addresses = [f"{sites[number % _SITES].url}/{number}" for number in range(_FEEDS)]
        for number, address in enumerate(addresses):
            sites[number % _SITES].publish(address, Content(bodies[number % len(bodies)], "application/xml"))
        (folder / "feeds.opml").write_text(as_opml(addresses), "utf-8")
        # pass_limit: measure only the poll
        settings = settings_for(folder, seeds_dir=folder, feeds_file=folder / "feeds.opml", pass_limit=1)
        with open_runtime(settings) as runtime, _watch() as peak:
            began = time.perf_counter()
            report = run_pass(runtime, MonitorOptions(deliver=False))
            took = time.perf_counter() - began
    return {
        "feeds polled in one run": f"{report.polling.polled}, {len(report.polling.errors)} of them failed",
        "their new entries": report.polling.new_entries,
        "seconds to poll them": took,
        "memory above the start, MB": round(peak["own"]),
        "memory of the reader processes, MB": round(peak["readers"]),
    }


@contextmanager
def _watch() -> Iterator[dict[str, float]]:
    """The peak memory of this process above its start, and of its children, while the block ran."""
    process, peak = psutil.Process(), {"own": 0.0, "readers": 0.0}
    start = process.memory_info().rss

    def look() -> None:
        peak["own"] = max(peak["own"], (process.memory_info().rss - start) / 1e6)
        readers = 0.0
        for child in family_of(process.pid)[1:]:
            with suppress(psutil.NoSuchProcess):
                readers += child.memory_info().rss / 1e6
        peak["readers"] = max(peak["readers"], readers)

    with watching(look, _PAUSE):
        yield peak
