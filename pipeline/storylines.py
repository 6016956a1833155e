"""The story so far in Markdown, as an artifact for the Prefect UI: the updates of a seed by day. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b

from news import ReportedUpdate, Standing, StoredMatch, development_name, group_by_update
from pipeline.summaries import escape, link, percent, shorten
from trails import counted

MOST_UPDATES = 30  # the latest; the others are only counted


def storyline_key(seed: str) -> str:
    """The artifact key of a seed: lower-case letters, digits and dashes."""
    plain = re.sub(r"[^a-z0-9]+", "-", seed.lower()).strip("-")
    return f"trail-{plain}" if plain == seed else f"trail-{plain}-{_mark(seed)}".replace("--", "-")


def _mark(seed: str) -> str:
    """A suffix for names that differ only in characters a key cannot contain."""
    return blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def storyline(seed: str, title: str, follow_ups: Sequence[StoredMatch]) -> str:
    """The updates of a seed's developments as Markdown, latest day first, one line each."""
    updates = group_by_update(follow_ups)
    ranked = updates[::-1]
    days = defaultdict[date, list[str]](list)
    for one in ranked[:MOST_UPDATES]:
        days[one.report.article.published.date()].append(_describe(one))
    developments = {one.development or -one.id for one in follow_ups}
    counts = f"{counted(len(follow_ups), 'follow-up')} in {counted(len(developments), 'development')}"
    parts = [f"## {escape(shorten(title or seed, 200))}", f"{counts}, latest day first."]
    for day in sorted(days, reverse=True):
        parts += [f"### {day.day} {day:%B %Y}", "\n".join(days[day])]
    if len(ranked) > MOST_UPDATES:
        parts.append(f"and {len(ranked) - MOST_UPDATES} earlier updates")
    return "\n\n".join(parts)


def _describe(update: ReportedUpdate) -> str:
    """An update in one line: its report, the other outlets, the highest score, and its development."""
    first, every = update.report, (update.report, *update.others)
    is_opening = first.standing is not Standing.ADDS
    label = first.development_title if is_opening else first.development_label
    titled = f" {escape(shorten(label, 80))}" if label else ""
    of = "" if is_opening else "update to "
    name = f" ({of}{development_name(first.development)}{titled})" if first.development else ""
    outlets = sorted({one.article.outlet for one in update.others} - {first.article.outlet})
    also = f"; also {escape(', '.join(outlets[:4]))}" if outlets else ""
    more = f" and {len(outlets) - 4} more" if len(outlets) > 4 else ""
    headline = link(first.article.title, first.article.url)
    line = f"- {first.article.published:%H:%M} {headline} — {escape(first.article.outlet)}{also}{more}"
    return f"{line}, {percent(max(one.match.score for one in every))}{name}"
