"""The functional core: the nouns of storywake and its decisions.

Pure: no I/O, no clock (`now` is an argument), no logging; the standard library and numpy only.
"""

from news.actors import find_actors, fold_name, same_actor
from news.background import Background
from news.identity import canonical_url, fingerprint
from news.index import SeedIndex
from news.matching import THRESHOLDS, WEIGHTS, Weighed, compare, match, match_weighed, mentions, weigh
from news.model import (
    Actor,
    ActorKind,
    AlertRhythm,
    Annotation,
    Article,
    DateSource,
    Entry,
    Evidence,
    Feed,
    Match,
    Mention,
    Phrase,
    Profile,
    Seed,
    SeedSettings,
    Sensitivity,
    TextSource,
    Topic,
    Validators,
    Verdict,
)
from news.polling import next_poll
from news.profiles import make_profile
from news.records import (
    AlertState,
    AlertStatus,
    Digest,
    DueDelivery,
    DueFeed,
    EntryState,
    FeedHealth,
    MatchRecord,
    PollRecord,
    QueuedArticle,
    QueuedEntry,
    StoredMatch,
    WaitingAlert,
)
from news.words import count_words

__all__ = [
    "Actor",
    "ActorKind",
    "AlertRhythm",
    "AlertState",
    "AlertStatus",
    "Annotation",
    "Article",
    "Background",
    "DateSource",
    "Digest",
    "DueDelivery",
    "DueFeed",
    "Entry",
    "EntryState",
    "Evidence",
    "Feed",
    "FeedHealth",
    "Match",
    "MatchRecord",
    "Mention",
    "Phrase",
    "PollRecord",
    "Profile",
    "QueuedArticle",
    "QueuedEntry",
    "Seed",
    "SeedIndex",
    "SeedSettings",
    "Sensitivity",
    "StoredMatch",
    "THRESHOLDS",
    "TextSource",
    "Topic",
    "Validators",
    "Verdict",
    "WEIGHTS",
    "WaitingAlert",
    "Weighed",
    "canonical_url",
    "compare",
    "count_words",
    "find_actors",
    "fingerprint",
    "fold_name",
    "make_profile",
    "match",
    "match_weighed",
    "mentions",
    "next_poll",
    "same_actor",
    "weigh",
]
