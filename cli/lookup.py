"""Find what a user names: the settings, the store, a seed by its file or name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.errors import BadInputError
from cli.terminal import remark, say_json

if TYPE_CHECKING:
    from news import Seed
    from pipeline import Settings
    from storage import Store

_SEED_SUFFIXES = (".md", ".txt")


def settings() -> Settings:
    """The settings of this run, from the environment and `.env`. Raises pipeline.SettingsError."""
    from pipeline import load_settings

    return load_settings()


def stored_settings() -> Settings:
    """The settings of a command that needs something stored. Raises BadInputError if there is no database yet."""
    found = settings()
    if missing := _missing_database(found):
        raise BadInputError(missing)
    return found


@contextmanager
def stored() -> Iterator[Store]:
    """Open the store named by the settings while the block runs. Raises BadInputError, storage.StoreError."""
    from storage import open_store

    with open_store(stored_settings().database_url) as store:
        yield store


def end_without_database(nothing: object, *, as_json: bool) -> None:
    """End a list with success if there is no database yet, as before the first run: say so; as JSON print `nothing`."""
    if missing := _missing_database(settings()):
        remark(f"storywake: {missing}")
        if as_json:
            say_json(nothing)
        raise typer.Exit


def _missing_database(found: Settings) -> str:
    """That there is no database yet, which opening would create: its path may be mistyped; "" if there is one."""
    from storage import missing_file

    file = missing_file(found.database_url)
    return f"no database at {file} yet (STORYWAKE_DATABASE_URL): `storywake run` creates it" if file else ""


def seed_named(named: str, found: Settings) -> Seed:
    """Find a seed by its file's path, by the stem of a file in the seeds folder, or by the name of a stored seed.

    Opens the store only if no file has the name. Raises BadInputError, extractors.SeedFileError, storage.StoreError.
    """
    from extractors import read_seed

    path = Path(named)
    if path.is_file():
        return read_seed(path)
    if path.suffix in _SEED_SUFFIXES or path.parent != Path():
        raise BadInputError(f"{named}: no such seed file")
    in_folder = [found.seeds_dir / f"{named}{suffix}" for suffix in _SEED_SUFFIXES]
    return next((read_seed(file) for file in in_folder if file.is_file()), None) or _stored_seed(named, found)


def _stored_seed(named: str, found: Settings) -> Seed:
    seeds = _stored_seeds(found.database_url)
    by_name = {seed.name: seed for seed in seeds}
    if named in by_name:
        return by_name[named]
    names = {*by_name, *(file.stem for file in found.seeds_dir.glob("*") if file.suffix in _SEED_SUFFIXES)}
    places = f"it is neither a file, nor in {found.seeds_dir}, nor in the database"
    raise BadInputError(f"no seed is called {named!r}: {places}{_near(named, names)}")


def _stored_seeds(database_url: str) -> list[Seed]:
    """All stored seeds; none if there is no database yet (looking must not create it)."""
    from storage import missing_file, open_store

    if missing_file(database_url):
        return []
    with open_store(database_url) as store:
        return store.seeds(include_inactive=True)


def stored_seed(store: Store, named: str) -> Seed:
    """A stored seed, given its name or its file's path. Raises BadInputError."""
    name = Path(named).stem if Path(named).suffix in _SEED_SUFFIXES else named
    found = {seed.name: seed for seed in store.seeds(include_inactive=True)}
    if name not in found:
        raise BadInputError(f"no stored seed is called {name!r}{_near(name, found) or ': no run has read it yet'}")
    return found[name]


def known_seed(store: Store, named: str) -> str:
    """The name of a stored seed, given its name or its file's path. Raises BadInputError."""
    return stored_seed(store, named).name


def _near(name: str, names: Iterable[str]) -> str:
    known = sorted(names)
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f" (known: {', '.join(known)})" if known else ""
