"""Rows with broken JSON are named, and left out where the others can be read without them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from news import Feed, Seed
from storage import Store, StoreError, back_up
from tests.storage.conftest import NOON, SEED

ANN = "ann@example.org"
BROKEN = ["{", "", "not JSON", "[" * 100_000, "7", '"words"', "null", '{"actors": 7, "sensitivity": 7}', "[[]]"]


@pytest.fixture
def kind() -> str:
    """PostgreSQL stores no broken JSON."""
    return "sqlite"


@pytest.fixture
def spoil(store: Store) -> Callable[[str, str, str], None]:
    def put(table: str, column: str, value: str) -> None:
        def spoil_first(connection: Connection) -> None:
            lowest = f"(SELECT min(id) FROM {table})"
            connection.execute(text(f"UPDATE {table} SET {column} = :value WHERE id = {lowest}"), {"value": value})

        store._database.left_out.clear()
        store._database.write(spoil_first)

    return put


@pytest.mark.parametrize("value", BROKEN, ids=range(len(BROKEN)))
def test_a_match_that_cannot_be_read_is_left_out_and_named(
    store: Store, bundle: Callable[..., object], spoil: Callable[[str, str, str], None], value: str
) -> None:
    bundle(ANN, count=3)
    first = min(one.id for one in store.matches())
    spoil("matches", "evidence", value)
    assert len(store.matches()) == 2
    assert store.match(first) is None
    (left_out,) = store.left_out
    assert left_out.startswith(f"table matches, column evidence, id {first}: ")
    assert "\n" not in left_out
    assert store.damaged_rows() == [left_out]


@pytest.mark.parametrize("column", ["evidence", "news"])
def test_the_other_alerts_are_mailed(
    store: Store, raise_alerts: Callable[..., object], spoil: Callable[[str, str, str], None], column: str
) -> None:
    raise_alerts(ANN, count=3)
    spoil("matches", column, "{")
    assert len(store.waiting_alerts()) == 2
    assert len(store.left_out) == 1


def test_a_verdict_that_there_is_not_is_left_out(
    store: Store, bundle: Callable[..., object], spoil: Callable[[str, str, str], None]
) -> None:
    bundle(ANN, count=2)
    spoil("matches", "answer", "perhaps")
    assert len(store.matches()) == 1
    assert store.left_out[0].startswith("table matches, id ")


@pytest.mark.parametrize("value", BROKEN, ids=range(len(BROKEN)))
def test_a_seed_or_a_feed_that_cannot_be_read_is_named_until_it_is_read_from_its_file(
    store: Store, spoil: Callable[[str, str, str], None], value: str
) -> None:
    store.save_seeds([SEED], NOON)
    store.save_feeds([Feed("https://a.example/")], NOON)
    spoil("seeds", "settings", value)
    spoil("feeds", "folders", value)
    with pytest.raises(StoreError, match=r"table seeds, column settings, id \d+: "):
        store.seeds()
    with pytest.raises(StoreError, match=r"table feeds, column folders, id \d+: "):
        store.feed_health()
    assert len(store.damaged_rows()) == 2
    store.save_seeds([SEED], NOON)
    store.save_feeds([Feed("https://a.example/")], NOON)
    assert store.seeds() == [SEED]
    assert store.feed_health()[0].feed.folders == ()
    assert store.damaged_rows() == []


def test_a_damaged_seed_whose_file_is_gone_is_away(store: Store, spoil: Callable[[str, str, str], None]) -> None:
    store.save_seeds([SEED], NOON)
    spoil("seeds", "settings", "{")
    store.save_seeds([Seed("another", "A", "a")], NOON)
    assert [seed.name for seed in store.seeds()] == ["another"]


def test_a_damaged_seed_that_is_away_is_left_out_and_keeps_its_name(
    store: Store, spoil: Callable[[str, str, str], None]
) -> None:
    another = Seed("another", "A", "a")
    store.save_seeds([SEED, another], NOON)
    store.save_seeds([another], NOON)
    spoil("seeds", "settings", "{")
    assert store.seeds(include_inactive=True) == [another]
    (left_out,) = store.left_out
    assert left_out.startswith("table seeds, column settings, id ")
    renamed = replace(another, name=SEED.name)
    assert store.save_seeds([renamed], NOON) == {}
    assert store.seeds() == [renamed]


def test_a_backup_names_the_row_that_it_cannot_write(
    store: Store, database_url: str, spoil: Callable[[str, str, str], None], tmp_path: Path
) -> None:
    store.save_seeds([SEED], NOON)
    spoil("seeds", "settings", "{")
    with pytest.raises(StoreError, match=r"table seeds, column settings, id \d+: no JSON: "):
        back_up(database_url, tmp_path / "backup.jsonl.gz", NOON)
