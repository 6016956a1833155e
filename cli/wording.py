"""How values are said in words: scores, times, reasons."""

from collections.abc import Sequence
from datetime import datetime

from news import AlertStatus, Evidence, Match, Seed, StoredMatch, Verdict

_PARTS = {
    "actors": "the same actors",
    "topics": "the same topics",
    "text": "similar wording",
    "lead": "a similar opening",
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


def reasons(evidence: Evidence) -> list[str]:
    """Why a match is one, as short reasons."""
    said = [
        f"names {listed(evidence.actors)}" if evidence.actors else "",
        f"speaks of {listed(evidence.topics)}" if evidence.topics else "",
        evidence.note,
    ]
    return [reason for reason in said if reason]


def verdict_sentence(match: Match, seed: Seed) -> str:
    """One sentence that says why the article is a follow-up of the seed, or why it is none."""
    title, evidence = seed.title or seed.name, match.evidence
    if match.verdict is Verdict.FOLLOW_UP:
        return f"A follow-up of “{title}”: it {_shared(evidence)}.{_note(evidence)}"
    if match.verdict is Verdict.NEAR_MISS:
        return f"Close to “{title}”, but not taken for a follow-up: it {_shared(evidence)}.{_note(evidence)}"
    return f"Not about “{title}”: it {_shared(evidence)}.{_note(evidence)}"


def _shared(evidence: Evidence) -> str:
    if evidence.actors and evidence.topics:
        return f"names {listed(evidence.actors, 4)} and speaks of {listed(evidence.topics, 4)}"
    if evidence.actors:
        return f"names {listed(evidence.actors, 4)}, but shares no topic"
    if evidence.topics:
        return f"speaks of {listed(evidence.topics, 4)}, but names none of the actors"
    return "shares neither actors nor topics with it"


def _note(evidence: Evidence) -> str:
    return f" {evidence.note[:1].upper()}{evidence.note[1:].rstrip('.')}." if evidence.note else ""


def part_name(name: str) -> str:
    """A part of the decision in words."""
    return _PARTS.get(name, name)


def why(stored: StoredMatch) -> str:
    """The reasons of a stored match in one line."""
    return "; ".join(reasons(stored.match.evidence)) or "no reason stored"


def alert_state(alert: AlertStatus) -> str:
    """How far an alert has come, in words."""
    recipient = alert.recipient or "nobody named"
    sent = f" {moment(alert.sent_at)}" if alert.sent_at else ""
    error = f" ({alert.error})" if alert.error else ""
    return f"{recipient}: {alert.state}{sent}{error}"
