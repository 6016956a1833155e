"""Wording of the mails: how likely a follow-up is, why it was found, and lists of names."""

from collections.abc import Sequence

from news import Evidence, Match, Verdict

# The lowest score for each wording, highest first. The verdict is decided elsewhere; this only puts it into words.
_STRENGTHS = ((0.8, "very likely follow-up"), (0.6, "likely follow-up"), (0.0, "possible follow-up"))
_MOST_NAMES = 5


def describe_strength(match: Match) -> str:
    """The verdict and score in words and as a percentage: "very likely follow-up, 87 %"; or that it was confirmed."""
    if match.is_confirmed:
        return "confirmed follow-up"
    words = next(words for least, words in _STRENGTHS if match.score >= least or not least)
    shown = words if match.verdict is Verdict.FOLLOW_UP else match.verdict.value
    return f"{shown}, {round(match.score * 100)} %"


def is_doubtful(match: Match) -> bool:
    """Whether the match is not a follow-up, or gets the weakest wording."""
    return match.verdict is not Verdict.FOLLOW_UP or (not match.is_confirmed and match.score < _STRENGTHS[-2][0])


def explain(evidence: Evidence) -> tuple[str, str]:
    """One sentence on what the article shares with the story, and a further note ("" if there is none).

    The evidence's own note is that sentence if it names a shared actor and a shared topic; otherwise it is the further
    note.
    """
    note = evidence.note
    if note and all(name in note for name in (*evidence.actors[:1], *evidence.topics[:1])):
        return note, ""
    return _name_reasons(evidence), note


def _name_reasons(evidence: Evidence) -> str:
    reasons = []
    if evidence.actors:
        reasons.append(f"names {list_names(evidence.actors)}")
    if evidence.topics:
        reasons.append(f"mentions {list_names(evidence.topics)}")
    if not reasons:
        return "Its wording is close to that of the first report."
    return f"It {' and '.join(reasons)}, as the first report does."


def list_names(names: Sequence[str]) -> str:
    """Join names as "A, B and C"; of more than six, list the first five and count the rest."""
    # "and 1 other" would be as long as the sixth name itself
    shown = list(names if len(names) == _MOST_NAMES + 1 else names[:_MOST_NAMES])
    rest = len(names) - len(shown)
    if rest:
        shown.append(count(rest, "other"))
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def count(number: int, noun: str) -> str:
    """A number with its noun in the singular or plural: "1 follow-up", "3 follow-ups"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
