"""All output of the command line: tables, lines and JSON to stdout, progress and remarks to stderr.

Formatted with rich at a terminal; plain, stable and without colour in a pipe. Outside text is cleaned and is never
interpreted as markup.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, BinaryIO, NoReturn

from cli.errors import NO_READER
from trails import clean, clean_lines, cleaned

if TYPE_CHECKING:
    from rich.console import Console

# the style of a cell that begins with the word, at a terminal
_STYLES = {"well": "green", "wrong": "bold red", "failing": "red", "new": "bold green", "known": "dim"}


def say(line: str = "") -> None:
    """Write one line to stdout."""
    _write(sys.stdout, clean_lines(line) + "\n")


def say_struck(line: str) -> None:
    """Write one line to stdout, struck out at a terminal."""
    if not at_terminal():
        say(line)
        return
    from rich.text import Text

    with _quiet_without_reader():
        terminal(sys.stdout).print(Text(clean_lines(line), "strike dim"))


def terminal_width() -> int:
    """The columns of the terminal that stdout is; 0 if it is none."""
    return shutil.get_terminal_size().columns if at_terminal() else 0


def say_json(value: object) -> None:
    """Write a value as JSON to stdout, with its strings cleaned."""
    say_exactly(json.dumps(cleaned(value), indent=2, ensure_ascii=False) + "\n")


def say_exactly(text: str) -> None:
    """Write text that is already escaped for its format to stdout, in UTF-8, with line ends unchanged."""
    with _quiet_without_reader():
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.flush()


@contextmanager
def binary_output() -> Iterator[BinaryIO]:
    """Stdout, for output that is no text."""
    with _quiet_without_reader():
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.flush()


def remark(line: str) -> None:
    """Write one line to stderr, for everything that is not the command's result."""
    _write(sys.stderr, clean(line) + "\n")


def say_table(
    columns: Sequence[str], rows: Sequence[Sequence[object]], title: str = "", struck: Collection[int] = ()
) -> None:
    """Write a table: with borders at a terminal, else as aligned columns that are never wrapped or cut.

    `struck` are the numbers of the rows that are struck out, which shows at a terminal only.
    """
    cells = [[clean(cell) for cell in row] for row in rows]
    if at_terminal():
        _say_rich_table(columns, cells, title, struck)
    else:
        _write(sys.stdout, "\n".join(_plain_table(columns, cells, title)) + "\n")


def _say_rich_table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str, struck: Collection[int]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title) if title else None, box=box.ROUNDED, title_justify="left", header_style="bold")
    for number, name in enumerate(columns):
        numeric = _numeric(rows, number)
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold", no_wrap=numeric)
    for number, row in enumerate(rows):
        line = "strike dim" if number in struck else None
        table.add_row(*(Text(cell, _STYLES.get(cell.partition(" ")[0], "")) for cell in row), style=line)
    with _quiet_without_reader():
        terminal(sys.stdout).print(table)


def _numeric(rows: Sequence[Sequence[str]], column: int) -> bool:
    return bool(rows) and all(re.fullmatch(r"[\d.,:\- ]*", row[column]) for row in rows)


def _plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> Iterator[str]:
    from rich.cells import cell_len

    grid = [[name.upper() for name in columns], *rows]
    widths = [max(cell_len(row[number]) for row in grid) for number in range(len(columns))]
    if title:
        yield title
    for row in grid:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def at_terminal(stream: IO[str] | None = None) -> bool:
    """Whether stdout (or the given stream) is a terminal that can show colour and borders."""
    return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"


def terminal(stream: IO[str]) -> "Console":
    """A rich console for a stream; it uses colour only at a terminal, and never if NO_COLOR is set."""
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)


class Progress:
    """Progress of long work on stderr: bars at a terminal, elsewhere one line per stage."""

    def __init__(self, bars: Any = None, *, quiet: bool = False) -> None:
        self._bars = bars
        self._quiet = quiet
        self._stages: dict[str, Any] = {}

    def __call__(self, stage: str, done: int, total: int | None = None) -> None:
        """Report that `done` of `total` are done in a stage (None: the total is unknown)."""
        new = stage not in self._stages
        if self._bars is not None:
            self._draw(stage, done, total, new=new)
        elif new and not self._quiet:
            self._stages[stage] = None
            remark(f"{stage} ({total})" if total else stage)

    def _draw(self, stage: str, done: int, total: int | None, *, new: bool) -> None:
        if new:
            self._stages[stage] = self._bars.add_task(clean(stage), total=total)
        self._bars.update(self._stages[stage], completed=done, total=total)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Show progress on stderr while the block runs; quiet: only bars at a terminal, removed at the end."""
    if not at_terminal(sys.stderr):
        yield Progress(quiet=quiet)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Bars(*columns, console=terminal(sys.stderr), transient=quiet) as bars:
        yield Progress(bars)


def _write(stream: IO[str], text: str) -> None:
    with _quiet_without_reader():
        stream.write(text)
        stream.flush()


@contextmanager
def _quiet_without_reader() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        leave_quietly()


def leave_quietly() -> NoReturn:
    """Exit because the reader closed the pipe (`storywake matches | head`), without any message from us or Python."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    raise SystemExit(NO_READER)
