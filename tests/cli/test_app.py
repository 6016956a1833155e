"""Exit codes, and one clear line for every error."""

import contextlib
import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.app import _terminable, _TerminatedError
from cli.errors import BadInputError, FailedError, exit_code_of, unwritten
from extractors import ModelError, SeedFileError
from tests.cli.conftest import Storywake

SLOW = {
    "news",
    "numpy",
    "spacy",
    "sqlalchemy",
    "prefect",
    "httpx2",
    "trafilatura",
    "feedparser",
    "alembic",
    "pydantic",
    "jinja2",
}


def one_line(text: str) -> str:
    (line,) = text.splitlines()
    return line


def test_no_command_shows_the_help(storywake: Storywake) -> None:
    ended = storywake()
    assert ended.code == 0
    for command in ("run", "start", "check", "seeds", "feeds", "matches", "export", "doctor", "demo"):
        assert f"\n  {command} " in ended.out


def test_the_help_of_inbox_names_every_reply_command(storywake: Storywake) -> None:
    from alerts import name_commands

    assert name_commands() in " ".join(storywake("inbox", "--help").out.split())


def test_the_version_is_printed_to_stdout(storywake: Storywake) -> None:
    ended = storywake("--version")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("storywake ")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["wake"], "wake"),
        (["run", "--fast"], "--fast"),
        (["check"], "seed"),
        (["export", "deal", "--format", "pdf"], "pdf"),
        (["start", "--port", "70000"], "--port"),
        (["seeds", "sow"], "sow"),
    ],
)
def test_an_invalid_command_line_is_one_line_and_exit_2(storywake: Storywake, arguments: list[str], named: str) -> None:
    ended = storywake(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert named in one_line(ended.err)


def test_an_invalid_setting_is_one_line_that_names_it(storywake: Storywake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYWAKE_HOST_DELAY", "soon")
    ended = storywake("matches")
    assert ended.code == 2
    assert "STORYWAKE_HOST_DELAY" in one_line(ended.err)


def test_an_unexpected_error_is_one_line_and_its_traceback_is_in_the_log(
    storywake: Storywake, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("cli.lookup.settings", fail)
    monkeypatch.setattr("cli.seeds.settings", fail)
    ended = storywake("seeds")
    assert ended.code == 1
    assert "division by zero" in one_line(ended.err)
    assert "Traceback" in (home / "var/storywake.log").read_text("utf-8")


def test_with_debug_the_traceback_is_shown(storywake: Storywake, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("cli.seeds.settings", fail)
    ended = storywake("--debug", "seeds")
    assert ended.code == 1
    assert "Traceback" in ended.err


def test_exit_codes_distinguish_bad_input_from_failures() -> None:
    assert exit_code_of(BadInputError("no such file")) == 2
    assert exit_code_of(ModelError("no such model")) == 2
    assert exit_code_of(FailedError("the server has stopped")) == 1
    assert exit_code_of(ZeroDivisionError()) is None


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, 1), (errno.EDQUOT, 1), (errno.EROFS, 2), (errno.EACCES, 2), (errno.ENOENT, 2)]
)
def test_a_full_disk_is_a_failure_and_a_wrong_path_bad_input_whoever_says_so(number: int, code: int) -> None:
    cause = OSError(number, os.strerror(number))
    seed = SeedFileError(Path("seeds/deal.md"), f"cannot be written: {cause.strerror}")
    seed.__cause__ = cause
    assert exit_code_of(seed) == exit_code_of(unwritten(Path("backup.gz"), cause)) == code


def test_the_help_imports_no_slow_modules() -> None:
    program = (
        "import sys; from cli.app import run_command; code = run_command(['--help']); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr); sys.exit(code)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert SLOW.isdisjoint(ended.stderr.split())


@pytest.mark.parametrize(("before", "ends"), [(signal.SIG_DFL, True), (signal.SIG_IGN, False)])
def test_a_lost_terminal_ends_a_command_as_sigterm_does_unless_it_is_ignored(
    before: signal.Handlers, ends: bool
) -> None:
    kept = signal.signal(signal.SIGHUP, before)
    try:
        with pytest.raises(_TerminatedError) if ends else contextlib.nullcontext(), _terminable():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is before
    finally:
        signal.signal(signal.SIGHUP, kept)
