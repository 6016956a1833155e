"""`storywake deploy`: create the deployments on a Prefect server, for the workers of a work pool."""

import os
import subprocess
import sys
from typing import Annotated

import typer

from cli.errors import BAD_INPUT, BadInputError, FailedError
from cli.lookup import settings
from cli.terminal import say


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("deploy")(deploy)


def deploy(
    pool: Annotated[str, typer.Option("--pool", help="The work pool whose workers execute the runs.")] = "local",
) -> None:
    """Create the deployments, mail block and automations on a Prefect server, for the workers of a work pool."""
    from service import connect

    found = settings()
    server = connect(found)
    if server is None:
        raise BadInputError("no Prefect server is reachable: set PREFECT_API_URL to a running one")
    command = [sys.executable, "-m", "flows.work_pool", pool]
    done = subprocess.run(  # noqa: S603  the command is ours
        command, env={**os.environ, **server.environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        message = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise (BadInputError if done.returncode == BAD_INPUT else FailedError)(message)
    for line in done.stdout.splitlines():
        say(line)
