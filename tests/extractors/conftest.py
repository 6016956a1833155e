"""A web server on loopback whose responses, valid or broken, are defined by the test."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

import pytest

from tests.loopback import LoopbackServer

Responder = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class LoopbackSite:
    """Pages by path; `requests` records the path, time and lower-case headers of each request."""

    server: LoopbackServer
    pages: dict[str, Responder] = field(default_factory=dict)
    requests: list[tuple[str, float, dict[str, str]]] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def answer(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """Serve a body with headers (underscores stand for hyphens); returns the URL."""

        def respond(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.pages[path] = respond
        return self.url(path)

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        return self.answer(path, status=status, Location=target)

    def do(self, path: str, respond: Responder) -> str:
        self.pages[path] = respond
        return self.url(path)

    def send_raw(self, path: str, *parts: bytes, pause: float = 0.0, forever: bool = False) -> str:
        """Write raw bytes, with a pause before each part; with `forever`, repeat them."""

        def respond(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            while True:
                for part in parts:
                    time.sleep(pause)
                    handler.wfile.write(part)
                if not forever:
                    return

        return self.do(path, respond)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: LoopbackSite

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.site.requests.append((self.path, time.monotonic(), headers))
        respond = self.site.pages.get(self.path)
        if respond is None:
            self.send_error(404)
            return
        try:
            respond(self)
        except OSError:
            # the client has closed the connection, as some tests intend
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    class Handler(_Handler):
        pass

    server = LoopbackServer(Handler)
    Handler.site = LoopbackSite(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield Handler.site
    server.shutdown()
    server.server_close()
    thread.join(5)
