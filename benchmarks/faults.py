"""Send a thousand alerts through a mail server that fails at random, and check that all are delivered, once.

`python -m benchmarks.faults [--seed N] [--alerts N]` raises alerts about follow-ups of twenty seeds for ten recipients
each, and delivers them in runs a quarter of an hour apart. The server rejects connections (421), greylists recipients
(451), drops the connection during a message, or accepts a message and drops the connection before confirming it. Only
in the last case may a mail arrive twice, with the same Message-ID. Runs are also interrupted at random between mails.
"""

import argparse
import asyncio
import email
import logging
import random
import socket
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from benchmarks.arguments import whole_number
from news import Article, Entry, Evidence, Feed, Match, MatchRecord, PollRecord, Seed, SeedSettings, Verdict
from pipeline import Settings, open_runtime
from pipeline.deliver import send_mail
from pipeline.group import group_follow_ups
from pipeline.interruption import StoppedError
from storage import Store

_SEEDS, _RECIPIENTS = 20, 10
_START = datetime(2025, 3, 5, 12, tzinfo=UTC)
_MOST_RUNS = 400
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


def main() -> None:
    """Raise and deliver alerts, and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alerts", type=whole_number(), default=1000)
    args = parser.parse_args()
    logging.getLogger("pipeline").setLevel(logging.ERROR)  # every fault logs a warning
    table = Table(title="Alerts through a failing mail server", show_header=False)
    for name, value in run(args.alerts, args.seed).items():
        table.add_row(name, str(value))
    Console(width=100).print(table)


def run(alerts: int, seed: int) -> dict[str, Any]:
    """Deliver so many alerts, and return the figures by name."""
    chance = random.Random(seed)  # noqa: S311
    server = Flaky(chance)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port, ready_timeout=20)
    controller.start()
    try:
        with tempfile.TemporaryDirectory() as name:
            settings = Settings(
                database_url=f"sqlite:///{name}/faults.db",
                seeds_dir=Path(name),
                smtp_url=SecretStr(f"smtp://127.0.0.1:{port}"),
                mail_from="storywake@example.org",
            )
            return _deliver_all(settings, server, chance, alerts)
    finally:
        controller.stop()


def _deliver_all(settings: Settings, server: Flaky, chance: random.Random, alerts: int) -> dict[str, Any]:
    now, runs, interrupted = _START, 0, 0
    with open_runtime(settings) as runtime:
        owed = raise_alerts(runtime.store, alerts)
        group_follow_ups(runtime, None, now)
        while runs < _MOST_RUNS and (runtime.store.waiting_alerts() or runtime.store.counts()["deliveries waiting"]):
            runs, now = runs + 1, now + timedelta(minutes=15)
            if chance.random() < 0.2:
                interrupted += 1
                _interrupt(runtime, chance)
            with suppress(StoppedError):
                send_mail(runtime, (), now)
            runtime.__dict__.pop("go_on", None)
        counts = runtime.store.counts()
    twice = {name for name, times in server.accepted.items() if times > 1}
    return {
        "alerts owed": len(owed),
        "alerts delivered": len(owed & server.delivered.keys()),
        "alerts delivered more than once": sum(times > 1 for times in server.delivered.values()),
        "alerts delivered but not owed": len(server.delivered.keys() - owed),
        "mails accepted": len(server.accepted),
        "mails accepted twice": len(twice),
        "of these, accepted before without confirmation": len(twice & server.dropped),
        "faults by kind": dict(server.faults),
        "runs, of which interrupted": f"{runs}, {interrupted}",
        "left in the queue": counts["alerts waiting"] + counts["deliveries waiting"],
    }


def _interrupt(runtime: Any, chance: random.Random) -> None:
    """Stop the next run after a few mails."""
    left = chance.randint(0, 5)

    def go_on() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise StoppedError

    runtime.go_on = go_on


def raise_alerts(store: Store, alerts: int) -> set[tuple[str, str]]:
    """Store follow-ups of separate events with their alerts; returns the (recipient, link) pairs to be delivered."""
    people = [tuple(f"reader{seed}.{n}@example.org" for n in range(_RECIPIENTS)) for seed in range(_SEEDS)]
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
