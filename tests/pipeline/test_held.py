"""What another run holds is said, and not taken for work without a result."""

from datetime import timedelta
from typing import Any

from pydantic import SecretStr

from pipeline import BackfillOptions, open_runtime, run_backfill
from pipeline.backfill import STAGE
from pipeline.leases import LEASE


def test_a_backfill_says_which_seed_a_dead_run_still_holds(world: Any) -> None:
    world.publish()
    world.run()
    with open_runtime(world.settings()) as runtime:
        assert runtime.store.take_lease(f"{STAGE}: treaty", "a killed run", world.now, world.now + LEASE)
        report = run_backfill(runtime, BackfillOptions(seed="treaty"), clock=lambda: world.now)
        assert report.headline == "0 new follow-ups, 0 articles compared, 1 seed held by another run"
        assert report.comparing.held == ("treaty (the lease of a killed run expires within 5 minutes)",)
        later = world.now + LEASE + timedelta(seconds=1)
        report = run_backfill(runtime, BackfillOptions(seed="treaty"), clock=lambda: later)
        assert report.headline == "0 new follow-ups, 2 articles compared"


def test_replies_that_another_run_is_reading_are_noted(world: Any) -> None:
    world.publish()
    (world.folder / "answers").mkdir()
    for name in ("new", "cur", "tmp"):
        (world.folder / "answers" / name).mkdir()
    changes = {"inbox_url": SecretStr(f"maildir://{world.folder}/answers")}
    with open_runtime(world.settings()) as runtime:
        assert runtime.store.take_lease("read the inbox", "a killed run", world.now, world.now + LEASE)
    report = world.run(changes=changes)
    assert any(note.startswith("replies were not read: another run is reading the inbox") for note in report.notes)
    assert report.delivering.sent == 1
