"""The exact output of a run at a terminal."""

from datetime import UTC, datetime

import pytest

from cli.pass_summary import say_report
from pipeline.outcomes import DeliverOutcome, PassReport, PollOutcome

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)


def test_a_report_lists_counts_then_problems_then_the_headline(capsys: pytest.CaptureFixture[str]) -> None:
    polling = PollOutcome(60, 3, 1, errors={f"feed {n}": f"feed {n}: timed out" for n in range(52)})
    report = PassReport(
        NOON,
        NOON,
        polling=polling,
        delivering=DeliverOutcome(sent=1, held=1),
        seconds={"poll feeds": 1.25, "send mail": 0.1},
        left={"entries waiting": 2, "articles waiting": 0},
        notes=tuple(f"note {n}" for n in range(52)),
    )
    say_report(report)
    assert capsys.readouterr().out.splitlines() == [
        "polled     60 feeds: 1 new entry, 3 unchanged, 52 failed",
        "read       0 entries: 0 articles (0 from the feed itself, 0 turned away by skimming), 0 skipped, 0 postponed",
        "compared   0 articles: 0 in full, 0 follow-ups, 0 near misses, 0 new developments",
        "delivered  1 mail: 0 failed, 1 alert held, 0 waiting",
        "took       poll feeds 1.2 s, send mail 0.1 s",
        "",
        "Feeds that failed",
        *(f"  feed {n}: timed out" for n in range(50)),
        "  and 2 more (--json shows all)",
        "",
        "Left for the next run",
        "  entries waiting: 2",
        "",
        "Notes",
        *(f"  note {n}" for n in range(52)),
        "",
        "0 new follow-ups, 1 mail, 52 of 60 feeds failed.",
    ]
