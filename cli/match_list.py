"""The list of matches for readers: two lines for each development, that fit in 80 columns. Pure but for the console."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trails import clean, counted, development_label, match_name, moment, verdict_name, why

if TYPE_CHECKING:
    from news import StoredMatch

_INDENT = "  "
_UNSENT = {
    "failed": "mail failed",
    "given up": "mail given up",
    "raised": "waits for mail",
    "bundled": "in the next mail",
}


@dataclass(frozen=True, slots=True)
class ListedDevelopment:
    """Reports of one event, newest first; a match without a development stands alone."""

    reports: tuple[StoredMatch, ...]

    @property
    def shown(self) -> StoredMatch:
        """The report that stands for all: the newest in which something new happened, else the newest."""
        kept = [one for one in self.reports if not one.is_rejected] or self.reports
        return next((one for one in kept if one.standing.is_alerted), kept[0])

    @property
    def is_struck(self) -> bool:
        """Whether answers took out all its reports."""
        return all(one.is_rejected for one in self.reports)


def list_developments(found: Sequence[StoredMatch]) -> list[ListedDevelopment]:
    """Group matches, newest first, by development; newest first by the reports that are shown."""
    groups: dict[object, list[StoredMatch]] = {}
    for one in found:
        # a report that an answer took out, and a near miss, are shown by themselves, because they are asked for
        is_follow_up = str(one.match.verdict) == "follow-up"
        key = one.development if one.development and is_follow_up else f"match {one.id}"
        groups.setdefault(key, []).append(one)
    listed = [ListedDevelopment(tuple(group)) for group in groups.values()]
    return sorted(listed, key=lambda group: (group.shown.article.published, group.shown.id), reverse=True)


def lines_of(group: ListedDevelopment, width: int = 0, *, with_seed: bool, with_verdict: bool) -> tuple[str, str]:
    """The two lines of a development; `width`: cut to so many columns, 0: not at all."""
    shown = group.shown
    first = f"{shown.article.published:%Y-%m-%d %H:%M}  {clean(shown.article.title or shown.article.url)}"
    second = _INDENT + " · ".join(filter(None, _facts(group, with_seed=with_seed, with_verdict=with_verdict)))
    return cut(first, width), cut(second, width)


def _facts(group: ListedDevelopment, *, with_seed: bool, with_verdict: bool) -> Iterator[str]:
    shown = group.shown
    yield clean(development_label(shown)) if len(group.reports) > 1 or not with_verdict else ""
    yield match_name(shown) if with_verdict or not shown.development else ""
    yield verdict_name(shown) if with_verdict else ""
    yield f"you said {shown.answer}" if shown.answer else ""
    yield shown.match.seed if with_seed else ""
    yield f"{shown.match.score:.2f}"
    yield _outlets(group)
    yield _mailed(group)
    yield clean(why(shown))


def _outlets(group: ListedDevelopment) -> str:
    outlets = dict.fromkeys([clean(group.shown.article.outlet), *(clean(one.article.outlet) for one in group.reports)])
    others = len(outlets) - 1
    named = f"{next(iter(outlets))} and {counted(others, 'other')}" if others else next(iter(outlets))
    return f"{counted(len(group.reports), 'report')}, {named}" if len(group.reports) > 1 else named


def _mailed(group: ListedDevelopment) -> str:
    """How far the alerts of a development are, in a few words."""
    alerts = [alert for one in group.reports for alert in one.alerts]
    sent = [alert.sent_at for alert in alerts if alert.sent_at]
    if sent:
        return f"mailed {moment(max(sent))[:10]}"
    states = {str(alert.state) for alert in alerts if alert.recipient}
    if not states:
        return "no recipient" if alerts else ""
    words = (
        ("failed", "mail failed"),
        ("given up", "mail given up"),
        ("raised", "waits for mail"),
        ("bundled", "in the next mail"),
    )
    return next((said for state, said in words if state in states), "not mailed")


def cut(line: str, width: int) -> str:
    """Cut a line to so many columns; 0: not at all."""
    from rich.cells import cell_len, set_cell_size

    if not width or cell_len(line) <= width:
        return line
    return f"{set_cell_size(line, width - 1).rstrip()}…"
