"""`storywake export`: write the follow-ups of a seed in a format for programs, spreadsheets, feed readers or people."""

import errno
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.descriptions import examples
from cli.errors import unwritten
from cli.lookup import stored, stored_seed
from cli.matches import listed_matches
from cli.terminal import remark, say_exactly
from trails import counted


class Form(StrEnum):
    """The formats of an export."""

    JSON = "json"
    JSON_LINES = "jsonl"
    CSV = "csv"
    ATOM = "atom"
    JSON_FEED = "jsonfeed"
    HTML = "html"


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("export", epilog=examples("storywake export minerals-deal --format html --output deal.html"))(export)


def export(
    seed: Annotated[str, typer.Argument(help="The seed whose follow-ups to write.")],
    form: Annotated[Form, typer.Option("--format", help="The format to write.")] = Form.HTML,
    rejected: Annotated[bool, typer.Option("--rejected", help="Include, struck out, what was answered no.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; default: stdout.")] = None,
) -> None:
    """Write a seed's follow-ups as JSON, JSON Lines, CSV, an Atom feed, a JSON Feed or one HTML page."""
    from trails import render

    with stored() as store:
        followed = stored_seed(store, seed)
        trail = listed_matches(store, followed.name, rejected=rejected)
    text = render(form, followed, trail)
    if output is None:
        say_exactly(text)
    else:
        _write_whole(output, text)
        struck = sum(one.is_rejected for one in trail)
        more = f" and {struck} rejected" if struck else ""
        remark(f"{output}: {counted(len(trail) - struck, 'follow-up')}{more} of {followed.name}")


def _write_whole(output: Path, text: str) -> None:
    """Replace the file atomically: a web server or spreadsheet may be reading it. Raises BadInputError, FailedError."""
    try:
        if output.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        half = output.with_name(f".{output.name}.{os.getpid()}.part")
        try:
            half.write_text(text, "utf-8", newline="")
            half.replace(output)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise unwritten(output, error) from error
