"""Small decisions of a pass: which folders concern a seed, what is spot-checked, what is reported.

They are pure functions, so that they can be tested without a pass.
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum

SPOT_CHECK = 50  # one in this many of the articles that the cheap checks only just reject is compared in full
LIKELY = 0.6  # score from which a mail calls a report a likely follow-up; what is below it is doubtful
FAILING = 4  # failed polls in a row after which a feed is reported; they take more than an hour and a half


class HealthChange(StrEnum):
    """A change in the health of a feed that is reported once."""

    NONE = ""
    FAILS = "fails"
    RECOVERED = "recovered"


def is_for(folders: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether an article from feeds in `folders` concerns a seed that follows the `wanted` ones; none means all."""
    names = {folder.casefold() for folder in wanted}
    return not names or not names.isdisjoint(folder.casefold() for folder in folders)


def is_spot_checked(url: str) -> bool:
    """Whether an article that the cheap checks only just reject is compared in full: one in `SPOT_CHECK`, by URL."""
    return int.from_bytes(hashlib.sha256(url.encode("utf-8", "replace")).digest()[:4], "big") % SPOT_CHECK == 0


def find_health_change(failures: int, *, failed: bool) -> HealthChange:
    """The change to report for a feed that had failed `failures` times in a row before this poll."""
    if not failed:
        return HealthChange.RECOVERED if failures >= FAILING else HealthChange.NONE
    return HealthChange.FAILS if failures + 1 == FAILING else HealthChange.NONE
