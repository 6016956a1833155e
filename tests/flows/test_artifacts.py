"""The progress of a long run is shown now and then, of a short one never, and no trouble with it ends the work."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from flows import artifacts
from flows.artifacts import LONG, OFTEN, show_progress


class Shown:
    """What the Prefect server would have been told, and a clock."""

    def __init__(self) -> None:
        self.now = 0.0
        self.made: list[tuple[float, str]] = []
        self.changed: list[tuple[float, str]] = []

    def create(self, progress: float, key: str, description: str) -> UUID:
        self.made.append((progress, description))
        return uuid4()

    def update(self, _artifact: UUID, progress: float, description: str) -> None:
        self.changed.append((progress, description))


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    shown = Shown()
    monkeypatch.setattr(artifacts, "create_progress_artifact", shown.create)
    monkeypatch.setattr(artifacts, "update_progress_artifact", shown.update)
    return shown


def test_a_short_run_shows_no_progress(shown: Shown) -> None:
    tell = show_progress(lambda: shown.now)
    shown.now = LONG - 1
    tell("read entries", 3, 3)
    assert (shown.made, shown.changed) == ([], [])


def test_a_long_stage_is_shown_now_and_then_and_at_its_end(shown: Shown) -> None:
    tell = show_progress(lambda: shown.now)
    shown.now = LONG
    tell("read entries", 1, 4)
    shown.now += OFTEN / 2
    tell("read entries", 2, 4)
    shown.now += OFTEN / 2
    tell("read entries", 3, 4)
    tell("read entries", 4, 4)
    tell("compare articles", 0, 0)
    assert shown.made == [(25.0, "read entries: 1 of 4")]
    assert shown.changed == [(75.0, "read entries: 3 of 4"), (100.0, "read entries: 4 of 4")]


def test_a_server_that_takes_no_progress_ends_no_work(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> UUID:
        raise OSError("no server")

    monkeypatch.setattr(artifacts, "create_progress_artifact", refuse)
    tell = show_progress(lambda: shown.now)
    shown.now = LONG
    tell("read entries", 1, 4)
    monkeypatch.setattr(artifacts, "create_progress_artifact", shown.create)
    tell("read entries", 2, 4)
    assert shown.made == [(50.0, "read entries: 2 of 4")]
