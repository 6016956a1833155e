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


def test_unreadable_dates_take_bounded_time() -> None:
    reader, began = DateReader(), time.process_time()
    assert not any(reader.read(f"{number % 28 + 1} blurb 2025", None) for number in range(5_000))
    assert time.process_time() - began < 6
