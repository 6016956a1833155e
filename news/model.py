"""The domain model: frozen values passed between the packages.

Every datetime is timezone-aware UTC. Texts are plain text: markup is stripped where outside bytes are parsed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Feed:
    """A URL to poll, from the user's list of feeds."""

    url: str
    title: str = ""
    folders: tuple[str, ...] = ()
    site: str = ""

    @property
    def name(self) -> str:
        """Its name for users: its title, else its URL."""
        return self.title or self.url


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators of a conditional request (ETag, Last-Modified); opaque, sent back unchanged."""

    etag: str = ""
    last_modified: str = ""


PART = "part:"  # starts the name of an entry that is a part of a page: the page's address with a fragment


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, as given by the feed.

    `key` identifies the entry within its feed: its GUID, else its canonical link, else a fingerprint of its words; for
    a part of a page, its link with the fragment first. `names` are those of these that no other entry of the same poll
    has, most reliable first. `content` is the full text
    in the feed, "" if there is none; `published` is None if the feed gives no date.
    """

    key: str
    url: str
    title: str
    summary: str = ""
    content: str = ""
    published: datetime | None = None
    language: str = ""
    names: tuple[str, ...] = ()

    @property
    def part_url(self) -> str:
        """The address with fragment of the part of a page that the entry is; "" if it is no part."""
        return self.key.removeprefix(PART) if self.key.startswith(PART) else ""


DateSource = Literal["page", "entry", "first seen"]
TextSource = Literal["page", "feed", "skim"]  # "skim": from a page that cannot concern any seed


@dataclass(frozen=True, slots=True)
class Article:
    """The text behind an entry. `url` is canonical and identifies the article.

    `modified` is when the page was last changed by its own account; None if it gives no such date or was not changed.
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
    """A name found in a text: its words as written, the presumed kind of actor, and the number of its sentence."""

    text: str
    kind: ActorKind
    sentence: int
    is_subject: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase found in a text.

    `key` identifies equal phrases: the lower-case lemmas of its words without names, determiners and numbers;
    `surface` is the phrase as written.
    """

    key: str
    sentence: int
    surface: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """The results of NLP for a text. Sentence 0 is the title if the text has one.

    `omitted` is the number of characters at the end of a very long text that were not read.
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

    `aliases` are the other names in the text. `weight` in 0..1 is its salience in this text (how often, how early,
    whether as subject), without rarity, which comes from the background. `offices` are those it holds according to
    the text ("president of Ukraine"); an actor mentioned only by office has the office as its name. `region` is the
    country or state of the US in which a place lies that shares its name with others ("Georgia, US"); "" where the text
    does not say.
    """

    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    weight: float = 1.0
    sentences: tuple[int, ...] = ()
    offices: tuple[str, ...] = ()
    region: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: a phrase as written, its salience in 0..1, and the key by which topics are equal."""

    name: str
    weight: float = 1.0
    sentences: tuple[int, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Factors of what the user says matters more or less, by the keys of actors and topics, and by words."""

    names: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """The weighted actors and topics of a text, and the word counts from which similarity is computed.

    `lead_words` and `headline_words` only count the beginning of the text (lengths in news/words.py). `meaning` is the
    sentence vector of the opening, of unit length; empty if there is no model. `gist` is another one, by a model of
    many languages; empty where no text of another language is compared. `days` are the days the text mentions, each
    with how distinctive it is to share it, in 0..1. `below_headline` is the number of different content words of the
    text that are not in its headline. `emphasis` multiplies the weights of actors, topics and words.
    """

    actors: tuple[Actor, ...]
    topics: tuple[Topic, ...]
    sentences: tuple[str, ...]
    words: Mapping[str, int]
    lead_words: Mapping[str, int]
    headline_words: Mapping[str, int]
    language: str = ""
    meaning: tuple[float, ...] = ()
    gist: tuple[float, ...] = ()
    days: Mapping[date, float] = field(default_factory=dict)
    below_headline: int = 0
    emphasis: Emphasis = field(default_factory=Emphasis)


Sensitivity = Literal["low", "normal", "high"]
AlertRhythm = Literal["immediate", "daily", "weekly", "none"]


@dataclass(frozen=True, slots=True)
class SeedSettings:
    """The user's settings for one seed; every field has a default.

    `languages` are the ISO 639-1 codes of those in which reports are wanted; empty: all. `leave_out` are actors and
    topics that do not count, `more` and `less` those that matter more or less than the
    article alone says. `snooze` holds all mails until that day, `mails_a_day` is the
    most mails per recipient and day, and with `still_watching` a mail reports every week without news. While `paused`,
    nothing is compared with it.
    """

    recipients: tuple[str, ...] = ()
    sensitivity: Sensitivity = "normal"
    alerts: AlertRhythm = "immediate"
    timezone: str = "UTC"
    quiet_hours: tuple[time, time] | None = None
    feeds: tuple[str, ...] = ()
    must_mention: tuple[str, ...] = ()
    never_mention: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    expires: date | None = None
    webhooks: tuple[str, ...] = ()
    snooze: date | None = None
    mails_a_day: int = 8
    still_watching: bool = False
    paused: bool = False
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seed:
    """The story followed: the article that started it, and the user's settings. `name` is the file's stem."""

    name: str
    title: str
    text: str
    url: str = ""
    published: datetime | None = None
    settings: SeedSettings = field(default_factory=SeedSettings)

    @property
    def headline(self) -> str:
        """The article's own headline; "" if the title only repeats the beginning of the text."""
        return "" if self.text.startswith(self.title.rstrip("… ")) else self.title


class Answer(StrEnum):
    """The user's answer to a match."""

    NONE = ""
    YES = "yes"
    NO = "no"


class Verdict(StrEnum):
    """The decision on an article for a seed."""

    FOLLOW_UP = "follow-up"
    NEAR_MISS = "near miss"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence: what article and seed share, the actors the article lacks, and the supporting sentences.

    `parts` are the similarities of the two, by the keys of WEIGHTS, each in 0..1. `via` is the headline of the earlier
    follow-up through which the article is nearer to the story than directly; "" if there is none.
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
    """An article compared with a seed: score in 0..1, verdict, evidence.

    `is_confirmed`: an answer made it a follow-up, although its score would not.
    """

    seed: str
    score: float
    verdict: Verdict
    evidence: Evidence
    is_confirmed: bool = False
