"""`storywake inbox`: read and apply the recipients' replies to their mails."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from cli.errors import FailedError
from cli.lookup import settings
from cli.terminal import say, say_json
from trails import clean, counted

if TYPE_CHECKING:
    from pipeline import InboxOutcome


class _InboxCommand(TyperCommand):
    """Names the reply commands in its help; imports them only then, because `storywake --help` must be fast."""

    def get_help(self, ctx: Any) -> str:
        """Format the help."""
        from alerts import name_commands

        self.help = f"{inbox.__doc__} The commands are {name_commands()}."
        return super().get_help(ctx)


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("inbox", cls=_InboxCommand)(inbox)


def inbox(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Read replies to the mails and apply their commands; also records bounced mails."""
    from pipeline import open_runtime, read_inbox, require_clock, utc_now
    from pipeline.answers import HELD

    with open_runtime(settings()) as runtime:
        require_clock(runtime, utc_now())
        outcome = read_inbox(runtime, utc_now())
    if outcome.is_held:
        raise FailedError(HELD)
    if as_json:
        say_json(asdict(outcome))
    else:
        _show(outcome)
    if outcome.error:
        raise FailedError(outcome.error)


def _show(outcome: InboxOutcome) -> None:
    for line in outcome.done:
        say(clean(line))
    for line in outcome.refused:
        say(f"ignored: {clean(line)}")
    for line in outcome.put_aside:
        say(f"put aside: {clean(line)}")
    left = f", {outcome.left} left for the next time" if outcome.left else ""
    say(f"{counted(outcome.read, 'message')} read{left}.")
