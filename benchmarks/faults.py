"""Send a thousand alerts through a mail server that fails at random, and check that all are delivered, once.

`python -m benchmarks.faults [--seed N] [--alerts N] [--silent N]` raises alerts about follow-ups of twenty seeds for
ten recipients each, and delivers them in runs a quarter of an hour apart. The server rejects connections (421),
greylists recipients (451), drops the connection during a message, or accepts a message and drops the connection before
confirming it. Only in the last case may a mail arrive twice, with the same Message-ID. Runs are also interrupted at
random between mails, the clock is 400 days ahead in some of them, poisoned messages lie in the inbox that is read
before each, and so many webhooks accept requests for six hours and never answer.
"""

import argparse
import asyncio
import email
import json
import logging
import random
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from benchmarks.arguments import whole_number
from benchmarks.turmoil import AHEAD, HOOK_SILENCE, POISONS
from news import Article, Entry, Evidence, Feed, Match, MatchRecord, PassRecord, PollRecord, Seed, SeedSettings, Verdict
from pipeline import Settings, open_runtime
from pipeline.answers import apply_new_replies
from pipeline.deliver import send_mail
from pipeline.group import group_follow_ups
from pipeline.interruption import StoppedError
from pipeline.runtime import Runtime
from service import find_port
from storage import Store

_SEEDS, _RECIPIENTS = 20, 10
_START = datetime(2025, 3, 5, 12, tzinfo=UTC)
_MOST_RUNS = 400
_SILENT_RUNS = 24
_NOT_YET = {"421": 0.05, "451": 0.15, "mid-DATA": 0.1, "after accepting": 0.1}


class Flaky:
    """A mail server that fails at random, and counts its faults and the messages it accepted, by Message-ID."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.accepted: Counter[str] = Counter()
        self.delivered: Counter[tuple[str, str]] = Counter()
        self.faults: Counter[str] = Counter()
        self.dropped: set[str] = set()

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Reject some connections."""
        session.host_name = hostname
        return ["421 too busy"] if self._fails("421") else responses

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Greylist some recipients."""
        if self._fails("451"):
            return "451 greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Accept the message, or drop the connection before or after that."""
        if self._fails("mid-DATA"):
            return self._drop(server)
        message = email.message_from_bytes(envelope.original_content or b"", policy=policy.default)
        name = str(message["Message-ID"])
        self.accepted[name] += 1
        if self.accepted[name] == 1:
            text = message.get_body(("plain",))
            for line in str(text.get_content() if text else "").splitlines():
                if line.startswith("https://news.example/"):
                    self.delivered[envelope.rcpt_tos[0], line.strip()] += 1
        if self._fails("after accepting"):
            self.dropped.add(name)
            return self._drop(server)
        return "250 OK"

    def _drop(self, server: SMTP) -> str:
        if isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "421 gone"

    def _fails(self, kind: str) -> bool:
        fails = self._chance.random() < _NOT_YET[kind]
        self.faults[kind] += fails
        return fails


class Hooks:
    """A web server with webhooks, which may be silent, and what they received."""

    def __init__(self, count: int) -> None:
        self.delivered: Counter[tuple[str, str]] = Counter()
        self.are_silent, self.unanswered = True, 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answer", (_Hook,), {"hooks": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.addresses = [f"http://127.0.0.1:{self._server.server_port}/{number}" for number in range(count)]

    def close(self) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()


class _Hook(BaseHTTPRequestHandler):
    hooks: ClassVar[Hooks]

    def do_POST(self) -> None:
        """Receive a digest, or say nothing until its sender has given up."""
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.hooks.are_silent:
            self.hooks.unanswered += 1
            time.sleep(HOOK_SILENCE)
            self.close_connection = True
            return
        address = f"http://{self.headers['Host']}{self.path}"
        for link in set(re.findall(r"https://news\.example/\d+", json.dumps(content))):
            self.hooks.delivered[address, link] += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Log nothing."""


def main() -> None:
    """Raise and deliver alerts, and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alerts", type=whole_number(), default=1000)
    parser.add_argument("--silent", type=whole_number(0), default=2)
    args = parser.parse_args()
    logging.getLogger("pipeline").setLevel(logging.ERROR)  # every fault logs a warning
    table = Table(title="Alerts through a failing mail server", show_header=False)
    for name, value in run(args.alerts, args.seed, args.silent).items():
        table.add_row(name, str(value))
    Console(width=100).print(table)


def run(alerts: int, seed: int, silent: int = 0) -> dict[str, Any]:
    """Deliver so many alerts, with so many webhooks that are silent, and return the figures by name."""
    chance = random.Random(seed)  # noqa: S311
    server = Flaky(chance)
    port = find_port("127.0.0.1", 0)
    controller = Controller(server, hostname="127.0.0.1", port=port, ready_timeout=20)
    controller.start()
    hooks = Hooks(silent)
    try:
        with tempfile.TemporaryDirectory() as name:
            for box in ("new", "cur", "tmp"):
                (Path(name) / "inbox" / box).mkdir(parents=True)
            settings = Settings(
                allow_private_addresses=True,
                inbox_url=SecretStr(f"maildir://{name}/inbox"),
                database_url=f"sqlite:///{name}/faults.db",
                seeds_dir=Path(name),
                smtp_url=SecretStr(f"smtp://127.0.0.1:{port}"),
                mail_from="storywake@example.org",
            )
            return _deliver_all(settings, server, hooks, chance, alerts)
    finally:
        controller.stop()
        hooks.close()


def _deliver_all(settings: Settings, server: Flaky, hooks: Hooks, chance: random.Random, alerts: int) -> dict[str, Any]:
    now, runs, troubles = _START, 0, Counter[str]()
    with open_runtime(settings) as runtime:
        owed = raise_alerts(runtime.store, alerts, hooks.addresses)
        group_follow_ups(runtime, None, now)
        while runs < _MOST_RUNS and (runtime.store.waiting_alerts() or runtime.store.counts()["deliveries waiting"]):
            runs, now = runs + 1, now + timedelta(minutes=15)
            ahead = AHEAD if chance.random() < 0.1 else timedelta()
            troubles["clock ahead"] += bool(ahead)
            hooks.are_silent = runs <= _SILENT_RUNS
            if chance.random() < 0.2:
                troubles["interrupted"] += 1
                _interrupt(runtime, chance)
            troubles["poisoned messages put aside"] += _read_poison(runtime, runs, now)
            with suppress(StoppedError):
                send_mail(runtime, (), now + ahead)
            # as each pass does: by these, a clock that is ahead is known
            done = PassRecord(uuid4().hex, "digest", now + ahead, now + ahead, "", failed=False)
            runtime.store.record_pass(done, {})
            runtime.__dict__.pop("go_on", None)
            runtime.silent_lanes.clear()  # known for one run; here all runs share a runtime
        counts = runtime.store.counts()
    delivered = server.delivered + hooks.delivered
    twice = {name for name, times in server.accepted.items() if times > 1}
    return {
        "alerts owed": len(owed),
        "alerts delivered": len(owed & delivered.keys()),
        "alerts delivered more than once": sum(times > 1 for times in delivered.values()),
        "alerts delivered but not owed": len(delivered.keys() - owed),
        "mails accepted": len(server.accepted),
        "mails accepted twice": len(twice),
        "of these, accepted before without confirmation": len(twice & server.dropped),
        "faults by kind": dict(server.faults),
        "requests that a silent webhook did not answer": hooks.unanswered,
        "runs": runs,
        "troubles of runs": dict(troubles),
        "left in the queue": counts["alerts waiting"] + counts["deliveries waiting"],
    }


def _read_poison(runtime: Runtime, number: int, now: datetime) -> int:
    """Have a poisoned message in the inbox, and read it; returns how many were put aside."""
    box = str(runtime.settings.inbox_url.get_secret_value() if runtime.settings.inbox_url else "")
    (Path(box.removeprefix("maildir://")) / "new" / f"{number}.poison").write_bytes(POISONS[number % len(POISONS)])
    with suppress(StoppedError):
        return apply_new_replies(runtime, None, now).put_aside
    return 0


def _interrupt(runtime: Any, chance: random.Random) -> None:
    """Stop the next run after a few mails."""
    left = chance.randint(0, 5)

    def go_on() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise StoppedError

    runtime.go_on = go_on


def raise_alerts(store: Store, alerts: int, hooks: Sequence[str] = ()) -> set[tuple[str, str]]:
    """Store follow-ups of separate events with their alerts; returns the (recipient, link) pairs to be delivered.

    The first seeds are also sent to a webhook each.
    """
    people = [tuple(f"reader{seed}.{n}@example.org" for n in range(_RECIPIENTS)) for seed in range(_SEEDS)]
    for number, hook in enumerate(hooks):
        people[number] = (*people[number], hook)
    seeds = [
        Seed(f"seed-{n}", f"Story {n}", "", settings=SeedSettings(people[n], mails_a_day=100)) for n in range(_SEEDS)
    ]
    store.save_seeds(seeds, _START)
    store.save_feeds([Feed("https://news.example/feed")], _START)
    (feed,) = store.claim_due_feeds(_START, lease=timedelta(minutes=9))
    each = max(1, alerts // (_SEEDS * _RECIPIENTS))
    entries = tuple(Entry(str(n), f"https://news.example/{n}", f"Event {n}") for n in range(_SEEDS * each))
    store.record_poll(PollRecord(feed.id, _START, _START, entries=entries))
    owed = set()
    for queued in store.claim_entries(_START, lease=timedelta(minutes=9), limit=len(entries)):
        number = int(queued.entry.key)
        words = " ".join(f"w{number}x{n}" for n in range(60))
        article = Article(queued.entry.url, f"Event {number}", words, "Example", _START)
        evidence = Evidence(("Somebody",), ("something",), (), (f"It is event {number}.",))
        match = Match(f"seed-{number % _SEEDS}", 0.9, Verdict.FOLLOW_UP, evidence)
        recipients = people[number % _SEEDS]
        store.record_comparison(store.save_article(queued.id, article), [MatchRecord(match, recipients)], _START)
        owed |= {(recipient, article.url) for recipient in recipients}
    return owed


if __name__ == "__main__":
    main()
