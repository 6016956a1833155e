"""A desk on the small world of `tests.world`, empty or with a story, and browsers that visit it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from desk import hash_password
from desk.app import make_app
from news import (
    Article,
    DeskUser,
    Entry,
    Evidence,
    Feed,
    GroupRecord,
    Match,
    MatchRecord,
    PollRecord,
    Role,
    Standing,
    Verdict,
)
from pipeline import Runtime, open_runtime
from pipeline.sync import sync_files
from storage import Store
from tests.desk.openid_provider import CLIENT, SECRET, OpenIdProvider
from tests.desk.visiting import Browser

LEASE = timedelta(minutes=10)
PASSWORD = "a good password"
HASH = hash_password(PASSWORD)
STORY = "/stories/treaty"
ANN = "ann@example.org"


@dataclass
class Workplace:
    """An open desk and what it works with. Its clock goes on by a second whenever it is looked at."""

    world: Any
    runtime: Runtime
    app: FastAPI

    @property
    def store(self) -> Store:
        return self.runtime.store

    def visit(self, **how: Any) -> Browser:
        return Browser(self.app, **how)

    def add_user(self, name: str, role: Role = Role.EDITOR) -> None:
        self.store.save_user(DeskUser(name, role, HASH))

    def sign_in(self, name: str, password: str = PASSWORD) -> Browser:
        browser = self.visit()
        assert browser.send("POST", "/sign-in", data={"name": name, "password": password}).status_code == 303
        return browser

    def sync(self) -> None:
        """Read the seeds and the list of feeds, as every run does."""
        sync_files(self.runtime, self.world.now)

    def report(
        self, number: int, title: str, *, joins: int = 0, outlet: str = "", verdict: Verdict = Verdict.FOLLOW_UP
    ) -> int:
        """Store a report of the story, as if it had been polled, read, compared and grouped; returns its id."""
        store, now = self.store, self.world.now
        url = f"https://courier.example/{number}"
        store.save_feeds([Feed("https://courier.example/feed", "The Courier", ("world",))], now)
        (feed,) = store.claim_due_feeds(now, lease=LEASE, due_only=False)
        store.record_poll(PollRecord(feed.id, now, now, entries=(Entry(url, url, title),)))
        (entry,) = store.claim_entries(now, lease=LEASE, limit=1)
        text = f"{title}. President Firefly of Freedonia spoke about the lithium treaty with {10 + number} soldiers."
        article = Article(url, title, text, outlet or f"Outlet {number}", now - timedelta(hours=20 - number))
        evidence = Evidence(("Firefly",), ("lithium treaty",), ("Trentino",), (text,), {"actors": 0.8}, "close")
        record = MatchRecord(Match("treaty", 0.9 if verdict is Verdict.FOLLOW_UP else 0.4, verdict, evidence), ())
        store.record_comparison(store.save_article(entry.id, article), [record], now)
        match = max(one.id for one in store.matches("treaty", verdicts=[verdict]))
        if joins:
            standing = Standing.OPENS if joins < 0 else Standing.ADDS
            known = store.count_developments("treaty")
            assert store.save_groups("treaty", [GroupRecord(match, joins, standing)], known, now)
        return match

    def tell(self, *titles: str) -> None:
        """A story of two developments: the first report by itself, the others together; and a near miss."""
        self.sync()
        for number, title in enumerate(titles):
            self.report(number, title, joins=2 if number > 1 else -1)
        self.report(len(titles), "Tailors sew uniforms", verdict=Verdict.NEAR_MISS)


TITLES = ("Letter sent", "Talks resume", "Talks go on", "Talks end")


@pytest.fixture
def open_desk(world: Any) -> Iterator[Callable[..., Workplace]]:
    """Open a desk on the world, with these settings changed."""

    def now() -> datetime:
        world.later(seconds=1)
        moment: datetime = world.now
        return moment

    with ExitStack() as opened:

        def make(host: str = "127.0.0.1", **changes: Any) -> Workplace:
            runtime = opened.enter_context(open_runtime(world.settings(**changes)))
            return Workplace(world, runtime, make_app(runtime, now, host))

        yield make


@pytest.fixture
def empty(open_desk: Callable[..., Workplace], world: Any) -> Workplace:
    """A desk without a story, and without a list of feeds."""
    (world.folder / "seeds" / "treaty.md").unlink()
    return open_desk()


@pytest.fixture
def desk(open_desk: Callable[..., Workplace]) -> Workplace:
    """A desk with a story of four reports in two developments, and a near miss; one person works without a password."""
    found = open_desk(recipients=(ANN,))
    found.tell(*TITLES)
    return found


@pytest.fixture
def staffed(open_desk: Callable[..., Workplace]) -> Workplace:
    """The same desk with users: ann, an editor, and rob, a reader."""
    found = open_desk(desk_auth="users", recipients=(ANN,))
    found.tell(*TITLES)
    found.add_user("ann")
    found.add_user("rob", Role.READER)
    return found


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    made = OpenIdProvider()
    yield made
    made.close()


@pytest.fixture
def open_oidc(open_desk: Callable[..., Workplace], provider: OpenIdProvider) -> Callable[..., Workplace]:
    """Open a desk whose users sign in at the provider; ann is one of them."""

    def make(**changes: Any) -> Workplace:
        chosen = {
            "desk_auth": "oidc",
            "desk_oidc_issuer": provider.issuer,
            "desk_oidc_client_id": CLIENT,
            "desk_oidc_client_secret": SecretStr(SECRET),
            "recipients": ("desk@example.org",),
        }
        desk = open_desk(**chosen | changes)
        desk.add_user(ANN)
        return desk

    return make
