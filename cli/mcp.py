"""`storywake mcp`: let an assistant read stories and propose answers, by the Model Context Protocol."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.descriptions import examples
from cli.errors import BadInputError
from cli.lookup import settings

_NAME = 60  # characters


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("mcp", epilog=examples("storywake mcp --name newsroom-assistant"))(mcp)


def mcp(
    name: Annotated[str, typer.Option(help="The name under which its proposals are shown at the desk.")] = "assistant",
) -> None:
    """Serve an assistant over stdin and stdout: it reads, searches and proposes answers; an editor decides on them.

    The assistant's program starts this command. It needs the extra `storywake[mcp]`.
    """
    try:
        from desk.assistant import make_assistant_server
    except ModuleNotFoundError as error:
        if error.name not in {"mcp", "mcp_types"}:
            raise
        raise BadInputError("storywake mcp needs a package more: pip install 'storywake[mcp]'") from None
    from desk.desk import Desk
    from pipeline import open_runtime, utc_now

    if not name.isprintable() or not name.strip() or len(name) > _NAME:
        raise BadInputError(f"--name: {name[:80]!r}, expected up to {_NAME} letters, digits and signs")
    with open_runtime(settings()) as runtime:
        runtime.store.ping()
        make_assistant_server(Desk(runtime, utc_now), name.strip()).run("stdio")
