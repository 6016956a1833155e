"""A simulated week of passes every quarter of an hour, with sixty feeds, thousands of stories and many failures.

`python -m benchmarks.soak [--days 7] [--json OUT]`. The passes are real, with the clock of the simulation, over real
HTTP, SMTP and SQLite on loopback. The failures: the web server is down for hours; the mail server is down for hours and
rejects mails at random; feeds answer 500, broken XML or a page for up to a day, and two of them permanently; another
program locks the database; the clock jumps forwards and backwards, and is 400 days ahead for some passes, with
housekeeping; passes are killed (kill -9), and so are the processes that read pages and feeds; poisoned messages lie in
the inbox; the folder of seeds is away; webhooks accept a request and never answer; a host is slow. At the end, every
planted follow-up must have reached its reader in exactly one mail, no reader may have received anything twice, all
queues must be empty, and memory and open files must be at the level of the second day. Otherwise the exit code is 1.
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
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.arguments import output_file, whole_number
from benchmarks.loopback import as_opml
from benchmarks.turmoil import AHEAD, POISONS, Letterbox, Plan, Site, World, find_readers, make_plan, variables
from benchmarks.weeks import FEEDS, Cast, Story, addresses, make_week, write_seed
from pipeline import MonitorOptions, Settings, load_settings, open_runtime, prune, run_pass
from storage import StoreError

START = datetime(2025, 3, 3, tzinfo=UTC)
STEP = timedelta(minutes=15)
HOOKS = 3  # seeds that are also sent to a webhook
GROWTH = 1.1  # allowed growth of memory after the second day; until then caches and the stream fill up
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
    """The simulated week in progress."""

    def __init__(self, world: World, plan: Plan, chance: random.Random, folder: Path) -> None:
        self.world, self.plan, self.chance, self.folder = world, plan, chance, folder
        self.failed: Counter[str] = Counter()
        self.memory: list[float] = []
        self.files: list[int] = []
        self.seconds: list[float] = []

    def run(self, settings: Settings, passes: int) -> dict[str, int]:
        """Make all passes, and return the store's counts at the end."""
        done = 0
        while done < passes:
            with open_runtime(settings) as runtime:  # one per day; in production one per run
                for at in range(done, min(passes, done + 96)):
                    self._apply_faults(at)
                    runtime.silent_lanes.clear()  # known for one run
                    began = time.perf_counter()
                    self._make_pass(runtime, at)
                    self.seconds.append(time.perf_counter() - began)
                    if self.world.clock_error:
                        prune(runtime, self.world.clock)
                    self.world.now += STEP
                done = at + 1
                prune(runtime, self.world.now)
                counts = runtime.store.counts()
            self._measure()
        return counts

    def _apply_faults(self, at: int) -> None:
        plan, world = self.plan, self.world
        world.hooks_are_silent, world.slow_host_is_slow = at in plan.hooks_silent, at in plan.host_slow
        world.clock_error = AHEAD if at in plan.clock_ahead else timedelta()
        world.faults["clock 400 days ahead"] += at in plan.clock_ahead
        self._move_seeds(is_away=at in plan.seeds_away)
        if at in plan.poisoned:
            world.faults["poisoned message"] += 1
            (self.folder / "inbox" / "new" / f"{at}.poison").write_bytes(POISONS[at % len(POISONS)])
        if at in plan.jumps:
            world.faults["clock jumped"] += 1
            world.now += plan.jumps[at]
        world.web_is_down, world.mail_is_down = at in plan.web_down, at in plan.mail_down
        for feed, how in plan.broken.get(at, ()):
            world.broken[feed] = how
        world.broken[0], world.broken[1] = "500", "a page"  # permanently

    def _move_seeds(self, *, is_away: bool) -> None:
        here, away = self.folder / "seeds", self.folder / "unmounted"
        if is_away and here.exists():
            here.rename(away)
        elif not is_away and away.exists():
            away.rename(here)
        self.world.faults["seeds away"] += is_away

    def _make_pass(self, runtime: Any, at: int) -> None:
        if at in self.plan.killed:
            self._kill_one()
            return
        try:
            with self._locking(at), self._killing_readers(at):
                report = run_pass(runtime, MonitorOptions(due_only=True), clock=lambda: self.world.clock)
        except StoreError as error:
            self.failed[str(error).rpartition(": ")[2]] += 1
            return
        for line in report.failures:
            self.failed[line.rpartition(": ")[2]] += 1

    def _kill_one(self) -> None:
        """Start a pass in a separate process and kill it after a while."""
        command = [sys.executable, "-c", CHILD, self.world.clock.isoformat()]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:  # noqa: S603
            if child.stdout:
                child.stdout.readline()
            time.sleep(self.chance.uniform(0.05, 1.5))
            child.send_signal(signal.SIGKILL)
        self.world.faults["pass killed"] += child.returncode == -signal.SIGKILL

    @contextmanager
    def _killing_readers(self, at: int) -> Iterator[None]:
        """Kill the processes that read pages and feeds, soon after the beginning of the pass."""
        timer = threading.Timer(self.chance.uniform(0.02, 0.4), self._kill_readers)
        if at in self.plan.readers_killed:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _kill_readers(self) -> None:
        for reader in find_readers():
            with suppress(ProcessLookupError):
                os.kill(reader, signal.SIGKILL)
                self.world.faults["reader killed"] += 1

    @contextmanager
    def _locking(self, at: int) -> Iterator[None]:
        """Lock the database for some seconds of the pass, once for longer than a pass waits."""
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

    def _measure(self) -> None:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        self.memory.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
        self.files.append(len(list(Path("/proc/self/fd").iterdir())))
        logging.getLogger(__name__).warning(
            "day %d: %.0f MB, %d open files", len(self.memory), self.memory[-1], self.files[-1]
        )


def main() -> int:
    """Simulate the week and print the counts. Returns the exit code: 1 if a rule is violated."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=whole_number(2), default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=output_file)
    args = parser.parse_args()
    for room in ("pipeline", "extractors", "storage", "alerts"):
        logging.getLogger(room).setLevel(logging.CRITICAL)  # failures are expected
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
    """Run the soak; returns its figures by name, and one line for each violated rule."""
    chance, passes = random.Random(seed), days * 96  # noqa: S311
    casts, stories = make_week(START, seed)
    span = STEP * max(1, passes - 96)
    stories = [story for story in stories if story.published < START + span]
    # no follow-ups in the feeds that fail permanently
    stories = [replace(one, feed=one.feed + 2) if one.seed >= 0 and one.feed < 2 else one for one in stories]
    hooked = [one.seed for one in stories if one.seed >= 0][:HOOKS]
    world = World(START, stories)
    site, letterbox = Site(world), Letterbox(world, chance)
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_inputs(folder, casts, hooked, site)
            os.environ |= variables(folder, letterbox)
            running = Soak(world, make_plan(passes, chance), chance, folder)
            counts = running.run(load_settings(), passes)
    finally:
        site.close()
        letterbox.close()
    planted = {
        address: story
        for story in stories
        if story.seed >= 0
        for address, story in addresses([story], site.address_of(story.feed)).items()
    }
    figures, wrong = _count(running, letterbox, counts, planted)
    figures["webhooks that got their report"] = f"{len(world.hooked)} of {len(hooked)}"
    if world.hooked != Counter({f"/hook-{number}": 1 for number in hooked}):
        wrong.append("a webhook did not get its report, or got it twice")
    return figures, wrong


def write_inputs(folder: Path, casts: Sequence[Cast], hooked: Collection[int], site: Site) -> None:
    """Write the seeds, those of `hooked` with a webhook, and the list of feeds, and make the inbox."""
    for box in ("new", "cur", "tmp"):
        (folder / "inbox" / box).mkdir(parents=True)
    (folder / "seeds").mkdir()
    for number, cast in enumerate(casts):
        text = write_seed(cast, START - timedelta(days=1), f"reader{number}@example.org")
        if number in hooked:
            text = text.replace("\nmust_mention", f"\nwebhooks: [{site.url}/hook-{number}]\nmust_mention", 1)
        (folder / "seeds" / f"seed-{number}.md").write_text(text, "utf-8")
    feeds = [f"{site.url}/feed{number}.xml" for number in range(FEEDS)]
    (folder / "feeds.opml").write_text(as_opml(feeds), "utf-8")


def _count(
    running: Soak, letterbox: Letterbox, counts: dict[str, int], planted: dict[str, Story]
) -> tuple[dict[str, Any], list[str]]:
    mailed = {pair: len(names) for pair, names in letterbox.delivered.items()}
    owed = {(f"reader{story.seed}@example.org", address) for address, story in planted.items()}
    follow = {address for _, address in mailed if "/follow-" in address}
    waiting = {name: number for name, number in counts.items() if name.endswith("waiting") and number}
    memory, files = running.memory, running.files
    figures = {
        "passes": len(running.seconds),
        "entries seen, articles compared": f"{counts['entries']}, {counts['articles']} kept",
        "planted follow-ups": len(planted),
        "mailed to their readers": len(owed & mailed.keys()),
        "mailed to a reader in more than one mail": sum(number > 1 for number in mailed.values()),
        "mailed but not planted": sum(address not in follow for _, address in mailed),
        "mailed to readers of other seeds": len(mailed.keys() - owed),
        "mails, of which accepted twice with the same Message-ID": f"{len(letterbox.accepted)}, "
        f"{sum(times > 1 for times in letterbox.accepted.values())}",
        "left in the queues": waiting or "nothing",
        "MB after each day": [round(one) for one in memory],
        "open files after each day": files,
        "faults": dict(running.world.faults),
        "passes or batches that failed": dict(running.failed),
        "seconds per pass: median, longest": f"{sorted(running.seconds)[len(running.seconds) // 2]:.2f}, "
        f"{max(running.seconds):.1f}",
    }
    rules = {
        "a planted follow-up was not mailed": figures["mailed to their readers"] == len(planted),
        "a reader received something in two mails": not figures["mailed to a reader in more than one mail"],
        "something was mailed that was not planted": not figures["mailed but not planted"],
        "something was mailed to readers of another seed": not figures["mailed to readers of other seeds"],
        "a queue is not empty": not waiting,
        "memory grows": memory[-1] <= GROWTH * memory[min(1, len(memory) - 1)],
        "open files grow": files[-1] <= files[min(1, len(files) - 1)] + 2,
    }
    return figures, [line for line, holds in rules.items() if not holds]


if __name__ == "__main__":
    sys.exit(main())
