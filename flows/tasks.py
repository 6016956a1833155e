"""Run the batches of a stage as Prefect task runs: one per round of a stage, or one per batch on a Dask cluster.

A task run costs 25 kB in the server's database, mostly events. So batches on this machine get no task run of their own,
stages without anything to do get none, and there are no tags (one more row per event). Nothing is
cached: batches are claimed in our own tables.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from types import TracebackType
from typing import Any, Self, cast

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import TaskRunner
from prefect.utilities.annotations import quote

from pipeline.backfill import compare_archive
from pipeline.compare import compare_articles
from pipeline.deliver import send_mail
from pipeline.execution import Batch, PlainExecution, Stage, Step, run_step
from pipeline.group import group_follow_ups
from pipeline.leases import Clock
from pipeline.poll import poll_feeds
from pipeline.read import read_entries
from pipeline.review import review_seeds
from pipeline.runtime import Runtime
from pipeline.settings import Settings, SettingsError
from trails import counted

SHOWN_STEPS: tuple[Step, ...] = (
    poll_feeds,
    read_entries,
    compare_articles,
    compare_archive,
    review_seeds,
    group_follow_ups,
    send_mail,
)
RETRIES = 2  # of a round in which every batch failed with a temporary error: the database was down or locked
Outcomes = list[tuple[Batch, Any]]


def asks_for_retry(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether the error that ended a task run is marked as worth a retry."""
    error = state.result(raise_on_failure=False)
    return bool(getattr(error, "retry", False))


def run_round(runtime: Runtime, stage: Stage, batches: Sequence[Batch], clock: Clock) -> Outcomes:
    """Run every batch and pair it with its outcome. If all failed with temporary errors, the first one is raised."""
    outcomes = list(PlainExecution().run(runtime, stage, batches, clock))
    errors = [outcome for _, outcome in outcomes if isinstance(outcome, Exception)]
    if len(errors) == len(outcomes) and all(getattr(error, "retry", False) for error in errors):
        raise errors[0]
    return outcomes


def _make_task(step: Step, work: Callable[..., Any]) -> Task[..., Any]:
    make = task(
        name=step.__name__.replace("_", " "),
        description=(step.__doc__ or "").strip(),
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=RETRIES,
        retry_delay_seconds=5,
        retry_jitter_factor=0.5,
        retry_condition_fn=asks_for_retry,
    )
    return make(work)


ROUNDS: dict[Step, Task[..., Any]] = {step: _make_task(step, run_round) for step in SHOWN_STEPS}


DASK = {
    "distributed.worker.daemon": False,  # pages are read in child processes, which a daemon must not start
    # to spill, a worker creates a folder `storage` at the front of sys.path, which would shadow our package
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
}


class Parcel:
    """A wrapper that carries a batch to a worker unchanged.

    Prefect searches tuples and dataclasses for futures; Dask unpacks Prefect's `quote`, which would prevent that.
    Neither looks into this class.
    """

    def __init__(self, content: object) -> None:
        self.content = content


def run_parcel(step: Step, parcel: Parcel, now: datetime) -> Any:
    """Run a step on a worker, with the runtime of that process, which loads its models once."""
    return run_step(step, parcel.content, now)


BATCHES: dict[Step, Task[..., Any]] = {step: _make_task(step, run_parcel) for step in (read_entries, compare_articles)}


class PrefectExecution:
    """Runs batches in threads or processes of this machine, or on a Dask cluster, as the settings say.

    A context manager: a local Dask cluster is closed at its end.
    """

    def __init__(self) -> None:
        self._closing = ExitStack()
        self._dask: TaskRunner[Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    def run(
        self, runtime: Runtime, stage: Stage, batches: Sequence[Batch], clock: Clock
    ) -> Iterator[tuple[Batch, Any]]:
        """Yield each batch with its outcome, or with the exception that ended it."""
        if not batches:
            return
        if stage.step in BATCHES and runtime.settings.task_runner == "dask" and not runtime.rehearses:
            yield from self._spread(runtime, stage, batches, clock)
        elif stage.step in ROUNDS and not stage.idle:
            yield from _run_as_task(runtime, stage, batches, clock)
        else:
            yield from PlainExecution().run(runtime, stage, batches, clock)

    def _spread(
        self, runtime: Runtime, stage: Stage, batches: Sequence[Batch], clock: Clock
    ) -> Iterator[tuple[Batch, Any]]:
        if self._dask is None:
            self._dask = self._closing.enter_context(open_dask(runtime.settings))
        with runtime.interruptible():
            futures: dict[PrefectFuture[Any], Batch] = {}
            for batch in batches:
                named = BATCHES[stage.step].with_options(task_run_name=_plain(batch.name))
                parameters = {"step": stage.step, "parcel": Parcel(batch.content), "now": clock()}
                futures[self._dask.submit(named, parameters)] = batch
            for future in as_completed(list(futures)):
                yield futures[future], future.result(raise_on_failure=False)


def _run_as_task(runtime: Runtime, stage: Stage, batches: Sequence[Batch], clock: Clock) -> Outcomes:
    named = ROUNDS[stage.step].with_options(task_run_name=_plain(_name_round(stage, batches)))
    with runtime.interruptible():
        # quoted, or Prefect would search every entry for futures
        called = named(quote(runtime), quote(stage), quote(batches), quote(clock), return_state=True)
    outcome = cast("State[Any]", called).result(raise_on_failure=False)
    return [(batch, outcome) for batch in batches] if isinstance(outcome, BaseException) else outcome


def _name_round(stage: Stage, batches: Sequence[Batch]) -> str:
    """The name of a round: "read entries: 120 in 8 batches"."""
    size = sum(len(batch.content) for batch in batches if isinstance(batch.content, tuple))
    return f"{stage.name}: {size} in {counted(len(batches), 'batch', 'batches')}" if size else stage.name


def _plain(name: str) -> str:
    return name.replace("{", "(").replace("}", ")")  # Prefect treats a run's name as a template


def open_dask(settings: Settings) -> TaskRunner[Any]:
    """The task runner of the configured Dask cluster, or of a local one with `compare_workers` workers.

    Raises SettingsError if prefect-dask is not installed. Workers read the settings from their own environment.
    """
    try:
        import dask
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError:
        raise SettingsError("STORYWAKE_TASK_RUNNER: dask needs the package prefect-dask") from None
    logging.getLogger("distributed").setLevel(logging.WARNING)
    dask.config.set(DASK)
    if settings.dask_address:
        return DaskTaskRunner(address=settings.dask_address)
    kind = {"n_workers": settings.compare_workers, "threads_per_worker": 1, "processes": True}
    return DaskTaskRunner(cluster_kwargs={**kind, "host": "127.0.0.1", "dashboard_address": None})
