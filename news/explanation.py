"""Explain a verdict: choose the sentences that support it, and put it into one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from news.background import cosine
from news.lexicon.glosses import in_english
from news.model import Actor, Evidence, Match, Profile, Topic, Verdict
from news.words import count_words

MAX_SENTENCES = 3
_MARKS = frozenset("“”‘’'\"")
_INNER_MARKS = str.maketrans('“”"', "‘’'")
_LED_BACK = "It continues later coverage of the story"
_NAMED = 4  # actors or topics named in the explanation; the evidence lists all of them


def choose_sentences(
    profile: Profile, seed_text: Mapping[str, float], actors: Sequence[Actor], topics: Sequence[Topic]
) -> tuple[str, ...]:
    """The article's sentences that best support the match, at most three, in the order of the text.

    A sentence is rated by the shared actors and topics in it and by its similarity to the seed. The headline is left
    out because it is always shown with the sentences.
    """
    scores = {
        number: _rate(number, sentence, seed_text, actors, topics)
        for number, sentence in enumerate(profile.sentences)
        if len(sentence) > 20 and not (number == 0 and len(profile.sentences) > 1 and not sentence.endswith("."))
    }
    ranked = sorted((number for number, score in scores.items() if score > 0), key=lambda n: (-scores[n], n))
    # an article may repeat a sentence, in a caption and in its text
    best = {profile.sentences[number].casefold().strip(" ."): number for number in reversed(ranked)}
    chosen = sorted(best.values(), key=ranked.index)[:MAX_SENTENCES]
    return tuple(profile.sentences[number] for number in sorted(chosen))


def _rate(
    number: int, sentence: str, seed_text: Mapping[str, float], actors: Sequence[Actor], topics: Sequence[Topic]
) -> float:
    names = sum(actor.weight for actor in actors if number in actor.sentences)
    themes = sum(topic.weight for topic in topics if number in topic.sentences)
    words = dict.fromkeys(count_words(in_english(sentence)), 1.0)
    return names + 2 * themes + cosine(words, seed_text)


def explain(
    actors: Sequence[Actor], topics: Sequence[Topic], missing: Sequence[Actor], verdict: Verdict, objection: str
) -> str:
    """One sentence for readers: what article and seed share and, if it is not a follow-up, what is missing."""
    shared = _shared([actor.name for actor in actors], [topic.name for topic in topics])
    if objection:
        return f"It {shared}, but {objection}."
    if verdict is Verdict.FOLLOW_UP:
        return f"It {shared} with the first report."
    absent = f" and does not mention {listing([actor.name for actor in missing])}" if missing else ""
    return f"It {shared}, but too little of the story{absent}."


def lead_on(evidence: Evidence, via: str) -> Evidence:
    """The evidence of an article that was reached through an earlier follow-up, whose headline is `via`."""
    return replace(evidence, via=via, note=f"{evidence.note.removesuffix('.')}; it continues {quote_headline(via)}.")


def quote_headline(headline: str) -> str:
    """The headline between quotation marks, those within it single ones; marks around all of it are left out."""
    bare = headline.strip()
    inner = bare[1:-1]
    if bare[:1] in _MARKS and bare[-1:] in _MARKS and _MARKS.isdisjoint(inner):
        bare = inner
    return f"“{bare.translate(_INNER_MARKS)}”"


def confirm(match: Match) -> Match:
    """A match that an answer made a follow-up: its note says so instead of what speaks against it."""
    evidence = replace(match.evidence, note="A reader said that it continues the story.")
    return replace(match, evidence=evidence, is_confirmed=True)


def lead_back(evidence: Evidence) -> Evidence:
    """The evidence of an article that did not suffice until later reports led to it."""
    return replace(
        evidence, note=f"{_LED_BACK}, and {_shared(evidence.actors, evidence.topics)} with the first report."
    )


def was_led_back(evidence: Evidence) -> bool:
    """Whether an article did not suffice until later reports led to it."""
    return evidence.note.startswith(_LED_BACK)


def _shared(actors: Sequence[str], topics: Sequence[str]) -> str:
    if actors and topics:
        return f"shares {listing(actors)} and {_themes(topics)}"
    if actors:
        return f"shares {listing(actors)}"
    return f"shares {_themes(topics)}" if topics else "shares words but no actor or topic"


def listing(names: Sequence[str]) -> str:
    """Join names as "A, B and C"; beyond four, the number of the others is given."""
    shown = list(names[:_NAMED])
    if len(names) > _NAMED:
        return f"{', '.join(shown)} and {len(names) - _NAMED} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def _themes(topics: Sequence[str]) -> str:
    return f"the topic{'s' if len(topics) > 1 else ''} {listing([f'“{topic}”' for topic in topics])}"
