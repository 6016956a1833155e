"""Work is kept from other runs for as long as it is done, and no longer."""

from datetime import timedelta
from typing import Any

import pytest

from pipeline import MonitorOptions, leases, open_runtime, prune
from pipeline.leases import LEASE, alone
from storage import Queue, Store, StoreError, open_store
from tests.patience import eventually


def wait_for_calls(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    """Wait until the store has been asked twice from now on: the first time may have begun earlier."""
    calls: list[str] = []
    whole = getattr(Store, method)

    def noted(self: Store, *args: Any) -> Any:
        answer = whole(self, *args)
        calls.append(method)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(Store, method, noted)
        eventually(lambda: len(calls) >= 2)


def test_what_is_held_for_long_is_renewed(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEWAL", 0.05)
    world.publish()
    world.run(MonitorOptions(deliver=False), changes={"pass_limit": 1})
    with open_runtime(world.settings()) as runtime, open_store(runtime.settings.database_url) as other:
        with leases.holding(runtime, Queue.ENTRIES, lambda: world.now) as held:
            (entry,) = runtime.store.claim_entries(world.now, lease=LEASE, limit=9)
            held.add(entry.id)
            world.later(minutes=30)  # far beyond the lease of the claim
            wait_for_calls(monkeypatch, "renew")
            assert other.claim_entries(world.now, lease=LEASE, limit=9) == []
        assert [one.id for one in other.claim_entries(world.now, lease=LEASE, limit=9)] == [entry.id]


def test_one_run_alone_has_a_piece_of_work(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEWAL", 0.05)
    with open_runtime(world.settings()) as one, open_runtime(world.settings()) as other:
        with alone(one, "inbox", world.now) as mine:
            assert mine
            wait_for_calls(monkeypatch, "take_lease")
            with alone(other, "inbox", world.now) as theirs:
                assert not theirs
            with alone(other, "inbox", world.now + LEASE - timedelta(seconds=1)) as theirs:
                assert not theirs
        with alone(other, "inbox", world.now) as theirs:
            assert theirs


def test_a_lease_that_cannot_be_renewed_ends_no_work(
    world: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(leases, "RENEWAL", 0.05)
    with open_runtime(world.settings()) as runtime, alone(runtime, "inbox", world.now) as mine:
        with monkeypatch.context() as patch:

            def refuse(*_: object) -> bool:
                raise StoreError("the disk is full")

            patch.setattr(Store, "take_lease", refuse)
            eventually(lambda: "what this run holds was not renewed: the disk is full" in caplog.text)
        assert mine


def test_housekeeping_leaves_to_another_run_what_that_is_at(world: Any) -> None:
    with open_runtime(world.settings()) as runtime, open_store(runtime.settings.database_url) as other:
        other.take_lease("housekeeping", "them", world.now, world.now + LEASE)
        assert prune(runtime, world.now) == {}
        assert "articles" in prune(runtime, world.now + LEASE)


def test_a_lease_that_cannot_be_let_go_undoes_no_work(
    world: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("the disk is full")

    with open_runtime(world.settings()) as runtime:
        monkeypatch.setattr(Store, "drop_lease", refuse)
        with alone(runtime, "inbox", world.now) as mine:
            assert mine
    assert "inbox: kept until the lease ends, for it cannot be let go: the disk is full" in caplog.text
