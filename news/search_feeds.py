"""Addresses of public searches that answer with a feed, for a story."""

from dataclasses import dataclass
from urllib.parse import urlencode

from news.model import Profile

_ACTORS, _TOPICS = 2, 1  # in one query: with more, searches find little
_LEAST_LETTERS = 3  # GDELT refuses shorter words
# The edition of Google News for a language: its language, country, and both.
_EDITIONS = {
    "ar": ("ar", "EG", "EG:ar"), "de": ("de", "DE", "DE:de"), "en": ("en-US", "US", "US:en"),
    "es": ("es-419", "MX", "MX:es-419"), "fr": ("fr", "FR", "FR:fr"), "hi": ("hi", "IN", "IN:hi"),
    "it": ("it", "IT", "IT:it"), "ja": ("ja", "JP", "JP:ja"), "nl": ("nl", "NL", "NL:nl"), "pl": ("pl", "PL", "PL:pl"),
    "pt": ("pt-BR", "BR", "BR:pt-419"), "ru": ("ru", "RU", "RU:ru"), "tr": ("tr", "TR", "TR:tr"),
    "uk": ("uk", "UA", "UA:uk"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchFeed:
    """A public search as a feed, and what its operator asks of those who use it."""

    title: str
    url: str
    terms: str


def make_searches(profile: Profile) -> tuple[SearchFeed, ...]:
    """The searches for a story by its heaviest actors and its first topic; none if it has no actors."""
    names = [actor.name for actor in sorted(profile.actors, key=lambda one: -one.weight)]
    words = [topic.name for topic in sorted(profile.topics, key=lambda one: -one.weight)]
    parts = [part for part in (*names[:_ACTORS], *words[:_TOPICS]) if len(part) >= _LEAST_LETTERS]
    if not names or not parts:
        return ()
    query = " ".join(f'"{part}"' if " " in part else part for part in parts)
    language, country, edition = _EDITIONS.get(profile.language or "en", _EDITIONS["en"])
    return (
        SearchFeed(
            "Google News search",
            "https://news.google.com/rss/search?"
            + urlencode({"q": f"{query} when:7d", "hl": language, "gl": country, "ceid": edition}),
            "for personal use in a feed reader; its links lead through Google, so only titles are compared",
        ),
        SearchFeed(
            "Bing News search",
            "https://www.bing.com/news/search?" + urlencode({"q": query, "format": "rss"}),
            "for personal, non-commercial use in a feed reader",
        ),
        SearchFeed(
            "GDELT",
            "https://api.gdeltproject.org/api/v2/doc/doc?"
            + urlencode(
                {
                    "query": query,
                    "mode": "artlist",
                    "format": "rss",
                    "timespan": "1d",
                    "sort": "datedesc",
                    "maxrecords": 75,
                }
            ),
            "free with a citation of the GDELT Project; at most one request in five seconds",
        ),
    )
