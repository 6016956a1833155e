"""Health and metrics over HTTP, in a thread beside the work or in a separate process."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI, Response

from pipeline.leases import Clock
from pipeline.runtime import Runtime
from service.health import look_at_health
from service.metrics import write_metrics
from service.web_app import make_bare_app, serve_app
from storage import StoreError

STOPPING = 10.0  # seconds


def make_app(runtime: Runtime, clock: Clock, host: str) -> FastAPI:
    """The web application: /health (200, or 503 with the reason) and /metrics (Prometheus text format).

    `host`: the address on which it listens.
    """
    app = make_bare_app((host, runtime.settings.web_address))
    began = clock()

    @app.get("/health")
    def health() -> Response:
        found = look_at_health(runtime, clock(), began)
        return Response(f"{found.message}\n", 200 if found.well else 503, media_type="text/plain")

    @app.get("/metrics")
    def metrics() -> Response:
        try:
            return Response(write_metrics(runtime), media_type="text/plain; version=0.0.4; charset=utf-8")
        except StoreError as error:
            return Response(f"{error}\n", 503, media_type="text/plain")

    return app


@contextmanager
def serving_health(runtime: Runtime, clock: Clock, listening: socket.socket) -> Iterator[None]:
    """Serve health and metrics on a listening socket, in a thread, while the block runs."""
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(make_app(runtime, clock, runtime.settings.ui_host), log_level="warning", access_log=False)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="health", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(STOPPING)


def serve_health(runtime: Runtime, clock: Clock, host: str, port: int) -> None:
    """Serve health and metrics until interrupted."""
    serve_app(make_app(runtime, clock, host), host, port)
