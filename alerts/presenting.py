"""What the mail says, as plain values: every outside text in here is clean and within its limit."""

from dataclasses import dataclass, replace
from datetime import tzinfo

from alerts.addresses import recipient_key
from alerts.cleaning import clean_header, clean_language, clean_line, safe_link
from alerts.localtime import describe_time, zone_named
from alerts.marking import Span, mark_names
from alerts.wording import count, describe_strength, explain, is_doubtful
from news import Article, Digest, Evidence, Seed, WaitingAlert

MOST_IN_FULL = 20
MOST_LISTED = 200
MOST_SENTENCES = 3
_HEADLINE_LIMIT = 200
_SUBJECT_LIMIT = 140
_NAME_LIMIT = 120
_SENTENCE_LIMIT = 500
_RHYTHMS = {"daily": "at most once a day", "weekly": "at most once a week"}


@dataclass(frozen=True, slots=True)
class Card:
    """One follow-up as the reader sees it. `link` is empty when the address is not one to be linked."""

    headline: str
    link: str
    address: str
    outlet: str
    when: str
    strength: str
    is_doubtful: bool
    why: str
    note: str
    sentences: tuple[tuple[Span, ...], ...]
    unshown: int
    language: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole digest as the reader sees it: some follow-ups in full, more by headline, the rest counted."""

    subject: str
    preheader: str
    summary: str
    seed_title: str
    seed_name: str
    is_named_in_seed: bool
    rhythm: str
    cards: tuple[Card, ...]
    listed: tuple[Card, ...]
    unlisted: int


def present(digest: Digest) -> Letter:
    """What the mail about this digest says, strongest follow-up first. Raises ValueError for an empty digest."""
    alerts = _rank(digest)
    if not alerts:
        raise ValueError(f"the digest of {digest.seed.name} for {digest.recipient} has no alerts")
    zone = zone_named(digest.seed.settings.timezone)
    cards = tuple(present_card(alert, zone) for alert in alerts[: MOST_IN_FULL + MOST_LISTED])
    seed_title = title_of(digest.seed)
    return Letter(
        subject=_write_subject(cards[0], len(alerts)),
        preheader=_write_preheader(cards),
        summary=f"{count(len(alerts), 'new follow-up')} to “{seed_title}”",
        seed_title=seed_title,
        seed_name=clean_line(digest.seed.name, _NAME_LIMIT),
        is_named_in_seed=_is_named_in_seed(digest),
        rhythm=_RHYTHMS.get(digest.seed.settings.alerts, "as soon as they are found"),
        cards=cards[:MOST_IN_FULL],
        listed=cards[MOST_IN_FULL:],
        unlisted=len(alerts) - len(cards),
    )


def present_card(alert: WaitingAlert, zone: tzinfo) -> Card:
    """One follow-up, with its evidence."""
    article, evidence = alert.article, _clean_evidence(alert.match.evidence)
    shown = evidence.sentences[:MOST_SENTENCES]
    why, note = explain(evidence)
    return Card(
        headline=headline_of(article, evidence),
        link=safe_link(article.url),
        address=clean_line(article.url, _HEADLINE_LIMIT),
        outlet=clean_line(article.outlet, _NAME_LIMIT) or "unknown outlet",
        when=("first seen " if article.published_from == "first seen" else "") + describe_time(article.published, zone),
        strength=describe_strength(alert.match),
        is_doubtful=is_doubtful(alert.match),
        why=why,
        note=note,
        sentences=tuple(mark_names(sentence, evidence.actors, evidence.topics) for sentence in shown),
        unshown=len(evidence.sentences) - len(shown),
        language=clean_language(article.language),
    )


def title_of(seed: Seed) -> str:
    """The seed's title, else its name."""
    return clean_line(seed.title, _NAME_LIMIT) or clean_line(seed.name, _NAME_LIMIT)


def headline_of(article: Article, evidence: Evidence) -> str:
    """The article's title; for one without, what it says first, and at the least where it is."""
    candidates = (article.title, *evidence.sentences[:1], article.text, article.url)
    return next(filter(None, (clean_line(text, _HEADLINE_LIMIT) for text in candidates)), "(no headline)")


def _rank(digest: Digest) -> list[WaitingAlert]:
    ranked = sorted(
        digest.alerts, key=lambda alert: (-alert.match.score, -alert.article.published.timestamp(), alert.id)
    )
    distinct: dict[str, WaitingAlert] = {}
    for alert in ranked:  # two spellings of one address are owed the same article twice; the reader gets it once
        distinct.setdefault(alert.article.url, alert)
    return list(distinct.values())


def _clean_evidence(evidence: Evidence) -> Evidence:
    return replace(
        evidence,
        actors=_clean_all(evidence.actors, _NAME_LIMIT),
        topics=_clean_all(evidence.topics, _NAME_LIMIT),
        sentences=_clean_all(evidence.sentences, _SENTENCE_LIMIT),
        note=clean_line(evidence.note, _SENTENCE_LIMIT),
    )


def _clean_all(texts: tuple[str, ...], limit: int) -> tuple[str, ...]:
    return tuple(filter(None, (clean_line(text, limit) for text in texts)))


def _write_subject(strongest: Card, total: int) -> str:
    headline = clean_header(strongest.headline, _SUBJECT_LIMIT)
    return f"{headline} (+{total - 1} more)" if total > 1 else headline


def _write_preheader(cards: tuple[Card, ...]) -> str:
    if len(cards) > 1:
        return clean_line("Also: " + " · ".join(card.headline for card in cards[1:4]), _HEADLINE_LIMIT)
    said = "".join(piece for piece, _ in cards[0].sentences[0]) if cards[0].sentences else cards[0].why
    return clean_line(f"{cards[0].outlet}: {said}", _HEADLINE_LIMIT)


def _is_named_in_seed(digest: Digest) -> bool:
    return recipient_key(digest.recipient) in map(recipient_key, digest.seed.settings.recipients)
