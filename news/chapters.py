"""The chapters of a story: the development that each report belongs to, and whether it is an update to alert.

A report that retells an earlier one joins its development (news/updates.py). Any other is grouped by what it is about
(news/developments.py) and is an update there: the first opens the development, each later one adds to it.
"""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass

from news.developments import Report, group_reports
from news.near_duplicates import is_copy
from news.records import Standing
from news.stream import Stream
from news.updates import FITTED, Judgement, Opening, StageWeights, judge_report

Shingles = Set[tuple[str, ...]]
_COPIED_HEAD = 0.3  # of the shingles of a copy's head that the original has, too
_OWN_COPIED_HEAD = 0.9  # the same where the outlet is the same


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A report of a story: where it stands in the stream, how it begins, and the shingles of its text and of its head.

    `development` and `standing` are set if it was arranged before.
    """

    report: Report
    opening: Opening
    shingles: Shingles
    head: Shingles
    development: int | None = None
    standing: Standing = Standing.NONE


@dataclass(frozen=True, slots=True)
class Placement:
    """The development of a report, its standing there, and the number of the earlier report that it retells, if any."""

    development: int
    standing: Standing
    retells: int | None


def arrange(
    seed: Opening | None,
    follow_ups: Sequence[FollowUp],
    stream: Stream,
    weights: StageWeights = FITTED,
    *,
    repeated: Collection[int] = (),
) -> list[Placement]:
    """The place of each follow-up that was not arranged before, in the order given: those arranged before come first.

    New developments get the next numbers. `seed` is None if its date is not known. `stream` is the one in which the
    reports were placed. `repeated` are the places of reports that are known to be an earlier text again, such as the
    seed's own article in another outlet.
    """
    settled = sum(one.development is not None for one in follow_ups)
    copies = {number: _find_original(follow_ups, number) for number in range(settled, len(follow_ups))}
    judged = _judge_all(seed, follow_ups, settled, weights)
    retold = {number: one.retells if copies[number] is None else copies[number] for number, one in judged.items()}
    developments = group_reports(
        [one.report for one in follow_ups],
        [one.development for one in follow_ups],
        stream,
        {number: other for number, other in retold.items() if other is not None},
    )
    updated = {one.development for one in follow_ups[:settled] if one.standing.is_alerted}
    placements = []
    for number in range(settled, len(follow_ups)):
        development = developments[number]
        is_copied = copies[number] is not None or number in repeated
        is_open = development in updated
        is_first = all(other in repeated for other in range(number))
        standing = choose_standing(judged[number], is_first=is_first, is_copied=is_copied, is_open=is_open)
        if standing.is_alerted:
            updated.add(development)
        placements.append(Placement(development, standing, retold[number]))
    return placements


def choose_standing(judgement: Judgement, *, is_first: bool, is_copied: bool, is_open: bool) -> Standing:
    """The standing of a report, given whether it is the story's first, is a copy, and its development has an update.

    The first report of a story is always an update, whatever it says: it shows the reader that the story goes on.
    """
    if is_copied:
        return Standing.REPEATS
    if is_first or judgement.is_update:
        return Standing.ADDS if is_open else Standing.OPENS
    return Standing.BACKGROUND if judgement.retells is None else Standing.JOINS


def _find_original(follow_ups: Sequence[FollowUp], number: int) -> int | None:
    """The number of the earlier report of which this is a copy, or None.

    An agency repeats its background in every report of a story, so a copy must also begin as the original does, and its
    beginning must have no figure that the original lacks: "at least 68 dead" in the words of "at least 43" is news. An
    outlet that tells a next stage in its own words again has changed its beginning a little.
    """
    one = follow_ups[number]
    for other in range(number):
        if is_copy(one.shingles, follow_ups[other].shingles):
            shared = len(one.head & follow_ups[other].shingles)
            least = _OWN_COPIED_HEAD if one.opening.shares_outlet(follow_ups[other].opening) else _COPIED_HEAD
            if shared >= least * len(one.head) and one.opening.figures <= follow_ups[other].opening.numbers:
                return other
    return None


def _judge_all(
    seed: Opening | None, follow_ups: Sequence[FollowUp], settled: int, weights: StageWeights
) -> dict[int, Judgement]:
    """The judgement of each follow-up from number `settled` on, by its number."""
    openings = [one.opening for one in follow_ups]
    known = set(seed.numbers if seed else ()).union(*(one.numbers for one in openings[:settled]))
    before = [seed] if seed else []
    judged = {}
    for number in range(settled, len(openings)):
        found = judge_report(openings[number], [*before, *openings[:number]], known, weights)
        retold = None if found.retells is None else found.retells - len(before)
        judged[number] = Judgement(found.chance, None if retold is None or retold < 0 else retold)
        known |= openings[number].numbers
    return judged
