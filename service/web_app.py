"""Web applications without API documentation pages or access log, which refuse foreign names of their host."""

import socket
from collections.abc import Awaitable, Callable, Collection, Iterable
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response

from pipeline.settings import SettingsError

_LAST_ANSWERS = timedelta(seconds=3)  # how long answers under way may take after an interruption
_MISDIRECTED = 421  # HTTP's own status for a request that is meant for another server


def make_bare_app(hosts: Iterable[str] = ()) -> FastAPI:
    """A FastAPI application without routes. `hosts`: the names or URLs at which it is reached.

    A request under any other name is answered with 421, unless the name is an IP address, one without a dot or one of
    this machine. Otherwise a web page whose name resolves to our address (DNS rebinding) could read our answers in the
    browser of somebody who can reach us.
    """
    app = FastAPI(title="storywake", docs_url=None, redoc_url=None, openapi_url=None)
    known = {host_of(host) for host in (*hosts, socket.gethostname())}

    @app.middleware("http")
    async def refuse_foreign_names(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        if is_known(host_of(request.headers.get("host", "")), known):
            return await answer(request)
        return Response("Not served under this name of a host.\n", _MISDIRECTED, media_type="text/plain")

    return app


def is_known(host: str, known: Collection[str]) -> bool:
    """Whether a request to this host is meant for us: no owner of another domain can have led a browser here.

    Nobody can point an IP address, or a name without a dot, at our address.
    """
    if host in known:
        return True
    with suppress(ValueError):
        return bool(ip_address(host))
    return "." not in host.rstrip(".")


def host_of(address: str) -> str:
    """The host in lower case of a URL, a Host header or a bare name; "" if there is none."""
    try:
        return (urlsplit(address if "//" in address else f"//{address}").hostname or "").rstrip(".")
    except ValueError:
        return address.lower()


def serve_app(app: FastAPI, host: str, port: int, announce: Callable[[], object] = lambda: None) -> None:
    """Serve an application until interrupted; `announce` is called once its port is open.

    Raises SettingsError if the port cannot be had.
    """
    import uvicorn

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise SettingsError(f"{host}:{port}: cannot be listened on: {error.strerror or error}") from None
    # a page that listens for changes keeps its connection, for which an interruption would wait
    waits = int(_LAST_ANSWERS.total_seconds())
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=waits)
    with listening, suppress(KeyboardInterrupt):
        announce()
        uvicorn.Server(config).run(sockets=[listening])
