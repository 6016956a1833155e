"""A user's folder, the command line run in it, and a database with a trail, made through the store's own face."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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

NOON = datetime(2025, 3, 3, 12, 0, tzinfo=UTC)
HOSTILE_TITLE = '\x1b]0;owned\x07\x1b[31m[bold]Deal[/bold] <script>alert("x")</script> =cmd|A0 \u202egnp.exe'


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


Storywake = Callable[..., Ended]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as a user has it, with no setting leaking in from outside."""
    for name in os.environ:
        if name.startswith(("STORYWAKE_", "PREFECT_")):
            monkeypatch.delenv(name)
    (tmp_path / "seeds").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STORYWAKE_DATABASE_URL", f"sqlite:///{tmp_path}/var/storywake.db")
    monkeypatch.setenv("STORYWAKE_ALLOW_PRIVATE_ADDRESSES", "true")
    monkeypatch.setenv("STORYWAKE_HOST_DELAY", "0")
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    return tmp_path


@pytest.fixture
def storywake(home: Path, capsys: pytest.CaptureFixture[str]) -> Storywake:
    """Run a command in this process, as `main` does."""

    def run(*arguments: object) -> Ended:
        capsys.readouterr()
        code = run_command([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


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
    """A database with two seeds; two follow-ups (one with a hostile headline) and a near miss of the first."""
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
