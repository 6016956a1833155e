"""Dates in forms that feedparser does not read or reads wrongly."""

import time
from datetime import UTC, datetime

import pytest

from extractors import parse_feed
from extractors.feeds.dates import DateReader

EVENING = datetime(2025, 3, 5, 18, 55, tzinfo=UTC)


def published(text: str, language: str = "") -> datetime | None:
    head = f"<language>{language}</language>" if language else ""
    item = f"<item><title>A</title><link>https://courier.example/a</link><pubDate>{text}</pubDate></item>"
    body = f"<rss version='2.0'><channel><title>Courier</title>{head}{item}</channel></rss>"
    return parse_feed(body.encode(), "https://courier.example/feed").entries[0].published


@pytest.mark.parametrize(
    "text",
    [
        "Wed, 05 Mar 2025 18:55:00 GMT",
        "mer, 05 mar 2025 18:55:00 GMT",
        "Mi, 05 Mär 2025 19:55:00 +0100",
        "mié, 05 mar 2025 19:55:00 +0100",
        "mer., 5 mars 2025 19:55:00 +0100",
        "qua, 05 mar 2025 15:55:00 -0300",
        "śr., 05 marca 2025 19:55:00 +0100",
        "ср, 05 мар 2025 21:55:00 +0300",
        "ср, 5 березня 2025 18:55",
        "woe, 05 mrt 2025 19:55:00 +0100",
        "ons, 05 mars 2025 19:55:00 +0100",
        "Çar, 05 Mart 2025 21:55:00 +0300",
        "3/5/2025 6:55:00 PM",
        "05.03.2025 18:55",
        "2025/03/05 18:55",
        "20250305T185500Z",
        "1741200900",
        "Thu, 06 Mar 2025 00:25:00 IST",
        "Wed, 05 Mar 2025 19:55:00 CET",
        "Thu, 06 Mar 2025 03:55:00 JST",
        "Wed, 05 Mar 2025 13:55:00 EST",
        "Wed, 05 Mar 2025 22:55:00 +4",
        "Wed, 05 Mar 2025 06:55:00 PM GMT",
        "Wed, 05 Mar 2025 22:55:00 UTC+4",
        "Wed, 05 Mar 2025 20:55:00 Europe/Athens",
        "Wed, 05 Mar 2025 11:55:00 MST7MDT",
        "Wed Mar 05 20:55:00 EET 2025",
        "Wed Mar 05 20:55:00 +0200 2025",
        "Wed, 05 Mar 2025 19.55.00 +0100",
        "2025-03-05 18:55:00 UTC",
        "2025-03-05T19:55:00+1:00",
        "2025-03-06T00:25:00+0530",
        "2025.03.05 18:55",
        "2025. 3. 5. 18:55",
        "05-03-2025 18:55:00",
        "20250305185500",
        "20250305 1855",
        "1741200900.5",
        "5 mars 2025 à 18h55",
        "2025. március 5. 18:55",
        "2025年3月5日 18:55",
        "2025年03月05日（水）18時55分",
        "2025年3月5日 下午6:55",
        "2025년 3월 5일 오후 6:55",
        "木, 06 3月 2025 03:55:00 +0900",
        "周四, 06 三月 2025 02:55:00 +0800",
        "목, 06 3월 2025 03:55:00 +0900",
        "الأربعاء, 05 مارس 2025 21:55:00 +0300",
        "05 آذار 2025 20:55:00 +0200",
        "٥ مارس ٢٠٢٥ 18:55",
        "พฤ., 06 มี.ค. 2568 01:55:00 +0700",
        "Thứ Năm, 06 Th3 2025 01:55:00 +0700",
        "ד, 05 במרץ 2025 20:55:00 +0200",
        "गुरु, 06 मार्च 2025 00:25:00 +0530",
        "sri, 05 ožu 2025 19:55:00 +0100",
        "Tr, 05 kov 2025 20:55:00 +0200",
    ],
)
def test_a_date_is_read_in_any_common_form(text: str) -> None:
    assert published(text) == EVENING


@pytest.mark.parametrize("text", ["yesterday", "soon", "", "32 Mar 2025", "5"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert published(text) is None


def test_the_order_of_day_and_month_is_the_european_one_unless_the_clock_has_twelve_hours() -> None:
    assert published("04/03/2025 18:55") == datetime(2025, 3, 4, 18, 55, tzinfo=UTC)
    assert published("03/04/2025 6:55 PM") == datetime(2025, 3, 4, 18, 55, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("03/05/2025 18:55", "en-us", (3, 5)),
        ("03-05-2025", "en_US", (3, 5)),
        ("03/05/2025 18:55", "en", (5, 3)),
        ("03/05/2025 6:55 PM", "en-AU", (5, 3)),
        ("03.05.2025 18:55", "en-us", (5, 3)),
        ("25/03/2025 18:55", "en-us", (3, 25)),
        ("03/25/2025 18:55", "fr", (3, 25)),
        ("05 lis 2025", "hr", (10, 5)),
        ("05 lis 2025", "pl", (11, 5)),
        ("05 xullo 2025", "gl", (7, 5)),
        ("05 Jänner 2025", "de", (1, 5)),
    ],
)
def test_a_date_that_can_be_read_in_two_ways_follows_the_language(
    text: str, language: str, day: tuple[int, int]
) -> None:
    found = published(text, language)
    assert found
    assert (found.month, found.day) == day


@pytest.mark.parametrize("text", ["Tue, 04 Mar 2025 24:00:00 GMT", "2025-03-04T24:00:00Z"])
def test_midnight_at_the_end_of_a_day_begins_the_next(text: str) -> None:
    assert DateReader().read(text) == datetime(2025, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2025", "2025-03", "10:30", "version 1.2", "30/02/2025", "2025-03-05 25:10"])
def test_half_a_date_is_none(text: str) -> None:
    assert DateReader().read(text) is None


def test_unreadable_dates_do_not_hide_a_readable_one() -> None:
    reader = DateReader()
    assert not any(reader.read(f"{number % 28 + 1} of the {'xyz'[number % 3]} moon 2025") for number in range(100))
    assert reader.read("5 de marzo de 2025 18:55") == EVENING


def test_a_feed_of_dates_in_words_is_read_whole() -> None:
    reader = DateReader("uk")
    assert all(reader.read(f"{number % 28 + 1} березня 2025, 18:{number % 60:02}") for number in range(2_000))


def test_unreadable_dates_take_bounded_time() -> None:
    reader, began = DateReader(), time.process_time()
    assert not any(reader.read(f"{number % 28 + 1} blurb {number:x}z 2025 1:00 q{number}") for number in range(5_000))
    assert time.process_time() - began < 6
