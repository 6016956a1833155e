"""Articles stored before there was a search are indexed by later passes, which can be stopped."""

from typing import Any

import pytest

from news import ArchiveQuery
from pipeline import open_runtime, search_backlog
from pipeline.interruption import StoppedError
from storage.search_index import reopen_index


def test_later_passes_index_what_is_not_searchable_and_say_what_is_left(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish()
    world.run()
    with open_runtime(world.settings()) as runtime:
        stored = runtime.store.search_articles(ArchiveQuery()).total
        runtime.store._database.write(reopen_index)
    assert stored == 2
    monkeypatch.setattr(search_backlog, "MOST", 1)
    monkeypatch.setattr(search_backlog, "_AT_ONCE", 1)
    report = world.run()
    assert "1 earlier article not searchable yet: the next runs index it" in report.notes
    monkeypatch.undo()
    assert not any("searchable" in note for note in world.run().notes)
    with open_runtime(world.settings()) as runtime:
        assert runtime.store.search_articles(ArchiveQuery()).total == stored


def test_a_stopped_run_keeps_what_it_has_indexed(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish()
    world.run()
    monkeypatch.setattr(search_backlog, "_AT_ONCE", 1)
    with open_runtime(world.settings()) as runtime:
        store = runtime.store
        stored = store.search_articles(ArchiveQuery()).total
        store._database.write(reopen_index)
        taken = store.index_backlog

        def stop_after(*, limit: int) -> int:
            runtime.stopping.set()
            return taken(limit=limit)

        monkeypatch.setattr(store, "index_backlog", stop_after)
        with pytest.raises(StoppedError):
            search_backlog.index_some(runtime, None, world.now)
        assert store.search_backlog() == stored - 1
