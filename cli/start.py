"""`storywake start`: run passes on a schedule, with the Prefect server and its UI."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.descriptions import examples
from cli.errors import BadInputError, FailedError, unwritten
from cli.lookup import settings
from cli.terminal import at_terminal, remark


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("start", epilog=examples("storywake start", "storywake start --port 0"))(start)


def start(
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="The UI's port; 0: any free one.", show_default=False)
    ] = None,
) -> None:
    """Run on a schedule, with the Prefect server and its UI, until Ctrl-C."""
    from service import ServerError, run_until_stopped

    found = settings() if port is None else settings().model_copy(update={"ui_port": port})
    running: list[str] = []

    def announce(line: str) -> None:
        running.append(line)
        remark(line)

    if at_terminal(sys.stderr):
        remark("Starting; the first start takes up to half a minute …")
    try:
        run_until_stopped(found, announce)
    except OSError as error:
        if not error.filename:
            raise
        raise unwritten(Path(error.filename), error, "used") from error
    except ServerError as error:
        # before the announcement, the address or port was bad input; after it, the server failed
        raise FailedError(str(error)) if running else BadInputError(str(error)) from error
