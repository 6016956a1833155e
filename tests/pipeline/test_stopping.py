"""Ctrl-C while a server is silent ends the run soon; nothing is lost, and nobody is blamed."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from alerts import Mailer
from news import is_local
from pipeline import open_runtime, run_pass
from pipeline.interruption import Stop
from tests.patience import PATIENCE
from tests.pipeline.receiver import Receiver, receiver, with_webhook
from tests.silent_server import SilentServer

__all__ = ["receiver"]
MAIL = ("220 ready", "250 hello", "250 sender", "250 recipient", "354 go on")


@contextmanager
def interrupted_by(event: threading.Event) -> Iterator[None]:
    """The block must be ended by a Ctrl-C, which comes with the event, and long before any timeout."""
    within = threading.Lock()  # held to interrupt, and to leave the block: what comes later would end the tests
    has_ended = False

    def interrupt() -> None:
        event.wait(PATIENCE)
        with within:
            if not has_ended:
                os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012  the signal may come while the lock is waited for
        try:
            yield
        finally:
            with within:
                has_ended = True
    assert time.monotonic() - began < PATIENCE / 3


@pytest.fixture
def patient_mailer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail servers may be silent for as long as they like."""
    defaults = Mailer.__init__.__defaults__
    assert defaults
    monkeypatch.setattr(Mailer.__init__, "__defaults__", (PATIENCE, PATIENCE, *defaults[2:]))


def attempts(world: Any) -> list[int]:
    with open_runtime(world.settings()) as runtime:
        due = runtime.store.claim_deliveries(world.now, lease=timedelta(0), limit=9)
        return [delivery.attempts for delivery in due]


@pytest.mark.usefixtures("patient_mailer")
@pytest.mark.parametrize(("scheme", "said"), [("smtps", 0), *(("smtp", number) for number in range(len(MAIL) + 1))])
def test_a_silent_mail_server_does_not_delay_the_end_of_a_run(world: Any, scheme: str, said: int) -> None:
    world.publish()
    with SilentServer(MAIL[:said]) as server:
        with interrupted_by(server.fell_silent):
            world.run(changes={"smtp_url": SecretStr(f"{scheme}://{server.at}")})
        assert server.lost.wait(PATIENCE)
        server.shutdown()
    assert attempts(world) == [0]
    assert world.run().delivering.sent == 1
    assert len(world.letterbox.mails) == 1


def test_a_mail_that_is_accepted_after_the_interruption_is_not_sent_again(world: Any) -> None:
    world.publish()
    with open_runtime(world.settings()) as runtime:
        arrived = threading.Event()

        class Lingering(list[bytes]):
            def append(self, mail: bytes) -> None:
                arrived.set()
                assert runtime.stopping.wait(PATIENCE)
                super().append(mail)

        world.letterbox.raw = Lingering()
        with interrupted_by(arrived):
            run_pass(runtime, clock=lambda: world.now)
    assert attempts(world) == []
    assert world.run().delivering.sent == 0
    assert len(world.letterbox.mails) == 1


@pytest.mark.parametrize("said", [(), ("* OK ready",), ("* OK ready", "* CAPABILITY IMAP4rev1")])
def test_a_silent_inbox_does_not_delay_the_end_of_a_run(
    world: Any, monkeypatch: pytest.MonkeyPatch, said: tuple[str, ...]
) -> None:
    monkeypatch.setattr("alerts.imap._TIMEOUT", PATIENCE)
    monkeypatch.setattr("pipeline.answers.read_inbox.__defaults__", (PATIENCE,))
    world.publish()
    with SilentServer(said) as server:
        with interrupted_by(server.fell_silent):
            world.run(changes={"inbox_url": SecretStr(f"imap://ann:hidden@{server.at}")})
        assert server.lost.wait(PATIENCE)
        server.shutdown()
    assert world.run().delivering.sent == 1


def test_a_silent_webhook_does_not_delay_the_end_of_a_run(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, receiver.url)
    arrived, ended = threading.Event(), threading.Event()

    def linger() -> None:
        arrived.set()
        ended.wait(PATIENCE)

    receiver.before_answer = linger
    with interrupted_by(arrived):
        world.run()
    ended.set()
    assert attempts(world) == [0]
    assert world.run().delivering.sent == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1


def test_a_silent_feed_does_not_delay_the_end_of_a_run_and_has_not_failed(world: Any) -> None:
    world.publish()
    arrived, ended = threading.Event(), threading.Event()
    world.web.hold("/news.xml", arrived, until=ended)
    with interrupted_by(arrived):
        world.run()
    ended.set()
    with open_runtime(world.settings()) as runtime:
        assert [health.failures for health in runtime.store.feed_health()] == [0]
    assert world.run().polling.new_entries == 2


def test_a_robots_txt_that_was_not_waited_for_allows_nothing_later(world: Any) -> None:
    world.publish()
    world.web.answers["/robots.txt"] = (200, "text/plain", b"User-agent: *\nDisallow: /letter")
    arrived, ended = threading.Event(), threading.Event()
    world.web.hold("/robots.txt", arrived, until=ended)
    with interrupted_by(arrived):
        world.run()
    ended.set()
    reading = world.run().reading
    assert (reading.entries, reading.articles) == (2, 1)
    assert reading.skipped == {"its site's robots.txt forbids the page": 1}


def test_what_begins_after_the_grace_is_cut_at_once_and_a_new_pass_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.interruption.GRACE", 0.0)
    stop, cut = Stop(), threading.Event()
    with stop.cutting(cut.set):
        stop.set()
        assert cut.wait(PATIENCE)
    cut.clear()
    with stop.cutting(cut.set):
        assert cut.is_set()
    stop.clear()
    cut.clear()
    with stop.cutting(cut.set):
        assert not cut.is_set()


def test_a_request_that_was_cut_is_nobodys_fault(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.interruption.GRACE", 0.0)
    with SilentServer() as server, open_runtime(world.settings()) as runtime:
        assert runtime.mailer

        def stop() -> None:
            assert server.fell_silent.wait(PATIENCE)
            runtime.stopping.set()

        threading.Thread(target=stop).start()
        with pytest.raises(Exception, match="closed before the answer") as caught:
            runtime.fetcher.fetch(f"http://{server.at}/", now=world.now)
        assert is_local(caught.value)
        with pytest.raises(Exception, match="was stopped") as refused:
            runtime.mailer.check()
        assert is_local(refused.value)
        server.shutdown()
