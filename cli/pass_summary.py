"""What one pass did, in words and tables, or as an object for programs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cli.matches import COLUMNS, row
from cli.terminal import say, say_table
from trails import match_object, plain

if TYPE_CHECKING:
    from pipeline import PassReport

_MOST_LINES = 50  # of one list


def report_object(report: "PassReport", engine: str) -> dict[str, Any]:
    """A pass as a plain object; `engine` is "prefect" or "plain"."""
    return {
        **plain(report),
        "follow_ups": [match_object(one, with_recipients=True) for one in report.follow_ups],
        "headline": report.headline,
        "engine": engine,
    }


def say_report(report: "PassReport") -> None:
    """Say what a pass did: the counts, the new follow-ups, and everything that went wrong by name."""
    for line in _counts(report):
        say(line)
    if report.follow_ups:
        say_table(COLUMNS, [row(one) for one in report.follow_ups], title="\nNew follow-ups")
    for title, lines in _troubles(report):
        say(f"\n{title}")
        for line in lines:
            say(f"  {line}")
    say(f"\n{report.headline}.")


def _counts(report: "PassReport") -> Iterator[str]:
    from pipeline.figures import describe_parts

    for part, text in describe_parts(report, in_full=False).items():
        yield f"{part:<10} {text}"
    yield f"{'took':<10} " + ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in report.seconds.items())


def _troubles(report: "PassReport") -> Iterator[tuple[str, list[str]]]:
    from pipeline.figures import list_troubles

    for trouble, lines in list_troubles(report):
        joined = [": ".join(line) for line in lines]
        yield trouble.title, joined if trouble.of_pass else _cut(joined)


def _cut(lines: list[str]) -> list[str]:
    more = [f"and {len(lines) - _MOST_LINES} more (--json shows all)"] if len(lines) > _MOST_LINES else []
    return lines[:_MOST_LINES] + more
