"""A story so far: developments by day, outside text harmless."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import Article, Evidence, Match, Standing, StoredMatch, Verdict
from pipeline.storylines import MOST_DEVELOPMENTS, storyline, storyline_key

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)


def report(number: int, development: int, standing: Standing = Standing.OPENS, **changes: Any) -> StoredMatch:
    values = {"title": f"Headline {number}", "outlet": f"Outlet {number}", "published": NOON - timedelta(days=number)}
    article = Article(f"https://news.example/{number}", text="", **{**values, **changes})
    match = Match("treaty", 0.5 + number / 100, Verdict.FOLLOW_UP, Evidence((), (), (), ()))
    return StoredMatch(number, article, match, NOON, (), development=development, standing=standing)


def test_developments_are_told_by_day_the_latest_first() -> None:
    reports = [report(1, 1), report(2, 2), replace(report(3, 1, Standing.JOINS), id=9)]
    assert storyline("treaty", "A treaty", reports).splitlines() == [
        "## A treaty",
        "",
        "3 follow-ups in 2 developments, the latest day first.",
        "",
        "### 4 March 2025",
        "",
        "- 12:00 [Headline 1](https://news.example/1) — Outlet 1; also Outlet 3, 53 % (d1)",
        "",
        "### 3 March 2025",
        "",
        "- 12:00 [Headline 2](https://news.example/2) — Outlet 2, 52 % (d2)",
    ]


def test_a_long_story_is_told_from_its_end_and_the_rest_is_counted() -> None:
    told = storyline("treaty", "A treaty", [report(number, number) for number in range(1, MOST_DEVELOPMENTS + 4)])
    assert told.count("\n- ") == MOST_DEVELOPMENTS
    assert told.endswith("and 3 developments before these")


def test_outside_text_is_no_markup() -> None:
    told = storyline("treaty", "# <b>", [report(1, 1, title="](http://evil.example) <img>", outlet="*bold*")])
    assert "<b>" not in told.replace("\\<b", "")
    assert "](http://evil" not in told.replace("\\]", "")
    assert "\\*bold\\*" in told


@pytest.mark.parametrize(
    ("seed", "key"), [("us-ukraine-minerals-deal", "trail-us-ukraine-minerals-deal"), ("treaty", "trail-treaty")]
)
def test_a_plain_name_is_its_own_key(seed: str, key: str) -> None:
    assert storyline_key(seed) == key


@given(st.text(min_size=1), st.text(min_size=1))
def test_every_seed_has_a_key_that_prefect_takes(one: str, other: str) -> None:
    import re

    assert re.fullmatch(r"[a-z0-9-]+", storyline_key(one))
    if one != other:
        assert storyline_key(one) != storyline_key(other)
