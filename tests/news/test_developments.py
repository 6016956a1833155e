"""Developments: reports of one event come together, stages of one story stay apart."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from news import Background, Report, Stream, count_article, group_reports, place, weigh_words
from news.word_likeness import WordCounts

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
STORY = "Firefly and Trentino quarrel over the lithium treaty of Freedonia and Sylvania."
EVENTS = (
    """Weapons stop at the border
Convoys with shells and howitzers turned back at Trantura on the marshal's orders. Depots stay locked, gunners count
cartridges, and drivers sleep in their lorries beside the bridge.""",
    """A letter of regret arrives
The envoy handed over a letter in which the ruler regretted harsh words at table. Sealed with wax, it offers an apology,
a hunting trip and the return of a borrowed clarinet.""",
    """Parliament votes on mines
Deputies approved by 88 to 12 a law that opens graphite mines to foreign companies. Unions of miners whistled in the
gallery, and a senator tore the bill before the cameras.""",
)


def tell(event: int, outlet: int) -> WordCounts:
    """An outlet's words: the event in its own, then the story so far, which all tell alike."""
    title, text = EVENTS[event].split("\n", 1)
    return count_article(title, f"{text} Outlet {outlet} was told so by officials. {STORY}")


STREAM = Stream(
    Background(dict.fromkeys("firefly trentino quarrel lithium treaty freedonia sylvania told official".split(), 0.1)),
    [
        *(count_article(f"Town {n}", f"In town {n} the {n}th fair had {n} stalls and a goose.") for n in range(300)),
        *(tell(event, outlet) for event in range(3) for outlet in range(10, 13)),
    ],
)


def report(event: int, outlet: int = 0, hours: float = 0.0) -> Report:
    """A report of an event, so many hours after noon."""
    wording = weigh_words(tell(event, outlet), STREAM.background)
    return Report(place(wording, STREAM), NOON + timedelta(hours=hours))


def groups(*reports: Report, known: Sequence[int | None] = ()) -> list[int]:
    return group_reports(reports, known or [None] * len(reports), STREAM)


def test_reports_of_one_event_are_one_and_other_stages_are_others() -> None:
    found = groups(report(0), report(1, 0, 5), report(0, 1, 6), report(2, 0, 30), report(1, 2, 8))
    assert found == [0, 1, 0, 2, 1]


def test_a_report_that_retells_another_joins_its_group_whatever_its_words() -> None:
    reports = [report(0), report(1, 0, 5), report(2, 0, 6), report(2, 1, 7)]
    assert group_reports(reports, [None] * 4, STREAM, {2: 0}) == [0, 1, 0, 0]
    assert group_reports(reports, [4, None, None, None], STREAM, {1: 0, 3: 1}) == [4, 4, 5, 4]


def test_what_is_known_stays_and_new_groups_are_numbered_on() -> None:
    assert groups(report(0), report(0, 1), report(1), known=[7, None, None]) == [7, 7, 8]
    assert groups(report(0), report(1), known=[3, 3]) == [3, 3]


def test_the_same_words_months_later_are_another_event() -> None:
    near = groups(report(0), report(0, 1, 24))
    assert near == [0, 0]
    later = Report(report(1).placed, NOON + timedelta(days=60))
    assert groups(report(0), later) == [0, 1]


def test_a_report_without_a_date_fades_for_no_time() -> None:
    assert groups(Report(report(0).placed, None), report(0, 1, 9000)) == [0, 0]


def test_nothing_is_nothing() -> None:
    assert groups() == []


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 200)), max_size=8), st.data())
def test_every_report_has_a_group_and_groups_are_numbered_without_gaps(
    told: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    reports = [report(*one) for one in told]
    known = [data.draw(st.none() | st.integers(0, 2)) for _ in reports]
    found = group_reports(reports, known, STREAM)
    assert len(found) == len(reports)
    assert all(before is None or before == after for before, after in zip(known, found, strict=True))
    fresh = sorted(set(found) - {one for one in known if one is not None})
    first = max((one for one in known if one is not None), default=-1) + 1
    assert fresh == list(range(first, first + len(fresh)))
