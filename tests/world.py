"""A small world for passes: a web server with feeds and pages, a mail server, seeds, a database. All real."""

import email
import email.policy
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr

from pipeline import MonitorOptions, PassReport, ProgressCallback, Settings, open_runtime, run_pass
from storage import open_store
from tests.loopback import LoopbackServer
from tests.patience import PATIENCE

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)

SEED = """---
title: Freedonia and Sylvania argue over a lithium treaty
published: 2025-03-01
recipients: [ann@example.org]
---
President Rufus Firefly of Freedonia and Ambassador Trentino of Sylvania broke off talks over a lithium treaty in Geneva
on Saturday. Firefly said Freedonia would not sign the lithium treaty without security guarantees. Trentino accused
Firefly of breaking his word and said that Sylvania would withdraw its ceasefire offer. Gloria Teasdale, who pays for
Freedonia's army, asked Firefly to apologise to Trentino. The lithium treaty would give Sylvania half of the income from
Freedonia's lithium mines in return for security guarantees and an end to the border war.
"""

FOLLOW_UP = """President Rufus Firefly of Freedonia wrote to Ambassador Trentino on Tuesday that he is ready to return
to talks over the lithium treaty. Trentino said Sylvania had received the letter and would renew its ceasefire offer if
Freedonia signed the lithium treaty. Gloria Teasdale welcomed the letter. Firefly repeated that the lithium treaty must
come with security guarantees for Freedonia. A meeting of Firefly and Trentino in Geneva is being prepared, officials of
Sylvania said, with the income from Freedonia's lithium mines first on the agenda."""

FOOTBALL = """The home side won the cup on Sunday after extra time. The goalkeeper saved two penalties and was carried
off the field by the supporters. The manager praised the young midfield and announced that he will stay for another
season. The stadium was sold out for the first time since it was rebuilt, and the city has planned a parade on Monday.
The visitors hit the post twice in the second half and had a goal ruled out for offside in the last minute."""


class Web:
    """A web server on loopback whose answers a test sets by path, and whose requests it can read."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, str, bytes]] = {}
        self.requests: list[str] = []
        self.delays: dict[str, tuple[threading.Event, Callable[[], object]]] = {}
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.requests.append(self.path)
                web.wait(self.path)
                status, kind, body = web.answers.get(self.path, (404, "text/html", b"<p>not here</p>"))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = LoopbackServer(Handler)
        self.url = self.server.base
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def delay(self, path: str, arrived: threading.Event, seconds: float) -> None:
        """Answer this path late, and tell when it was asked for."""
        self.delays[path] = arrived, lambda: time.sleep(seconds)

    def hold(self, path: str, arrived: threading.Event, until: threading.Event) -> None:
        """Answer this path only when something has happened, and tell when it was asked for."""
        self.delays[path] = arrived, lambda: until.wait(PATIENCE)

    def wait(self, path: str) -> None:
        if path in self.delays:
            arrived, linger = self.delays[path]
            arrived.set()
            linger()

    def page(self, path: str, title: str, text: str) -> None:
        paragraphs = "".join(f"<p>{line}</p>" for line in text.replace("\n", " ").split(". "))
        head = f"<html><head><title>{title}</title></head>"
        html = f"{head}<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
        self.answers[path] = (200, "text/html; charset=utf-8", html.encode())

    def feed(self, path: str, entries: list[dict[str, Any]]) -> None:
        parts = []
        for entry in entries:
            link = entry["link"] if "://" in entry["link"] else self.url + entry["link"]
            when = format_datetime(entry.get("published", NOON - timedelta(hours=3)))
            parts.append(
                f"<item><title>{escape(entry['title'])}</title><link>{escape(link)}</link><guid>{escape(link)}</guid>"
                f"<description>{escape(entry.get('summary', ''))}</description><pubDate>{when}</pubDate></item>"
            )
        rss = f'<rss version="2.0"><channel><title>Feed {path}</title>{"".join(parts)}</channel></rss>'
        self.answers[path] = (200, "application/rss+xml", rss.encode())

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Letterbox:
    """A mail server on loopback that keeps what it is given; it can be taken down and brought up on the same port."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.raw: list[bytes] = []
        self.refused: set[str] = set()
        self.refusal = "550 no such person"
        self.reply = "250 OK"  # to a mail
        self._controller: Controller | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _: list[str]) -> str:  # noqa: N802
        if address in self.refused:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.reply.startswith("250"):
            self.raw.append(envelope.content)
        return self.reply

    @property
    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw]

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=20)
        self._controller.start()

    def close(self) -> None:
        if self._controller:
            self._controller.stop()
        self._controller = None


class World:
    """Everything one installation meets, and passes through it at a time the test chooses."""

    def __init__(self, folder: Path, web: Web, letterbox: Letterbox) -> None:
        self.folder = folder
        self.web = web
        self.letterbox = letterbox
        self.now = NOON
        self.feeds: list[str] = []
        (folder / "seeds").mkdir()
        self.seed("treaty", SEED)

    def seed(self, name: str, text: str) -> None:
        (self.folder / "seeds" / f"{name}.md").write_text(text, "utf-8")

    def follow(self, *paths: str, folder: str = "world") -> None:
        self.feeds += [path if "://" in path else self.web.url + path for path in paths]
        outlines = "".join(
            f'<outline type="rss" text="{url.rsplit("/", 1)[-1]}" xmlUrl="{escape(url)}"/>' for url in self.feeds
        )
        opml = f'<opml version="2.0"><head/><body><outline text="{folder}">{outlines}</outline></body></opml>'
        (self.folder / "seeds" / "feeds.opml").write_text(opml, "utf-8")

    def settings(self, **changes: Any) -> Settings:
        values: dict[str, Any] = {
            "database_url": f"sqlite:///{self.folder}/storywake.db",
            "seeds_dir": self.folder / "seeds",
            "feeds_file": self.folder / "seeds" / "feeds.opml",
            "smtp_url": SecretStr(self.letterbox.url),
            "mail_from": "storywake@example.org",
            "allow_private_addresses": True,
            "host_delay": 0.0,
            "prefect_home": self.folder / "prefect",
            "ui_port": 0,
            "desk_port": 0,
            **changes,
        }
        return Settings(_env_file=None, **values)  # type: ignore[call-arg]

    def variables(self, **changes: Any) -> dict[str, str]:
        """The settings as a user would write them into the environment."""
        settings = self.settings(**changes)
        plain = {"DATABASE_URL": settings.database_url, "SEEDS_DIR": settings.seeds_dir}
        plain |= {"FEEDS_FILE": settings.feeds_file, "SMTP_URL": self.letterbox.url, "MAIL_FROM": settings.mail_from}
        plain |= {"ALLOW_PRIVATE_ADDRESSES": "true", "HOST_DELAY": "0", "PREFECT_HOME": settings.prefect_home}
        plain |= {"MONITOR_INTERVAL": settings.monitor_interval}
        return {f"STORYWAKE_{name}": str(value) for name, value in plain.items()}

    def publish(self) -> None:
        """One feed with a follow-up and a story that has nothing to do with it."""
        self.web.page("/letter.html", "Firefly writes to Trentino: back to lithium talks", FOLLOW_UP)
        self.web.page("/cup.html", "Home side wins the cup", FOOTBALL)
        self.web.feed(
            "/news.xml",
            [
                {"title": "Firefly writes to Trentino: back to lithium talks", "link": "/letter.html"},
                {"title": "Home side wins the cup", "link": "/cup.html"},
            ],
        )
        self.follow("/news.xml")

    def run(
        self,
        options: MonitorOptions | None = None,
        *,
        changes: dict[str, Any] | None = None,
        progress: ProgressCallback | None = None,
    ) -> PassReport:
        with open_runtime(self.settings(**(changes or {}))) as runtime:
            return run_pass(runtime, options, clock=lambda: self.now, progress=progress)

    def later(self, **step: float) -> None:
        self.now += timedelta(**step)


@pytest.fixture
def web() -> Iterator[Web]:
    web = Web()
    yield web
    web.close()


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    letterbox = Letterbox()
    letterbox.open()
    yield letterbox
    letterbox.close()


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database to copy, because to create one by all migrations takes longer than most tests."""
    path = tmp_path_factory.mktemp("new") / "storywake.db"
    with open_store(f"sqlite:///{path}") as store:
        store.ping()
    return path


@pytest.fixture
def world(tmp_path: Path, web: Web, letterbox: Letterbox, new_database: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.chdir(tmp_path)  # no .env and no var/ of the developer's
    shutil.copy(new_database, tmp_path)
    return World(tmp_path, web, letterbox)
