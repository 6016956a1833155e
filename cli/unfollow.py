"""`storywake unfollow`: stop following a story."""

from typing import Annotated

import typer

from cli.descriptions import examples
from cli.lookup import settings
from cli.terminal import say


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("unfollow", epilog=examples("storywake unfollow minerals-deal"))(unfollow)


def unfollow(seed: Annotated[str, typer.Argument(help="The name of a seed, or its file.")]) -> None:
    """Stop following a story: its file is put aside, and what was found stays stored."""
    from pipeline import open_runtime
    from pipeline import unfollow as stop_following

    with open_runtime(settings()) as runtime:
        path, kept = stop_following(runtime, seed)
    say(f"{path.stem} is not followed any more. Its file is {kept}; what was found stays stored.")
    say(f"To follow it again: mv {kept} {path}")
