"""The story so far: developments by day, with outside text escaped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import Article, Evidence, Match, Standing, StoredMatch, Verdict
from pipeline.storylines import MOST_UPDATES, storyline, storyline_key

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)


def report(number: int, development: int, standing: Standing = Standing.OPENS, **changes: Any) -> StoredMatch:
    values = {"title": f"Headline {number}", "outlet": f"Outlet {number}", "published": NOON - timedelta(days=number)}
    article = Article(f"https://news.example/{number}", text="", **{**values, **changes})
    match = Match("treaty", 0.5 + number / 100, Verdict.FOLLOW_UP, Evidence((), (), (), ()))
    return StoredMatch(number, article, match, NOON, (), development=development, standing=standing)


def test_an_update_is_listed_under_its_own_day_with_what_its_development_is_called() -> None:
    update = replace(report(1, 1, Standing.ADDS), development_opening="Headline 3")
    story = storyline("treaty", "A treaty", [update, report(3, 1)])
    later, first = (section.splitlines() for section in story.split("### ")[1:])
    assert (later[0], first[0]) == ("4 March 2025", "2 March 2025")
    assert later[2] == "- 12:00 [Headline 1](https://news.example/1) — Outlet 1, 51 % (update to d1 Headline 3)"
    assert first[2] == "- 12:00 [Headline 3](https://news.example/3) — Outlet 3, 53 % (d1)"


def test_developments_are_listed_by_day_latest_first() -> None:
    reports = [report(1, 1), report(2, 2), replace(report(3, 1, Standing.JOINS), id=9)]
    assert storyline("treaty", "A treaty", reports).splitlines() == [
        "## A treaty",
        "",
        "3 follow-ups in 2 developments, latest day first.",
        "",
        "### 4 March 2025",
        "",
        "- 12:00 [Headline 1](https://news.example/1) — Outlet 1; also Outlet 3, 53 % (d1)",
        "",
        "### 3 March 2025",
        "",
        "- 12:00 [Headline 2](https://news.example/2) — Outlet 2, 52 % (d2)",
    ]


def test_only_the_latest_updates_of_a_long_story_are_listed() -> None:
    story = storyline("treaty", "A treaty", [report(number, number) for number in range(1, MOST_UPDATES + 4)])
    assert story.count("\n- ") == MOST_UPDATES
    assert story.endswith("and 3 earlier updates")


def test_outside_text_is_escaped() -> None:
    story = storyline("treaty", "# <b>", [report(1, 1, title="](http://evil.example) <img>", outlet="*bold*")])
    assert "<b>" not in story.replace("\\<b", "")
    assert "](http://evil" not in story.replace("\\]", "")
    assert "\\*bold\\*" in story


@pytest.mark.parametrize(
    ("seed", "key"), [("us-ukraine-minerals-deal", "trail-us-ukraine-minerals-deal"), ("treaty", "trail-treaty")]
)
def test_a_plain_seed_name_needs_no_suffix_in_its_key(seed: str, key: str) -> None:
    assert storyline_key(seed) == key


@given(st.text(min_size=1), st.text(min_size=1))
def test_every_seed_has_a_distinct_key_that_prefect_accepts(one: str, other: str) -> None:
    import re

    assert re.fullmatch(r"[a-z0-9-]+", storyline_key(one))
    if one != other:
        assert storyline_key(one) != storyline_key(other)
