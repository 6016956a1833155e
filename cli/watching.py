"""`storywake metrics`, `storywake deploy` and `storywake prune`: for whoever keeps an installation running."""

import os
import subprocess
import sys
from typing import Annotated

import typer

from cli.errors import BAD_INPUT, BadInputError, FailedError
from cli.lookup import settings
from cli.printing import say, say_exactly, say_json, say_table


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("metrics")(metrics)
    app.command("deploy")(deploy)
    app.command("prune")(prune)


def metrics(
    port: Annotated[
        int, typer.Option("--serve", min=0, max=65535, help="Serve /metrics and /health on this port until Ctrl-C.")
    ] = 0,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Print what was done and what waits as Prometheus metrics, or serve them with a health address."""
    from flows import open_runtime, utc_now
    from flows.metrics import write_metrics
    from flows.telling import serve_health

    with open_runtime(settings()) as runtime:
        if not port:
            say_exactly(write_metrics(runtime).decode())
            return
        say(f"Metrics at http://{host}:{port}/metrics, health at http://{host}:{port}/health; Ctrl-C ends it.")
        serve_health(runtime, utc_now, host, port)


def deploy(
    pool: Annotated[str, typer.Option("--pool", help="The work pool whose workers do the runs.")] = "local",
) -> None:
    """Put the deployments, the mail block and the automations on a Prefect server, for the workers of a work pool."""
    from flows import connect

    found = settings()
    server = connect(found)
    if server is None:
        raise BadInputError("no Prefect server answers: set PREFECT_API_URL to one that does")
    command = [sys.executable, "-m", "flows.deploying", pool]
    done = subprocess.run(  # noqa: S603  the command is ours
        command, env={**os.environ, **server.environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise (BadInputError if done.returncode == BAD_INPUT else FailedError)(told)
    for line in done.stdout.splitlines():
        say(line)


def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how much would go.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Let go of what is older than the settings say, as the nightly housekeeping does."""
    from flows import HousekeepingOptions, open_runtime, utc_now
    from flows import prune as let_go

    with open_runtime(settings()) as runtime:
        removed = let_go(runtime, utc_now(), HousekeepingOptions(dry_run=dry_run))
    if as_json:
        say_json(dict(removed))
    else:
        say_table(("would go" if dry_run else "gone", "number"), [(name, number) for name, number in removed.items()])
