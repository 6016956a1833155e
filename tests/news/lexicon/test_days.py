"""Days that texts speak of: read as a reader would, and telling by how far away they lie."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.lexicon.days import _mentions, _pattern, find_days, shared_day

SUNDAY = datetime(2025, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They met on Friday.", date(2025, 2, 28)),
        ("They met on Sunday.", date(2025, 3, 2)),
        ("They met on February 28.", date(2025, 2, 28)),
        ("They met on Feb. 28th, 2024, and again.", date(2024, 2, 28)),
        ("They met on 28 February.", date(2025, 2, 28)),
        ("They met on the 28th of February.", date(2025, 2, 28)),
        ("It was 3 December when they met.", date(2024, 12, 3)),
        ("Updated 2025-02-28T10:00.", date(2025, 2, 28)),
        ("Sie trafen sich am 28. Februar 2025.", date(2025, 2, 28)),
        ("Si sono incontrati il 28 febbraio.", date(2025, 2, 28)),
        ("Setkali se 28. února.", date(2025, 2, 28)),
        ("التقيا في ٢٨ فبراير", date(2025, 2, 28)),
        ("両者は2月28日に会談した", date(2025, 2, 28)),
        ("双方于2024年2月28日会谈", date(2024, 2, 28)),
        ("두 사람은 2월 28일에 만났다", date(2025, 2, 28)),
        ("両者は金曜日に会談した", date(2025, 2, 28)),
        ("双方于星期五会谈", date(2025, 2, 28)),
        ("双方于周五会谈", date(2025, 2, 28)),
        ("두 사람은 금요일에 만났다", date(2025, 2, 28)),
        ("Se reunieron el 28 de febrero de 2025.", date(2025, 2, 28)),
        ("Ils se sont vus le 1er mars.", date(2025, 3, 1)),
        ("Они встретились 28 февраля.", date(2025, 2, 28)),
        ("Зустріч відбулася у п’ятницю.", date(2025, 2, 28)),
    ],
)
def test_a_day_is_read_as_its_reader_would(text: str, day: date) -> None:
    assert set(find_days(text, SUNDAY)) == {day}


@pytest.mark.parametrize("text", ["They may 10 times.", "31 February", "March on Kyiv", "Room 2025-13-45", "Freitags"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert find_days(text, SUNDAY) == {}


def test_a_day_far_away_tells_more_than_the_day_before_publication() -> None:
    days = find_days("On Saturday; on 20 February; on 3 December.", SUNDAY)
    assert days[date(2025, 3, 1)] < 0.2
    assert 0.6 < days[date(2025, 2, 20)] < days[date(2024, 12, 3)] <= 1.0


def test_only_a_day_that_both_name_is_shared() -> None:
    seed = find_days("They met on Friday.", SUNDAY)
    later = datetime(2025, 4, 30, tzinfo=UTC)
    assert shared_day(seed, find_days("It began with the row of February 28.", later)) > 0.8
    assert shared_day(seed, find_days("It began with the row of February 27.", later)) == 0.0
    assert shared_day(seed, find_days("It began with the row of February 28, 2024.", later)) == 0.0


def test_a_text_without_a_date_has_days_without_a_year() -> None:
    undated = find_days("They met on 28 February, a Friday.", None)
    assert shared_day(undated, find_days("They met on 28 February.", SUNDAY)) > 0
    assert shared_day(undated, find_days("They met on 27 February.", SUNDAY)) == 0.0


@given(st.text(max_size=300), st.text(max_size=300), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_sharing_is_symmetric_and_bounded(one: str, other: str, published: datetime | None) -> None:
    days, others = find_days(one, published), find_days(other, SUNDAY)
    assert shared_day(days, others) == shared_day(others, days)
    assert all(0.0 <= value <= 1.0 for value in (*days.values(), *others.values()))


PIECES = "28 2025 1er 3rd 2025-02-28 May may mars Feb. п'ятницю п’ятницю Friday février x".split()
SEPARATORS = [" ", ".", ", ", " of ", " de ", "-", "'", "", "\n", "月"]


@given(st.lists(st.sampled_from(PIECES + SEPARATORS) | st.text(max_size=3), max_size=30).map("".join))
def test_trying_only_where_a_day_can_begin_finds_every_day(text: str) -> None:
    plain = text.replace("’", "'")
    assert [found.span() for found in _mentions(plain)] == [found.span() for found in _pattern().finditer(plain)]
