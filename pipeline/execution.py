"""Where the batches of a pass run: plain threads or processes here, Prefect's tasks in `flows.tasks`."""

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
    """One kind of work: takes a batch, gives an outcome; both are frozen and can be pickled."""

    __name__: str

    def __call__(self, runtime: Runtime, batch: Any, now: datetime, /) -> Any:
        """Do the work with the runtime's open things."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Work for one step, with the name a person reads."""

    name: str
    content: Any


@dataclass(frozen=True, slots=True)
class Stage:
    """A step and how many of its batches may run at once. `heavy`: it computes more than it waits."""

    name: str
    step: Step
    workers: int = 1
    heavy: bool = False


class Execution(Protocol):
    """Runs the batches of a stage."""

    def run(
        self, runtime: Runtime, stage: Stage, batches: Sequence[Batch], clock: Callable[[], datetime]
    ) -> Iterator[tuple[Batch, Any]]:
        """Yield each batch with its outcome, or with the exception that ended it, in any order."""


class PlainExecution:
    """Runs batches in threads of this process; heavy ones in processes when the settings say so."""

    def run(
        self, runtime: Runtime, stage: Stage, batches: Sequence[Batch], clock: Callable[[], datetime]
    ) -> Iterator[tuple[Batch, Any]]:
        """Yield each batch with its outcome, or with the exception that ended it, as they end."""
        apart = stage.heavy and runtime.settings.task_runner == "processes"
        with _open_pool(runtime, stage, apart) as pool, runtime.interruptible():
            futures: dict[Future[Any], Batch] = {}
            for batch in batches:
                now = clock()
                if apart:
                    future = pool.submit(run_step, stage.step, batch.content, now)
                else:  # with the context of the caller, by which Prefect knows whose log lines they are
                    future = pool.submit(copy_context().run, stage.step, runtime, batch.content, now)
                futures[future] = batch
            for future in as_completed(futures):
                outcome = _settle(future)
                if isinstance(outcome, BrokenExecutor):
                    runtime.forget(WORKERS)  # the next batches get new ones
                yield futures[future], outcome


def run_step(step: Step, content: Any, now: datetime) -> Any:
    """Run a step with the runtime of the process it finds itself in."""
    return step(current_runtime(), content, now)


def _open_pool(runtime: Runtime, stage: Stage, apart: bool) -> AbstractContextManager[Executor]:
    if not apart:
        return ThreadPoolExecutor(stage.workers, thread_name_prefix=stage.name)
    # kept for as long as the runtime: each loads its models once
    return nullcontext(runtime.opened(WORKERS, lambda: _spawn_workers(runtime, stage.workers)))


def _spawn_workers(runtime: Runtime, number: int) -> Executor:
    # spawned, not forked: the parent has threads and open connections
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(number, context, initializer=open_worker, initargs=(runtime.settings,))


def _settle(future: Future[Any]) -> Any:
    error = future.exception()
    return error if error is not None else future.result()
