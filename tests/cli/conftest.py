"""A user's folder, the command line run in it, a small web server, and a database filled through the store's API."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from cli.app import run_command
from news import (
    AlertState,
    AlertStatus,
    Article,
    Entry,
    Evidence,
    Feed,
    Match,
    MatchRecord,
    PollRecord,
    Seed,
    StoredMatch,
    Verdict,
)
from storage import Store, open_store
from tests.loopback import LoopbackServer
from tests.patience import PATIENCE

NOON = datetime(2025, 3, 3, 12, 0, tzinfo=UTC)
HOSTILE_TITLE = '\x1b]0;owned\x07\x1b[31m[bold]Deal[/bold] <script>alert("x")</script> =cmd|A0 \u202egnp.exe'


SEED = """---
title: Zelenskyy leaves the White House without a minerals deal
published: 2025-03-01
---
Ukraine's President Volodymyr Zelenskyy left the White House on Friday without signing a minerals deal after a heated
meeting with President Donald Trump and Vice President JD Vance. Trump accused Zelenskyy of gambling with a world war.
Zelenskyy had asked for security guarantees for Ukraine before any ceasefire with Russia. The minerals deal would have
given the United States a share of revenue from Ukraine's rare earths. European leaders rallied behind Ukraine.
"""
FOLLOW_UP = """Zelenskyy ready to sign the minerals deal

President Volodymyr Zelenskyy said on Sunday that Ukraine was ready to sign the minerals deal with the United States,
two days after his heated meeting with Donald Trump and JD Vance in the White House. Zelenskyy repeated that Ukraine
needs security guarantees before a ceasefire with Russia. Trump has not said whether the minerals deal is still open.
"""
UNRELATED = """Village bakery wins a prize

The bakery at the corner of Mill Lane won the county's prize for the best sourdough loaf. The judges praised the crust.
The baker, who rises at three each morning, said the secret was patience and a starter that is older than her children.
"""
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>{title}</h1>{paragraphs}</article></body></html>"""


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


Storywake = Callable[..., Ended]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder, without settings from the environment."""
    for name in os.environ:
        if name.startswith(("STORYWAKE_", "PREFECT_")):
            monkeypatch.delenv(name)
    (tmp_path / "seeds").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STORYWAKE_DATABASE_URL", f"sqlite:///{tmp_path}/var/storywake.db")
    monkeypatch.setenv("STORYWAKE_ALLOW_PRIVATE_ADDRESSES", "true")
    monkeypatch.setenv("STORYWAKE_HOST_DELAY", "0")
    monkeypatch.setenv("STORYWAKE_DESK_PORT", "0")
    monkeypatch.setenv("STORYWAKE_UI_PORT", "0")  # never find another Prefect server on this machine
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    return tmp_path


@pytest.fixture
def storywake(home: Path, capsys: pytest.CaptureFixture[str]) -> Storywake:
    """Runs a command in this process, as `main` does."""

    def run(*arguments: object) -> Ended:
        capsys.readouterr()
        code = run_command([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


def only_line(ended: Ended) -> str:
    lines = ended.err.splitlines()
    assert len(lines) == 1, ended.err
    (line,) = lines
    return line


class Web(LoopbackServer):
    """A server on loopback with a page for each known path; other paths are a 404, and /slow never answers."""

    def __init__(self) -> None:
        super().__init__(WebRequest)
        self.pages: dict[str, bytes] = {}
        self.asked = threading.Event()
        self.closing = threading.Event()


class WebRequest(BaseHTTPRequestHandler):
    server: Web

    def do_GET(self) -> None:
        self.server.asked.set()
        if self.path == "/slow":
            self.server.closing.wait(PATIENCE)
        body = self.server.pages.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *arguments: object) -> None:
        """Log nothing."""


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        threading.Thread(target=partial(server.serve_forever, 0.05), daemon=True).start()
        yield server
        server.closing.set()
        server.shutdown()


def as_page(text: str) -> bytes:
    title, _, body = text.partition("\n\n")
    paragraphs = "".join(f"<p>{line}</p>" for line in body.split(". "))
    return PAGE.format(title=title, paragraphs=paragraphs).encode()


@pytest.fixture
def desk(home: Path) -> Path:
    """A user's folder with a seed, and articles in every file format."""
    (home / "seeds/deal.md").write_text(SEED, "utf-8")
    (home / "follow-up.txt").write_text(FOLLOW_UP, "utf-8")
    (home / "bread.md").write_text(UNRELATED, "utf-8")
    (home / "page.html").write_bytes(as_page(FOLLOW_UP))
    return home


def make_seed(name: str = "minerals-deal", **fields: object) -> Seed:
    values: dict[str, object] = {"title": "The minerals deal", "text": "Zelenskyy and Trump spoke.", "published": NOON}
    return Seed(name, **{**values, **fields})  # type: ignore[arg-type]


def make_article(number: int, **fields: object) -> Article:
    values: dict[str, object] = {
        "url": f"https://news.example/{number}",
        "title": f"Story {number}",
        "text": "Zelenskyy said that the minerals deal is ready to be signed.",
        "outlet": "Riverside Herald",
        "published": NOON + timedelta(hours=number),
        "language": "en",
    }
    return Article(**{**values, **fields})  # type: ignore[arg-type]


def make_match(seed: str = "minerals-deal", verdict: Verdict = Verdict.FOLLOW_UP, score: float = 0.71) -> Match:
    evidence = Evidence(
        actors=("Volodymyr Zelenskyy",),
        topics=("minerals deal",),
        missing_actors=("Olaf Scholz",),
        sentences=("Zelenskyy said that the minerals deal is ready to be signed.",),
        parts={"actors": 0.6, "topics": 0.8},
        note="the actor leads in the text",
    )
    return Match(seed, score, verdict, evidence)


def make_stored(number: int, seed: str = "minerals-deal", **fields: object) -> StoredMatch:
    alerts = (AlertStatus("desk@newsroom.example", AlertState.SENT, NOON),)
    return StoredMatch(number, make_article(number, **fields), make_match(seed), NOON, alerts)


@pytest.fixture
def trail(home: Path) -> Path:
    """A database with two seeds; the first has two follow-ups (one with a hostile headline) and a near miss."""
    with open_store(f"sqlite:///{home}/var/storywake.db") as store:
        store.save_seeds([make_seed(), make_seed("other-story", title="Another story")], NOON)
        store.save_feeds(
            [Feed("https://news.example/feed", "Riverside Herald", ("world",)), Feed("https://down.example/feed")], NOON
        )
        _poll(store)
        articles = [make_article(1), make_article(2, title=HOSTILE_TITLE), make_article(3)]
        verdicts = (Verdict.FOLLOW_UP, Verdict.FOLLOW_UP, Verdict.NEAR_MISS)
        entries = store.claim_entries(NOON, lease=timedelta(minutes=5), limit=10)
        for queued, article, verdict in zip(entries, articles, verdicts, strict=True):
            article_id = store.save_article(queued.id, article)
            owed = ("desk@newsroom.example",) if verdict is Verdict.FOLLOW_UP else ()
            store.record_comparison(article_id, [MatchRecord(make_match(verdict=verdict), owed)], NOON)
    return home


def _poll(store: Store) -> None:
    for due in store.claim_due_feeds(NOON, lease=timedelta(minutes=5)):
        down = "down" in due.feed.url
        entries = tuple(Entry(str(n), f"https://news.example/{n}", f"Story {n}") for n in (1, 2, 3))
        store.record_poll(
            PollRecord(
                due.id,
                polled_at=NOON,
                next_poll_at=NOON + timedelta(minutes=10),
                error="https://down.example/feed: connection refused" if down else "",
                entries=() if down else entries,
            )
        )
