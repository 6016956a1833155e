"""Run the stages of a pass: claim work, divide it into batches, run them, and collect their outcomes."""

import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from extractors import ModelError, give_back_freed_memory
from pipeline.execution import Batch, Execution, Stage
from pipeline.leases import LEASE, Clock, Held
from pipeline.runtime import Runtime
from pipeline.settings import SettingsError
from storage import StoreError
from trails import counted

BATCHES_PER_WORKER = 4  # claimed in one round
logger = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The clock of a real pass."""
    return datetime.now(UTC)


class PassRun:
    """A running pass: runs the stages of its steps, and records their failures and how long each took.

    `seed`: the only one to report and mail, "" for all.
    """

    def __init__(self, runtime: Runtime, execution: Execution, clock: Clock, seed: str = "") -> None:
        self.runtime = runtime
        self.clock = clock
        self.seed = seed
        self.seconds: dict[str, float] = {}
        self.failures: list[str] = []
        self.misconfigured = False
        self._execution = execution
        self._began: dict[str, datetime] = {}
        self._taken: Counter[str] = Counter()

    def run(self, stage: Stage, batches: Sequence[Batch], held: Held | None = None) -> list[Any]:
        """The outcomes of the batches that succeeded; their ids are removed from `held`."""
        good = []
        for batch, outcome in self._execution.run(self.runtime, stage, batches, self.clock):
            give_back_freed_memory()  # a millisecond, for up to 100 MB
            if isinstance(outcome, Exception):
                self.note_failure(batch.name, outcome)
            else:
                good.append(outcome)
                undone = self._note_undone(batch.name, getattr(outcome, "undone", {}))
                if held is not None:
                    held.difference_update(each.id for each in batch.content if each.id not in undone)
        return good

    def _note_undone(self, name: str, undone: Mapping[int, str]) -> Mapping[int, str]:
        """Record that a part of a batch could not be done because of an error of this machine."""
        if undone:
            first = next(iter(undone.values()))
            self.failures.append(f"{name}: {len(undone)} not done because of an error of this machine: {first}")
        return undone

    def drain(
        self,
        stage: Stage,
        claim: Callable[..., list[Any]],
        share: Callable[[Any], list[Batch]],
        held: Held,
        until: float = math.inf,
    ) -> list[Any]:
        """Process a queue in rounds, until it is empty, the limit of the run is reached or the time is up.

        Each round claims only what was due when the stage first began, so that nothing postponed comes back in the same
        run; its lease is counted from the round itself. No round begins after `until`, by `time.monotonic()`.
        """
        settings = self.runtime.settings
        began = self._began.setdefault(stage.name, self.clock())
        outcomes: list[Any] = []
        while (room := settings.pass_limit - self._taken[stage.name]) > 0 and time.monotonic() < until:
            most = min(room, stage.workers * BATCHES_PER_WORKER * settings.batch_size)
            work = claim(began, lease=self.clock() - began + LEASE, limit=most, holder=held.holder)
            if not work:
                break
            self._taken[stage.name] += len(work)
            held.update(each.id for each in work)
            outcomes += self.run(stage, share(work), held)
        return outcomes

    def give_back(self, stage: str, number: int) -> None:
        """Do not count this many claimed items against the limit of the run: they were not processed."""
        self._taken[stage] -= number

    def note_failure(self, name: str, error: Exception) -> None:
        """Record that a batch or a stage failed as a whole."""
        is_expected = isinstance(error, StoreError | SettingsError | ModelError)
        logger.error("%s failed: %s", name, error, exc_info=None if is_expected else error)
        self.failures.append(f"{name}: {str(error) or type(error).__name__}")
        self.misconfigured = self.misconfigured or isinstance(error, SettingsError | ModelError)

    def expect(self, stage: str, queue: str) -> int:
        """The number of items waiting in a queue, after adding it to the expected progress of the stage."""
        waiting = self.runtime.store.queue_depths()[queue]
        self.runtime.progress.expect(stage, min(waiting, self.runtime.settings.pass_limit))
        logger.info("%s: %d", queue.capitalize(), waiting)
        return waiting

    def run_alone(self, stage: Stage, name: str, content: object) -> list[Any]:
        """Run and time a stage that is a single batch; returns its outcome in a list, which is empty if it failed."""
        with self.timed(stage.name):
            return self.run(stage, [Batch(name, content)])

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Measure the time of the block, and add it to that of earlier ones of this stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = round(self.seconds.get(stage, 0.0) + time.perf_counter() - began, 2)


def numbered(verb: str, shares: Sequence[Sequence[Any]], one: str, many: str) -> list[Batch]:
    """Make batches with names such as "read 40 entries (1 of 3)"."""
    total = len(shares)
    return [
        Batch(f"{verb} {counted(len(share), one, many)} ({number} of {total})", share)
        for number, share in enumerate(shares, 1)
    ]
