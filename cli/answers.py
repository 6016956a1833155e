"""`storywake answers`: serve the pages that the links in the mails open."""

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
    """Serve the links in the mails (STORYWAKE_WEB_ADDRESS) until Ctrl-C; put an HTTPS reverse proxy in front of it."""
    from desk.answer_pages import serve_links
    from pipeline import open_runtime, utc_now

    found = settings()
    if not found.web_address:
        raise BadInputError("STORYWAKE_WEB_ADDRESS: not set, so the mails contain no answer links")
    say(f"Serving {found.web_address} at http://{host}:{port}; press Ctrl-C to stop.")
    with open_runtime(found) as runtime:
        serve_links(runtime, utc_now, host, port)
