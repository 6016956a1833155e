"""The Markdown summary and the tables of a pass, for the Prefect UI. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime

from news import FeedHealth, Hindsight, StoredMatch, development_name
from pipeline.figures import describe_parts, list_troubles
from pipeline.outcomes import PassReport
from trails import counted

LONGEST = 300  # characters of one piece of outside text
WIDEST = 100  # the same in a table cell
MOST_NAMED = 5  # headlines in one line; the others are only counted
LINES = 50  # of a list; the others are only counted
_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+.!|~<>&:@-]")
_SPECIAL_IN_LINK = re.compile(r"[\\`*_\[\]|~<>]|:(?=//)")


def escape(text: str) -> str:
    """Make outside text harmless in Markdown: one line of limited length without markup, HTML or links.

    Uses backslashes (CommonMark 2.4), because the Prefect UI does not decode numeric character references.
    """
    return _SPECIAL.sub(r"\\\g<0>", shorten(text, LONGEST))


def escape_link(text: str) -> str:
    """Escape the text of a link with as few backslashes as possible, because there the Prefect UI displays them."""
    return _SPECIAL_IN_LINK.sub(r"\\\g<0>", shorten(text, LONGEST))


def summarise(report: PassReport) -> str:
    """The summary of a pass as Markdown."""
    parts = [
        f"## {escape(report.headline)}",
        _counts(report),
        *_follow_ups(report),
        *_troubles(report),
    ]
    return "\n\n".join(part for part in parts if part)


def describe_hindsight(hindsight: Hindsight) -> list[str]:
    """What changed scores would have meant, in a line for each direction, with headlines; none if nothing."""
    lines = []
    for word, found, total, kind, verb in (
        ("stricter", hindsight.dropped, hindsight.follow_ups, "", "would not have been mailed"),
        ("looser", hindsight.gained, hindsight.near_misses, "near misses ", "would have been mailed"),
    ):
        if found:
            headlines = [f"“{shorten(one.article.title or one.article.url, WIDEST)}”" for one in found[:MOST_NAMED]]
            more = [f"and {len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
            lines.append(f"{word}: {len(found)} of the last {total} {kind}{verb}: {', '.join([*headlines, *more])}")
    return lines


def tabulate(follow_ups: Sequence[StoredMatch]) -> list[dict[str, str]]:
    """New follow-ups as rows of a table, highest score first; the Prefect UI shows cells as plain text."""
    return [
        {
            "score": percent(each.match.score),
            "headline": shorten(each.article.title, WIDEST),
            "outlet": shorten(each.article.outlet, WIDEST),
            "published": f"{each.article.published:%Y-%m-%d %H:%M} UTC",
            "development": f"{each.standing} {development_name(each.development)}" if each.development else "",
            "why": shorten(_why(each, actors=3, topics=2), WIDEST),
            "seed": each.match.seed,
            "link": each.article.url[:2000],
        }
        for each in _strongest_first(follow_ups)
    ]


def tabulate_feeds(feeds: Sequence[FeedHealth]) -> list[dict[str, str]]:
    """The health of the feeds as rows of a table, failing ones first; beyond `LINES` rows they are only counted."""
    ranked = sorted(feeds, key=lambda one: (not one.gone_at, -one.failures, not one.trouble, one.feed.name))
    rows = [
        {
            "state": one.state,
            "feed": shorten(one.feed.name, WIDEST),
            "last success": _moment(one.last_success_at),
            "next poll": _moment(one.next_poll_at),
            "entries": str(one.entries),
            "trouble": shorten(one.trouble, LONGEST),
            "link": one.feed.url[:2000],
        }
        for one in ranked[:LINES]
    ]
    rest = len(ranked) - len(rows)
    return [*rows, {"state": "", "feed": f"and {rest} more"}] if rest else rows


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"


def percent(score: float) -> str:
    """A score in 0..1 as a percentage."""
    return f"{score * 100:.0f} %"


def shorten(text: str, most: int) -> str:
    """Shorten a text to one line of at most `most` characters, ending in "…" if it was cut off."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _counts(report: PassReport) -> str:
    rows = {part.capitalize(): line for part, line in describe_parts(report, in_full=True).items()}
    rows["Seconds"] = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in report.seconds.items())
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {line} |" for name, line in rows.items())])


def _troubles(report: PassReport) -> list[str]:
    """Lists of what went wrong; those that concern the whole pass come first."""
    ranked = sorted(list_troubles(report), key=lambda one: not one[0].of_pass)
    return [_list(trouble.title, [": ".join(map(escape, line)) for line in lines]) for trouble, lines in ranked]


def _follow_ups(report: PassReport) -> list[str]:
    """The new follow-ups, highest score first; with several seeds, one list for each."""
    seeds = sorted({found.match.seed for found in report.follow_ups})
    if len(seeds) < 2:
        return [_list("New follow-ups", _describe(report.follow_ups, report))]
    lists = []
    for seed in seeds:
        mine = [found for found in report.follow_ups if found.match.seed == seed]
        title = f"{counted(len(mine), 'new follow-up')}: {escape(report.titles.get(seed) or seed)}"
        lists.append(_list(title, _describe(mine, report)))
    return lists


def _describe(follow_ups: Sequence[StoredMatch], report: PassReport) -> list[str]:
    return [_follow_up(found, report.started_at.year) for found in _strongest_first(follow_ups)]


def _strongest_first(follow_ups: Sequence[StoredMatch]) -> list[StoredMatch]:
    return sorted(follow_ups, key=lambda found: (-found.match.score, found.article.published, found.id))


def _follow_up(found: StoredMatch, this_year: int) -> str:
    article, published = found.article, found.article.published
    year = "" if published.year == this_year else f" {published.year}"
    when = f"{published.day} {published:%b}{year} {published:%H:%M} UTC"
    headline = f"**{percent(found.match.score)}** {link(article.title, article.url)} — {escape(article.outlet)}, {when}"
    why = escape(_why(found, actors=4, topics=3))
    return f"{headline}  \n  {why}" if why else headline  # two spaces at the end of a line force a line break


def _why(found: StoredMatch, *, actors: int, topics: int) -> str:
    shared = found.match.evidence
    return "; ".join(filter(None, (_some(shared.actors, actors), _some(shared.topics, topics))))


def _some(names: Sequence[str], most: int) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def link(title: str, url: str) -> str:
    """A link in Markdown; only the title if the address is not an HTTP URL or could break the markup."""
    if not re.fullmatch(r"https?://[^\s<>()\[\]\\\"'`|]{1,1900}", url):
        return escape(title)
    return f"[{escape_link(title) or escape_link(url)}]({url})"


def _list(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    more = [f"- and {len(lines) - LINES} more"] if len(lines) > LINES else []
    return "\n".join([f"### {title}", "", *(f"- {line}" for line in lines[:LINES]), *more])
