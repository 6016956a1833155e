"""The environment of storywake in the soak: a web server, a mail server, and a plan of their failures."""

import email
import random
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import policy
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from benchmarks.loopback import as_rss
from benchmarks.weeks import FEEDS, Story
from service import find_port

LISTED = 120  # entries listed by a feed
KILLED = 12  # passes
LOCKED = 12  # passes
POISONED = 12  # messages in the inbox
READERS_KILLED = 12  # passes
SLOW_FEED = 2  # its pages are at SLOW_HOST
SLOW_HOST = "127.0.0.2"
HOOKS_SILENT = 4 * 96  # passes: for four days, because after five a delivery is given up
HOOK_SILENCE = 20.0  # seconds; storywake waits for ten
SLOW = 2.0  # seconds for a page
AHEAD = timedelta(days=400)
POISONS = (
    b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 300,
    b"From: " + b"(" * 2_000 + b"\nSubject: hello\n\nno\n",
    b"Subject: " + b"=?utf-8?b?gICA?= " * 30_000 + b"\n\nno\n",
    b"\x00\xff" * 50_000,
)


@dataclass
class World:
    """The state of the environment: the time, the stories, and what is broken."""

    now: datetime
    stories: list[Story]
    broken: dict[int, str] = field(default_factory=dict)  # feed -> fault
    web_is_down: bool = False
    mail_is_down: bool = False
    slow_host_is_slow: bool = False
    hooks_are_silent: bool = False
    clock_error: timedelta = timedelta()  # of the clock that storywake reads
    faults: Counter[str] = field(default_factory=Counter)
    hooked: Counter[str] = field(default_factory=Counter)  # webhooks received, by path

    def __post_init__(self) -> None:
        self.pages = {story.path: story for story in self.stories}
        self.by_feed: dict[int, list[Story]] = defaultdict(list)
        for story in reversed(self.stories):
            self.by_feed[story.feed].append(story)

    @property
    def clock(self) -> datetime:
        """What storywake takes for the time."""
        return self.now + self.clock_error

    def listed(self, feed: int) -> list[Story]:
        """The stories that a feed lists now, the latest first."""
        return [story for story in self.by_feed[feed] if story.published <= self.now][:LISTED]


class Site:
    """A web server of all feeds and pages."""

    def __init__(self, world: World) -> None:
        self.url = ""
        handler = type("Answer", (_Answer,), {"world": world, "address_of": staticmethod(self.address_of)})
        first = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._servers = (first, ThreadingHTTPServer((SLOW_HOST, first.server_port), handler))
        self.url = f"http://127.0.0.1:{first.server_port}"
        for server in self._servers:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def address_of(self, feed: int) -> str:
        """The site of the pages of a feed."""
        return self.url.replace("127.0.0.1", SLOW_HOST) if feed == SLOW_FEED else self.url

    def close(self) -> None:
        """Stop it."""
        for server in self._servers:
            server.shutdown()
            server.server_close()


class _Answer(BaseHTTPRequestHandler):
    """Answers for the sites of a world, which a subclass names."""

    world: ClassVar[World]
    address_of: Callable[[int], str]

    def do_POST(self) -> None:
        """Receive a webhook; a silent one says nothing until its sender has given up."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.world.hooks_are_silent:
            self.world.faults["webhook silent"] += 1
            time.sleep(HOOK_SILENCE)
            self.close_connection = True
            return
        self.world.hooked[self.path] += 1
        self.send_response(204)
        self.end_headers()

    def do_GET(self) -> None:
        """Answer with a feed or a page."""
        if self.world.slow_host_is_slow and self.headers.get("Host", "").startswith(SLOW_HOST):
            self.world.faults["slow page"] += 1
            time.sleep(SLOW)
        status, kind, body = self._answer()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> tuple[int, str, bytes]:
        if self.world.web_is_down:
            self.world.faults["web server down"] += 1
            return 503, "text/plain", b"down"
        if feed := re.fullmatch(r"/feed(\d+)\.xml", self.path):
            return _write_feed(self.world, int(feed[1]), self.address_of(int(feed[1])))
        story = self.world.pages.get(self.path)
        if story is None or story.published > self.world.now:
            return 404, "text/plain", b"nothing"
        page = f"<html><body><article><h1>{story.title}</h1><p>{story.text}</p></article></body></html>"
        return 200, "text/html; charset=utf-8", page.encode()

    def log_message(self, *args: object) -> None:
        """Log nothing."""


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
        port = find_port("127.0.0.1", 0)
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
            if line.startswith("http://127.0.0.") and line.strip().endswith(".html"):
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
    poisoned: frozenset[int]
    seeds_away: frozenset[int]
    clock_ahead: frozenset[int]
    hooks_silent: frozenset[int]
    host_slow: frozenset[int]
    readers_killed: frozenset[int]


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
    chosen = chance.sample(range(4, last), KILLED + LOCKED + READERS_KILLED + POISONED)
    parts = (KILLED, LOCKED, READERS_KILLED, POISONED)
    killed, locked, readers_killed, poisoned = (
        frozenset(chosen[sum(parts[:number]) : sum(parts[: number + 1])]) for number in range(len(parts))
    )
    jumps = {last // 3: timedelta(hours=6), last // 2: timedelta(hours=-3)}
    return Plan(
        web_down=spans(3, 12),
        mail_down=spans(5, 24),
        broken=broken,
        killed=killed,
        locked=locked,
        jumps=jumps,
        poisoned=poisoned,
        seeds_away=spans(3, 6),
        clock_ahead=frozenset({last // 4, last // 4 + 1, (3 * last) // 4}),
        hooks_silent=frozenset(range(min(last, HOOKS_SILENT))),
        host_slow=spans(6, 12),
        readers_killed=readers_killed,
    )


def find_readers() -> list[int]:
    """The processes of our own that read pages and feeds."""
    own = [path.read_text("ascii").split() for path in Path("/proc/self/task").glob("*/children")]
    return [int(name) for names in own for name in names if b"spawn_main" in Path(f"/proc/{name}/cmdline").read_bytes()]


def variables(folder: Path, letterbox: Letterbox) -> dict[str, str]:
    """The settings, as environment variables."""
    return {
        "STORYWAKE_DATABASE_URL": f"sqlite:///{folder}/soak.db",
        "STORYWAKE_SEEDS_DIR": f"{folder}/seeds",
        "STORYWAKE_INBOX_URL": f"maildir://{folder}/inbox",
        "STORYWAKE_FEEDS_FILE": f"{folder}/feeds.opml",
        "STORYWAKE_SMTP_URL": letterbox.url,
        "STORYWAKE_MAIL_FROM": "storywake@example.org",
        "STORYWAKE_ALLOW_PRIVATE_ADDRESSES": "true",
        "STORYWAKE_HOST_DELAY": "0",
        "STORYWAKE_OBEY_ROBOTS": "false",
    }
