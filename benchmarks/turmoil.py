"""The environment of storywake in the soak: a web server, a mail server, and a plan of their failures."""

import email
import random
import re
import socket
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import policy
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from benchmarks.loopback import as_rss
from benchmarks.weeks import FEEDS, Story

LISTED = 120  # entries listed by a feed
KILLED = 12  # passes
LOCKED = 12  # passes


@dataclass
class World:
    """The state of the environment: the time, the stories, and what is broken."""

    now: datetime
    stories: list[Story]
    broken: dict[int, str] = field(default_factory=dict)  # feed -> fault
    web_is_down: bool = False
    mail_is_down: bool = False
    faults: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.pages = {story.path: story for story in self.stories}
        self.by_feed: dict[int, list[Story]] = defaultdict(list)
        for story in reversed(self.stories):
            self.by_feed[story.feed].append(story)

    def listed(self, feed: int) -> list[Story]:
        """The stories that a feed lists now, the latest first."""
        return [story for story in self.by_feed[feed] if story.published <= self.now][:LISTED]


class Site:
    """A web server of all feeds and pages."""

    def __init__(self, world: World) -> None:
        self.url = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(world, lambda: self.url))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()


def _make_handler(world: World, address: Any) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = self._answer()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _answer(self) -> tuple[int, str, bytes]:
            if world.web_is_down:
                world.faults["web server down"] += 1
                return 503, "text/plain", b"down"
            if feed := re.fullmatch(r"/feed(\d+)\.xml", self.path):
                return _write_feed(world, int(feed[1]), address())
            story = world.pages.get(self.path)
            if story is None or story.published > world.now:
                return 404, "text/plain", b"nothing"
            page = f"<html><body><article><h1>{story.title}</h1><p>{story.text}</p></article></body></html>"
            return 200, "text/html; charset=utf-8", page.encode()

        def log_message(self, *args: object) -> None:
            """Log nothing."""

    return Answer


def _write_feed(world: World, number: int, site: str) -> tuple[int, str, bytes]:
    fault = world.broken.get(number, "")
    listed = world.listed(number)
    entries = [(story.title, f"{site}{story.path}", format_datetime(story.published)) for story in listed]
    body = as_rss(f"Outlet {number}", entries)
    if fault:
        world.faults[f"feed: {fault}"] += 1
    if fault == "500":
        return 500, "text/plain", b"broken"
    if fault == "broken XML":
        return 200, "application/rss+xml", body[: len(body) // 3]
    if fault == "a page":
        return 200, "text/html", b"<html><body>We are redesigning.</body></html>"
    return 200, "application/rss+xml", body


class Letterbox:
    """A mail server that is sometimes down and rejects mails at random."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world, self._chance = world, chance
        self.delivered: dict[tuple[str, str], set[str]] = defaultdict(set)  # recipient, URL -> Message-IDs
        self.accepted: Counter[str] = Counter()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=port, ready_timeout=20)
        self._controller.start()
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Reject the connection while the server is down."""
        session.host_name = hostname
        if self._world.mail_is_down:
            self._world.faults["mail server down"] += 1
            return ["421 down"]
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Greylist one recipient in five."""
        if self._chance.random() < 0.2:
            self._world.faults["recipient greylisted (451)"] += 1
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Accept the message and record the stories it links to."""
        message = email.message_from_bytes(envelope.original_content or b"", policy=policy.default)
        name, text = str(message["Message-ID"]), message.get_body(("plain",))
        self.accepted[name] += 1
        for line in str(text.get_content() if text else "").splitlines():
            if line.startswith("http://127.0.0.1") and line.strip().endswith(".html"):
                self.delivered[envelope.rcpt_tos[0], line.strip()].add(name)
        return "250 OK"

    def close(self) -> None:
        """Stop it."""
        self._controller.stop()


@dataclass(frozen=True)
class Plan:
    """The failures by pass."""

    web_down: frozenset[int]
    mail_down: frozenset[int]
    broken: dict[int, list[tuple[int, str]]]  # pass -> (feed, fault; "" for repaired)
    killed: frozenset[int]
    locked: frozenset[int]
    jumps: dict[int, timedelta]


def make_plan(passes: int, chance: random.Random) -> Plan:
    """Draw the failures; there are none on the last day, so that all work can be finished."""
    last = max(1, passes - 96)

    def spans(number: int, longest: int) -> frozenset[int]:
        starts = [chance.randrange(last) for _ in range(number)]
        return frozenset(at for start in starts for at in range(start, min(last, start + chance.randint(2, longest))))

    broken: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for _ in range(40):
        feed, begins = chance.randrange(2, FEEDS), chance.randrange(last)
        broken[begins].append((feed, chance.choice(["500", "broken XML", "a page"])))
        broken[min(last, begins + chance.randint(4, 96))].append((feed, ""))
    chosen = chance.sample(range(4, last), KILLED + LOCKED)
    jumps = {last // 3: timedelta(hours=6), last // 2: timedelta(hours=-3)}
    return Plan(
        spans(3, 12),
        spans(5, 24),
        broken,
        frozenset(chosen[:KILLED]),
        frozenset(chosen[KILLED:]),
        jumps,
    )
