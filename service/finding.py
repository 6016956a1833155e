"""What a check of the doctor found."""

from collections.abc import Sequence
from dataclasses import dataclass

NAMED = 5  # failing feeds or files named in one line; the others are only counted


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: whether it passed, what was found, and what to do if it failed."""

    name: str
    well: bool
    detail: str
    advice: str = ""


def name_some(troubles: Sequence[object]) -> str:
    """The first of these in one line, and how many more there are."""
    more = [f"and {len(troubles) - NAMED} more"] if len(troubles) > NAMED else []
    return "; ".join([*map(str, troubles[:NAMED]), *more])
