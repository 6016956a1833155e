"""Health and metrics, as served to external monitoring."""

import socket
import urllib.error
import urllib.request
from datetime import timedelta
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pipeline import open_runtime
from service.health import look_at_health
from service.health_endpoint import serving_health
from service.metrics import write_metrics
from storage import Store, StoreError
from tests.patience import PATIENCE


def values(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_metrics_add_up_over_passes(world: Any) -> None:
    world.publish()
    world.follow("/missing.xml")
    world.run()
    world.later(minutes=15)
    world.run()
    with open_runtime(world.settings()) as runtime:
        found = values(write_metrics(runtime).decode())
    assert found["storywake_passes_total", "done"] == 2
    assert found["storywake_polls_total", "failed"] == 2
    assert found["storywake_polls_total", "with entries"] == 1
    assert found["storywake_polls_total", "unchanged"] == 1
    assert found["storywake_articles_total", "compared"] == 2
    assert found["storywake_matches_total", "follow-up"] == 1
    assert found["storywake_mails_total", "sent"] == 1
    assert found["storywake_queue_depth", "deliveries"] == 0
    assert found["storywake_stored", "articles"] == 2
    assert found["storywake_feeds_failing",] == 1
    assert found["storywake_database_bytes",] > 100_000
    assert found["storywake_last_pass_timestamp_seconds",] == world.now.timestamp()
    assert found["storywake_stage_seconds_total", "poll feeds"] > 0


def test_the_metrics_keep_their_names_and_have_help_texts(world: Any) -> None:
    with open_runtime(world.settings()) as runtime:
        text = write_metrics(runtime).decode()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert {name: family.documentation for name, family in families.items()} == {
        "storywake_passes": "Passes, by result",
        "storywake_polls": "Polls of feeds, by result",
        "storywake_entries": "Feed entries, by what was done with them",
        "storywake_articles": "Articles, by what was done with them",
        "storywake_matches": "Matches found, by verdict",
        "storywake_developments": "Events reported for the first time",
        "storywake_mails": "Mails and messages, by result",
        "storywake_replies": "Messages in the inbox, by what was done with them",
        "storywake_stage_seconds": "Seconds that stages of passes took",
        "storywake_queue_depth": "Items waiting in each queue",
        "storywake_stored": "Items stored, by kind",
        "storywake_feeds_failing": "Feeds whose last poll failed",
        "storywake_database_bytes": "Size of the database",
    }
    queues = [sample.labels for sample in families["storywake_queue_depth"].samples]
    assert queues == [{"queue": name} for name in ("entries", "articles", "alerts", "deliveries")]
    assert [sample.labels for sample in families["storywake_feeds_failing"].samples] == [{}]


def test_an_installation_is_healthy_while_it_makes_passes(world: Any) -> None:
    with open_runtime(world.settings()) as runtime:
        assert look_at_health(runtime, world.now).message == "no pass yet"
        assert not look_at_health(runtime, world.now + timedelta(hours=3), since=world.now).well
        world.run()
        assert look_at_health(runtime, world.now + timedelta(hours=1)).well
        silent = look_at_health(runtime, world.now + timedelta(hours=3))
        assert (silent.well, silent.message) == (False, "no pass since 2025-03-05 12:00 UTC")


def test_a_longer_interval_allows_a_longer_time_without_a_pass(world: Any) -> None:
    world.run()
    with open_runtime(world.settings(monitor_interval=6 * 3600)) as runtime:
        assert look_at_health(runtime, world.now + timedelta(hours=23)).well
        assert not look_at_health(runtime, world.now + timedelta(hours=25)).well


def ask(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_health_and_metrics_are_served_over_http(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish()
    world.run()
    with (
        open_runtime(world.settings()) as runtime,
        socket.create_server(("127.0.0.1", 0)) as listening,
        serving_health(runtime, lambda: world.now, listening),
    ):
        port = listening.getsockname()[1]
        assert ask(port, "/health") == (200, "last pass 2025-03-05 12:00 UTC\n")
        status, text = ask(port, "/metrics")
        assert (status, values(text)["storywake_passes_total", "done"]) == (200, 1)
        world.later(hours=5)
        assert ask(port, "/health") == (503, "no pass since 2025-03-05 12:00 UTC\n")

        def refuse(*_: object, **__: object) -> None:
            raise StoreError("database postgresql://db/storywake: connection refused")

        monkeypatch.setattr(Store, "latest_passes", refuse)
        assert ask(port, "/health") == (503, "database postgresql://db/storywake: connection refused\n")
        assert ask(port, "/metrics")[0] == 503
