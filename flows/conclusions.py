"""How the work of a run ends: its final state, repeated tries, and the end of a run that hangs.

An error whose message is meant for the user becomes the message of the state, without a traceback. A run that was
stopped by the person who started it, or was started with a wrong option, is cancelled and alarms nobody.
"""

import faulthandler
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from prefect.client.schemas.objects import State
from prefect.runtime import deployment
from prefect.states import Cancelled, Failed

from extractors import ModelError
from pipeline.settings import OptionError, SettingsError
from storage import StoreError

# seconds after which a run is ended; the next one continues its work
MONITOR_TIMEOUT, BACKFILL_TIMEOUT = 2 * 3600, 6 * 3600
DIGEST_TIMEOUT, HOUSEKEEPING_TIMEOUT, INBOX_TIMEOUT = 1800, 3600, 900
GRACE = 300  # seconds to release what the run holds, before its process is ended
RETRY_WAITS = (10.0, 60.0)  # seconds before the tries after a temporary error of the database
STOPPED = "stopped by the person who started it"
logger = logging.getLogger("storywake")


def conclude(work: Callable[[], State[Any]], timeout: float) -> State[Any]:
    """Do the work of a run and return its final state, which has the error as its data if there was one.

    `timeout` is that of the flow: if it does not end the run, because it hangs where Python cannot interrupt it, the
    process is ended after `GRACE` more seconds, if it is one of the run's own.
    """
    try:
        with _ended_after(timeout + GRACE):
            return _try(work)
    except TimeoutError:
        raise  # Prefect's
    except Exception as error:  # noqa: BLE001  the outermost handler
        return _explain(error)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) or getattr(error, "stops_run", False):
            return Cancelled(message=STOPPED, data=error)
        raise  # Prefect's own signals


def result_of(state: State[Any]) -> Any:
    """The data of a concluded run's state; raises it if it is an error."""
    found = state.result(raise_on_failure=False)
    if isinstance(found, BaseException):
        raise found
    return found


def _try(work: Callable[[], State[Any]]) -> State[Any]:
    """Do the work, and again after a temporary error of the database, which leaves nothing half done."""
    for wait in RETRY_WAITS:
        try:
            return work()
        except StoreError as error:
            if not error.retry:
                raise
            logger.warning("%s; tried again in %g seconds", error, wait)
        time.sleep(wait)
    return work()


def _explain(error: Exception) -> State[Any]:
    if isinstance(error, OptionError):
        return Cancelled(message=str(error), data=error)
    if isinstance(error, StoreError | SettingsError | ModelError):
        return Failed(message=str(error), data=error)
    logger.error("unexpected error", exc_info=error)
    return Failed(message=f"unexpected error: {type(error).__name__}: {error}", data=error)


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End this process after that time, if it was started for one run of a deployment."""
    if deployment.id is None:
        yield
        return
    # a thread of the C library's, which needs no cooperation of Python's
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
