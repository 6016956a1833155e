"""What runs are called in the Prefect UI: when they were due, and what they were asked to do."""

from typing import TypeVar

from prefect.runtime import flow_run
from pydantic import BaseModel

OptionsT = TypeVar("OptionsT", bound=BaseModel)


def asked_of_run(kind: type[OptionsT]) -> OptionsT:
    """The options of the run at hand; the defaults where it has none."""
    return kind.model_validate(flow_run.parameters.get("options") or {})


def name_of_run(what: str, *, dry_run: bool) -> str:
    """The name of the run at hand."""
    return f"{flow_run.scheduled_start_time:%Y-%m-%d %H:%M} {what}{', rehearsed' if dry_run else ''}"
