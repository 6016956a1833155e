"""The nouns of storywake: frozen values that travel between the rooms.

Every datetime is timezone-aware UTC. Texts are plain text: markup is taken off where outside bytes come in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Feed:
    """A URL we poll, as the user's list of feeds states it."""

    url: str
    title: str = ""
    folders: tuple[str, ...] = ()
    site: str = ""

    @property
    def name(self) -> str:
        """What a person calls it: its title, else its URL."""
        return self.title or self.url


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "has it changed?"; opaque, sent back as it came."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, as the feed states it.

    `key` names the entry within its feed: its GUID, else its canonical link, else a fingerprint of its words. `names`
    are all of these that no other entry of the same poll goes by, the most trusted first.
    `content` is the feed's own full text, empty when it carries none; `published` is None when it states no date.
    """

    key: str
    url: str
    title: str
    summary: str = ""
    content: str = ""
    published: datetime | None = None
    language: str = ""
    names: tuple[str, ...] = ()


DateSource = Literal["page", "entry", "first seen"]
TextSource = Literal["page", "feed", "skim"]  # "skim": of a page that no seed could concern


@dataclass(frozen=True, slots=True)
class Article:
    """The text behind an entry. `url` is canonical: it is what makes an article one article.

    `modified` is when the page says that it was last changed, None when it does not say or was not changed since.
    """

    url: str
    title: str
    text: str
    outlet: str
    published: datetime
    published_from: DateSource = "page"
    text_from: TextSource = "page"
    language: str = ""
    modified: datetime | None = None


ActorKind = Literal["person", "organisation", "place"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text: its words as written, what kind of actor it is taken for, and in which sentence."""

    text: str
    kind: ActorKind
    sentence: int
    is_subject: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase found in a text.

    `key` is what makes two phrases the same: the lower-case lemmas of its words without names, determiners and
    numbers; `surface` is how the text writes it.
    """

    key: str
    sentence: int
    surface: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """What NLP found in a text. Sentence 0 is the title when the text has one.

    `omitted` counts the characters at the end of a very long text that were not read.
    """

    sentences: tuple[str, ...]
    mentions: tuple[Mention, ...]
    phrases: tuple[Phrase, ...]
    has_title: bool = False
    language: str = ""
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation or place that acts in a text.

    `aliases` are the other names the text uses for it. `weight` in 0..1 is its salience here (how often, how early,
    as subject); rarity is not in it, for that belongs to the background. `offices` are those that the text says it
    holds ("president of Ukraine"); one that the text knows by nothing else has its office for a name.
    """

    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    weight: float = 1.0
    sentences: tuple[int, ...] = ()
    offices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """What is spoken of: a phrase as the text writes it, its salience in 0..1, and the key that makes topics equal."""

    name: str
    weight: float = 1.0
    sentences: tuple[int, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Weighted actors and topics of a text, and the word counts that similarity is computed from.

    `lead_words` and `headline_words` count only how the text opens (news/words.py says how far). `meaning` is the
    sentence vector of the opening, of unit length; empty where there is no model for it. `days` are those that the
    text speaks of, each with how telling it is to share it, in 0..1.
    """

    actors: tuple[Actor, ...]
    topics: tuple[Topic, ...]
    sentences: tuple[str, ...]
    words: Mapping[str, int]
    lead_words: Mapping[str, int]
    headline_words: Mapping[str, int]
    language: str = ""
    meaning: tuple[float, ...] = ()
    days: Mapping[date, float] = field(default_factory=dict)


Sensitivity = Literal["low", "normal", "high"]
AlertRhythm = Literal["immediate", "daily", "weekly", "none"]


@dataclass(frozen=True, slots=True)
class SeedSettings:
    """What a user may set for one seed; every field has a default that serves.

    `snooze` holds all mails before that day, `mails_a_day` is the most that one recipient gets of them in a day, and
    with `still_watching` a week without a mail ends with one that says that nothing happened.
    """

    recipients: tuple[str, ...] = ()
    sensitivity: Sensitivity = "normal"
    alerts: AlertRhythm = "immediate"
    timezone: str = "UTC"
    quiet_hours: tuple[time, time] | None = None
    feeds: tuple[str, ...] = ()
    must_mention: tuple[str, ...] = ()
    never_mention: tuple[str, ...] = ()
    expires: date | None = None
    webhooks: tuple[str, ...] = ()
    snooze: date | None = None
    mails_a_day: int = 8
    still_watching: bool = False


@dataclass(frozen=True, slots=True)
class Leaning:
    """What has changed for one seed since it was new.

    `threshold` is how much stricter (above 0) or looser the user's answers have made it, in logit, and `weights` has a
    factor for each part of the score that counts more or less for it by them (news/feedback.py). `found` is how much
    stricter the sure follow-ups found so far have made it.
    """

    threshold: float = 0.0
    found: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seed:
    """The story followed: the article that started it, and the user's settings. `name` is the file's stem."""

    name: str
    title: str
    text: str
    url: str = ""
    published: datetime | None = None
    settings: SeedSettings = field(default_factory=SeedSettings)
    leaning: Leaning = field(default_factory=Leaning)

    @property
    def headline(self) -> str:
        """The article's own headline; "" where the title only repeats how the text begins."""
        return "" if self.text.startswith(self.title.rstrip("… ")) else self.title


class Answer(StrEnum):
    """What the user says of a match."""

    NONE = ""
    YES = "yes"
    NO = "no"


class Verdict(StrEnum):
    """What we make of an article for a seed."""

    FOLLOW_UP = "follow-up"
    NEAR_MISS = "near miss"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why: what article and seed share, what the seed names and the article does not, and the telling sentences.

    `parts` says how alike the two are in each respect (the keys of WEIGHTS), each in 0..1. `via` is the headline of an
    earlier follow-up that leads to the article better than the seed itself does; "" where none does.
    """

    actors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    missing_actors: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An article compared with a seed: score in 0..1, verdict, evidence."""

    seed: str
    score: float
    verdict: Verdict
    evidence: Evidence
