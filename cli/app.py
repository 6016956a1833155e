"""The `storywake` command: its subcommands, and how their errors are reported."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import takewhile
from types import FrameType
from typing import Annotated, NoReturn

import typer
from typer.exceptions import Abort, TyperException

from cli import (
    add,
    answers,
    backup,
    check,
    demo,
    deploy,
    desk,
    developments,
    doctor,
    export,
    feedback,
    feeds,
    follow,
    inbox,
    matches,
    mcp,
    metrics,
    pause,
    prune,
    run,
    search,
    seeds,
    start,
    unfollow,
)
from cli.errors import FAILED, INTERRUPTED, TERMINATED, exit_code_of
from cli.log_file import LOGBOOK, logging_to_file
from cli.terminal import at_terminal, remark, say

# in the order of the help
_COMMANDS = (
    follow,
    run,
    start,
    desk,
    check,
    seeds,
    pause,
    unfollow,
    feeds,
    doctor,
    backup,
    inbox,
    answers,
    matches,
    search,
    feedback,
    add,
    developments,
    export,
    demo,
    mcp,
    metrics,
    deploy,
    prune,
)


class _TerminatedError(BaseException):
    """SIGTERM was received; raised so that open resources are closed, as with Ctrl-C."""

    stops_run = True  # by which a flow knows that somebody has stopped it


def build_app() -> typer.Typer:
    """Build the Typer app with all commands; its help is formatted at a terminal and plain elsewhere."""
    app = typer.Typer(
        help="Follows a news story: give it the article that started the story and get mail about what happens next.",
        pretty_exceptions_enable=False,
        rich_markup_mode="rich" if at_terminal() else None,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_options)
    for module in _COMMANDS:
        module.add_to(app)
    return app


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"storywake {version('storywake')}")
        raise typer.Exit


def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    """Declare the global options. (`run_command` reads --debug itself: it is needed after the command has ended.)"""


def main() -> None:
    """Run the command line and exit with its exit code: the entry point."""
    # without this, a child process puts the working folder first on sys.path and would import a user's own `flows`
    os.environ["PYTHONSAFEPATH"] = "1"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # print "?" instead of failing on a character the terminal lacks
    raise SystemExit(run_command(sys.argv[1:]))


def run_command(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; an error is printed as one line on stderr.

    0 success, 1 failure, 2 bad input, 130 interrupted, 143 terminated.
    """
    debug = "--debug" in takewhile(lambda word: word.startswith("-"), arguments)
    with logging_to_file(debug=debug):
        return _run_to_the_end(list(arguments) or ["--help"], debug=debug)


def _run_to_the_end(arguments: list[str], *, debug: bool) -> int:
    try:
        with _terminable():
            result = build_app()(arguments, prog_name="storywake", standalone_mode=False)
    except (KeyboardInterrupt, Abort):
        result = INTERRUPTED
    except _TerminatedError:
        result = TERMINATED
    except Exception as error:  # noqa: BLE001  the outermost handler
        return _explain(error, debug=debug)
    if result in {INTERRUPTED, TERMINATED}:
        remark("storywake: stopped")
    return result if isinstance(result, int) else 0


@contextmanager
def _terminable() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # a lost terminal ends the program in the same way, unless it was started to survive that, as by nohup
    ending = [signal.SIGTERM]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        ending.append(signal.SIGHUP)
    before = [(number, signal.signal(number, _terminate)) for number in ending]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _TerminatedError


def _explain(error: Exception, *, debug: bool) -> int:
    if isinstance(error, TyperException):
        message = error.format_message().replace("Value error, ", "")
        remark(f"storywake: {message} (see storywake --help)")
        return error.exit_code
    code = exit_code_of(error)
    if code is not None:
        remark(f"storywake: {error}")
        return code
    logging.getLogger("storywake").error("unexpected error", exc_info=error)
    where = "" if debug else f" (the traceback is in {LOGBOOK})"
    remark(f"storywake: unexpected error: {type(error).__name__}: {error}{where}")
    return FAILED
