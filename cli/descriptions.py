"""How values are said in words: scores, times, reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from news import AlertStatus, Evidence, Leaning, Match, Seed, StoredMatch


_PARTS = {
    "actors": "the same actors",
    "topics": "the same topics",
    "text": "similar wording",
    "lead": "a similar opening",
    "headline": "a similar headline",
    "meaning": "a similar meaning",
    "brevity": "a short text, which shares less",
    "time": "soon after the last news of it",
    "dates": "days that both speak of",
    "nearness": "nearer than other news of late",
    "trail": "near what was found before",
}
_VERDICTS = {  # by their names, for the help is told without loading them
    "FOLLOW_UP": "A follow-up",
    "NEAR_MISS": "A near miss, no follow-up",
    "UNRELATED": "No follow-up",
}


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names in one line; how many more there are is said, never hidden."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def moment(when: datetime | None) -> str:
    """A time to the minute in UTC, or "never"."""
    return when.strftime("%Y-%m-%d %H:%M") if when else "never"


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, in the singular or the plural."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def reasons(match: Match) -> list[str]:
    """Why a match is one, as short reasons; where it is no follow-up, what spoke against it comes last."""
    from news import Verdict

    shared = _shared(match.evidence)
    if match.evidence.note and (match.verdict is not Verdict.FOLLOW_UP or not shared):
        return [*shared, match.evidence.note]
    return shared


def _shared(evidence: Evidence) -> list[str]:
    named = f"names {listed(evidence.actors)}" if evidence.actors else ""
    spoken = f"speaks of {listed(evidence.topics)}" if evidence.topics else ""
    return [reason for reason in (named, spoken) if reason]


def verdict_sentence(match: Match, seed: Seed) -> str:
    """One sentence that says why the article is a follow-up of the seed, or why it is none."""
    shared = " and ".join(_shared(match.evidence)) or "shares neither actors nor topics with it"
    said = match.evidence.note or f"It {shared}."
    return f"{_VERDICTS[match.verdict.name]} of “{seed.title or seed.name}”: {said[:1].lower()}{said[1:]}"


def part_name(name: str) -> str:
    """A part of the decision in words."""
    return _PARTS.get(name, name)


def learnt(leaning: Leaning) -> str:
    """What the answers have taught a seed to go by, in one sentence; "" where nothing."""
    less, more = ([part_name(part) for part, by in leaning.weights.items() if (by > 1) is up] for up in (False, True))
    counted = [f"{' and '.join(names)} {word}" for names, word in ((less, "less"), (more, "more")) if names]
    return f"It counts {', '.join(counted)} than at first." if counted else ""


def why(stored: StoredMatch) -> str:
    """What article and seed share, in one short line ("+7" says how many more); of a near miss, why it is none."""
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
    """A name for a stored match that a person can type: the first words of its headline, and its number."""
    words = re.findall(r"[a-z]+", stored.article.title.casefold())[:2]
    return "-".join([*words, str(stored.id)])


def web_address(url: str) -> str:
    """The URL when a reader may follow it (http or https), else ""."""
    try:
        return url if urlsplit(url).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def alert_state(alert: AlertStatus) -> str:
    """How far an alert has come, in words."""
    from alerts import name_recipient
    from news import AlertState

    recipient = name_recipient(alert.recipient) or "nobody named"
    if alert.state is AlertState.GROUPED:
        return f"{recipient}: told with another report"
    sent = f" {moment(alert.sent_at)}" if alert.sent_at else ""
    error = f" ({alert.error})" if alert.error else ""
    return f"{recipient}: {alert.state}{sent}{error}"
