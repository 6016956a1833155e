"""`storywake inbox` and `storywake answers`: what recipients answer, by mail and by the links in it."""

from typing import Annotated

import typer

from cli.cleaning import clean
from cli.errors import BadInputError, FailedError
from cli.lookup import settings
from cli.printing import say, say_json
from cli.wording import counted


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("inbox")(inbox)
    app.command("answers")(answers)


def inbox(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Read the answers to the mails and do what they say: yes, no, mute, stop, start; note mails that came back."""
    from alerts import InboxError
    from flows import open_runtime, read_inbox, utc_now

    with open_runtime(settings()) as runtime:
        try:
            outcome = read_inbox(runtime, utc_now())
        except InboxError as error:
            raise FailedError(str(error)) from error
    if as_json:
        say_json({"read": outcome.read, "done": outcome.done, "refused": outcome.refused})
        return
    for line in outcome.done:
        say(clean(line))
    for line in outcome.refused:
        say(f"left alone: {clean(line)}")
    say(f"{counted(outcome.read, 'message')} read.")


def answers(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8025,
) -> None:
    """Serve the links in the mails (STORYWAKE_WEB_ADDRESS), behind a web server that brings https; until Ctrl-C."""
    from flows import open_runtime, utc_now
    from flows.weblinks import serve_links

    found = settings()
    if not found.web_address:
        raise BadInputError("STORYWAKE_WEB_ADDRESS: not set, so no mail has a link to answer by")
    say(f"Answers to {found.web_address} are taken at http://{host}:{port}; Ctrl-C ends it.")
    with open_runtime(found) as runtime:
        serve_links(runtime, utc_now, host, port)
