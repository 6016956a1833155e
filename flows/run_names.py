"""The names of runs in the Prefect UI: their scheduled time, and their options or, at the end, their result."""

import logging
from typing import TypeVar

from prefect.client.orchestration import get_client
from prefect.runtime import flow_run
from pydantic import BaseModel

LONGEST = 200  # characters of a result in a name
OptionsT = TypeVar("OptionsT", bound=BaseModel)


def options_of_run(kind: type[OptionsT]) -> OptionsT:
    """The options of the current run, or the defaults if it has none."""
    return kind.model_validate(flow_run.parameters.get("options") or {})


def name_of_run(what: str, *, dry_run: bool) -> str:
    """The name of the current run: "2025-03-01 12:00 due feeds"."""
    return f"{flow_run.scheduled_start_time:%Y-%m-%d %H:%M} {what}{', dry run' if dry_run else ''}"


def rename_run(result: str) -> None:
    """Name the current run after its result: "2025-03-01 12:00 3 new follow-ups, 1 mail"."""
    try:
        name = name_of_run(result[:LONGEST], dry_run=False)
        with get_client(sync_client=True) as client:
            client.update_flow_run(flow_run.id, name=name)
    except Exception as error:  # noqa: BLE001  the work is done, whatever its name
        logging.getLogger(__name__).debug("the run could not be renamed: %s", error)
