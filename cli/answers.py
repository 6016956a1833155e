"""`storywake answers`: the links in the mails, served."""

from typing import Annotated

import typer

from cli.errors import BadInputError
from cli.lookup import settings
from cli.terminal import say


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("answers")(answers)


def answers(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8025,
) -> None:
    """Serve the links in the mails (STORYWAKE_WEB_ADDRESS), behind a web server that brings https; until Ctrl-C."""
    from pipeline import open_runtime, utc_now
    from service.answer_pages import serve_links

    found = settings()
    if not found.web_address:
        raise BadInputError("STORYWAKE_WEB_ADDRESS: not set, so no mail has a link to answer by")
    say(f"Answers to {found.web_address} are taken at http://{host}:{port}; Ctrl-C ends it.")
    with open_runtime(found) as runtime:
        serve_links(runtime, utc_now, host, port)
