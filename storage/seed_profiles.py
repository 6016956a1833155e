"""Cached seed profiles, so that a run with unchanged seeds need not load the language model."""

import json
from collections.abc import Collection
from contextlib import suppress

from sqlalchemy import Connection, select, true

from news import Profile
from storage.column_types import clean
from storage.damage import fetch, read_whole
from storage.database import insert_into
from storage.errors import DamagedRowError
from storage.json_values import pack, unpack
from storage.run_tables import profiles


def read_profiles(connection: Connection, names: Collection[str]) -> dict[str, tuple[str, Profile]]:
    """Profiles of these seeds, or of all if none is named, each with a fingerprint of what it was computed from."""
    wanted = profiles.c.seed.in_([clean(name) for name in names]) if names else true()
    found: dict[str, tuple[str, Profile]] = {}
    for row in fetch(connection, select(profiles).where(wanted)):
        with suppress(ValueError, DamagedRowError):  # a damaged one is made anew
            profile = unpack(Profile, json.loads(read_whole(row, profiles.c.profile)))
            found[row[profiles.c.seed]] = row[profiles.c.made_from], profile
    return found


def save_profile(connection: Connection, seed: str, made_from: str, profile: Profile) -> None:
    """Store a seed's profile, replacing an earlier one."""
    upsert = insert_into(connection, profiles)
    changed = {name: upsert.excluded[name] for name in ("made_from", "profile")}
    row = {"seed": clean(seed), "made_from": made_from, "profile": json.dumps(pack(profile))}
    connection.execute(upsert.on_conflict_do_update(index_elements=["seed"], set_=changed), row)
