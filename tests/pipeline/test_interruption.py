"""What a run had taken and did not finish is free at once; what fails again and again is given up, and told."""

import os
import pkgutil
import signal
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from alerts import render
from news import Article, Digest, match_followed
from pipeline import MonitorOptions, open_runtime, run_pass
from storage import Store, StoreError, open_store
from tests.patience import PATIENCE
from tests.pipeline.test_passes import sign_treaty

TITLE = "Firefly writes to Trentino: back to lithium talks"


def fail_once(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    """Let the store fail at one call, as a disk that is full for a moment does."""
    whole = getattr(Store, method)
    failed: list[bool] = []

    def broken(self: Store, *args: Any, **kwargs: Any) -> Any:
        if not failed:
            failed.append(True)
            raise StoreError("the disk is full")
        return whole(self, *args, **kwargs)

    monkeypatch.setattr(Store, method, broken)


@pytest.mark.parametrize("method", ["record_poll", "save_article", "record_comparison", "mark_sent"])
def test_what_a_batch_that_failed_had_taken_is_taken_up_by_the_next_run(
    world: Any, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    world.publish()
    fail_once(monkeypatch, method)
    (failure,) = world.run().failures
    assert failure.endswith(": the disk is full")
    world.run()  # at the same moment: no lease has ended
    with open_runtime(world.settings()) as runtime:
        counts = runtime.store.counts()
    assert (counts["follow-ups"], counts["alerts sent"], counts["entries waiting"]) == (1, 1, 0)


def test_an_interrupted_run_stops_soon_and_leaves_its_work_to_the_next(world: Any) -> None:
    arrived = threading.Event()
    world.web.feed("/news.xml", [{"title": f"{TITLE}, part {n}", "link": f"/{n}.html"} for n in range(20)])
    world.follow("/news.xml")

    def interrupt() -> None:
        assert arrived.wait(PATIENCE)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with open_runtime(world.settings()) as runtime:
        for number in range(20):
            world.web.page(f"/{number}.html", f"{TITLE}, part {number}", "Firefly wrote to Trentino of Sylvania. " * 20)
            world.web.hold(f"/{number}.html", arrived, until=runtime.stopping)
        with pytest.raises(KeyboardInterrupt):
            run_pass(runtime, clock=lambda: world.now)
    read = sum(path.endswith(".html") for path in world.web.requests)
    assert read < 5
    world.web.delays.clear()
    assert world.run().reading.entries == 20 - read


def test_an_article_that_cannot_be_compared_is_given_up_in_the_end_and_stops_no_other(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish()
    world.seed("second", (world.folder / "seeds" / "treaty.md").read_text("utf-8"))
    world.web.page("/next.html", "Trentino answers Firefly", world.web.answers["/letter.html"][2].decode())
    world.web.feed("/more.xml", [{"title": "Trentino answers Firefly", "link": "/next.html"}])
    world.follow("/more.xml")
    whole: Callable[..., Any] = match_followed

    def choke(followed: Any, article: Article, *rest: Any) -> Any:
        if article.title == TITLE:
            raise RecursionError("a strange text")
        return whole(followed, article, *rest)

    monkeypatch.setattr("pipeline.compare.match_followed", choke)
    told = []
    for _ in range(4):
        outcome = world.run().comparing
        told.append((outcome.follow_ups, len(outcome.errors), outcome.given_up))
        world.later(minutes=15)
    assert told == [(2, 1, 0), (0, 1, 0), (0, 1, 1), (0, 0, 0)]


@pytest.mark.parametrize(
    "model", ["extractors.models.encoder.Encoder.encode", "extractors.models.annotator.Annotator.annotate"]
)
def test_a_text_that_a_model_chokes_on_stops_no_other_of_its_batch(
    world: Any, monkeypatch: pytest.MonkeyPatch, model: str
) -> None:
    world.publish()
    world.web.page("/next.html", "Trentino answers Firefly", world.web.answers["/letter.html"][2].decode())
    world.web.feed("/more.xml", [{"title": "Trentino answers Firefly", "link": "/next.html"}])
    world.follow("/more.xml")
    owner, _, name = model.rpartition(".")
    read: Callable[..., Any] = getattr(pkgutil.resolve_name(owner), name)

    def choke(self: Any, texts: Sequence[tuple[str, str]]) -> Any:
        if any(title == TITLE for title, _ in texts):
            raise RecursionError("a strange text")
        return read(self, texts)

    monkeypatch.setattr(model, choke)
    report = world.run()
    assert report.failures == ()
    assert (report.comparing.follow_ups, len(report.comparing.errors)) == (1, 1)


def test_mails_that_were_never_tried_are_no_nearer_to_being_given_up(world: Any) -> None:
    text = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    for number in range(4):
        world.seed(f"treaty-{number}", text)
    world.publish()
    world.letterbox.close()
    report = world.run()
    assert any("the mail server is down" in note for note in report.notes)
    with open_runtime(world.settings()) as runtime:
        due = runtime.store.claim_deliveries(world.now, lease=timedelta(minutes=1), limit=9)
    assert sorted(delivery.attempts for delivery in due) == [0, 0, 0, 1, 1]


def test_alerts_that_another_run_did_not_take_go_out_in_this_one(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish()
    world.run(MonitorOptions(deliver=False))
    world.later(hours=20)
    sign_treaty(world, "/more.xml")
    world.follow("/more.xml")
    world.run(MonitorOptions(deliver=False))
    whole: Callable[..., Any] = render

    def render_late(digest: Digest, sender: str, signing: Any) -> Any:
        """Between looking and storing, another run bundles one of the two alerts."""
        message = whole(digest, sender, signing)
        if len(digest.alerts) == 2:
            with open_store(world.settings().database_url) as other:
                one = Digest(digest.seed, digest.recipient, digest.alerts[:1], digest.created_at)
                assert other.save_delivery(one, "<other@example.org>", whole(one, sender).as_bytes())
        return message

    monkeypatch.setattr("alerts.channels.mail.render", render_late)
    report = world.run()
    assert (report.delivering.sent, report.delivering.waiting) == (2, 0)
    assert len(world.letterbox.mails) == 2
