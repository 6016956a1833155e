"""`storywake demo`."""

import typer


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("demo")(demo)


def demo() -> None:
    """Show the whole main job on a sample newsroom."""
