"""The play of the demo: the newsroom's time moves on, and each time the deployed monitor runs on the Prefect server."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from cli.demo_stage import FIRST, Stage
from cli.descriptions import counted
from cli.errors import FailedError
from cli.terminal import Progress, remark

if TYPE_CHECKING:
    from service import FlowRun, PrefectServer
    from storage import Store

MOMENTS = tuple(FIRST + timedelta(days=days) for days in (0, 4, 8))
_DEPLOYMENT = "monitor/monitor"
_ALL_FEEDS = {"options": {"due_only": False}}  # seconds lie between the polls, not the minutes until a feed is due
_LOOK = 0.5  # seconds between two looks at a run
_DEADLINE = 300.0  # seconds for one run


class Clockwork:
    """How long each stage of the demo took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        """Time the block under a name."""
        began = time.perf_counter()
        yield
        self.seconds[stage] = time.perf_counter() - began

    def told(self) -> str:
        """All stages and their sum, in one line."""
        stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in self.seconds.items())
        return f"{stages}; {sum(self.seconds.values()):.1f} in all"


@dataclass(frozen=True, slots=True)
class State:
    """What the store holds at one time: numbers by name, and the ids of the follow-ups."""

    counts: dict[str, int]
    follow_ups: frozenset[int]
    mails: int


@dataclass(frozen=True, slots=True)
class Play:
    """The parts on the stage, and the server that runs the flows."""

    stage: Stage
    server: "PrefectServer"
    store: "Store"
    clock: Clockwork = field(default_factory=Clockwork)

    def state(self) -> State:
        """How things stand now."""
        follow_ups = frozenset(stored.id for stored in self.store.matches())
        return State(self.store.counts(), follow_ups, len(self.stage.mails.received))

    def perform(self, tell: Progress) -> None:
        """Poll three times, the newsroom's time moving on between. Raises FailedError when a run does not complete."""
        for number, when in enumerate(MOMENTS, 1):
            self.stage.newsroom.advance_to(when)
            name = f"poll {number}"
            before = self.state()
            with self.clock.time(name):
                run = self._run(f"{name} of {len(MOMENTS)}: {when.day} March {when.year}", tell)
            remark(f"{name}: {_change(before, self.state())} in {self.clock.seconds[name]:.1f} s; run {run.name}")

    def _run(self, title: str, tell: Progress) -> "FlowRun":
        from service import read_run, trigger_run

        begun = _work(self.store.counts())
        run = trigger_run(self.server, _DEPLOYMENT, _ALL_FEEDS)
        end = time.monotonic() + _DEADLINE
        while not run.has_ended and time.monotonic() < end:
            time.sleep(_LOOK)
            run = read_run(self.server, run.id)
            known, waiting = _work(self.store.counts())
            tell(title, known - waiting - begun[0], known - begun[0] or None)
        tell(title, known - begun[0], known - begun[0])
        if run.state != "COMPLETED":
            raise FailedError(f"{title}: the run {run.name} is {run.state.lower()}: {run.message} ({run.url})")
        return run


def _work(counts: dict[str, int]) -> tuple[int, int]:
    """Entries to read and articles to compare: how many there are, and how many of them still wait."""
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
