"""A simulated week: passes every quarter of an hour, sixty feeds, thousands of stories, and everything that breaks.

`python -m benchmarks.soak [--days 7] [--json OUT]`. The passes are the real ones, with the clock of the simulation,
over real HTTP, SMTP and SQLite on loopback. What goes wrong meanwhile: the web server is away for hours, the mail
server is away for hours and turns mails away at random, feeds answer 500 or broken XML or a page for up to a day and
two of them for good, another program holds the database locked, the clock jumps forwards and backwards, and passes are
killed (kill -9) in the middle. At the end every planted follow-up must have been told to its readers in exactly one
mail, nobody must have been told a thing twice, all queues must be empty, and memory and open files must be where they
were after the second day. Exit code 1 when not.
"""

import argparse
import gc
import json
import logging
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.arguments import output_file, whole_number
from benchmarks.loopback import as_opml
from benchmarks.turmoil import Letterbox, Plan, Site, World, make_plan
from benchmarks.weeks import FEEDS, Story, addresses, make_week, write_seed
from pipeline import MonitorOptions, Settings, load_settings, open_runtime, prune, run_pass
from storage import StoreError

START = datetime(2025, 3, 3, tzinfo=UTC)
STEP = timedelta(minutes=15)
GROWTH = 1.1  # of memory after the second day, at most: until then caches and the stream fill
CHILD = """
import sys
from datetime import datetime, timedelta
from pipeline import MonitorOptions, load_settings, open_runtime, run_pass
now = datetime.fromisoformat(sys.argv[1])
with open_runtime(load_settings()) as runtime:
    runtime.annotator.load()
    print("ready", flush=True)
    run_pass(runtime, MonitorOptions(due_only=True), clock=lambda: now)
"""


class Soak:
    """The week while it runs."""

    def __init__(self, world: World, plan: Plan, chance: random.Random, folder: Path) -> None:
        self.world, self.plan, self.chance, self.folder = world, plan, chance, folder
        self.failed: Counter[str] = Counter()
        self.memory: list[float] = []
        self.files: list[int] = []
        self.seconds: list[float] = []

    def run(self, settings: Settings, passes: int) -> dict[str, int]:
        """All passes; what is counted at the end."""
        done = 0
        while done < passes:
            with open_runtime(settings) as runtime:  # a process a day; in production it is one a run
                for at in range(done, min(passes, done + 96)):
                    self._set_scene(at)
                    began = time.perf_counter()
                    self._one(runtime, at)
                    self.seconds.append(time.perf_counter() - began)
                    self.world.now += STEP
                done = at + 1
                prune(runtime, self.world.now)
                counts = runtime.store.counts()
            self._look()
        return counts

    def _set_scene(self, at: int) -> None:
        plan, world = self.plan, self.world
        if at in plan.jumps:
            world.faults["clock jumped"] += 1
            world.now += plan.jumps[at]
        world.web_is_away, world.mail_is_away = at in plan.web_away, at in plan.mail_away
        for feed, how in plan.broken.get(at, ()):
            world.broken[feed] = how
        world.broken[0], world.broken[1] = "500", "a page"  # for good

    def _one(self, runtime: Any, at: int) -> None:
        if at in self.plan.killed:
            self._kill_one()
            return
        try:
            with self._locking(at):
                report = run_pass(runtime, MonitorOptions(due_only=True), clock=lambda: self.world.now)
        except StoreError as error:
            self.failed[str(error).rpartition(": ")[2]] += 1
            return
        for line in report.failures:
            self.failed[line.rpartition(": ")[2]] += 1

    def _kill_one(self) -> None:
        """A pass in a process of its own, killed after a while."""
        command = [sys.executable, "-c", CHILD, self.world.now.isoformat()]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:  # noqa: S603
            if child.stdout:
                child.stdout.readline()
            time.sleep(self.chance.uniform(0.05, 1.5))
            child.send_signal(signal.SIGKILL)
        self.world.faults["pass killed"] += child.returncode == -signal.SIGKILL

    @contextmanager
    def _locking(self, at: int) -> Iterator[None]:
        """Hold the database for some seconds of the pass: most often it waits, once it gives up."""
        if at not in self.plan.locked:
            yield
            return
        self.world.faults["database locked"] += 1
        span = 45.0 if at == min(self.plan.locked) else self.chance.uniform(1, 4)
        with closing(sqlite3.connect(self.folder / "soak.db", isolation_level=None, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            timer = threading.Timer(span, lambda: other.execute("ROLLBACK"))
            timer.start()
            try:
                yield
            finally:
                timer.join()

    def _look(self) -> None:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        self.memory.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
        self.files.append(len(list(Path("/proc/self/fd").iterdir())))
        logging.getLogger(__name__).warning(
            "day %d: %.0f MB, %d open files", len(self.memory), self.memory[-1], self.files[-1]
        )


def main() -> int:
    """Live through the week, count, print; 1 when something is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=whole_number(2), default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    for room in ("pipeline", "extractors", "storage", "alerts"):
        logging.getLogger(room).setLevel(logging.CRITICAL)  # faults are what it is about
    figures, wrong = soak(args.days, args.seed)
    table = Table(title=f"{args.days} simulated days", show_header=False)
    for name, value in figures.items():
        table.add_row(name, str(value))
    Console(width=110).print(table)
    for line in wrong:
        sys.stderr.write(f"wrong: {line}\n")
    if args.json:
        args.json.write_text(json.dumps(figures | {"wrong": wrong}, indent=2, default=str), "utf-8")
    return 1 if wrong else 0


def soak(days: int, seed: int) -> tuple[dict[str, Any], list[str]]:
    """The figures of a soak by name, and one line for each thing that is not as it must be."""
    chance, passes = random.Random(seed), days * 96  # noqa: S311
    casts, stories = make_week(START, seed)
    span = STEP * max(1, passes - 96)
    stories = [story for story in stories if story.published < START + span]
    # none in the feeds that are lost for good
    stories = [replace(one, feed=one.feed + 2) if one.seed >= 0 and one.feed < 2 else one for one in stories]
    world = World(START, stories)
    site, letterbox = Site(world), Letterbox(world, chance)
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for number, cast in enumerate(casts):
                (folder / f"seed-{number}.md").write_text(
                    write_seed(cast, START - timedelta(days=1), f"reader{number}@example.org"), "utf-8"
                )
            feeds = [f"{site.url}/feed{number}.xml" for number in range(FEEDS)]
            (folder / "feeds.opml").write_text(as_opml(feeds), "utf-8")
            os.environ |= {
                "STORYWAKE_DATABASE_URL": f"sqlite:///{folder}/soak.db",
                "STORYWAKE_SEEDS_DIR": name,
                "STORYWAKE_FEEDS_FILE": str(folder / "feeds.opml"),
                "STORYWAKE_SMTP_URL": letterbox.url,
                "STORYWAKE_MAIL_FROM": "storywake@example.org",
                "STORYWAKE_ALLOW_PRIVATE_ADDRESSES": "true",
                "STORYWAKE_HOST_DELAY": "0",
                "STORYWAKE_OBEY_ROBOTS": "false",
            }
            running = Soak(world, make_plan(passes, chance), chance, folder)
            counts = running.run(load_settings(), passes)
    finally:
        site.close()
        letterbox.close()
    return _count(running, letterbox, counts, addresses([one for one in stories if one.seed >= 0], site.url))


def _count(
    running: Soak, letterbox: Letterbox, counts: dict[str, int], planted: dict[str, Story]
) -> tuple[dict[str, Any], list[str]]:
    told = {pair: len(names) for pair, names in letterbox.told.items()}
    owed = {(f"reader{story.seed}@example.org", address) for address, story in planted.items()}
    follow = {address for _, address in told if "/follow-" in address}
    waiting = {name: number for name, number in counts.items() if name.endswith("waiting") and number}
    memory, files = running.memory, running.files
    figures = {
        "passes": len(running.seconds),
        "entries seen, articles compared": f"{counts['entries']}, {counts['articles']} kept",
        "planted follow-ups": len(planted),
        "of them told to whom they are owed": len(owed & told.keys()),
        "told to somebody in more than one mail": sum(number > 1 for number in told.values()),
        "told though not planted": sum(address not in follow for _, address in told),
        "told to readers of other seeds": len(told.keys() - owed),
        "mails, of them taken twice under one Message-ID": f"{len(letterbox.taken)}, "
        f"{sum(times > 1 for times in letterbox.taken.values())}",
        "left in the queues": waiting or "nothing",
        "MB after each day": [round(one) for one in memory],
        "open files after each day": files,
        "faults": dict(running.world.faults),
        "passes or batches that failed": dict(running.failed),
        "seconds a pass: median, longest": f"{sorted(running.seconds)[len(running.seconds) // 2]:.2f}, "
        f"{max(running.seconds):.1f}",
    }
    rules = {
        "a planted follow-up was not told": figures["of them told to whom they are owed"] == len(planted),
        "somebody was told something in two mails": not figures["told to somebody in more than one mail"],
        "something was told that was not planted": not figures["told though not planted"],
        "something was told to readers of another seed": not figures["told to readers of other seeds"],
        "something is left in a queue": not waiting,
        "memory grows": memory[-1] <= GROWTH * memory[min(1, len(memory) - 1)],
        "open files grow": files[-1] <= files[min(1, len(files) - 1)] + 2,
    }
    return figures, [line for line, holds in rules.items() if not holds]


if __name__ == "__main__":
    sys.exit(main())
