"""What is printed: plain and stable in a pipe, ruled at a terminal, harmless everywhere."""

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout

import pytest

from cli import terminal
from cli.descriptions import counted, listed
from tests.cli.conftest import HOSTILE_TITLE

Captured = pytest.CaptureFixture[str]


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

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
    """What a terminal gets of a table with one cell."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def show(cell: str) -> str:
        with redirect_stdout(Terminal()) as stream:
            terminal.say_table(("headline",), [(cell,)])
        return stream.shown

    return show


def test_a_table_in_a_pipe_has_a_line_a_row_however_long(capsys: Captured) -> None:
    terminal.say_table(("score", "headline"), [("0.91", "long " * 100), ("0.4", "short")])
    header, first, second = capsys.readouterr().out.splitlines()
    assert header == "SCORE  HEADLINE"
    assert first.startswith("0.91   long long")
    assert len(first) > 400
    assert second == "0.4    short"


def test_a_hostile_headline_is_neither_markup_nor_escape_sequence_in_a_pipe(capsys: Captured) -> None:
    terminal.say_table(("headline",), [(HOSTILE_TITLE,)])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]Deal[/bold]" in out


def test_a_hostile_headline_at_a_terminal_is_shown_and_not_obeyed(table_at_terminal: Callable[[str], str]) -> None:
    shown = table_at_terminal(HOSTILE_TITLE)
    assert "[bold]Deal[/bold]" in shown
    assert "\x1b]0" not in shown
    assert "\x1b[31m" not in shown
    assert "╭" in shown


def test_a_terminal_without_colour_gets_none(
    table_at_terminal: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in table_at_terminal("A story")


def test_a_dumb_terminal_is_treated_as_a_pipe(
    table_at_terminal: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert table_at_terminal("A story") == "HEADLINE\nA story\n"


def test_json_is_never_wrapped_and_holds_no_control_characters(capsys: Captured) -> None:
    terminal.say_json({"title": HOSTILE_TITLE, "long": "x" * 500})
    out = capsys.readouterr().out
    assert json.loads(out)["long"] == "x" * 500
    assert "\x1b" not in out
    assert "\\u001b" not in out


def test_progress_in_a_pipe_is_one_line_a_stage_on_stderr(capsys: Captured) -> None:
    with terminal.progress() as tell:
        for done in range(3):
            tell("poll feeds", done, 3)
        tell("read", 0, None)
    assert capsys.readouterr() == ("", "poll feeds (3)\nread\n")


def test_quiet_progress_in_a_pipe_says_nothing(capsys: Captured) -> None:
    with terminal.progress(quiet=True) as tell:
        tell("poll feeds", 0, 3)
    assert capsys.readouterr() == ("", "")


def test_names_beyond_the_most_are_counted_and_not_hidden() -> None:
    assert listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"
    assert listed([]) == ""
    assert counted(1, "entry", "entries") == "1 entry"
    assert counted(2, "entry", "entries") == "2 entries"
