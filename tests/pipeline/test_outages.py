"""When no host can be reached, the network is at fault, and no feed."""

import socket
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest

from extractors import find_feed
from news import FAILING
from pipeline import MonitorOptions, open_runtime

OPERATOR = {"operator": "operator@example.org"}


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def follow(world: Any, *addresses: str) -> None:
    outlines = "".join(f'<outline xmlUrl="{address}"/>' for address in addresses)
    (world.folder / "seeds" / "feeds.opml").write_text(f"<opml><body>{outlines}</body></opml>", "utf-8")


def dead(port: int, count: int) -> list[str]:
    """Addresses of so many hosts at which nothing listens."""
    return [f"http://127.0.0.{number}:{port}/news.xml" for number in range(11, 11 + count)]


def failures(world: Any) -> list[int]:
    with open_runtime(world.settings()) as runtime:
        return sorted(health.failures for health in runtime.store.feed_health())


def test_an_outage_counts_against_no_feed_and_the_operator_is_mailed_once(world: Any, unused_port: int) -> None:
    world.web.feed("/news.xml", [])
    follow(world, *dead(unused_port, 3))
    for _ in range(3):
        report = world.run(MonitorOptions(due_only=True), changes=OPERATOR)
        assert (report.polling.polled, report.polling.errors) == (0, {})
        assert report.failures[0].startswith("no host of 3 feeds can be reached, so the network seems to be down")
        world.later(minutes=15)
    assert failures(world) == [0, 0, 0]
    (mail,) = world.letterbox.mails
    assert "the network seems to be down" in mail.get_body(("plain",)).get_content()


def test_a_host_that_cannot_be_reached_fails_if_another_answers(world: Any, unused_port: int) -> None:
    world.web.feed("/news.xml", [])
    follow(world, f"{world.web.url}/news.xml", *dead(unused_port, 2))
    report = world.run()
    assert (report.polling.polled, len(report.polling.errors), report.failures) == (3, 2, ())
    assert failures(world) == [0, 1, 1]
    assert all("no connection" in error for error in report.polling.errors.values())


@pytest.mark.parametrize(("site", "asked"), [("the dead host", 0), ("another host", 1)])
def test_only_a_site_on_another_host_is_asked_for_the_new_address_of_a_dead_one(
    world: Any, unused_port: int, monkeypatch: pytest.MonkeyPatch, site: str, asked: int
) -> None:
    world.web.feed("/news.xml", [])
    (gone,) = dead(unused_port, 1)
    page = gone.removesuffix("news.xml") if site == "the dead host" else f"{world.web.url}/"
    outlines = f'<outline xmlUrl="{world.web.url}/news.xml"/><outline xmlUrl="{gone}" htmlUrl="{page}"/>'
    (world.folder / "seeds" / "feeds.opml").write_text(f"<opml><body>{outlines}</body></opml>", "utf-8")
    asking = Mock(wraps=find_feed)
    monkeypatch.setattr("pipeline.poll.find_feed", asking)
    for _ in range(FAILING):
        world.run()
        world.later(hours=25)
    assert failures(world) == [0, FAILING]
    assert asking.call_count == asked


def test_hosts_that_were_dead_before_are_no_outage(world: Any, unused_port: int) -> None:
    world.web.feed("/news.xml", [])
    follow(world, f"{world.web.url}/news.xml", *dead(unused_port, 2))
    world.run()
    follow(world, *dead(unused_port, 2))
    world.now += timedelta(hours=1)
    report = world.run(MonitorOptions(due_only=True))
    assert (report.polling.polled, report.failures) == (2, ())
    assert failures(world) == [2, 2]


def test_one_host_alone_is_no_outage(world: Any, unused_port: int) -> None:
    follow(world, *dead(unused_port, 1))
    report = world.run()
    assert (report.polling.polled, report.failures) == (1, ())
    assert failures(world) == [1]
