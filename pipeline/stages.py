"""How the stages of a pass are run: work is claimed, shared out into batches, and what they say is gathered."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from extractors import ModelError
from pipeline.execution import Batch, Execution, Stage
from pipeline.leases import LEASE, Clock
from pipeline.outcomes import count_of
from pipeline.runtime import Runtime
from pipeline.settings import SettingsError
from storage import StoreError

BATCHES_PER_WORKER = 4  # claimed at a time
logger = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The clock of a real pass."""
    return datetime.now(UTC)


class PassRun:
    """A pass while it runs: runs the stages of its steps, and keeps what of them failed and how long each took.

    `seed`: the only one that the pass is about, "" for all.
    """

    def __init__(self, runtime: Runtime, execution: Execution, clock: Clock, seed: str = "") -> None:
        self.runtime = runtime
        self.clock = clock
        self.seed = seed
        self.seconds: dict[str, float] = {}
        self.failures: list[str] = []
        self.misconfigured = False
        self._execution = execution

    def run(self, stage: Stage, batches: Sequence[Batch], held: set[int] | None = None) -> list[Any]:
        """The outcomes of the batches that went well; what those held is taken off `held`."""
        good = []
        for batch, outcome in self._execution.run(self.runtime, stage, batches, self.clock):
            if isinstance(outcome, Exception):
                self.note_failure(batch.name, outcome)
            else:
                good.append(outcome)
                if held is not None:
                    held.difference_update(each.id for each in batch.content)
        return good

    def drain(
        self, stage: Stage, claim: Callable[..., list[Any]], share: Callable[[Any], list[Batch]], held: set[int]
    ) -> list[Any]:
        """Take work out of a queue, round by round, until it is empty or this run has done its part.

        The queue is read as it was when the stage began, so nothing postponed comes back in the same run; the lease
        counts from the round itself.
        """
        settings = self.runtime.settings
        began, room = self.clock(), settings.pass_limit
        outcomes: list[Any] = []
        while room > 0:
            most = min(room, stage.workers * BATCHES_PER_WORKER * settings.batch_size)
            work = claim(began, lease=self.clock() - began + LEASE, limit=most)
            if not work:
                break
            room -= len(work)
            held.update(each.id for each in work)
            outcomes += self.run(stage, share(work), held)
        return outcomes

    def note_failure(self, name: str, error: Exception) -> None:
        """Note that a batch or a stage failed as a whole."""
        foreseen = isinstance(error, StoreError | SettingsError | ModelError)
        logger.error("%s failed: %s", name, error, exc_info=None if foreseen else error)
        self.failures.append(f"{name}: {str(error) or type(error).__name__}")
        self.misconfigured = self.misconfigured or isinstance(error, SettingsError | ModelError)

    def expect(self, stage: str, queue: str) -> int:
        """How much waits in a queue; the progress of the stage is measured against it."""
        waiting = self.runtime.store.queue_depths()[queue]
        self.runtime.progress.expect(stage, min(waiting, self.runtime.settings.pass_limit))
        logger.info("%s: %d", queue.capitalize(), waiting)
        return waiting

    def run_alone(self, stage: Stage, name: str, content: object) -> list[Any]:
        """The outcome of a stage that is one batch, timed; empty where it failed."""
        with self.timed(stage.name):
            return self.run(stage, [Batch(name, content)])

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Take the time of the block."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = round(time.perf_counter() - began, 2)


def numbered(verb: str, shares: Sequence[Sequence[Any]], one: str, many: str) -> list[Batch]:
    """Batches named by what is in them and which of how many they are."""
    total = len(shares)
    return [
        Batch(f"{verb} {count_of(len(share), one, many)} ({number} of {total})", share)
        for number, share in enumerate(shares, 1)
    ]
