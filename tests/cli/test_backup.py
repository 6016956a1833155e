"""`storywake backup` and `storywake restore`, after the database is lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from storage import restore
from tests.cli.conftest import Storywake, only_line
from tests.patience import PATIENCE


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


def test_a_backup_is_streamed_to_stdout(trail: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from cli.app import main; main()", "backup", "-"]
    ended = subprocess.run(command, capture_output=True, check=True, cwd=trail, timeout=PATIENCE)
    (tmp_path / "streamed").write_bytes(ended.stdout)
    assert ended.stderr.decode().startswith("stdout: 2 seeds, ")
    assert not (trail / "-").exists()
    url = f"sqlite:///{tmp_path}/other.db"
    assert restore(url, tmp_path / "streamed")["seeds"] == 2


@pytest.mark.parametrize("path", ["nowhere/backup", "seeds.txt/backup", "x" * 300])
def test_a_backup_to_a_wrong_path_is_one_line(storywake: Storywake, trail: Path, path: str) -> None:
    (trail / "seeds.txt").write_text("A file and no folder", "utf-8")
    ended = storywake("backup", path)
    assert (ended.code, ended.out) == (2, "")
    assert only_line(ended).startswith(f"storywake: {path}: cannot be written: ")


def test_a_backup_to_a_device_is_one_line(storywake: Storywake, trail: Path) -> None:
    ended = storywake("backup", "/dev/null")
    assert (ended.code, ended.err) == (2, "storywake: /dev/null: not a regular file, so no backup is written to it\n")
