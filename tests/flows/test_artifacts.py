"""What a run shows: its progress at intervals if it is long, whatever goes wrong with that, and events."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from flows import artifacts
from flows.artifacts import FAILING_EVENT, LONG, OFTEN, RECOVERED_EVENT, show_progress
from news import HealthChange
from pipeline.outcomes import ChangedFeed, PassReport, PollOutcome, add_up
from tests.world import NOON


class Shown:
    """The progress artifacts created and updated, and a clock."""

    def __init__(self) -> None:
        self.now = 0.0
        self.created: list[tuple[float, str]] = []
        self.updated: list[tuple[float, str]] = []

    def create(self, progress: float, key: str, description: str) -> UUID:
        self.created.append((progress, description))
        return uuid4()

    def update(self, _artifact: UUID, progress: float, description: str) -> None:
        self.updated.append((progress, description))


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    shown = Shown()
    monkeypatch.setattr(artifacts, "create_progress_artifact", shown.create)
    monkeypatch.setattr(artifacts, "update_progress_artifact", shown.update)
    return shown


def test_a_short_run_shows_no_progress(shown: Shown) -> None:
    update = show_progress(lambda: shown.now)
    shown.now = LONG - 1
    update("read entries", 3, 3)
    assert (shown.created, shown.updated) == ([], [])


def test_progress_is_shown_at_intervals_however_many_stages_end_in_between(shown: Shown) -> None:
    update = show_progress(lambda: shown.now)
    shown.now = LONG
    update("read entries", 1, 4)
    shown.now += OFTEN / 2
    update("read entries", 2, 4)
    shown.now += OFTEN / 2
    update("read entries", 3, 4)
    for number in range(300):  # a backfill ends a stage for each article
        update("compare the archive", number + 1, number + 1)
        update("compare articles", 0, 0)
    shown.now += OFTEN
    update("compare the archive", 301, 301)
    assert shown.created == [(25.0, "read entries: 1 of 4")]
    assert shown.updated == [(75.0, "read entries: 3 of 4"), (100.0, "compare the archive: 301 of 301")]


def test_an_error_while_showing_progress_does_not_end_the_work(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> UUID:
        raise OSError("no server")

    monkeypatch.setattr(artifacts, "create_progress_artifact", refuse)
    update = show_progress(lambda: shown.now)
    shown.now = LONG
    update("read entries", 1, 4)
    monkeypatch.setattr(artifacts, "create_progress_artifact", shown.create)
    update("read entries", 2, 4)
    assert shown.created == [(50.0, "read entries: 2 of 4")]


def test_feeds_of_one_name_have_events_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    emitted: list[tuple[str, str, str]] = []

    def emit(event: str, resource: dict[str, str], payload: dict[str, str]) -> None:
        emitted.append((event, resource["prefect.resource.id"], payload["told"]))

    monkeypatch.setattr(artifacts, "emit_event", emit)
    changes = (
        ChangedFeed(7, "News", HealthChange.RECOVERED, "recovered after 7 failed polls"),
        ChangedFeed(8, "News", HealthChange.FAILS, "failed 4 times in a row: 404"),
    )
    polling = add_up(PollOutcome, [PollOutcome(errors={"News": "404"}, health_changes=(one,)) for one in changes])
    artifacts._emit_events(PassReport(NOON, NOON, polling=polling))
    assert emitted == [
        (RECOVERED_EVENT, "storywake.feed.7", "recovered after 7 failed polls"),
        (FAILING_EVENT, "storywake.feed.8", "failed 4 times in a row: 404"),
    ]
