"""Cached seed profiles, so that a run with unchanged seeds need not load the language model."""

import json

from sqlalchemy import Connection, select

from news import Profile
from storage.column_types import clean
from storage.database import insert_into
from storage.json_values import pack, unpack
from storage.run_tables import profiles


def read_profiles(connection: Connection) -> dict[str, tuple[str, Profile]]:
    """Profiles by seed name, each with a fingerprint of what it was computed from."""
    rows = connection.execute(select(profiles))
    return {row.seed: (row.made_from, unpack(Profile, json.loads(row.profile))) for row in rows}


def save_profile(connection: Connection, seed: str, made_from: str, profile: Profile) -> None:
    """Store a seed's profile, replacing an earlier one."""
    upsert = insert_into(connection, profiles)
    changed = {name: upsert.excluded[name] for name in ("made_from", "profile")}
    row = {"seed": clean(seed), "made_from": made_from, "profile": json.dumps(pack(profile))}
    connection.execute(upsert.on_conflict_do_update(index_elements=["seed"], set_=changed), row)
