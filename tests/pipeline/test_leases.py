"""Claims and leases are held while the work is being done, and no longer."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from pipeline import MonitorOptions, leases, open_runtime, prune
from pipeline.leases import LEASE, alone
from pipeline.retention import HELD
from storage import Queue, Store, StoreError, open_store
from tests.patience import eventually


def wait_for_calls(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    """Wait for two more calls of a store method to end: the first of them may have started earlier."""
    calls: list[str] = []
    original = getattr(Store, method)

    def counted(self: Store, *args: Any, **named: Any) -> Any:
        answer = original(self, *args, **named)
        calls.append(method)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(Store, method, counted)
        eventually(lambda: len(calls) >= 2)


def test_claims_held_for_long_are_renewed(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEWAL", 0.05)
    world.publish()
    world.run(MonitorOptions(deliver=False), changes={"pass_limit": 1})
    with open_runtime(world.settings()) as runtime, open_store(runtime.settings.database_url) as other:
        with leases.holding(runtime, Queue.ENTRIES, lambda: world.now) as held:
            (entry,) = runtime.store.claim_entries(world.now, lease=LEASE, limit=9, holder=held.holder)
            held.add(entry.id)
            world.later(minutes=30)  # far beyond the lease of the claim
            wait_for_calls(monkeypatch, "renew")
            assert other.claim_entries(world.now, lease=LEASE, limit=9) == []
        assert [one.id for one in other.claim_entries(world.now, lease=LEASE, limit=9)] == [entry.id]


def test_only_one_run_holds_a_lease(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_threads_of_one_process_exclude_each_other(world: Any) -> None:
    with open_runtime(world.settings()) as runtime, alone(runtime, "inbox", world.now) as mine:
        with alone(runtime, "inbox", world.now) as theirs:
            assert (mine, theirs) == (True, False)
        with alone(runtime, "inbox", world.now) as theirs:
            assert not theirs, "the refused one must not release it"


def test_a_run_that_wakes_after_its_claims_were_taken_over_sends_nothing_twice(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a laptop that was closed between claiming a mail and sending it."""
    world.publish()
    original = Store.begin_sending
    asleep, may_send = [True], list[bool]()

    def sleep(self: Store, delivery_id: int, now: datetime, **claimed: Any) -> bool:
        if asleep:
            asleep.clear()
            world.later(minutes=20)
            world.run()
        may_send.append(original(self, delivery_id, now, **claimed))
        return may_send[-1]

    monkeypatch.setattr(Store, "begin_sending", sleep)
    report = world.run()
    assert may_send == [True, False]
    assert (report.delivering.sent, report.delivering.failed, len(world.letterbox.mails)) == (0, 0, 1)


def test_a_lease_that_cannot_be_renewed_does_not_end_the_work(
    world: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(leases, "RENEWAL", 0.05)
    with open_runtime(world.settings()) as runtime, alone(runtime, "inbox", world.now) as mine:
        with monkeypatch.context() as patch:

            def refuse(*_: object) -> bool:
                raise StoreError("the disk is full")

            patch.setattr(Store, "take_lease", refuse)
            eventually(lambda: "Claims or leases of this run were not renewed: the disk is full" in caplog.text)
        assert mine


def test_housekeeping_does_nothing_while_another_run_does_it(world: Any) -> None:
    with open_runtime(world.settings()) as runtime, open_store(runtime.settings.database_url) as other:
        other.take_lease("housekeeping", "them", world.now, world.now + LEASE)
        assert prune(runtime, world.now) == HELD
        assert "articles" in prune(runtime, world.now + LEASE)


def test_a_lease_that_cannot_be_released_is_only_logged(
    world: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("the disk is full")

    with open_runtime(world.settings()) as runtime:
        monkeypatch.setattr(Store, "drop_lease", refuse)
        with alone(runtime, "inbox", world.now) as mine:
            assert mine
    assert "inbox: could not be released, so it stays until it expires: the disk is full" in caplog.text
