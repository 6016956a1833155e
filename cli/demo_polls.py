"""The polls of the demo: advance the newsroom's clock, then run the deployed monitor on the Prefect server."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from cli.demo_stage import FIRST, Stage
from cli.errors import FailedError
from cli.terminal import Progress, remark
from trails import counted

if TYPE_CHECKING:
    from service import FlowRun, PrefectServer
    from storage import Store

MOMENTS = tuple(FIRST + timedelta(days=days) for days in (0, 4, 8))
_DEPLOYMENT = "monitor/monitor"
_ALL_FEEDS = {"options": {"due_only": False}}  # the polls are seconds apart, and no feed would be due yet
_LOOK = 0.5  # seconds between two checks of a run
_DEADLINE = 300.0  # seconds for one run


class Clockwork:
    """Measure how long each stage of the demo takes, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        """Time the block and store it under the stage's name."""
        began = time.perf_counter()
        yield
        self.seconds[stage] = time.perf_counter() - began

    def summary(self) -> str:
        """All stages and their sum in one line, in seconds."""
        stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in self.seconds.items())
        return f"{stages}; {sum(self.seconds.values()):.1f} in all"


@dataclass(frozen=True, slots=True)
class State:
    """A snapshot of the store: row counts by name, the ids of the follow-ups, and the number of mails received."""

    counts: dict[str, int]
    follow_ups: frozenset[int]
    mails: int


@dataclass(frozen=True, slots=True)
class Play:
    """A demo in progress: its stage, the server that runs the flows, and the store."""

    stage: Stage
    server: "PrefectServer"
    store: "Store"
    clock: Clockwork = field(default_factory=Clockwork)

    def state(self) -> State:
        """Take a snapshot."""
        follow_ups = frozenset(stored.id for stored in self.store.matches())
        return State(self.store.counts(), follow_ups, len(self.stage.mails.received))

    def perform(self, update: Progress) -> None:
        """Poll three times, advancing the newsroom's clock each time. Raises FailedError if a run does not complete."""
        for number, when in enumerate(MOMENTS, 1):
            self.stage.newsroom.advance_to(when)
            name = f"poll {number}"
            before = self.state()
            with self.clock.time(name):
                run = self._run(f"{name} of {len(MOMENTS)}: {when.day} March {when.year}", update)
            remark(f"{name}: {_change(before, self.state())} in {self.clock.seconds[name]:.1f} s; run {run.name}")

    def _run(self, title: str, update: Progress) -> "FlowRun":
        from service import read_run, trigger_run

        begun = _work(self.store.counts())
        run = trigger_run(self.server, _DEPLOYMENT, _ALL_FEEDS)
        end = time.monotonic() + _DEADLINE
        while not run.has_ended and time.monotonic() < end:
            time.sleep(_LOOK)
            run = read_run(self.server, run.id)
            known, waiting = _work(self.store.counts())
            update(title, known - waiting - begun[0], known - begun[0] or None)
        update(title, known - begun[0], known - begun[0])
        if run.state != "COMPLETED":
            raise FailedError(f"{title}: the run {run.name} is {run.state.lower()}: {run.message} ({run.url})")
        return run


def _work(counts: dict[str, int]) -> tuple[int, int]:
    """The number of entries and articles, and how many of them still wait to be read or compared."""
    known = counts.get("entries", 0) + counts.get("articles", 0)
    return known, counts.get("entries waiting", 0) + counts.get("articles waiting", 0)


def _change(before: State, after: State) -> str:
    entries = after.counts.get("entries", 0) - before.counts.get("entries", 0)
    follow_ups = len(after.follow_ups - before.follow_ups)
    return ", ".join(
        (
            counted(entries, "new entry", "new entries"),
            counted(follow_ups, "new follow-up"),
            counted(after.mails - before.mails, "mail"),
        )
    )
