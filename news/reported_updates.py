"""The updates of developments, each with the reports that belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from news.digests import StoredMatch


@dataclass(frozen=True, slots=True)
class ReportedUpdate:
    """A report in which something new happened, and the reports that retell it or give background to it."""

    report: StoredMatch
    others: tuple[StoredMatch, ...]


def group_by_update(reports: Sequence[StoredMatch]) -> list[ReportedUpdate]:
    """The updates in some reports, oldest first; any other report belongs to the update of its development before it.

    Reports before the first update of their development belong to that one; without an update, to the first of them.
    """
    developments: dict[object, list[StoredMatch]] = {}
    for one in sorted(reports, key=lambda one: (one.article.published, one.id)):
        developments.setdefault(one.development or f"match {one.id}", []).append(one)
    found: list[ReportedUpdate] = []
    for members in developments.values():
        first = next((one for one in members if one.standing.is_alerted), members[0])
        shares: dict[int, list[StoredMatch]] = {first.id: []}
        current = first
        for one in members:
            if one.standing.is_alerted or one is first:
                current = one
                shares.setdefault(one.id, [])
            else:
                shares[current.id].append(one)
        heads = (one for one in members if one.id in shares)
        found += [ReportedUpdate(one, tuple(shares[one.id])) for one in heads]
    return sorted(found, key=lambda one: (one.report.article.published, one.report.id))
