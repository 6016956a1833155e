"""The steps of a pass as Prefect tasks, and how their batches become task runs."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.backfilling import compare_archive
from flows.comparing import compare_articles
from flows.delivering import deliver
from flows.execution import Batch, Stage, Step, run_step
from flows.grouping import group_follow_ups
from flows.polling import poll_feeds
from flows.reading import read_entries
from flows.runtime import Runtime, open_worker
from flows.trails import review_near_misses


def asks_for_retry(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether the error that ended a task run says itself that trying again may help."""
    error = state.result(raise_on_failure=False)
    return bool(getattr(error, "retry", False))


def _make_task(step: Step) -> Task[..., Any]:
    """A task that runs one step over one batch. Batches are claimed in our own tables, so nothing is cached.

    It has no tags: each is one more row for every event of every task run.
    """

    def run_batch(content: Any, now: datetime) -> Any:
        return run_step(step, content, now)

    make = task(
        name=step.__name__.replace("_", " "),
        description=(step.__doc__ or "").strip(),
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=2,
        retry_delay_seconds=5,
        retry_jitter_factor=0.5,
        retry_condition_fn=asks_for_retry,
    )
    return make(run_batch)


STEPS: tuple[Step, ...] = (
    poll_feeds,
    read_entries,
    compare_articles,
    review_near_misses,
    compare_archive,
    group_follow_ups,
    deliver,
)
TASKS: dict[Step, Task[..., Any]] = {step: _make_task(step) for step in STEPS}


class PrefectExecution:
    """Runs each batch as a task run; heavy ones in processes when the settings say so."""

    def run(
        self, runtime: Runtime, stage: Stage, batches: Sequence[Batch], clock: Callable[[], datetime]
    ) -> Iterator[tuple[Batch, Any]]:
        """Yield each batch with its outcome, or with the exception that ended its task run, as they end."""
        if not batches:
            return
        with _open_runner(runtime, stage) as runner, runtime.interruptible():
            futures: dict[PrefectFuture[Any], Batch] = {}
            for batch in batches:
                named = TASKS[stage.step].with_options(task_run_name=batch.name.replace("{", "(").replace("}", ")"))
                # quoted: Prefect would walk through every entry to look for futures
                futures[runner.submit(named, {"content": quote(batch.content), "now": clock()})] = batch
            for future in as_completed(list(futures)):
                yield futures[future], future.result(raise_on_failure=False)


def _open_runner(runtime: Runtime, stage: Stage) -> TaskRunner[Any]:
    if stage.heavy and runtime.settings.task_runner == "processes":
        return ProcessPoolTaskRunner(stage.workers, initializer=open_worker, initargs=(runtime.settings,))
    return ThreadPoolTaskRunner(stage.workers)
