"""Wording of the mails: how likely a follow-up is, why it was found, and lists of names."""

from collections.abc import Sequence

from news import LIKELY, Evidence, Match, Verdict, quote_headline

# The lowest score for each wording, highest first. The verdict is decided elsewhere; this only puts it into words.
_STRENGTHS = ((0.8, "very likely follow-up"), (LIKELY, "likely follow-up"), (0.0, "possible follow-up"))
_MOST_NAMES = 5
_TOPICS, _ACTORS = 2, 3  # named as reasons
_NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()


def describe_strength(match: Match) -> str:
    """The verdict and score in words: "very likely follow-up"; or that it was confirmed."""
    if match.is_confirmed:
        return "confirmed follow-up"
    words = next(words for least, words in _STRENGTHS if match.score >= least or not least)
    return words if match.verdict is Verdict.FOLLOW_UP else match.verdict.value


def is_doubtful(match: Match) -> bool:
    """Whether the match is not a follow-up, or gets the weakest wording."""
    return match.verdict is not Verdict.FOLLOW_UP or (not match.is_confirmed and match.score < LIKELY)


def explain(match: Match, evidence: Evidence, outlets: int) -> str:
    """Why the report is in the mail, as a person would say it, and how many outlets report the same.

    `evidence` is that of the match, cleaned.
    """
    topics = _without_parts(evidence.topics)[:_TOPICS]
    reasons = [f"again about {list_names([f'“{topic}”' for topic in topics])}"] if topics else []
    if evidence.actors:
        names = list_names(evidence.actors[:_ACTORS])
        reasons.append(f"with {names}" if reasons else f"the same names: {names}")
    if not reasons:
        is_abroad = bool(match.evidence.parts.get("abroad"))
        reasons.append("much the same in another language" if is_abroad else "worded much like the first report")
    if match.is_confirmed:
        reasons = ["a reader said that it belongs to the story"]
    sentence = "; ".join([", ".join(reasons), *_earlier(match, evidence), _count_outlets(outlets)])
    return f"{sentence[0].upper()}{sentence[1:]}."


def _without_parts(topics: Sequence[str]) -> list[str]:
    """The topics without those of which all words are in another one: "minerals" beside "minerals deal"."""
    words = [set(topic.casefold().split()) for topic in topics]
    return [topic for topic, own in zip(topics, words, strict=True) if not any(own < other for other in words)]


def _earlier(match: Match, evidence: Evidence) -> list[str]:
    """The earlier report through which it was found, if any."""
    headline = evidence.via.strip()
    return [f"it follows {quote_headline(headline)}"] if headline and not match.is_confirmed else []


def _count_outlets(number: int) -> str:
    if number == 1:
        return "one outlet so far"
    return f"{in_words(number)} outlets"


def in_words(number: int) -> str:
    """A number from two to twelve in words, any other in figures."""
    return _NUMBERS[number - 2] if 2 <= number < len(_NUMBERS) + 2 else str(number)


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
