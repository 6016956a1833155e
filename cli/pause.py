"""`storywake pause` and `storywake resume`: let a story rest for a while."""

from typing import Annotated

import typer

from cli.descriptions import examples
from cli.lookup import settings
from cli.terminal import say


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("pause", epilog=examples("storywake pause minerals-deal"))(pause)
    app.command("resume", epilog=examples("storywake resume minerals-deal"))(resume)


def pause(seed: Annotated[str, typer.Argument(help="The name of a seed, or its file.")]) -> None:
    """Pause a story: nothing is compared with it and nobody is mailed about it until `storywake resume`."""
    from pipeline import open_runtime
    from pipeline import pause as let_rest

    found = settings()
    with open_runtime(found) as runtime:
        story = let_rest(runtime, seed)
    if story is None:
        say(f"{seed} is paused already.")
        return
    say(f"{story.seed.name} is paused (`paused: yes` in {story.path}).")
    days = found.retention_days
    say(f"`storywake resume {story.seed.name}` compares it with what came meanwhile, of the last {days} days.")


def resume(seed: Annotated[str, typer.Argument(help="The name of a seed, or its file.")]) -> None:
    """Follow a paused story again, and compare it with what came meanwhile."""
    from pipeline import open_runtime
    from pipeline import resume as follow_again

    with open_runtime(settings()) as runtime:
        story = follow_again(runtime, seed)
    if story is None:
        say(f"{seed} is not paused.")
        return
    say(f"{story.seed.name} is followed again; the next run compares it with what came meanwhile.")
