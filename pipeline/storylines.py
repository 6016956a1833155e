"""The story so far in Markdown, as an artifact for the Prefect UI: the developments of a seed by day. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b

from news import Standing, StoredMatch, development_name
from pipeline.outcomes import count_of
from pipeline.summaries import escape, link, percent, shorten

MOST_DEVELOPMENTS = 30  # the latest; the others are only counted


def storyline_key(seed: str) -> str:
    """The artifact key of a seed: lower-case letters, digits and dashes."""
    plain = re.sub(r"[^a-z0-9]+", "-", seed.lower()).strip("-")
    return f"trail-{plain}" if plain == seed else f"trail-{plain}-{_mark(seed)}".replace("--", "-")


def _mark(seed: str) -> str:
    """A suffix for names that differ only in characters a key cannot contain."""
    return blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def storyline(seed: str, title: str, follow_ups: Sequence[StoredMatch]) -> str:
    """The developments of a seed as Markdown, latest day first.

    Each is one line with the report that opened it, the other outlets, and the highest score.
    """
    groups = defaultdict[int, list[StoredMatch]](list)
    for one in follow_ups:
        groups[one.development or -one.id].append(one)
    ranked = sorted(groups.values(), key=lambda group: max(one.article.published for one in group), reverse=True)
    days = defaultdict[date, list[str]](list)
    for group in ranked[:MOST_DEVELOPMENTS]:
        days[_opening(group).article.published.date()].append(_describe(group))
    counts = f"{count_of(len(follow_ups), 'follow-up')} in {count_of(len(groups), 'development')}"
    parts = [f"## {escape(shorten(title or seed, 200))}", f"{counts}, latest day first."]
    for day in sorted(days, reverse=True):
        parts += [f"### {day.day} {day:%B %Y}", "\n".join(days[day])]
    if len(ranked) > MOST_DEVELOPMENTS:
        parts.append(f"and {len(ranked) - MOST_DEVELOPMENTS} earlier developments")
    return "\n\n".join(parts)


def _opening(group: Sequence[StoredMatch]) -> StoredMatch:
    return min(group, key=lambda one: (one.standing is not Standing.OPENS, one.article.published, one.id))


def _describe(group: Sequence[StoredMatch]) -> str:
    first = _opening(group)
    titled = f" {escape(first.development_title)}" if first.development_title else ""
    name = f" ({development_name(first.development)}{titled})" if first.development else ""
    outlets = sorted({one.article.outlet for one in group} - {first.article.outlet})
    also = f"; also {escape(', '.join(outlets[:4]))}" if outlets else ""
    more = f" and {len(outlets) - 4} more" if len(outlets) > 4 else ""
    headline = link(first.article.title, first.article.url)
    line = f"- {first.article.published:%H:%M} {headline} — {escape(first.article.outlet)}{also}{more}"
    return f"{line}, {percent(max(one.match.score for one in group))}{name}"
