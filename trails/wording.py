"""Put values into words for readers: scores, times, reasons, names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from math import exp
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from news import AlertStatus, Evidence, Lessons, Match, Seed, StoredMatch


_PARTS = {
    "actors": "the same actors",
    "topics": "the same topics",
    "text": "similar wording",
    "lead": "a similar opening",
    "meaning": "a similar meaning",
    "extent": "more than a headline",
    "substance": "a first report of more than a sentence or two",
    "identity": "nobody is only a namesake",
    "ground": "an actor or topic in common",
    "brevity": "a short text, which can share less",
    "shorter": "a short text in another language",
    "body": "more than a headline, in another language",
    "detail": "a detailed first report",
    "time": "soon after the last news about it",
    "dates": "the same dates mentioned",
    "nearness": "words like those of the first report",
    "trail": "close to earlier follow-ups",
}
_LABEL = 48  # characters of what a development is called
_BARELY = 0.05  # logits: about one point of a score
_VERDICTS = {  # keyed by name, so that --help need not import the enum
    "FOLLOW_UP": "A follow-up",
    "NEAR_MISS": "A near miss, not a follow-up",
    "UNRELATED": "Not a follow-up",
}


def listed(names: Sequence[str], most: int = 6) -> str:
    """Join names with commas; beyond `most` names, only the number of the others is given."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def moment(when: datetime | None) -> str:
    """A time in UTC as "2025-03-01 12:00", or "never" for None."""
    return when.strftime("%Y-%m-%d %H:%M") if when else "never"


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun in the singular or plural: "1 feed", "2 feeds"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def reasons(match: Match) -> list[str]:
    """Short reasons for the verdict; if the article is not a follow-up, the last one says why not."""
    from news import Verdict

    shared = _shared(match.evidence)
    if match.evidence.note and (match.verdict is not Verdict.FOLLOW_UP or not shared):
        return [*shared, match.evidence.note]
    return shared


def _shared(evidence: Evidence) -> list[str]:
    named = f"names {listed(evidence.actors)}" if evidence.actors else ""
    topics = f"mentions {listed(evidence.topics)}" if evidence.topics else ""
    return [reason for reason in (named, topics) if reason]


def verdict_sentence(match: Match, seed: Seed) -> str:
    """One sentence that says why the article is a follow-up of the seed or why it is not."""
    from news import quote_headline

    shared = " and ".join(_shared(match.evidence)) or "shares neither actors nor topics with it"
    reason = match.evidence.note or f"It {shared}."
    verdict = f"{_VERDICTS[match.verdict.name]} of {quote_headline(seed.title or seed.name)}"
    return f"{verdict}: {reason[:1].lower()}{reason[1:]}"


def part_name(name: str) -> str:
    """A part of the score in words."""
    return _PARTS.get(name, name)


def learnt(lessons: Lessons) -> str:
    """How the answers to a seed's matches changed its scores, in a clause; "" if they hardly did."""
    shift = lessons.shift_of_others
    if abs(shift) < _BARELY:
        return ""
    # what the shift does to a score of a half says more to a reader than logits
    points = round(100 * (1 / (1 + exp(-shift)) - 0.5))
    return f"a score of 0.50 {'rises' if shift > 0 else 'falls'} to {(50 + points) / 100:.2f}"


def why(stored: StoredMatch) -> str:
    """What article and seed share, in one short line ("+7": seven more); for a near miss, why it is not a follow-up."""
    from news import Verdict

    evidence = stored.match.evidence
    if stored.match.verdict is not Verdict.FOLLOW_UP and evidence.note:
        return evidence.note
    shared = [_brief(names) for names in (evidence.actors, evidence.topics) if names]
    return "; ".join(shared) or evidence.note or "no reason stored"


def _brief(names: Sequence[str]) -> str:
    more = f" +{len(names) - 2}" if len(names) > 2 else ""
    return f"{', '.join(names[:2])}{more}"


def match_name(stored: StoredMatch) -> str:
    """A short name for a stored match: the first two words of its headline and its id, as "leaders-rally-12"."""
    words = re.findall(r"[a-z]+", stored.article.title.casefold())[:2]
    return "-".join([*words, str(stored.id)])


def development_label(stored: StoredMatch) -> str:
    """What a match's development is called: "d12 Saudi talks"; "" if it has none."""
    from news import development_name

    if not stored.development:
        return ""
    label = stored.development_label
    shown = label if len(label) <= _LABEL else f"{label[: _LABEL - 1].rstrip()}…"
    return f"{development_name(stored.development)} {shown}".strip()


def verdict_name(stored: StoredMatch) -> str:
    """The verdict on a stored match for users, who may have rejected it."""
    return "rejected" if stored.is_rejected else str(stored.match.verdict)


def web_address(url: str) -> str:
    """The URL if it is http or https, else ""."""
    try:
        return url if urlsplit(url).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def why_unreadable(url: str) -> str:
    """What is wrong with an address that `web_address` refuses, in one line that names it."""
    if url.lower().startswith(("http://", "https://")):
        return f"{url}: its host is not valid"
    return f"{url}: unsupported address: only http and https can be read"


def alert_words(alert: AlertStatus) -> str:
    """The state of an alert in words, without its recipient: "sent 2025-03-01 12:00"."""
    from news import AlertState

    if alert.state is AlertState.GROUPED:
        return "not mailed by itself: another report tells the same"
    return f"{alert.state} {moment(alert.sent_at)}" if alert.sent_at else str(alert.state)
