"""`storywake doctor`: check the installation."""

from typing import Annotated

import typer

from cli.descriptions import examples
from cli.errors import FAILED
from cli.lookup import settings
from cli.terminal import say, say_json, say_table
from trails import counted, plain


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("doctor", epilog=examples("storywake doctor", "storywake doctor --json"))(doctor)


def doctor(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Check settings, database, model, mail server, seeds and feeds. Exits with 1 if something is wrong."""
    from pipeline import utc_now
    from service import examine

    findings = examine(settings(), utc_now())
    if as_json:
        say_json([plain(finding) for finding in findings])
    else:
        rows = [("well" if one.well else "wrong", one.name, one.detail, one.advice) for one in findings]
        say_table(("", "what", "found", "advice"), rows)
        wrong = sum(not one.well for one in findings)
        say(f"{counted(wrong, 'thing is', 'things are')} wrong." if wrong else "All is well.")
    if not all(one.well for one in findings):
        raise typer.Exit(FAILED)
