"""The figures and troubles of a pass, each defined once, and the metrics that the figures add up to.

Summaries, totals and metrics are generated from these tables. To add a figure, add a field to an outcome, count it in
the step, and add a row here. Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.outcomes import PassReport
from trails import counted


class Shown(Enum):
    """When a figure is shown in the line of its part. `IN_FULL`: only in summaries that show all figures."""

    ALWAYS = auto()
    UNLESS_NONE = auto()
    IN_FULL = auto()
    NEVER = auto()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a pass.

    `one` and `many` are the words after it, `many` only if the plural differs. `total` is its name among the stored
    totals, which must not change; "" if it is not added up. `within`: it is shown in brackets after the figure before.
    """

    read: Callable[[PassReport], int]
    one: str = ""
    many: str = ""
    total: str = ""
    shown: Shown = Shown.ALWAYS
    within: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of problem or note, read from a report as lines or as a mapping of names to lines.

    `of_pass`: it concerns the pass as a whole, so a summary starts with it and shows all of its lines.
    """

    title: str
    read: Callable[[PassReport], Mapping[str, object] | Sequence[str]]
    of_pass: bool = False


@dataclass(frozen=True, slots=True)
class Gauge:
    """A metric made from the counts of the store.

    `counts` maps each value of the label to the name of a count; without a label it has one entry, with key "".
    """

    name: str
    help: str
    label: str
    counts: Mapping[str, str]


# The parts of a pass and their figures; the first figure shown is the subject of the line.
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
            "of pages too long to read in full",
            shown=Shown.IN_FULL,
            within=True,
        ),
        Figure(
            lambda report: report.reading.turned_away,
            "turned away by skimming",
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
            "as spot checks",
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
    "replies": (
        Figure(lambda report: report.replies.read, "message", "messages", "replies read", shown=Shown.UNLESS_NONE),
        Figure(lambda report: report.replies.applied, "applied", total="replies applied", shown=Shown.UNLESS_NONE),
        Figure(lambda report: report.replies.ignored, "ignored", total="replies ignored", shown=Shown.UNLESS_NONE),
        Figure(
            lambda report: report.replies.put_aside, "put aside", total="replies put aside", shown=Shown.UNLESS_NONE
        ),
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


def _undone(report: PassReport) -> list[str]:
    outcomes = (report.polling, report.reading, report.comparing, report.delivering)
    return [line for outcome in outcomes for line in outcome.undone.values()]


TROUBLES = (
    Trouble("Files that could not be used", lambda report: report.inputs.complaints, of_pass=True),
    Trouble("Feeds that failed", lambda report: report.polling.errors),
    Trouble("Feed entries not taken", lambda report: report.polling.dropped),
    Trouble("Entries skipped", lambda report: report.reading.skipped),
    Trouble("Pages that could not be read; only the feed's text is compared", lambda report: report.reading.missed),
    Trouble("Entries without an article", lambda report: report.reading.unread),
    Trouble("Entries that failed", lambda report: report.reading.errors),
    Trouble("Articles that could not be compared", lambda report: report.comparing.errors),
    Trouble("Messages in the inbox that could not be read", lambda report: report.replies.unread),
    Trouble("Mails that failed", lambda report: report.delivering.errors),
    Trouble("Not done because of an error of this machine", _undone),
    Trouble("Failures", lambda report: report.failures, of_pass=True),
    Trouble("Seeds that another run is comparing with the archive", lambda report: report.comparing.held, of_pass=True),
    Trouble("Left for the next run", lambda report: {name: number for name, number in report.left.items() if number}),
    Trouble("Notes", lambda report: report.notes, of_pass=True),
)

# The first word of a total is the name of its metric, whose help text is here; the rest is the label "outcome".
COUNTERS = {
    "passes": "Passes, by result",
    "polls": "Polls of feeds, by result",
    "entries": "Feed entries, by what was done with them",
    "articles": "Articles, by what was done with them",
    "matches": "Matches found, by verdict",
    "developments": "Events reported for the first time",
    "replies": "Messages in the inbox, by what was done with them",
    "mails": "Mails and messages, by result",
}
SECONDS = "seconds of "  # prefix of the totals that are times, followed by the name of a stage

_QUEUES = ("entries", "articles", "alerts", "deliveries")
_STORED = ("feeds", "seeds", "entries", "articles", "matches", "follow-ups", "developments", "alerts", "deliveries")
GAUGES = (
    Gauge("queue_depth", "Items waiting in each queue", "queue", {name: f"{name} waiting" for name in _QUEUES}),
    Gauge("stored", "Items stored, by kind", "kind", {name: name for name in _STORED}),
    Gauge("feeds_failing", "Feeds whose last poll failed", "", {"": "feeds failing"}),
)


def count_totals(report: PassReport) -> dict[str, float]:
    """What a pass adds to the totals of its installation, without zeros."""
    counts = {each.total: each.read(report) for figures in PARTS.values() for each in figures if each.total}
    seconds = {f"{SECONDS}{stage}": taken for stage, taken in report.seconds.items()}
    return {name: value for name, value in {**counts, **seconds}.items() if value}


def describe_parts(report: PassReport, *, in_full: bool) -> dict[str, str]:
    """One line for each part that has something to show: "3 feeds: 2 new entries, 1 unchanged, 0 failed"."""
    lines = {part: _line(_phrases(figures, report, in_full)) for part, figures in PARTS.items()}
    return {part: line for part, line in lines.items() if line}


def list_troubles(report: PassReport) -> Iterator[tuple[Trouble, list[tuple[str, ...]]]]:
    """Yield the troubles that a pass had, each with its lines: (name, message) pairs or single messages."""
    for trouble in TROUBLES:
        if found := trouble.read(report):
            yield trouble, _lines(found)


def _lines(found: Mapping[str, object] | Sequence[str]) -> list[tuple[str, ...]]:
    if isinstance(found, Mapping):
        return [_named(name, message) for name, message in found.items()]
    return [(line,) for line in found]


def _named(name: str, message: object) -> tuple[str, str]:
    """Remove the name from the start of the message: errors often repeat the URL that they are listed under."""
    return name, str(message).removeprefix(f"{name}: ")


def _phrases(figures: Iterable[Figure], report: PassReport, in_full: bool) -> list[list[str]]:
    """Each figure in words, followed by those shown in brackets after it."""
    phrases: list[list[str]] = []
    for figure in figures:
        number = figure.read(report)
        if not _is_shown(figure, number, in_full):
            continue
        words = counted(number, figure.one, figure.many or figure.one)
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
    texts = [f"{first} ({', '.join(within)})" if within else first for first, *within in phrases]
    return ": ".join(filter(None, [", ".join(texts[:1]), ", ".join(texts[1:])]))
