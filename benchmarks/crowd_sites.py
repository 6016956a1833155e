"""Thousands of news sites on loopback, each on a host of its own; some are dead, slow or hostile."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from benchmarks.loopback import as_rss
from benchmarks.weeks import Story
from service import find_port

SLOW = 3.0  # seconds until a slow site begins to answer
SILENCE = 60.0  # seconds for which a silent site keeps a connection open; storywake waits for 20
_PAGES = 20  # listed by the feed of a bad site that has one
_MEMBER = gzip.compress(b"", 9)
_ZEROS = gzip.compress(bytes(1 << 27), 9)  # 128 MB in 130 kB
_HTML, _RSS = "text/html; charset=utf-8", "application/rss+xml"
_KINDS = {
    "dead": ("refuses connections", "is silent", "answers 500"),
    "slow": ("answers late", "sends byte by byte"),
    "hostile": (
        "empty gzip members",
        "packed zeros",
        "endless feed",
        "broken entities",
        "pages of 80,000 attributes",
        "pages of nested elements",
        "redirects in a circle",
        "thousands of entries",
    ),
}
_ATTRIBUTES = "<html><head><title>x</title></head><body {}>x</body></html>".format(
    " ".join(f"a{number}=1" for number in range(80_000))
)
_NESTED = "<html><body>" + "<div>" * 100_000 + "x" + "</div>" * 100_000 + "</body></html>"
_ENTITIES = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "%s">]><rss><channel>%s' % (b"a" * 9_000, b"&a;" * 9_000)


@dataclass
class Site:
    """A site. `fault`: what is wrong with it, "" for a good one. `stories`: those it lists, with the bytes of pages."""

    host: str
    fault: str = ""
    stories: list[tuple[Story, bytes]] = field(default_factory=list)


class Crowd:
    """A web server of many sites, on hosts 127.x.y.z. `read_at`: when the last byte of a page was sent, by its URL.

    Times are those of `time.monotonic`.
    """

    def __init__(self, good: int, bad: int) -> None:
        self.read_at: dict[str, float] = {}
        self._server = _Server(("", 0), type("Answer", (_Answer,), {"crowd": self}))
        self.port = self._server.server_port
        self._closed_port = find_port("127.0.0.1", 0)
        self.good = [Site(_host(number)) for number in range(good)]
        self.bad = [Site(_host(good + number), fault) for number, fault in enumerate(_faults(bad))]
        self.sites: Mapping[str, Site] = {site.host: site for site in (*self.good, *self.bad)}
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def url_of(self, site: Site, path: str) -> str:
        """An address at a site."""
        port = self._closed_port if site.fault == "refuses connections" else self.port
        return f"http://{site.host}:{port}{path}"

    def feeds(self) -> list[str]:
        """The feeds of all sites, the bad ones spread evenly among the good."""
        places = {
            site.host: (number + 0.5) / len(sites)
            for sites in (self.good, self.bad)
            for number, site in enumerate(sites)
        }
        ordered = sorted(self.sites.values(), key=lambda site: places[site.host])
        return [self.url_of(site, "/feed.xml") for site in ordered]

    def close(self) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()


def _host(number: int) -> str:
    return f"127.{number // 40_000 + 1}.{number // 200 % 200}.{number % 200 + 1}"


def _faults(bad: int) -> list[str]:
    """The faults of so many sites: dead, slow and hostile ones in equal parts, and their kinds in turn."""
    kinds = list(_KINDS.values())
    chosen = []
    for number in range(bad):
        faults = kinds[number % len(kinds)]
        chosen.append(faults[number // len(kinds) % len(faults)])
    return chosen


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def server_bind(self) -> None:
        """Listen on every address of the loopback device, and on no other; Linux alone has so many of them."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
        super().server_bind()

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a client that closes the connection."""


class _Answer(BaseHTTPRequestHandler):
    """Answers for the site that a request names."""

    crowd: ClassVar[Crowd]

    def do_GET(self) -> None:
        """Answer with a feed or a page, as good or bad as the site is."""
        host = self.headers.get("Host", "").partition(":")[0]
        site = self.crowd.sites[host]
        if self.path == "/robots.txt":
            self._send(404, "text/plain", b"nothing")
        elif site.fault:
            self._misbehave(site)
        elif self.path == "/feed.xml":
            self._send(200, _RSS, self._list(site, [story for story, _ in site.stories]))
        else:
            body = next((page for story, page in site.stories if story.path == self.path), b"")
            self._send(200 if body else 404, _HTML, body)
            self.crowd.read_at[f"http://{self.headers['Host']}{self.path}"] = time.monotonic()

    def _list(self, site: Site, stories: Sequence[Story]) -> bytes:
        links = [(one.title, self.crowd.url_of(site, one.path), format_datetime(one.published)) for one in stories]
        return as_rss(f"Outlet {site.host}", links)

    def _list_pages(self, site: Site, number: int = _PAGES) -> bytes:
        links = [(f"Number {at}", self.crowd.url_of(site, f"/page-{at}.html"), "") for at in range(number)]
        return as_rss(f"Outlet {site.host}", links)

    def _misbehave(self, site: Site) -> None:
        is_feed = self.path == "/feed.xml"
        answers: dict[str, Callable[[], None]] = {
            "is silent": lambda: time.sleep(SILENCE),
            "answers 500": lambda: self._send(500, "text/plain", b"broken"),
            "answers late": lambda: self._answer_late(site, is_feed=is_feed),
            "sends byte by byte": lambda: self._drip(self._list_pages(site)),
            "empty gzip members": lambda: self._send(200, _RSS, _MEMBER * (10_000_000 // len(_MEMBER)), packed=True),
            "packed zeros": lambda: self._send(200, _RSS, _ZEROS, packed=True),
            "endless feed": self._send_without_end,
            "broken entities": lambda: self._send(200, _RSS, _ENTITIES),
            "redirects in a circle": lambda: self._redirect(site),
            "thousands of entries": lambda: self._send(200, _RSS, self._list_pages(site, 5_000)),
        }
        pages = {"pages of 80,000 attributes": _ATTRIBUTES, "pages of nested elements": _NESTED}
        if site.fault in pages:
            body = self._list_pages(site) if is_feed else pages[site.fault].encode()
            self._send(200, _RSS if is_feed else _HTML, body)
        elif is_feed or site.fault != "thousands of entries":
            answers[site.fault]()
        else:
            self._send(200, _HTML, f"<p>{self.path} of an outlet that lists everything it ever wrote.</p>".encode())

    def _answer_late(self, site: Site, *, is_feed: bool) -> None:
        time.sleep(SLOW)
        body = self._list_pages(site) if is_feed else f"<p>{self.path}: the home side won the cup.</p>".encode()
        self._send(200, _RSS if is_feed else _HTML, body)

    def _drip(self, body: bytes) -> None:
        self._send(200, _RSS, b"", length=len(body))
        for at in range(len(body)):
            self.wfile.write(body[at : at + 1])
            self.wfile.flush()
            time.sleep(0.5)

    def _send_without_end(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", _RSS)
        self.end_headers()
        while True:
            self.wfile.write(b"<rss><channel><item><title>More</title></item>" * 1_000)

    def _redirect(self, site: Site) -> None:
        self.send_response(302)
        self.send_header("Location", self.crowd.url_of(site, f"/{self.path.count('a') % 9 * 'a'}a.xml"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, kind: str, body: bytes, *, packed: bool = False, length: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *args: object) -> None:
        """Log nothing."""
