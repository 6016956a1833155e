"""The mail's own words: how strong a match is, why it is one, and lists as a person says them."""

from collections.abc import Sequence

from news import Evidence, Match, Verdict

# The least score for each word, strongest first. The verdict is decided elsewhere; these only name its strength.
_STRENGTHS = ((0.8, "strong match"), (0.6, "clear match"), (0.0, "possible match"))
_MOST_NAMES = 5


def describe_strength(match: Match) -> str:
    """The verdict and score in words and in number: "strong match, 87 %"."""
    words = next(words for least, words in _STRENGTHS if match.score >= least or not least)
    shown = words if match.verdict is Verdict.FOLLOW_UP else match.verdict.value
    return f"{shown}, {round(match.score * 100)} %"


def is_doubtful(match: Match) -> bool:
    """Whether the words for the match are the weakest there are."""
    return match.verdict is not Verdict.FOLLOW_UP or match.score < _STRENGTHS[-2][0]


def explain(evidence: Evidence) -> tuple[str, str]:
    """Why the article matched, in one sentence that names shared actors and topics; and what is to be noted besides.

    The evidence's own note is that sentence when it names them, else it is what is to be noted.
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
        reasons.append(f"speaks of {list_names(evidence.topics)}")
    if not reasons:
        return "Its wording is close to that of the seed article."
    return f"It {' and '.join(reasons)}, as the seed article does."


def list_names(names: Sequence[str]) -> str:
    """Names as a person lists them, "A, B and C"; of many the first five, and the rest counted."""
    # "and 1 other" would take the room of the name it hides.
    shown = list(names if len(names) == _MOST_NAMES + 1 else names[:_MOST_NAMES])
    rest = len(names) - len(shown)
    if rest:
        shown.append(count(rest, "other"))
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 follow-up", "3 follow-ups"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
