"""Sending: a receiver that does not answer, or refuses, holds up nobody else, and is tried less and less often."""

import socket
import sqlite3
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.pipeline.receiver import Receiver, receiver, with_webhook

__all__ = ["receiver"]


@pytest.fixture
def dead() -> Iterator[str]:
    """The address of a port that nobody listens on while the test runs."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/hook"


def store_stuck(world: Any, recipients: list[str]) -> None:
    """Store deliveries of yesterday that failed many times."""
    created = (world.now - timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S.%f")
    rows = [
        (recipient, f"<{number}@example.org>", b"{}", created, 40, "no connection")
        for number, recipient in enumerate(recipients)
    ]
    with sqlite3.connect(world.folder / "storywake.db") as database:
        database.executemany(
            "INSERT INTO deliveries (seed_id, recipient, message_id, message, created_at, attempts, error)"
            " SELECT id, ?, ?, ?, ?, ?, ? FROM seeds",
            rows,
        )
    database.close()


@pytest.mark.parametrize("hosts", [1, 600])
def test_many_stuck_deliveries_do_not_keep_a_new_mail_back(world: Any, dead: str, hosts: int) -> None:
    world.run()
    addresses = [dead] * 600
    if hosts > 1:
        addresses = [dead.replace("127.0.0.1", f"127.1.{number // 200}.{number % 200 + 1}") for number in range(hosts)]
    store_stuck(world, addresses)
    world.publish()
    report = world.run()
    assert len(world.letterbox.mails) == 1
    assert (report.delivering.sent, report.delivering.waiting) == (1, 600)
    assert any("left: one run sends at most 500" in note for note in report.notes)


def test_a_webhook_that_does_not_answer_yet_does_not_delay_the_mails_behind_it(world: Any, receiver: Receiver) -> None:
    world.run()
    store_stuck(world, [receiver.url])
    world.publish()
    mailed, seen = threading.Event(), list[bool]()
    receiver.before_answer = lambda: seen.append(mailed.wait(20))
    world.letterbox.raw = _Noticing(mailed)
    assert world.run().delivering.sent == 2
    assert seen == [True]


class _Noticing(list[bytes]):
    def __init__(self, event: threading.Event) -> None:
        super().__init__()
        self._event = event

    def append(self, mail: bytes) -> None:
        super().append(mail)
        self._event.set()


def test_a_mail_server_that_is_down_does_not_hold_up_webhooks(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, f"{receiver.url}]\nrecipients: [ann@example.org, bob@example.org, cy@example.org")
    world.letterbox.close()
    report = world.run()
    assert (report.delivering.sent, report.delivering.failed, report.delivering.waiting) == (1, 1, 3)
    assert len(receiver.received) == 1


def test_a_host_that_does_not_answer_is_tried_once_a_run_and_the_rest_is_counted(world: Any, dead: str) -> None:
    world.publish()
    with_webhook(world, f"{dead}/1, {dead}/2, {dead}/3")
    shown: dict[str, tuple[int, int]] = {}
    report = world.run(progress=lambda stage, done, total: shown.update({stage: (done, total)}))
    assert (report.delivering.failed, report.delivering.waiting) == (1, 3)
    assert "2 mails left: webhook at 127.0.0.1 does not answer" in report.notes
    assert shown["send mail"] == (3, 3)


def test_a_failed_delivery_waits_longer_after_each_failure(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, receiver.url)
    receiver.status = 503
    failed = []
    for _ in range(8):
        failed.append(world.run().delivering.failed)
        world.later(minutes=15)
    assert failed == [1, 1, 0, 1, 0, 0, 1, 0]
    assert len(receiver.received) == 4
    assert any("1 mail left: they failed before" in note for note in world.run().notes)
    receiver.status = 204
    world.later(hours=6)
    assert world.run().delivering.sent == 1


def test_a_mail_waits_no_longer_than_the_mail_server_is_down(world: Any) -> None:
    world.publish()
    world.letterbox.close()
    for _ in range(5):
        assert world.run().delivering.failed == 1
        world.later(minutes=15)
    world.letterbox.open()
    assert world.run().delivering.sent == 1


def test_mails_without_a_mail_server_are_named_as_such(world: Any, receiver: Receiver) -> None:
    world.publish()
    world.letterbox.close()
    with_webhook(world, f"{receiver.url}]\nrecipients: [ann@example.org")
    world.run()
    assert "1 mail left: no mail server is set (STORYWAKE_SMTP_URL)" in world.run(changes={"smtp_url": None}).notes
