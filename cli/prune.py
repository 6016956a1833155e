"""`storywake prune`: remove data older than the settings allow."""

from typing import Annotated

import typer

from cli.errors import FailedError
from cli.lookup import stored_settings
from cli.terminal import say_json, say_table


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("prune")(prune)


def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show how much would be removed.")] = False,
    trust_clock: Annotated[
        bool, typer.Option("--trust-clock", help="Also if no run was made lately, so that the clock may be wrong.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Remove data older than the settings allow, as the nightly housekeeping does."""
    from pipeline import HousekeepingOptions, open_runtime, utc_now
    from pipeline import prune as remove_old

    with open_runtime(stored_settings()) as runtime:
        removed = remove_old(runtime, utc_now(), HousekeepingOptions(dry_run=dry_run, trust_clock=trust_clock))
    if isinstance(removed, str):
        raise FailedError(removed)
    if as_json:
        say_json(dict(removed))
    else:
        say_table(("would be removed" if dry_run else "removed", "number"), list(removed.items()))
