"""`storywake backup` and `storywake restore`, after the database is lost."""

import json
from pathlib import Path

from tests.cli.conftest import Storywake


def test_a_lost_database_is_restored(storywake: Storywake, trail: Path, tmp_path: Path) -> None:
    before = json.loads(storywake("matches", "--near", "--json").out)
    file = tmp_path / "backup.jsonl.gz"
    ended = storywake("backup", str(file))
    assert (ended.code, ended.err) == (0, "")
    for path in (trail / "var").glob("storywake.db*"):
        path.unlink()
    assert storywake("restore", str(file)).code == 0
    assert json.loads(storywake("matches", "--near", "--json").out) == before
    again = storywake("restore", str(file))
    assert again.code == 2
    assert "not empty" in again.err


def test_restoring_a_file_that_is_not_a_backup_is_one_line(storywake: Storywake, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Dear diary", "utf-8")
    ended = storywake("restore", str(tmp_path / "notes.txt"))
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert "not a complete storywake backup" in ended.err
    assert storywake("restore", str(tmp_path / "nowhere")).code == 2
