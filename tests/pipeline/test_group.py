"""Which later reports of a development are alerted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from news import Article, Evidence, Match, Seed, Standing, StoredMatch, Verdict
from pipeline import open_runtime
from pipeline.group import decide
from tests.world import FOLLOW_UP

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)
TREATY = Seed("treaty", "A treaty", "Firefly and Trentino argue over a lithium treaty.")
NEWS = (
    "Talks over the lithium treaty were joined by Vera Marcal of the Chamber of Mines and by Ronald Kornblow of the "
    "Bank of Karlsburg. At stake are 87 million crowns and the work of 4200 miners in Trantura, both said there."
)


def report(number: int, hours: int, text: str, standing: Standing | None = None) -> StoredMatch:
    article = Article(f"https://c.example/{number}", "Firefly and Trentino meet", text, "Courier", NOON)
    match = Match(TREATY.name, 0.9, Verdict.FOLLOW_UP, Evidence())
    found = StoredMatch(number, replace(article, published=NOON + timedelta(hours=hours)), match, NOON)
    return replace(found, development=1, standing=standing) if standing else found


@pytest.mark.parametrize(
    ("hours", "standing"), [(20, Standing.JOINS), (24, Standing.JOINS), (25, Standing.ADDS), (48, Standing.ADDS)]
)
def test_a_second_alert_comes_half_a_day_after_the_last_alert_of_the_development(
    world: Any, monkeypatch: pytest.MonkeyPatch, hours: int, standing: Standing
) -> None:
    monkeypatch.setattr("pipeline.group.group_reports", lambda places, *_: [1] * len(places))
    known = [
        report(1, 0, FOLLOW_UP, Standing.OPENS),
        report(2, 13, FOLLOW_UP, Standing.ADDS),
        report(3, 20, FOLLOW_UP, Standing.JOINS),  # not alerted, so it does not count
    ]
    with open_runtime(world.settings()) as runtime:
        (record,) = decide(runtime, TREATY, [*known, report(4, hours, NEWS)])
    assert (record.development, record.standing) == (1, standing)
