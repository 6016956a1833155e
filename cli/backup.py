"""`storywake backup` and `storywake restore`: the whole database in one file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.errors import BadInputError, FailedError, unwritten
from cli.lookup import settings, stored_settings
from cli.terminal import at_terminal, binary_output, remark, say
from trails import counted

_STDOUT = "-"


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    file: Annotated[
        Path, typer.Argument(help="The file to write; an existing file is replaced. `-` writes to stdout.")
    ],
) -> None:
    """Back up the database to one file, even while storywake runs. Keep copies of seeds/ and .env too."""
    from storage import back_up, back_up_to

    url = stored_settings().database_url
    if str(file) == _STDOUT and at_terminal():
        raise BadInputError("a backup is no text: redirect it to a file or another program")
    try:
        if str(file) == _STDOUT:
            with binary_output() as stream:
                rows = back_up_to(url, stream, datetime.now(UTC))
            remark(f"stdout: {_summary(rows)}")
        else:
            rows = back_up(url, file, datetime.now(UTC))
            say(f"{file}: {_summary(rows)}")
    except OSError as error:
        raise unwritten(file, error) from error


def restore(file: Annotated[Path, typer.Argument(help="A file that `storywake backup` wrote.")]) -> None:
    """Restore a backup into an empty SQLite or PostgreSQL database. Stop storywake first."""
    from storage import restore as fill

    if not file.is_file():
        raise BadInputError(f"{file}: no such file")
    try:
        rows = fill(settings().database_url, file)
    except OSError as error:
        raise FailedError(f"{file}: cannot be read: {error.strerror or error}") from error
    say(f"{file}: restored {_summary(rows)}")


def _summary(rows: dict[str, int]) -> str:
    named = (
        ("seeds", "seed", ""),
        ("articles", "article", ""),
        ("matches", "match", "matches"),
        ("deliveries", "mail", ""),
    )
    return ", ".join(counted(rows.get(table, 0), one, many) for table, one, many in named)
