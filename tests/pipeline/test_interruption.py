"""The claims of a failed or interrupted run are released at once; items that keep failing are given up and reported."""

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
    """Make the first call of a store method fail, as if the disk was full for a moment."""
    original = getattr(Store, method)
    failed: list[bool] = []

    def broken(self: Store, *args: Any, **kwargs: Any) -> Any:
        if not failed:
            failed.append(True)
            raise StoreError("the disk is full")
        return original(self, *args, **kwargs)

    monkeypatch.setattr(Store, method, broken)


@pytest.mark.parametrize("method", ["record_poll", "save_article", "record_comparison", "mark_sent"])
def test_the_next_run_repeats_a_failed_batch(world: Any, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    world.publish()
    fail_once(monkeypatch, method)
    (failure,) = world.run().failures
    assert failure.endswith(": the disk is full")
    world.run()  # at the same time, so that no lease has expired
    with open_runtime(world.settings()) as runtime:
        counts = runtime.store.counts()
    assert (counts["follow-ups"], counts["alerts sent"], counts["entries waiting"]) == (1, 1, 0)


def test_an_interrupted_run_stops_soon_and_leaves_its_work_for_the_next(world: Any) -> None:
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


def test_an_article_that_cannot_be_compared_is_given_up_and_does_not_affect_others(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish()
    world.seed("second", (world.folder / "seeds" / "treaty.md").read_text("utf-8"))
    world.web.page("/next.html", "Trentino answers Firefly", world.web.answers["/letter.html"][2].decode())
    world.web.feed("/more.xml", [{"title": "Trentino answers Firefly", "link": "/next.html"}])
    world.follow("/more.xml")
    original: Callable[..., Any] = match_followed

    def fail_on_title(followed: Any, article: Article, *rest: Any) -> Any:
        if article.title == TITLE:
            raise RecursionError("a strange text")
        return original(followed, article, *rest)

    monkeypatch.setattr("pipeline.compare.match_followed", fail_on_title)
    outcomes = []
    for _ in range(4):
        outcome = world.run().comparing
        outcomes.append((outcome.follow_ups, len(outcome.errors), outcome.given_up))
        world.later(minutes=15)
    assert outcomes == [(2, 1, 0), (0, 1, 0), (0, 1, 1), (0, 0, 0)]


@pytest.mark.parametrize(
    "model", ["extractors.models.encoder.Encoder.encode", "extractors.models.annotator.Annotator.annotate"]
)
def test_a_text_that_crashes_a_model_does_not_affect_others_in_its_batch(
    world: Any, monkeypatch: pytest.MonkeyPatch, model: str
) -> None:
    world.publish()
    world.web.page("/next.html", "Trentino answers Firefly", world.web.answers["/letter.html"][2].decode())
    world.web.feed("/more.xml", [{"title": "Trentino answers Firefly", "link": "/next.html"}])
    world.follow("/more.xml")
    owner, _, name = model.rpartition(".")
    original: Callable[..., Any] = getattr(pkgutil.resolve_name(owner), name)

    def fail_on_title(self: Any, texts: Sequence[tuple[str, str]]) -> Any:
        if any(title == TITLE for title, _ in texts):
            raise RecursionError("a strange text")
        return original(self, texts)

    monkeypatch.setattr(model, fail_on_title)
    report = world.run()
    assert report.failures == ()
    assert (report.comparing.follow_ups, len(report.comparing.errors)) == (1, 1)


def test_mails_that_were_not_tried_do_not_count_an_attempt(world: Any) -> None:
    text = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    for number in range(4):
        world.seed(f"treaty-{number}", text)
    world.publish()
    world.letterbox.close()
    report = world.run()
    assert any("the mail server is down" in note for note in report.notes)
    with open_runtime(world.settings()) as runtime:
        due = runtime.store.claim_deliveries(world.now, lease=timedelta(minutes=1), limit=9)
    assert sorted(delivery.attempts for delivery in due) == [0, 0, 0, 0, 1]


def test_alerts_left_by_another_run_are_bundled_again_and_sent(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish()
    world.run(MonitorOptions(deliver=False))
    world.later(hours=20)
    sign_treaty(world, "/more.xml")
    world.follow("/more.xml")
    world.run(MonitorOptions(deliver=False))
    original: Callable[..., Any] = render

    def render_late(digest: Digest, sender: str, *rest: Any) -> Any:
        """Let another run bundle one of the two alerts before this one stores its mail."""
        message = original(digest, sender, *rest)
        if len(digest.alerts) == 2:
            with open_store(world.settings().database_url) as other:
                one = Digest(digest.seed, digest.recipient, digest.alerts[:1], digest.created_at)
                assert other.save_delivery(one, "<other@example.org>", original(one, sender).as_bytes())
        return message

    monkeypatch.setattr("alerts.channels.mail.render", render_late)
    report = world.run()
    assert (report.delivering.sent, report.delivering.waiting) == (2, 0)
    assert len(world.letterbox.mails) == 2
