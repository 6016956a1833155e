"""Find a match or a development that the user names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cli.errors import BadInputError
from trails import match_name

if TYPE_CHECKING:
    from news import StoredMatch
    from storage import Store

_DEVELOPMENT = re.compile(r"[dD](\d{1,18})")
_NUMBER = re.compile(r"(?:.*-)?(\d{1,18})")


def find_match(store: Store, name: str) -> tuple[StoredMatch, bool]:
    """A match by its name or number, or the report that opens a development ("d12"), and whether it is the latter.

    Raises BadInputError.
    """
    from news import Standing

    if _DEVELOPMENT.fullmatch(name):
        reports = reports_of(store, name)
        if reports:
            return min(reports, key=lambda one: (one.standing is not Standing.OPENS, one.id)), True
    elif number := _NUMBER.fullmatch(name):
        one = store.match(int(number[1]))
        if one and name in {number[1], match_name(one)}:
            return one, False
    raise BadInputError(f"no match is called {name!r}; `storywake matches --near` lists them")


def reports_of(store: Store, name: str) -> list[StoredMatch]:
    """The matches of a development ("d12") or of the one that it was merged into; none if there is no such one."""
    found = _DEVELOPMENT.fullmatch(name)
    return store.development(store.successor_of(int(found[1]))) if found else []


def development_number(store: Store, name: str) -> int:
    """The number of a development that has reports, given its name ("d12"). Raises BadInputError."""
    found = _DEVELOPMENT.fullmatch(name)
    if not found or not store.development(int(found[1])):
        raise BadInputError(f"no development is called {name!r}; `storywake developments` lists them")
    return int(found[1])
