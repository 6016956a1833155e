"""Run the batches of a pass: in threads or processes here, as Prefect tasks in `flows.tasks`."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from contextlib import AbstractContextManager, nullcontext
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pipeline.runtime import Runtime, current_runtime, open_worker

WORKERS = "workers"


class Step(Protocol):
    """A function that processes one batch and returns its outcome; both are frozen and can be pickled."""

    __name__: str

    def __call__(self, runtime: Runtime, batch: Any, now: datetime, /) -> Any:
        """Process the batch, using the runtime's resources."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The work of one call of a step, and a name for logs and the Prefect UI."""

    name: str
    content: Any


@dataclass(frozen=True, slots=True)
class Stage:
    """A step, and how many of its batches may run at once.

    `heavy`: it is limited by the CPU, not by I/O; `idle`: nothing is waiting for it, so it is not worth showing.
    """

    name: str
    step: Step
    workers: int = 1
    heavy: bool = False
    idle: bool = False


class Execution(Protocol):
    """Runs the batches of a stage."""

    def run(
        self, runtime: Runtime, stage: Stage, batches: Sequence[Batch], clock: Callable[[], datetime]
    ) -> Iterator[tuple[Batch, Any]]:
        """Yield each batch with its outcome, or with the exception that ended it, in any order."""


class PlainExecution:
    """Runs batches in threads of this process, or those of heavy stages in processes if the settings say so."""

    def run(
        self, runtime: Runtime, stage: Stage, batches: Sequence[Batch], clock: Callable[[], datetime]
    ) -> Iterator[tuple[Batch, Any]]:
        """Yield each batch with its outcome, or with the exception that ended it, in the order in which they end."""
        apart = stage.heavy and runtime.settings.task_runner == "processes"
        with _open_pool(runtime, stage, apart) as pool, runtime.interruptible():
            futures: dict[Future[Any], Batch] = {}
            for batch in batches:
                now = clock()
                if apart:
                    future = pool.submit(run_step, stage.step, batch.content, now)
                else:  # in a copy of the caller's context, from which Prefect knows the run that log lines belong to
                    future = pool.submit(copy_context().run, stage.step, runtime, batch.content, now)
                futures[future] = batch
            for future in as_completed(futures):
                outcome = _settle(future)
                if isinstance(outcome, BrokenExecutor):
                    runtime.forget(WORKERS)  # the next batches get new processes
                yield futures[future], outcome


def run_step(step: Step, content: Any, now: datetime) -> Any:
    """Run a step with the runtime of the current process."""
    return step(current_runtime(), content, now)


def _open_pool(runtime: Runtime, stage: Stage, apart: bool) -> AbstractContextManager[Executor]:
    if not apart:
        return ThreadPoolExecutor(stage.workers, thread_name_prefix=stage.name)
    # kept open as long as the runtime, so that each process loads its models only once
    return nullcontext(runtime.opened(WORKERS, lambda: _spawn_workers(runtime, stage.workers)))


def _spawn_workers(runtime: Runtime, number: int) -> Executor:
    # spawned, not forked, because the parent has threads and open connections
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(number, context, initializer=open_worker, initargs=(runtime.settings,))


def _settle(future: Future[Any]) -> Any:
    error = future.exception()
    return error if error is not None else future.result()
