"""Errors of this machine are counted against no feed, entry, article or recipient."""

from datetime import timedelta
from typing import Any

import pytest

from alerts import Mailer
from extractors import sandbox
from pipeline import MonitorOptions, open_runtime
from storage import Queue


def break_readers(*_: object) -> Any:
    raise sandbox._NoReaderError("no process can be started")


def test_without_readers_no_feed_is_blamed_and_the_next_run_polls_it(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish()
    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "_schedule", break_readers)
        report = world.run()
    assert report.polling.errors == {}
    assert (report.polling.polled, len(report.polling.undone)) == (0, 1)
    assert "1 not done because of an error of this machine" in report.failures[0]
    world.later(minutes=1)
    report = world.run(MonitorOptions(due_only=True))
    assert (report.polling.polled, report.comparing.follow_ups, report.failures) == (1, 1, ())


def test_without_readers_no_page_counts_as_unreadable(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish()
    world.run(MonitorOptions(deliver=False))
    world.web.page("/more.html", "More", "Another text about the cup of the home side. " * 20)
    feed = [{"title": "More", "link": "/more.html", "summary": "Only a summary."}]
    world.web.feed("/news.xml", feed)
    world.later(minutes=15)
    schedule = sandbox._schedule
    calls: list[object] = []

    def break_after_the_feed(*arguments: Any) -> Any:
        calls.append(arguments)
        return schedule(*arguments) if len(calls) == 1 else break_readers()

    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "_schedule", break_after_the_feed)
        report = world.run()
    assert len(report.reading.undone) == 1
    assert (report.reading.articles, report.reading.postponed, report.reading.skipped) == (0, 0, {})
    world.later(minutes=1)
    report = world.run()
    assert (report.reading.articles, report.reading.from_feed) == (1, 0)


def test_an_article_is_not_given_up_for_a_lack_of_memory(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish()

    def fail(*_: object, **__: object) -> Any:
        raise MemoryError

    for _ in range(4):
        with monkeypatch.context() as patch:
            patch.setattr("pipeline.compare._records", fail)
            report = world.run()
        assert (report.comparing.errors, report.comparing.given_up) == ({}, 0)
        assert len(report.comparing.undone) == 1
        world.later(minutes=15)
    assert world.run().comparing.follow_ups == 1


def test_a_mail_that_could_not_be_sent_for_an_error_of_this_machine_counts_no_attempt(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish()

    def no_more_files(*_: object) -> Any:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(Mailer, "_open", no_more_files)
        report = world.run()
    assert (report.delivering.failed, len(report.delivering.undone)) == (0, 1)
    with open_runtime(world.settings()) as runtime:
        due = runtime.store.claim_deliveries(world.now, lease=timedelta(minutes=1), limit=9)
        assert [one.attempts for one in due] == [0]
        runtime.store.release(Queue.DELIVERIES, [one.id for one in due])
    assert world.run().delivering.sent == 1
