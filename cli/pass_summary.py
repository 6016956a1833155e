"""What one pass did, in words and tables, or as an object for programs."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cli.descriptions import counted
from cli.json_objects import match_object, plain
from cli.matches import COLUMNS, row
from cli.terminal import say, say_table

if TYPE_CHECKING:
    from pipeline import PassReport

_MOST_LINES = 50  # of one list


def report_object(report: "PassReport", engine: str) -> dict[str, Any]:
    """A pass as a plain object; `engine` is "prefect" or "plain"."""
    return {
        **plain(report),
        "follow_ups": [match_object(one) for one in report.follow_ups],
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
    polling, reading, comparing, delivering = report.polling, report.reading, report.comparing, report.delivering
    yield (
        f"polled     {counted(polling.polled, 'feed')}: {counted(polling.new_entries, 'new entry', 'new entries')}, "
        f"{polling.unchanged} unchanged, {len(polling.errors)} failed"
    )
    yield (
        f"read       {counted(reading.entries, 'entry', 'entries')}: {counted(reading.articles, 'article')} "
        f"({reading.from_feed} from the feed itself, {reading.turned_away} turned away at a glance), "
        f"{sum(reading.skipped.values())} skipped, "
        f"{reading.postponed} postponed"
    )
    yield (
        f"compared   {counted(comparing.articles, 'article')}: {comparing.candidates} in full, "
        f"{counted(comparing.follow_ups, 'follow-up')}, {counted(comparing.near_misses, 'near miss', 'near misses')}, "
        f"{counted(comparing.developments, 'new development')}"
    )
    yield (
        f"delivered  {counted(delivering.sent, 'mail')}: {delivering.failed} failed"
        f"{f' ({delivering.given_up} given up)' if delivering.given_up else ''}, "
        f"{counted(delivering.held, 'alert')} held, {delivering.waiting} waiting"
    )
    yield "took       " + ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in report.seconds.items())


def _troubles(report: "PassReport") -> Iterator[tuple[str, list[str]]]:
    everything: list[tuple[str, list[str]]] = [
        ("Files that could not be used", list(report.inputs.complaints)),
        ("Feeds that failed", _pairs(report.polling.errors)),
        ("Entries the feeds had and we did not take", _pairs(report.polling.dropped)),
        ("Entries skipped", _pairs(report.reading.skipped)),
        ("Entries without an article", _pairs(report.reading.unread)),
        ("Entries that failed", _pairs(report.reading.errors)),
        ("Articles that could not be compared", _pairs(report.comparing.errors)),
        ("Mails that failed", _pairs(report.delivering.errors)),
        ("Batches that failed as a whole", list(report.failures)),
        ("Left for the next run", _pairs({name: number for name, number in report.left.items() if number})),
        ("Notes", list(report.notes)),
    ]
    yield from ((title, lines) for title, lines in everything if lines)


def _pairs(named: Mapping[str, object]) -> list[str]:
    """One line each; errors often begin with the URL they are listed under, which need not be said twice."""
    lines = [f"{name}: {str(value).removeprefix(f'{name}: ')}" for name, value in named.items()]
    more = [f"and {len(lines) - _MOST_LINES} more (--json shows all)"] if len(lines) > _MOST_LINES else []
    return lines[:_MOST_LINES] + more
