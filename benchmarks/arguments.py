"""Check the command-line arguments of a benchmark before it measures anything.

Each function except the last is the `type` of an argparse argument, or returns one. If it raises ArgumentTypeError,
argparse prints one line that names the argument and exits with status 2.
"""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from benchmarks.corpora import read_lines

# The listings of recordings: the key of the file name in a row, and the folder of the files.
_LISTINGS = {"pages.jsonl": ("file", ""), "feeds.jsonl": ("path", "feeds"), "series.jsonl": ("file", "")}


def whole_number(least: int = 1, most: int | None = None) -> Callable[[str], int]:
    """Return a parser of whole numbers from `least` to `most` (None: no upper limit)."""
    wanted = f"of at least {least}" if most is None else f"from {least} to {most}"

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if number < least or (most is not None and number > most):
            raise ArgumentTypeError(f"{text!r} is not a whole number {wanted}")
        return number

    return read


def number_list(text: str) -> list[int]:
    """Positive whole numbers, separated by commas."""
    return [whole_number()(part) for part in text.split(",")]


def names_among(known: Collection[str]) -> Callable[[str], list[str]]:
    """Return a parser of known names, separated by commas."""

    def read(text: str) -> list[str]:
        for name in text.split(","):
            if name not in known:
                raise ArgumentTypeError(f"{name!r} is not one of {', '.join(known)}")
        return text.split(",")

    return read


def output_file(text: str) -> Path:
    """A file to write; its folder is created if it is missing."""
    path = Path(text)
    with _explained(path, "cannot be written"):
        _make_folder(path.parent)
        is_new = not path.exists()
        path.open("ab").close()
        if is_new:
            path.unlink()  # an interrupted benchmark leaves no empty file
    return path


def output_folder(text: str) -> Path:
    """A folder to write files into; created if it is missing."""
    path = Path(text)
    with _explained(path, "cannot be written"):
        _make_folder(path)
        TemporaryFile(dir=path).close()
    return path


def _make_folder(path: Path) -> None:
    if not path.exists():
        path.mkdir(parents=True, exist_ok=True)


def input_file(text: str) -> Path:
    """A file that can be read."""
    path = Path(text)
    with _explained(path, "cannot be read"):
        path.open("rb").close()
    return path


def figures_file(text: str) -> Path:
    """A JSON file that a benchmark wrote."""
    path = input_file(text)
    try:
        figures = json.loads(path.read_text("utf-8"))
    except ValueError:
        figures = None
    if not isinstance(figures, dict):
        raise ArgumentTypeError(f"{path} does not contain the figures of a benchmark")
    return path


def seed_file(text: str) -> Path:
    """A seed file that storywake can follow."""
    from extractors import SeedFileError, read_seed  # slow to import, and needed by one benchmark only

    path = Path(text)
    if path.suffix.lower() not in {".md", ".txt"}:
        raise ArgumentTypeError(f"{path} is not a seed file (*.md, *.txt)")
    try:
        read_seed(path)
    except SeedFileError as error:
        raise ArgumentTypeError(str(error)) from error
    return path


def folder_with(*patterns: str) -> Callable[[str], Path]:
    """Return a parser of folders that contain a non-empty file for each pattern."""

    def read(text: str) -> Path:
        folder = Path(text)
        with _explained(folder, "cannot be read"):
            list(folder.iterdir())
            for pattern in patterns:
                if not any(path.is_file() and path.stat().st_size for path in folder.glob(pattern)):
                    raise ArgumentTypeError(f"{folder} has no {pattern}, or only an empty one")
        return folder

    return read


def corpora_folder(least: int = 1, among: Collection[str] = ()) -> Callable[[str], Path]:
    """Return a parser of folders with at least `least` labelled corpora, including the named ones."""

    def read(text: str) -> Path:
        folder = folder_with("*/tasks.jsonl", *(f"{name}/articles.jsonl" for name in among))(text)
        found = sorted(folder.glob("*/tasks.jsonl"))
        for tasks in found:
            input_file(str(tasks.with_name("articles.jsonl")))
        if len(found) < least:
            raise ArgumentTypeError(f"{folder} has {len(found)} of the {least} corpora needed")
        return folder

    return read


def recordings_folder(needed: str, *others: str) -> Callable[[str], Path]:
    """Return a parser of folders of recordings with the needed listing and all files named in it and the others."""

    def read(text: str) -> Path:
        folder = folder_with(needed)(text)
        for listing in (needed, *others):
            if (folder / listing).is_file():
                _check_files(folder, listing)
        return folder

    return read


def _check_files(folder: Path, listing: str) -> None:
    key, below = _LISTINGS[listing]
    with _explained(folder / listing, "cannot be read"):
        try:
            paths = [Path(below, row[key]) for row in read_lines(folder / listing)]
        except (ValueError, KeyError, TypeError) as error:
            raise ArgumentTypeError(f"{folder / listing} is not a listing of recordings") from error
        for path in paths:
            if not (folder / path).is_file():
                raise ArgumentTypeError(f"{folder} has no {path}, which {listing} lists")


@contextmanager
def _explained(path: Path, failure: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ArgumentTypeError(f"{path} {failure}: {error.strerror}") from error


def refuse_more(parser: ArgumentParser, argument: str, asked: int, there: int, what: str) -> None:
    """End the program with argparse's error if an argument asks for more than the data contain."""
    if asked > there:
        parser.error(f"argument {argument}: {asked} is more than the number of {what}: {there}")
