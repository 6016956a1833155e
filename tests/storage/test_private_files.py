"""Databases, backups and logs are readable to their owner only, whatever the umask."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import back_up, copy_database, make_folder, make_private, open_store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def lax() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_a_new_database_its_folders_and_a_backup_are_private(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a/b/storywake.db"
    with open_store(url) as store:
        store.signing_key()
        found = modes(tmp_path / "a" / "b")
        assert found == dict.fromkeys(("storywake.db", "storywake.db-wal", "storywake.db-shm"), 0o600)
        back_up(url, tmp_path / "a" / "backup.gz", NOON)
        copy_database(url, tmp_path / "a" / "copy.db", NOON)
    assert modes(tmp_path) == {"a": 0o700}
    assert modes(tmp_path / "a") == {"b": 0o700, "backup.gz": 0o600, "copy.db": 0o600}


def test_an_older_database_that_others_could_read_becomes_private(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/storywake.db"
    open_store(url).close()
    (tmp_path / "storywake.db").chmod(0o644)
    tmp_path.chmod(0o755)
    open_store(url).close()
    assert modes(tmp_path)["storywake.db"] == 0o600
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755  # a folder that was there is not ours to change


def test_only_regular_files_are_made_private(tmp_path: Path) -> None:
    make_folder(tmp_path / "one" / "two")
    (tmp_path / "one").chmod(0o755)
    make_private(tmp_path / "one")
    assert modes(tmp_path) == {"one": 0o755}
