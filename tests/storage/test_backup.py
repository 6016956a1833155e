"""Backups restore every row, in either database; an invalid or incomplete file changes nothing."""

import gzip
import hashlib
import io
import json
import os
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from news import Feed, Seed
from storage import Store, StoreError, back_up, open_store, restore
from storage.backup import back_up_to
from storage.schema import metadata
from storage.schema_version import latest_revision
from storage.seals import make_seal
from storage.search_tables import DERIVED

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
ANN = "ann@example.org"


def all_rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    def read(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if DERIVED not in table.info
        }

    with open_store(url) as store:
        return store._database.read(read)


@pytest.fixture
def full(store: Store, bundle: Callable[..., object], database_url: str) -> str:
    """The URL of a database with rows in most of its tables."""
    bundle(ANN, "bob@example.org", count=3)
    store.mute("minerals", ANN, NOON)
    store.signing_key()
    store.save_robots_rules("https://courier.example", "Disallow: /ä", NOON)
    return database_url


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_backup_restores_every_row_in_either_database(
    full: str, target: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "backup.jsonl.gz"
    counts = back_up(full, file, NOON)
    assert counts["articles"] == 3
    empty = f"sqlite:///{tmp_path}/new.db" if target == "sqlite" else request.getfixturevalue("empty_postgres")
    assert restore(empty, file) == counts
    assert all_rows(empty) == all_rows(full)
    with open_store(empty) as store:  # new ids do not collide with restored ones
        store.save_feeds([Feed("https://new.example/feed")], NOON)
        store.save_seeds([Seed("new", "N", "n")], NOON, keep=["minerals"])
        assert store.claim_deliveries(NOON + timedelta(days=1), lease=timedelta(minutes=1), limit=9)


def test_a_database_with_rows_is_not_overwritten(full: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.jsonl.gz"
    back_up(full, file, NOON)
    before = all_rows(full)
    with pytest.raises(StoreError, match="not empty"):
        restore(full, file)
    assert all_rows(full) == before


def test_an_incomplete_or_invalid_file_restores_nothing(full: str, tmp_path: Path) -> None:
    file, target = tmp_path / "backup.jsonl.gz", f"sqlite:///{tmp_path}/new.db"
    back_up(full, file, NOON)
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    for broken in (
        gzip.compress(b"".join(lines[:-2])),
        file.read_bytes()[:-30],
        b"no gzip at all",
        gzip.compress(b'{"kind": "diary"}\n'),
        gzip.compress(b"".join([*lines[:20], *lines[21:]])),
        gzip.compress(lines[0] + b"[" * 100_000),
        gzip.compress(lines[0] + b'{"table":7}\n3\n'),
        b"",
    ):
        file.write_bytes(broken + make_seal(hashlib.sha256(broken).digest()))
        with pytest.raises(StoreError, match=r"not a complete storywake backup|FOREIGN KEY|foreign key"):
            restore(target, file)
        assert not any(all_rows(target).values())


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("feeds", "failures", 10**30),
        ("articles", "id", -(10**19)),
        ("articles", "published", "0001-01-01T00:00:00+10:00"),
        ("matches", "score", 10**400),
    ],
)
def test_a_number_or_time_that_no_database_can_store_restores_nothing(
    full: str, table: str, column: str, value: object, tmp_path: Path
) -> None:
    file, target = tmp_path / "backup.jsonl.gz", f"sqlite:///{tmp_path}/new.db"
    back_up(full, file, NOON)
    lines = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()[:-1]]
    lines[lines.index({"table": table}) + 1]["row"][column] = value
    changed = gzip.compress("\n".join(map(json.dumps, lines)).encode() + b"\n")
    file.write_bytes(changed + make_seal(hashlib.sha256(changed).digest()))
    with pytest.raises(StoreError, match=r"not a complete storywake backup: \w"):
        restore(target, file)
    assert not any(all_rows(target).values())


def test_a_backup_from_another_version_is_refused(full: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.jsonl.gz"
    back_up(full, file, NOON)
    whole = gzip.decompress(file.read_bytes())
    revision = f'"revision":"{latest_revision()}"'.encode()
    other = gzip.compress(whole.replace(revision, b'"revision":"0001"', 1))
    file.write_bytes(other + make_seal(hashlib.sha256(other).digest()))
    with pytest.raises(StoreError, match="its schema is 0001"):
        restore(f"sqlite:///{tmp_path}/new.db", file)


def test_a_failed_backup_leaves_the_earlier_one(tmp_path: Path) -> None:
    file = tmp_path / "backup.jsonl.gz"
    file.write_bytes(b"earlier")
    with pytest.raises(StoreError):
        back_up(f"sqlite:///{tmp_path}", file, NOON)
    assert [path.name for path in tmp_path.iterdir()] == ["backup.jsonl.gz"]
    assert file.read_bytes() == b"earlier"


def test_a_backup_with_one_flipped_bit_is_refused(full: str, tmp_path: Path) -> None:
    file, damaged, target = tmp_path / "backup.jsonl.gz", tmp_path / "damaged", f"sqlite:///{tmp_path}/new.db"
    back_up(full, file, NOON)
    whole, chance = file.read_bytes(), random.Random(7)
    every_header_bit = [*range(8 * 12), *range(8 * (len(whole) - 120), 8 * len(whole))]
    for bit in [*every_header_bit, *chance.sample(range(8 * len(whole)), 200)]:
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        damaged.write_bytes(changed)
        with pytest.raises(StoreError, match="its checksum is missing or wrong, so it is damaged"):
            restore(target, damaged)
    for cut in (0, 1, 50, len(whole) // 2, len(whole) - 1):
        damaged.write_bytes(whole[:cut])
        with pytest.raises(StoreError, match="damaged"):
            restore(target, damaged)


def test_a_backup_is_read_by_any_gunzip(full: str, tmp_path: Path) -> None:
    back_up(full, tmp_path / "backup", NOON)
    lines = gzip.decompress((tmp_path / "backup").read_bytes()).splitlines()
    assert lines[-2].startswith(b'{"end":')
    assert lines[-1].startswith(b'{"sha256":')


def test_a_backup_to_a_stream_is_the_same_file(full: str, tmp_path: Path) -> None:
    stream = io.BytesIO()
    back_up_to(full, stream, NOON)
    back_up(full, tmp_path / "backup", NOON)
    assert stream.getvalue() == (tmp_path / "backup").read_bytes()


def test_a_device_or_a_pipe_is_not_replaced_by_a_backup(full: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/null")):
        with pytest.raises(StoreError, match="not a regular file"):
            back_up(full, path, NOON)
    assert Path("/dev/null").is_char_device()
    assert (tmp_path / "pipe").is_fifo()


def test_a_file_that_is_no_backup_is_not_replaced(full: str, tmp_path: Path) -> None:
    for name, content in {"storywake.db": b"SQLite format 3\0", "seed.md": b"Treaty", "storywake.db-wal": b""}.items():
        (tmp_path / name).write_bytes(content)
        (tmp_path / "link.gz").unlink(missing_ok=True)
        (tmp_path / "link.gz").symlink_to(tmp_path / name)
        for path in (tmp_path / name, tmp_path / "link.gz"):
            with pytest.raises(StoreError, match=r"exists and is no backup, so it is not replaced"):
                back_up(full, path, NOON)
        assert (tmp_path / name).read_bytes() == content
    (tmp_path / "earlier").write_bytes(b"")
    back_up(full, tmp_path / "earlier", NOON)
    back_up(full, tmp_path / "earlier", NOON)


def test_a_link_to_a_backup_stays_a_link(full: str, tmp_path: Path) -> None:
    (tmp_path / "latest").symlink_to(tmp_path / "real")
    back_up(full, tmp_path / "latest", NOON)
    assert (tmp_path / "latest").is_symlink()
    assert (tmp_path / "real").is_file()
