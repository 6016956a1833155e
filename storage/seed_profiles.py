"""Cached seed profiles, so that a run with unchanged seeds need not load the language model."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from news import Actor, Profile, Topic
from storage.column_types import clean
from storage.database import insert_into
from storage.run_tables import profiles

_LISTS = ("sentences", "meaning")


def read_profiles(connection: Connection) -> dict[str, tuple[str, Profile]]:
    """Profiles by seed name, each with a key of what it was made from."""
    rows = connection.execute(select(profiles))
    return {row.seed: (row.made_from, _unpack(json.loads(row.profile))) for row in rows}


def save_profile(connection: Connection, seed: str, made_from: str, profile: Profile) -> None:
    """Store a seed's profile, replacing an earlier one."""
    upsert = insert_into(connection, profiles)
    changed = {name: upsert.excluded[name] for name in ("made_from", "profile")}
    row = {"seed": clean(seed), "made_from": made_from, "profile": json.dumps(_pack(profile))}
    connection.execute(upsert.on_conflict_do_update(index_elements=["seed"], set_=changed), row)


def _pack(profile: Profile) -> dict[str, Any]:
    plain = {name: getattr(profile, name) for name in Profile.__dataclass_fields__}
    return plain | {
        "actors": [asdict(actor) for actor in profile.actors],
        "topics": [asdict(topic) for topic in profile.topics],
        "days": {day.isoformat(): telling for day, telling in profile.days.items()},
    }


def _unpack(packed: Mapping[str, Any]) -> Profile:
    made = {
        **packed,
        **{name: tuple(packed[name]) for name in _LISTS},
        "actors": tuple(Actor(**_with_tuples(one)) for one in packed["actors"]),
        "topics": tuple(Topic(**_with_tuples(one)) for one in packed["topics"]),
        "days": {date.fromisoformat(day): telling for day, telling in packed["days"].items()},
    }
    return Profile(**made)


def _with_tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
