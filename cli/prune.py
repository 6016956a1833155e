"""`storywake prune`: what is older than the settings say is removed."""

from typing import Annotated

import typer

from cli.lookup import settings
from cli.terminal import say_json, say_table


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("prune")(prune)


def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how much would go.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Let go of what is older than the settings say, as the nightly housekeeping does."""
    from pipeline import HousekeepingOptions, open_runtime, utc_now
    from pipeline import prune as let_go

    with open_runtime(settings()) as runtime:
        removed = let_go(runtime, utc_now(), HousekeepingOptions(dry_run=dry_run))
    if as_json:
        say_json(dict(removed))
    else:
        say_table(("would go" if dry_run else "gone", "number"), [(name, number) for name, number in removed.items()])
