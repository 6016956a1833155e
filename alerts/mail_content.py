"""What the mail says, as plain values: every outside text in here is clean and within its limit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo

from alerts.clean_text import clean_header, clean_language, clean_line, safe_link
from alerts.highlights import Span, mark_names
from alerts.local_time import describe_day, describe_time, zone_named
from alerts.mail_addresses import recipient_key
from alerts.phrases import count, describe_strength, explain, is_doubtful
from alerts.reply_commands import Command, Link, list_links
from alerts.signatures import UNSIGNED, Signing, answer_link, fingerprint_digest
from news import Article, Digest, Evidence, Seed, Standing, StoredMatch, WaitingAlert, development_name

MOST_IN_FULL = 20
MOST_LISTED = 200
MOST_SENTENCES = 3
_MOST_SOURCES = 6
_MOST_DAYS = 14
_FEWEST_DAYS = 2  # of coverage that are worth a chart
_HEADLINE_LIMIT = 200
_SUBJECT_LIMIT = 140
_NAME_LIMIT = 120
_SENTENCE_LIMIT = 500
_RHYTHMS = {"daily": "at most once a day", "weekly": "at most once a week"}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in pieces, the names in it marked, and the outlet that has it where that is not the card's own."""

    spans: tuple[Span, ...]
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Another report of the same event. `link` is empty when the address is not one to be linked."""

    outlet: str
    link: str


@dataclass(frozen=True, slots=True)
class Card:
    """One development as the reader sees it, by its best report. `link` is empty when the address is none to link.

    `quotes` say what is new, or where nothing is, why it matched. `name` is what an answer calls it, "" where answers
    are not read. `more_sources` counts those not listed.
    """

    headline: str
    link: str
    address: str
    outlet: str
    when: str
    strength: str
    is_doubtful: bool
    is_update: bool
    why: str
    note: str
    quotes: tuple[Quote, ...]
    tells_news: bool
    unshown: int
    language: str
    sources: tuple[Source, ...] = ()
    more_sources: int = 0
    name: str = ""
    no_link: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the story: how many follow-ups, and how long its bar is, in 0..100."""

    day: str
    number: int
    length: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole digest as the reader sees it: some developments in full, more by headline, the rest counted."""

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
    bars: tuple[Bar, ...] = ()
    earlier: int = 0
    takes_mail: bool = False
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """What a card is made of: the alerts about one development, and all its reports, the best first."""

    alerts: tuple[WaitingAlert, ...]
    reports: tuple[StoredMatch, ...]

    @property
    def is_update(self) -> bool:
        """Whether the reader was told of this development before: then only what comes to it now is news."""
        return all(alert.standing is Standing.ADDS for alert in self.alerts)


def present(digest: Digest, signing: Signing = UNSIGNED) -> Letter:
    """What the mail about this digest says, strongest development first. Raises ValueError for an empty digest."""
    told = _group(digest)
    if not told:
        raise ValueError(f"the digest of {digest.seed.name} for {digest.recipient} has no alerts")
    zone = zone_named(digest.seed.settings.timezone)
    name = fingerprint_digest(digest)
    cards = tuple(_present(one, zone, name, signing) for one in told[: MOST_IN_FULL + MOST_LISTED])
    seed_title = title_of(digest.seed)
    bars, earlier = _draw(digest)
    return Letter(
        subject=_write_subject(cards[0], len(told)),
        preheader=_write_preheader(cards),
        summary=f"{count(len(told), 'new development')} in “{seed_title}”{_held_over(digest)}",
        seed_title=seed_title,
        seed_name=clean_line(digest.seed.name, _NAME_LIMIT),
        is_named_in_seed=_is_named_in_seed(digest),
        rhythm=_RHYTHMS.get(digest.seed.settings.alerts, "as soon as they are found"),
        cards=cards[:MOST_IN_FULL],
        listed=cards[MOST_IN_FULL:],
        unlisted=len(told) - len(cards),
        bars=bars,
        earlier=earlier,
        takes_mail=bool(signing.replies_to),
        links=list_links(name, signing),
    )


def _held_over(digest: Digest) -> str:
    if not digest.held_over:
        return ""
    return f" ({digest.held_over} held back since the day's mails were used up)"


def _group(digest: Digest) -> list[_Told]:
    """The alerts by development, the strongest first; one without a development stands for itself."""
    groups: dict[object, list[WaitingAlert]] = {}
    for alert in _rank(digest):
        groups.setdefault(alert.development or f"alert {alert.id}", []).append(alert)
    reports: dict[int | None, list[StoredMatch]] = {}
    for report in sorted(digest.so_far.reports, key=lambda one: (-one.match.score, one.article.published, one.id)):
        reports.setdefault(report.development, []).append(report)
    return [_Told(tuple(alerts), tuple(reports.get(alerts[0].development, ()))) for alerts in groups.values()]


def _present(told: _Told, zone: tzinfo, digest_name: str, signing: Signing) -> Card:
    """One development, by the best of its reports; an update by its own, for the best may have been told before."""
    alert = told.alerts[0]
    best = told.reports[0] if told.reports and not told.is_update else None
    article, match = (best.article, best.match) if best else (alert.article, alert.match)
    evidence = _clean_evidence(match.evidence)
    why, note = explain(evidence)
    quotes, tells_news, unshown = _quote(told, article, evidence)
    sources = _list_sources(told.reports, article)
    name = development_name(alert.development) if signing.takes_answers else ""
    return Card(
        headline=headline_of(article, evidence),
        link=safe_link(article.url),
        address=clean_line(article.url, _HEADLINE_LIMIT),
        outlet=_outlet_of(article),
        when=("first seen " if article.published_from == "first seen" else "") + describe_time(article.published, zone),
        strength=describe_strength(match),
        is_doubtful=is_doubtful(match),
        is_update=told.is_update,
        why=why,
        note=note,
        quotes=quotes,
        tells_news=tells_news,
        unshown=unshown,
        language=clean_language(article.language),
        sources=sources[:_MOST_SOURCES],
        more_sources=max(0, len(sources) - _MOST_SOURCES),
        name=name,
        no_link=answer_link(digest_name, signing, f"{Command.NO} {name}") if name else "",
    )


def _quote(told: _Told, article: Article, evidence: Evidence) -> tuple[tuple[Quote, ...], bool, int]:
    """What is new, with the outlets that say so; where nothing is, the sentences that show the match.

    Also whether it is news, and how many matching sentences are not shown.
    """
    news = [(sentence, alert.article) for alert in told.alerts for sentence in alert.news]
    if not told.is_update:
        news += [(sentence, one.article) for one in told.reports for sentence in one.news]
    distinct: dict[str, Article] = {}
    for sentence, source in news:
        distinct.setdefault(clean_line(sentence, _SENTENCE_LIMIT), source)
    shown = list(distinct.items())[:MOST_SENTENCES] or [
        (sentence, article) for sentence in evidence.sentences[:MOST_SENTENCES]
    ]
    quotes = tuple(
        Quote(
            mark_names(sentence, evidence.actors, evidence.topics),
            "" if source.url == article.url else _outlet_of(source),
        )
        for sentence, source in shown
    )
    return quotes, bool(distinct), 0 if distinct else len(evidence.sentences) - len(quotes)


def _list_sources(reports: Sequence[StoredMatch], shown: Article) -> tuple[Source, ...]:
    """The other reports, one an outlet, in the order they came."""
    others = sorted((one.article for one in reports if one.article.url != shown.url), key=lambda one: one.published)
    distinct: dict[str, Source] = {}
    for article in others:
        outlet = _outlet_of(article)
        if outlet != _outlet_of(shown):
            distinct.setdefault(outlet, Source(outlet, safe_link(article.url)))
    return tuple(distinct.values())


def _outlet_of(article: Article) -> str:
    return clean_line(article.outlet, _NAME_LIMIT) or "unknown outlet"


def _draw(digest: Digest) -> tuple[tuple[Bar, ...], int]:
    """Coverage by day, the last fortnight of it, and how many follow-ups came before that."""
    numbers = dict(digest.so_far.coverage)
    if len(numbers) < _FEWEST_DAYS:
        return (), 0
    last = max(numbers)
    days = [last - timedelta(days=back) for back in reversed(range(_MOST_DAYS))]
    days = days[next(place for place, day in enumerate(days) if day in numbers) :]
    most = max(numbers.get(day, 0) for day in days)
    bars = (Bar(describe_day(day), numbers.get(day, 0), round(100 * numbers.get(day, 0) / most)) for day in days)
    return tuple(bars), sum(number for day, number in numbers.items() if day < days[0])


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
    update = "Update: " if strongest.is_update else ""
    headline = clean_header(f"{update}{strongest.headline}", _SUBJECT_LIMIT)
    return f"{headline} (+{total - 1} more)" if total > 1 else headline


def _write_preheader(cards: tuple[Card, ...]) -> str:
    if len(cards) > 1:
        return clean_line("Also: " + " · ".join(card.headline for card in cards[1:4]), _HEADLINE_LIMIT)
    said = "".join(piece for piece, _ in cards[0].quotes[0].spans) if cards[0].quotes else cards[0].why
    return clean_line(f"{cards[0].outlet}: {said}", _HEADLINE_LIMIT)


def _is_named_in_seed(digest: Digest) -> bool:
    return recipient_key(digest.recipient) in map(recipient_key, digest.seed.settings.recipients)
