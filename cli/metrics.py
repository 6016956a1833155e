"""`storywake metrics`: print or serve Prometheus metrics."""

from typing import Annotated

import typer

from cli.lookup import settings, stored_settings
from cli.terminal import say, say_exactly


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("metrics")(metrics)


def metrics(
    port: Annotated[
        int, typer.Option("--serve", min=0, max=65535, help="Serve /metrics and /health on this port until Ctrl-C.")
    ] = 0,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Print Prometheus metrics of the work done and the work waiting, or serve them with a health check."""
    from pipeline import open_runtime, utc_now
    from service.health_endpoint import serve_health
    from service.metrics import write_metrics

    with open_runtime(settings() if port else stored_settings()) as runtime:
        if not port:
            say_exactly(write_metrics(runtime).decode())
            return
        say(f"Metrics at http://{host}:{port}/metrics, health at http://{host}:{port}/health; press Ctrl-C to stop.")
        serve_health(runtime, utc_now, host, port)
