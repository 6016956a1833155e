"""A web server on loopback with conditional requests, compression and redirects; it knows nothing about news."""

import gzip
import hashlib
import socket
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from demo.sites import Reply

HOST = "127.0.0.1"
_POLL_INTERVAL = 0.05  # seconds between two checks whether to stop


class LoopbackServer(ThreadingHTTPServer):
    """A web server that runs in its own threads. `answer` maps paths to replies; it is passed to `start`, because it
    may depend on the port.
    """

    daemon_threads = True
    answer: Callable[[str], Reply]

    def __init__(self, port: int = 0) -> None:
        super().__init__((HOST, port), _Request)
        self._thread = threading.Thread(target=self.serve_forever, args=(_POLL_INTERVAL,), name="newsroom", daemon=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore clients that close the connection early; print other errors."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def base(self) -> str:
        """Scheme, host and port."""
        return f"http://{HOST}:{self.server_port}"

    def start(self, answer: Callable[[str], Reply]) -> None:
        """Start serving the replies of `answer`."""
        self.answer = answer
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and free the port."""
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        self.server_close()


class DeadPort:
    """A port that is bound but not listened on: it refuses connections as long as this is open."""

    def __init__(self, port: int = 0) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._socket.bind((HOST, port))
        except OSError:
            self._socket.close()
            raise
        self.server_port: int = self._socket.getsockname()[1]

    @property
    def base(self) -> str:
        """Scheme, host and port."""
        return f"http://{HOST}:{self.server_port}"

    def stop(self) -> None:
        """Free the port."""
        self._socket.close()


class _Request(BaseHTTPRequestHandler):
    """One connection; http.server prescribes the names of the methods."""

    protocol_version = "HTTP/1.1"
    server_version = "storywake-newsroom"
    sys_version = ""
    timeout = 10
    server: LoopbackServer

    def do_GET(self) -> None:
        self._send(self.server.answer(urlsplit(self.path).path), with_body=True)

    def do_HEAD(self) -> None:
        self._send(self.server.answer(urlsplit(self.path).path), with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing: the demonstrated poller has its own log."""

    def _send(self, reply: Reply, *, with_body: bool) -> None:
        headers = describe_reply(reply)
        if is_current(reply, headers, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")):
            self._write(304, headers, b"")
            return
        body = reply.body
        if body and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, compresslevel=5, mtime=0)
            headers["Content-Encoding"] = "gzip"
        headers |= {"Content-Type": reply.content_type, "Content-Length": str(len(body))}
        self._write(reply.status, headers, body if with_body else b"")

    def _write(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def describe_reply(reply: Reply) -> dict[str, str]:
    """The headers common to a reply and to the 304 for it."""
    headers = {"Vary": "Accept-Encoding"}
    if reply.location:
        headers["Location"] = reply.location
    if reply.modified:
        # weak, because the bytes differ with the compression
        headers["ETag"] = f'W/"{hashlib.sha256(reply.body).hexdigest()[:24]}"'
        headers["Last-Modified"] = format_datetime(reply.modified.astimezone(UTC), usegmt=True)
        headers["Cache-Control"] = "max-age=60"
    return headers


def is_current(reply: Reply, headers: dict[str, str], etags: str | None, since: str | None) -> bool:
    """Whether the client has this version already; if it sent an ETag, that decides (RFC 9110)."""
    if not reply.modified:
        return False
    if etags is not None:
        return headers["ETag"] in (etag.strip() for etag in etags.split(","))
    return since is not None and reply.modified.replace(microsecond=0) <= _read_date(since)


def _read_date(text: str) -> datetime:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
