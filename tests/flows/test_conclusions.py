"""How runs end; without Prefect's engine."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from prefect.states import Completed

from flows import conclusions
from flows.backfill import backfill
from flows.conclusions import conclude, result_of
from flows.digest import digest
from flows.housekeeping import housekeeping
from flows.inbox import inbox
from flows.monitor import monitor
from pipeline.settings import OptionError, SettingsError
from storage import StoreError
from tests.patience import PATIENCE


class TerminatedError(BaseException):
    stops_run = True


def fails(error: BaseException) -> Callable[[], Any]:
    def work() -> Any:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "state", "message"),
    [
        (OptionError("no seed named 'x' is followed"), "Cancelled", "no seed named 'x' is followed"),
        (KeyboardInterrupt(), "Cancelled", "stopped by the person who started it"),
        (TerminatedError(), "Cancelled", "stopped by the person who started it"),
        (SettingsError("STORYWAKE_X: wrong"), "Failed", "STORYWAKE_X: wrong"),
        (StoreError("database d: is no database"), "Failed", "database d: is no database"),
        (ValueError("strange"), "Failed", "unexpected error: ValueError: strange"),
    ],
)
def test_an_error_is_the_message_of_the_state(error: BaseException, state: str, message: str) -> None:
    ended = conclude(fails(error), 9)
    assert (ended.name, ended.message) == (state, message)


def test_a_temporary_error_of_the_database_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conclusions, "RETRY_WAITS", (0.0, 0.0))
    outcomes = iter([StoreError("locked", retry=True), StoreError("locked", retry=True), None])

    def work() -> Any:
        if error := next(outcomes):
            raise error
        return Completed(message="done")

    assert conclude(work, 9).message == "done"
    tries: list[int] = []

    def always(*, retry: bool) -> Callable[[], Any]:
        def work() -> Any:
            tries.append(1)
            raise StoreError("down", retry=retry)

        return work

    assert conclude(always(retry=True), 9).message == "down"
    assert len(tries) == 3
    assert conclude(always(retry=False), 9).message == "down"
    assert len(tries) == 4


def test_a_timeout_of_prefect_is_passed_on() -> None:
    with pytest.raises(TimeoutError):
        conclude(fails(TimeoutError()), 9)


def test_every_flow_has_a_timeout() -> None:
    for flow in (monitor, backfill, digest, inbox, housekeeping):
        assert flow.timeout_seconds
        assert flow.timeout_seconds <= 6 * 3600


HANGING = """
from prefect.runtime import deployment
from flows import conclusions
import re
deployment.__dict__["id"] = "of a served run"
conclusions.GRACE = 0
conclusions.conclude(lambda: re.match(r"(a|a)*b", "a" * 60), 1)  # where no Python thread gets a turn
"""


def test_a_served_run_that_hangs_is_ended_with_its_process() -> None:
    ended = subprocess.run([sys.executable, "-c", HANGING], capture_output=True, check=False, timeout=PATIENCE)
    assert ended.returncode == 1
    assert b"Timeout (0:00:01)!" in ended.stderr


def test_the_result_of_a_run_is_its_data() -> None:
    assert result_of(Completed(data=7)) == 7
