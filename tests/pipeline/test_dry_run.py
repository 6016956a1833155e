"""A dry run reports what would be done, and changes neither the database nor the inbox, and sends nothing."""

import sqlite3
from pathlib import Path
from typing import Any

from pipeline import BackfillOptions, DigestOptions, MonitorOptions, open_for, run_backfill, run_digest, run_pass


def contents(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        dumped = list(connection.iterdump())
    connection.close()
    return dumped


def test_a_dry_run_finds_follow_ups_and_stores_and_sends_nothing(world: Any) -> None:
    world.publish()
    (world.folder / "storywake.db").unlink()
    with open_for(world.settings(), world.now, dry_run=True) as runtime:
        report = run_pass(runtime, MonitorOptions(dry_run=True), clock=lambda: world.now)
    assert report.headline == "dry run: 1 new follow-up, 0 mails, 1 feed polled"
    assert report.notes == ("a mail about treaty would go to ann@example.org",)
    assert world.letterbox.mails == []
    assert not (world.folder / "storywake.db").exists(), "the dry run has created a database"
    assert world.run().headline == "1 new follow-up, 1 mail, 1 feed polled"


def test_a_dry_run_uses_the_stored_data_and_does_not_change_it(world: Any) -> None:
    world.publish()
    world.run(MonitorOptions(deliver=False))
    before = contents(world.folder / "storywake.db")
    with open_for(world.settings(), world.now, dry_run=True) as runtime:
        assert run_digest(runtime, DigestOptions(), clock=lambda: world.now).notes == (
            "a mail about treaty would go to ann@example.org",
        )
        filled = run_backfill(runtime, BackfillOptions(seed="treaty"), clock=lambda: world.now)
        assert filled.headline == "dry run: 0 new follow-ups, 2 articles compared"
    assert contents(world.folder / "storywake.db") == before
    assert world.letterbox.mails == []


def test_a_dry_run_deletes_its_copy_of_the_database(world: Any) -> None:
    world.run()
    with open_for(world.settings(), world.now, dry_run=True) as runtime:
        copy = Path(runtime.settings.database_url.removeprefix("sqlite:///"))
        runtime.store.ping()
        assert copy.exists()
        assert copy.parent != world.folder
    assert not copy.parent.exists()
