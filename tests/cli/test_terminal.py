"""Printed output: plain and stable in a pipe, with table borders at a terminal, safe everywhere."""

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout

import pytest

from cli import terminal
from tests.cli.conftest import HOSTILE_TITLE
from trails import counted, listed

Captured = pytest.CaptureFixture[str]


class Terminal(io.TextIOWrapper):
    """A stream that claims to be a terminal."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8")


@pytest.fixture
def table_at_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """The output of a table with one cell at a terminal."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def show(cell: str) -> str:
        with redirect_stdout(Terminal()) as stream:
            terminal.say_table(("headline",), [(cell,)])
        return stream.shown

    return show


def test_a_table_in_a_pipe_has_one_line_per_row_of_any_length(capsys: Captured) -> None:
    terminal.say_table(("score", "headline"), [("0.91", "long " * 100), ("0.4", "short")])
    header, first, second = capsys.readouterr().out.splitlines()
    assert header == "SCORE  HEADLINE"
    assert first.startswith("0.91   long long")
    assert len(first) > 400
    assert second == "0.4    short"


def test_a_hostile_headline_in_a_pipe_is_neither_markup_nor_an_escape_sequence(capsys: Captured) -> None:
    terminal.say_table(("headline",), [(HOSTILE_TITLE,)])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]Deal[/bold]" in out


def test_a_hostile_headline_at_a_terminal_is_printed_literally(table_at_terminal: Callable[[str], str]) -> None:
    shown = table_at_terminal(HOSTILE_TITLE)
    assert "[bold]Deal[/bold]" in shown
    assert "\x1b]0" not in shown
    assert "\x1b[31m" not in shown
    assert "╭" in shown


def test_no_colour_is_used_with_no_color_set(
    table_at_terminal: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in table_at_terminal("A story")


def test_a_dumb_terminal_is_treated_as_a_pipe(
    table_at_terminal: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert table_at_terminal("A story") == "HEADLINE\nA story\n"


def test_struck_rows_are_struck_out_at_a_terminal_only(
    table_at_terminal: Callable[[str], str], capsys: Captured
) -> None:
    with redirect_stdout(Terminal()) as stream:
        terminal.say_table(("headline",), [("Kept",), ("Gone",)], struck=[1])
    kept, gone = (next(line for line in stream.shown.splitlines() if word in line) for word in ("Kept", "Gone"))
    assert re.search(r"\x1b\[[\d;]*\b9m", gone)
    assert not re.search(r"\x1b\[[\d;]*\b9m", kept)
    terminal.say_table(("headline",), [("Gone",)], struck=[0])
    assert capsys.readouterr().out == "HEADLINE\nGone\n"


def test_json_is_never_wrapped_and_has_no_control_characters(capsys: Captured) -> None:
    terminal.say_json({"title": HOSTILE_TITLE, "long": "x" * 500})
    out = capsys.readouterr().out
    assert json.loads(out)["long"] == "x" * 500
    assert "\x1b" not in out
    assert "\\u001b" not in out


def test_progress_in_a_pipe_is_one_line_per_stage_on_stderr(capsys: Captured) -> None:
    with terminal.progress() as update:
        for done in range(3):
            update("poll feeds", done, 3)
        update("read", 0, None)
    assert capsys.readouterr() == ("", "poll feeds (3)\nread\n")


def test_quiet_progress_in_a_pipe_prints_nothing(capsys: Captured) -> None:
    with terminal.progress(quiet=True) as update:
        update("poll feeds", 0, 3)
    assert capsys.readouterr() == ("", "")


def test_names_beyond_the_limit_are_counted() -> None:
    assert listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"
    assert listed([]) == ""
    assert counted(1, "entry", "entries") == "1 entry"
    assert counted(2, "entry", "entries") == "2 entries"
