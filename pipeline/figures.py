"""What is told of a pass, each thing written once: its figures by part, its troubles, and the metrics they end in.

Summaries, totals and metrics are read from these tables. A new figure is a field of its outcome, the step that counts
it, and a row here. Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.outcomes import PassReport, count_of


class Shown(Enum):
    """When a figure stands in the line of its part. `IN_FULL`: only where there is room for all of them."""

    ALWAYS = auto()
    UNLESS_NONE = auto()
    IN_FULL = auto()
    NEVER = auto()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a pass.

    `one` and `many`: the words behind it, `many` where they differ; `total`: its name in the totals, which stays, ""
    when it is not added up; `within`: it stands in brackets behind the figure before it.
    """

    read: Callable[[PassReport], int]
    one: str = ""
    many: str = ""
    total: str = ""
    shown: Shown = Shown.ALWAYS
    within: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong, or that a person should know, by name or as lines.

    `of_pass`: it concerns the pass as a whole, so that a page begins with it and no line of it is left out.
    """

    title: str
    read: Callable[[PassReport], Mapping[str, object] | Sequence[str]]
    of_pass: bool = False


@dataclass(frozen=True, slots=True)
class Gauge:
    """A metric out of what the store counts: its label's values, each with the name of a count; no label, one count."""

    name: str
    told: str
    label: str
    counts: Mapping[str, str]


# A part of a pass -> its figures, the first of which is what all others of its line are about.
PARTS: Mapping[str, tuple[Figure, ...]] = {
    "passes": (
        Figure(lambda report: int(not report.failures), total="passes done", shown=Shown.NEVER),
        Figure(lambda report: int(bool(report.failures)), total="passes failed", shown=Shown.NEVER),
    ),
    "followed": (Figure(lambda report: report.inputs.seeds, "seed", "seeds", shown=Shown.IN_FULL),),
    "polled": (
        Figure(lambda report: report.polling.polled, "feed", "feeds"),
        Figure(lambda report: report.polling.new_entries, "new entry", "new entries", "entries new"),
        Figure(
            lambda report: report.polling.changed_entries,
            "changed entry",
            "changed entries",
            "entries changed",
            Shown.IN_FULL,
        ),
        Figure(lambda report: report.polling.unchanged, "unchanged", total="polls unchanged"),
        Figure(lambda report: len(report.polling.errors), "failed", total="polls failed"),
        Figure(
            lambda report: report.polling.polled - report.polling.unchanged - len(report.polling.errors),
            total="polls with entries",
            shown=Shown.NEVER,
        ),
        Figure(lambda report: sum(report.polling.dropped.values()), total="entries dropped", shown=Shown.NEVER),
    ),
    "read": (
        Figure(lambda report: report.reading.entries, "entry", "entries"),
        Figure(lambda report: report.reading.articles, "article", "articles", "articles extracted"),
        Figure(lambda report: report.reading.from_feed, "from the feed itself", within=True),
        Figure(
            lambda report: report.reading.in_part,
            "of pages too long to read whole",
            shown=Shown.IN_FULL,
            within=True,
        ),
        Figure(
            lambda report: report.reading.turned_away,
            "turned away at a glance",
            total="articles turned away",
            within=True,
        ),
        Figure(lambda report: sum(report.reading.skipped.values()), "skipped", total="entries skipped"),
        Figure(lambda report: report.reading.postponed, "postponed", total="entries postponed"),
    ),
    "compared": (
        Figure(lambda report: report.comparing.articles, "article", "articles", "articles compared"),
        Figure(lambda report: report.comparing.candidates, "in full", total="articles compared in full"),
        Figure(
            lambda report: report.comparing.spot_checks,
            "as spot checks of what the looks turn away",
            total="articles spot-checked",
            shown=Shown.IN_FULL,
            within=True,
        ),
        Figure(lambda report: len(report.comparing.errors), "failed", shown=Shown.IN_FULL),
        Figure(
            lambda report: report.comparing.given_up,
            "of them given up",
            total="articles given up",
            shown=Shown.IN_FULL,
        ),
        Figure(lambda report: report.comparing.follow_ups, "follow-up", "follow-ups", "matches follow-up"),
        Figure(lambda report: report.comparing.near_misses, "near miss", "near misses", "matches near miss"),
        Figure(lambda report: report.comparing.developments, "new development", "new developments", "developments"),
    ),
    "delivered": (
        Figure(lambda report: report.delivering.sent, "mail", "mails", "mails sent"),
        Figure(lambda report: report.delivering.failed, "failed", total="mails failed"),
        Figure(
            lambda report: report.delivering.given_up,
            "given up",
            total="mails given up",
            shown=Shown.UNLESS_NONE,
            within=True,
        ),
        Figure(lambda report: report.delivering.held, "alert held", "alerts held"),
        Figure(lambda report: report.delivering.waiting, "waiting"),
    ),
}

TROUBLES = (
    Trouble("Files that could not be used", lambda report: report.inputs.complaints, of_pass=True),
    Trouble("Feeds that failed", lambda report: report.polling.errors),
    Trouble("Entries the feeds had and we did not take", lambda report: report.polling.dropped),
    Trouble("Entries skipped", lambda report: report.reading.skipped),
    Trouble("Entries without an article", lambda report: report.reading.unread),
    Trouble("Entries that failed", lambda report: report.reading.errors),
    Trouble("Articles that could not be compared", lambda report: report.comparing.errors),
    Trouble("Mails that failed", lambda report: report.delivering.errors),
    Trouble("Batches that failed as a whole", lambda report: report.failures, of_pass=True),
    Trouble("Left for the next run", lambda report: {name: number for name, number in report.left.items() if number}),
    Trouble("Notes", lambda report: report.notes, of_pass=True),
)

# The first word of a total -> what the metric of that name tells; the rest of the total is its outcome.
COUNTERS = {
    "passes": "Passes that were made, by how they ended",
    "polls": "Feeds polled, by what came of it",
    "entries": "Entries of feeds, by what became of them",
    "articles": "Articles, by what was done with them",
    "matches": "Matches found, by verdict",
    "developments": "Events reported for the first time",
    "mails": "Mails and messages, by what became of them",
}
SECONDS = "seconds of "  # begins the total of a stage's time

_QUEUES = ("entries", "articles", "alerts", "deliveries")
_STORED = ("feeds", "seeds", "entries", "articles", "matches", "follow-ups", "developments", "alerts", "deliveries")
GAUGES = (
    Gauge("queue_depth", "What waits", "queue", {name: f"{name} waiting" for name in _QUEUES}),
    Gauge("stored", "What is stored and followed", "kind", {name: name for name in _STORED}),
    Gauge("feeds_failing", "Feeds whose last poll failed", "", {"": "feeds failing"}),
)


def count_totals(report: PassReport) -> dict[str, float]:
    """What a pass adds to the totals of its installation; nothing that is 0."""
    counts = {each.total: each.read(report) for figures in PARTS.values() for each in figures if each.total}
    seconds = {f"{SECONDS}{stage}": taken for stage, taken in report.seconds.items()}
    return {name: value for name, value in {**counts, **seconds}.items() if value}


def describe_parts(report: PassReport, *, in_full: bool) -> dict[str, str]:
    """The line of each part that has one: "3 feeds: 2 new entries, 1 unchanged, 0 failed"."""
    lines = {part: _line(_phrases(figures, report, in_full)) for part, figures in PARTS.items()}
    return {part: line for part, line in lines.items() if line}


def list_troubles(report: PassReport) -> Iterator[tuple[Trouble, list[tuple[str, ...]]]]:
    """The troubles of a pass, each with its lines: a name and what happened, or what is to be said alone."""
    for trouble in TROUBLES:
        if told := trouble.read(report):
            yield trouble, _lines(told)


def _lines(told: Mapping[str, object] | Sequence[str]) -> list[tuple[str, ...]]:
    if isinstance(told, Mapping):
        return [_named(name, what) for name, what in told.items()]
    return [(line,) for line in told]


def _named(name: str, told: object) -> tuple[str, str]:
    """Errors often begin with the URL they are listed under, which need not be said twice."""
    return name, str(told).removeprefix(f"{name}: ")


def _phrases(figures: Iterable[Figure], report: PassReport, in_full: bool) -> list[list[str]]:
    """Each figure in words, with those that stand within it."""
    phrases: list[list[str]] = []
    for figure in figures:
        number = figure.read(report)
        if not _is_shown(figure, number, in_full):
            continue
        words = count_of(number, figure.one, figure.many or figure.one)
        if figure.within:
            phrases[-1].append(words)
        else:
            phrases.append([words])
    return phrases


def _is_shown(figure: Figure, number: int, in_full: bool) -> bool:
    match figure.shown:
        case Shown.UNLESS_NONE:
            return number != 0
        case Shown.IN_FULL:
            return in_full
        case _:
            return figure.shown is Shown.ALWAYS


def _line(phrases: Sequence[Sequence[str]]) -> str:
    told = [f"{first} ({', '.join(within)})" if within else first for first, *within in phrases]
    return ": ".join(filter(None, [", ".join(told[:1]), ", ".join(told[1:])]))
