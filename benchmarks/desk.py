"""What the desk's pages cost, and how long readers wait for them beside a pass.

`python -m benchmarks.desk [--reports 2000] [--readers 50] [--every 30] [--articles 500] [--json OUT]`. A story of so
many reports is stored in SQLite, and the first view of each page measured: processor time of the desk, and bytes. Then
a pass reads a newsroom on loopback into the same database, and readers ask a desk process for pages, each for one in
`every` seconds. For comparison one reader asks as often as all of them together, beside the same pass elsewhere.
"""

import argparse
import asyncio
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI
from rich.console import Console
from rich.table import Table

from benchmarks import story_pages
from benchmarks.arguments import output_file, whole_number
from benchmarks.newsrooms import PLAINLY, Newsroom, open_newsroom
from desk.app import make_app
from pipeline import Settings, open_runtime, utc_now
from service import find_port

_STORY = "/stories/long-0"  # none of those that the pass follows
_PAGES = (
    "/",
    _STORY,
    f"{_STORY}?page=2",
    f"{_STORY}/developments/1",
    f"{_STORY}/near-misses",
    "/search?words=headline",
)
_LONGEST = 60.0  # seconds until a page must be there
_REPEATS = 7


def main() -> None:
    """Measure, print, and write the figures if a file is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=whole_number(20), default=2000)
    parser.add_argument("--readers", type=whole_number(), default=50)
    parser.add_argument("--every", type=whole_number(), default=30, help="seconds between two pages of a reader")
    parser.add_argument("--articles", type=whole_number(), default=500, help="that the pass reads")
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    figures: dict[str, Any] = {}
    for readers in (1, args.readers):
        with tempfile.TemporaryDirectory(prefix="storywake-desk-") as name:
            folder = Path(name)
            with open_newsroom(folder, args.articles) as newsroom:
                story_pages.fill(newsroom.settings.database_url, 1, args.reports, "long")
                if not figures:
                    figures["pages"] = view(newsroom.settings)
                pause = args.every if readers > 1 else args.every / args.readers
                figures[f"{readers} readers"] = read_beside_pass(newsroom, folder, readers, pause)
    _show(figures, args.reports)
    if args.json:
        written = {"command": ["python", "-m", "benchmarks.desk", *sys.argv[1:]], **figures}
        args.json.write_text(json.dumps(written, indent=2), "utf-8")


def view(settings: Settings) -> dict[str, dict[str, float]]:
    """For each page, milliseconds of processor for the first view by this process and later ones, and bytes."""
    found = {}
    with open_runtime(settings) as runtime:
        app = make_app(runtime, utc_now)
        for path in _PAGES:
            first, size = _view(app, path)
            later = statistics.median(_view(app, path)[0] for _ in range(_REPEATS))
            found[path] = {"first": first, "later": later, "bytes": size}
    return found


def _view(app: FastAPI, path: str) -> tuple[float, int]:
    async def ask() -> httpx2.Response:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://127.0.0.1") as client:
            return await client.get(path)

    began = time.process_time()
    answer = asyncio.run(ask())
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}: {answer.text[:200]}")
    return (time.process_time() - began) * 1000, len(answer.content)


def read_beside_pass(newsroom: Newsroom, folder: Path, readers: int, pause: float) -> dict[str, float]:
    """Read pages until a pass has ended: how many, the median and the 95th percentile in milliseconds of waiting."""
    port = find_port("127.0.0.1", 0)
    variables = newsroom.variables() | {"STORYWAKE_DESK_PORT": str(port)}
    waits: list[float] = []
    with _process(folder, variables, "-m", "desk.serving"):
        _wait_for(port)
        for path in _PAGES:
            _ask(port, path)
        with _process(folder, variables, "-c", PLAINLY) as the_pass:
            began, ended = time.monotonic(), threading.Event()
            asking = [
                threading.Thread(target=_read, args=(port, place, place * pause / readers, pause, ended, waits))
                for place in range(readers)
            ]
            for one in asking:
                one.start()
            status, lasted = the_pass.wait(), time.monotonic() - began
            ended.set()
            for one in asking:
                one.join()
    if status:
        raise SystemExit(f"the pass ended with {status}: {(folder / 'output').read_text('utf-8')[-2000:]}")
    cuts = statistics.quantiles(waits, n=20)
    return {"pages": len(waits), "pass": lasted, "median": statistics.median(waits) * 1000, "95th": cuts[-1] * 1000}


def _read(port: int, place: int, first: float, pause: float, ended: threading.Event, waits: list[float]) -> None:
    """A reader: waits for its first page, then asks for a page every `pause` seconds."""
    due = time.monotonic() + first
    while not ended.wait(max(0.0, due - time.monotonic())):
        waits.append(_ask(port, _PAGES[place % len(_PAGES)]))
        place, due = place + 1, due + pause


def _ask(port: int, path: str) -> float:
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_LONGEST)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return time.monotonic() - began


def _wait_for(port: int) -> None:
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        try:
            _ask(port, "/health")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the desk does not answer")


@contextmanager
def _process(folder: Path, variables: dict[str, str], *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    environment = os.environ | variables
    with (folder / "output").open("ab") as output:
        command = [sys.executable, *arguments]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)  # noqa: S603
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _show(figures: dict[str, Any], reports: int) -> None:
    pages = Table("page", "first, ms", "later, ms", "kB", title=f"Processor time, with a story of {reports} reports")
    for path, one in figures["pages"].items():
        pages.add_row(path, f"{one['first']:.0f}", f"{one['later']:.0f}", f"{one['bytes'] / 1000:.0f}")
    waits = Table("", "pages", "pass, s", "median, ms", "95th percentile, ms", title="Waiting beside a pass")
    for name, one in figures.items():
        if name != "pages":
            row = (f"{one['pages']:.0f}", f"{one['pass']:.0f}", f"{one['median']:.0f}", f"{one['95th']:.0f}")
            waits.add_row(name, *row)
    console = Console(width=100)
    console.print(pages)
    console.print(waits)


if __name__ == "__main__":
    main()
