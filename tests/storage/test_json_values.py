"""The JSON format of stored values is compatible with older and newer versions."""

import json
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import Connection, update

from news import Actor, Emphasis, Evidence, Profile, Seed, SeedSettings, Topic
from storage import Store, StoreError
from storage.json_values import pack, unpack
from storage.schema import seeds

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
SETTINGS = (
    '{"recipients": ["ann@example.org", "bob@example.org"], "sensitivity": "high", "alerts": "daily",'
    ' "timezone": "Europe/Kyiv", "quiet_hours": ["22:30:00", "06:00:00.000250"], "feeds": ["ukraine"],'
    ' "must_mention": ["Zelenskyy", "\\u041a\\u0438\\u0457\\u0432"], "never_mention": [], "leave_out": ["Monday"],'
    ' "expires": "2025-12-31",'
    ' "webhooks": ["https://hooks.example/a"], "snooze": "2025-03-09", "mails_a_day": 3, "still_watching": true,'
    ' "paused": true, "more": ["Vance"], "less": [], "languages": ["uk"]}'
)
EVIDENCE = (
    '{"actors": ["Zelenskyy", "Vance"], "topics": ["minerals deal"], "missing_actors": [],'
    ' "sentences": ["\\u00abHe said so.\\u00bb"], "parts": {"actors": 0.812, "lead": 1.0}, "note": "close", "via": ""}'
)
PROFILE = (
    '{"actors": [{"name": "Zelenskyy", "kind": "person", "aliases": ["Volodymyr"], "weight": 0.5, "sentences": [0, 2],'
    ' "offices": ["president of Ukraine"], "region": ""}],'
    ' "topics": [{"name": "minerals deal", "weight": 0.25, "sentences": [1], "key": "mineral deal"}],'
    ' "sentences": ["He signed."], "words": {"sign": 2}, "lead_words": {"sign": 1},'
    ' "headline_words": {}, "language": "en", "meaning": [0.1, -0.25], "gist": [], "days": {"2025-03-01": 0.5},'
    ' "below_headline": 0,'
    ' "emphasis": {"names": {"vance": 3.0}, "words": {"vance": 3.0}}}'
)
VALUES = [
    (
        SETTINGS,
        SeedSettings(
            recipients=("ann@example.org", "bob@example.org"),
            sensitivity="high",
            alerts="daily",
            timezone="Europe/Kyiv",
            quiet_hours=(time(22, 30), time(6, 0, 0, 250)),
            feeds=("ukraine",),
            must_mention=("Zelenskyy", "Київ"),
            leave_out=("Monday",),
            expires=date(2025, 12, 31),
            webhooks=("https://hooks.example/a",),
            snooze=date(2025, 3, 9),
            mails_a_day=3,
            still_watching=True,
            paused=True,
            more=("Vance",),
            languages=("uk",),
        ),
    ),
    (
        EVIDENCE,
        Evidence(
            actors=("Zelenskyy", "Vance"),
            topics=("minerals deal",),
            sentences=("«He said so.»",),
            parts={"actors": 0.812, "lead": 1.0},
            note="close",
        ),
    ),
    (
        PROFILE,
        Profile(
            actors=(Actor("Zelenskyy", "person", ("Volodymyr",), 0.5, (0, 2), ("president of Ukraine",)),),
            topics=(Topic("minerals deal", 0.25, (1,), "mineral deal"),),
            sentences=("He signed.",),
            words={"sign": 2},
            lead_words={"sign": 1},
            headline_words={},
            language="en",
            meaning=(0.1, -0.25),
            days={date(2025, 3, 1): 0.5},
            emphasis=Emphasis({"vance": 3.0}, {"vance": 3.0}),
        ),
    ),
]


@pytest.mark.parametrize(("stored", "value"), VALUES, ids=lambda value: type(value).__name__)
def test_the_stored_format_does_not_change(stored: str, value: object) -> None:
    assert unpack(type(value), json.loads(stored)) == value
    assert json.dumps(pack(value)) == stored


def test_times_keep_the_format_that_older_versions_read() -> None:
    packed = pack(SeedSettings(quiet_hours=(time(22, 30), time(6, 0, 1, 5)), expires=date(2025, 3, 5)))
    assert [time.fromisoformat(hour) for hour in packed["quiet_hours"]] == [time(22, 30), time(6, 0, 1, 5)]
    assert (packed["expires"], packed["snooze"]) == ("2025-03-05", None)


def test_values_of_older_and_newer_versions_can_be_read() -> None:
    assert unpack(SeedSettings, {"quiet_hours": None, "of_the_future": {"a": [1]}}) == SeedSettings()
    assert unpack(Evidence, {"actors": ["Vance"], "of_the_future": 1}) == Evidence(("Vance",))


def test_a_lone_surrogate_is_preserved() -> None:
    assert unpack(Evidence, pack(Evidence(note="\ud83d"))).note == "\ud83d"


def test_a_seed_stored_by_an_older_version_can_be_read(store: Store) -> None:
    stored, expected = VALUES[0]
    store.save_seeds([Seed("minerals", "", "")], NOON)
    _put_settings(store, json.loads(stored))
    assert [seed.settings for seed in store.seeds()] == [expected]


def test_an_invalid_stored_value_is_a_one_line_error_that_names_the_row_and_the_field(store: Store) -> None:
    store.save_seeds([Seed("minerals", "", "")], NOON)
    _put_settings(store, {"sensitivity": "brisk"})
    expected = (
        r"table seeds, column settings, id \d+: SeedSettings\.sensitivity: Input should be 'low', 'normal' or 'high'; "
        "correct or remove the row, or restore a backup$"
    )
    with pytest.raises(StoreError, match=expected):
        store.seeds()
    store.save_seeds([Seed("minerals", "", "")], NOON)  # from its file
    assert [seed.settings for seed in store.seeds()] == [SeedSettings()]


def _put_settings(store: Store, settings: object) -> None:
    def put(connection: Connection) -> None:
        connection.execute(update(seeds).values(settings=settings))

    store._database.write(put)
