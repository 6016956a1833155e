"""Rows with broken JSON are named, and left out where the others can be read without them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from news import Feed, Seed
from storage import Store, StoreError, back_up
from storage.column_types import Moment, UnreadableError
from storage.damage import find_unreadable
from storage.schema import metadata
from tests.storage.conftest import LEASE, NOON, SEED

ANN = "ann@example.org"
MOMENTS = [str(one) for table in metadata.sorted_tables for one in table.columns if isinstance(one.type, Moment)]
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


UNREADABLE = ["'not a time'", "7", "x'ff'", "'2025-13-01 00:00:00'"]


@pytest.mark.parametrize("value", UNREADABLE)
@pytest.mark.parametrize(
    "place", ["articles.published", "articles.text", "seeds.published", "matches.found_at", "alerts.raised_at"]
)
def test_an_alert_with_a_time_or_text_that_cannot_be_read_is_left_out_and_named(
    store: Store, raise_alerts: Callable[..., object], spoil: Callable[[str, str, str], None], place: str, value: str
) -> None:
    raise_alerts(ANN, count=3)
    table, column = place.split(".")
    spoil(table, column, value)
    left = {"seeds": 0, "matches": 3}.get(table, 2)
    assert len(store.waiting_alerts()) == left
    (damaged,) = store.damaged_rows()
    assert damaged.startswith(f"table {table}, column {column}, id ")
    if table == "seeds":
        with pytest.raises(StoreError, match=r"table seeds, column published, id \d+: no time"):
            store.seeds()
    else:
        assert len(store.matches()) == (2 if table != "alerts" else 3)
        assert store.left_out == [damaged]


@pytest.mark.parametrize("column", ["published", "text"])
def test_an_article_that_cannot_be_read_keeps_no_other_from_being_compared(
    store: Store, extract: Callable[..., list[int]], spoil: Callable[[str, str, str], None], column: str
) -> None:
    first, *others = extract(3)
    spoil("articles", column, "'not'")
    claimed = store.claim_articles(NOON, lease=LEASE, limit=10)
    assert [one.id for one in claimed] == others
    for number in (first, *others):
        store.record_comparison(number, [], NOON)
    assert [one.id for one in store.compared_articles(after=0, limit=2)] == others
    assert [one.id for one in store.recent_articles(limit=3)] == others[::-1]
    assert store.left_out == store.damaged_rows()


def test_a_feed_whose_time_cannot_be_read_is_polled(
    store: Store, due_feed: Callable[..., object], spoil: Callable[[str, str, str], None]
) -> None:
    due_feed()
    for column in ("added_at", "claimed_until"):
        spoil("feeds", column, "'not a time'")
    assert len(store.claim_due_feeds(NOON, lease=LEASE)) == 1
    assert len(store.feed_health()) == 1
    (damaged,) = store.damaged_rows()
    assert damaged.startswith("table feeds, column added_at, id ")


@pytest.mark.parametrize("place", [*MOMENTS, "articles.text", "profiles.profile"])
def test_each_time_and_text_that_cannot_be_read_is_listed(store: Store, place: str) -> None:
    table, column = place.split(".")

    def put(connection: Connection) -> None:
        others = [one for one in metadata.tables[table].columns if not one.nullable and one.name != column]
        names, values = [f'"{column}"'], ["'not'"]
        for one in others:
            names.append(f'"{one.name}"')
            values.append("'2025-03-05 12:00:00.000000'" if isinstance(one.type, Moment) else "7")
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        connection.execute(text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(values)})"))
        connection.info["found"] = [one for one in find_unreadable(connection) if f"column {column}, " in one]
        with pytest.raises(UnreadableError):
            connection.execute(select(metadata.tables[table].c[column])).all()
        raise StoreError("\n".join(connection.info.pop("found")))

    with pytest.raises(StoreError, match=rf"^table {table}, column {column}, id .*: no "):
        store._database.write(put)


def test_what_is_fetched_without_a_stand_in_names_its_row(
    store: Store,
    bundle: Callable[..., object],
    spoil: Callable[[str, str, str], None],
    database_url: str,
    tmp_path: Path,
) -> None:
    bundle(ANN, count=2)
    spoil("deliveries", "created_at", "not a time")
    expected = r"table deliveries, column created_at, id \d+: no time: "
    with pytest.raises(StoreError, match=expected):
        store.unsent_deliveries()
    with pytest.raises(StoreError, match=expected):
        back_up(database_url, tmp_path / "backup.jsonl.gz", NOON)
