"""Why a seed cannot be followed well: what to tell the user who wrote it."""

import re

from news.lexicon.languages import name_unencoded
from news.model import Profile, Seed
from news.word_likeness import count_article

_FEW_WORDS = 40  # content words; the less a seed says, the fewer of its follow-ups are found
_SEVERAL = re.compile(
    r"\b(?:live updates?|live blog|as it happened|news in brief|round-?up|briefing|newsletter|week in review)\b",
    re.IGNORECASE,
)


def find_weaknesses(seed: Seed, profile: Profile | None = None) -> tuple[str, ...]:
    """What keeps a seed from being followed well, each with what to do about it; () if nothing does.

    Without its profile, actors and language are not checked.
    """
    words = sum(count_article(seed.headline, seed.text).text.values())
    found = []
    if words < _FEW_WORDS:
        found.append(f"it has only {words} words to compare by: add the text of the article")
    if profile and not profile.actors:
        found.append("it names no person, organisation or place: choose an article that says who acts")
    if _SEVERAL.search(seed.title):
        found.append("it seems to be about several stories: put the article of one story in its place")
    if profile and (spoken := name_unencoded(profile.language)):
        found.append(f"it is in {spoken}, which no model here knows: reports in other languages are not found")
    return tuple(found)
