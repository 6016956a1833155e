"""The names of runs in the Prefect UI: their scheduled time and their options."""

from typing import TypeVar

from prefect.runtime import flow_run
from pydantic import BaseModel

OptionsT = TypeVar("OptionsT", bound=BaseModel)


def options_of_run(kind: type[OptionsT]) -> OptionsT:
    """The options of the current run, or the defaults if it has none."""
    return kind.model_validate(flow_run.parameters.get("options") or {})


def name_of_run(what: str, *, dry_run: bool) -> str:
    """The name of the current run: "2025-03-01 12:00 due feeds"."""
    return f"{flow_run.scheduled_start_time:%Y-%m-%d %H:%M} {what}{', dry run' if dry_run else ''}"
