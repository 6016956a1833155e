"""The content of a mail as plain values, in which every outside text is cleaned and limited in length."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo

from alerts.clean_text import clean_header, clean_language, clean_line, safe_link
from alerts.highlights import Span, mark_names
from alerts.local_time import describe_day, describe_time, zone_named
from alerts.mail_addresses import recipient_key
from alerts.mail_question import Question, present_question
from alerts.phrases import count, describe_strength, explain, is_doubtful
from alerts.reply_commands import Command, Link, list_links
from alerts.signatures import UNSIGNED, Signing, answer_link, fingerprint_digest
from news import Article, Digest, Evidence, Seed, Standing, StoredMatch, WaitingAlert, development_name

MOST_IN_FULL = 20
MOST_LISTED = 200
MOST_SENTENCES = 3
_MOST_SOURCES = 6
_MOST_DAYS = 14
_FEWEST_DAYS = 2  # of coverage for which there is a chart
_HEADLINE_LIMIT = 200
_SUBJECT_LIMIT = 140
_NAME_LIMIT = 120
_SENTENCE_LIMIT = 500
_RHYTHMS = {"daily": "at most once a day", "weekly": "at most once a week"}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in pieces, with the names marked, and its outlet if that is not the card's own."""

    spans: tuple[Span, ...]
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Another report of the same event. `link` is "" if the URL is not safe to link."""

    outlet: str
    link: str


@dataclass(frozen=True, slots=True)
class Card:
    """One development as shown to the reader, by its best report. `link` is "" if the URL is not safe to link.

    `quotes` are the new sentences (`tells_news`) or, if there are none, those that show why it matched, of which
    `unshown` were left out. `name` is what an answer calls the development, "" if answers are not read. `more_sources`
    counts the outlets not listed; `title` is the name that the user gave the development, "" if none. The names of the
    fields are also the keys in the JSON of webhooks.
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
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the chart: the number of follow-ups, and the length of the bar, in 0..100."""

    day: str
    number: int
    length: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A digest as shown to the reader: the strongest developments in full, more by headline, the rest counted."""

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
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """The alerts about one development, and all its reports, both best first."""

    alerts: tuple[WaitingAlert, ...]
    reports: tuple[StoredMatch, ...]

    @property
    def is_update(self) -> bool:
        """Whether an earlier mail covered this development: then only the sentences of the alerts are new."""
        return all(alert.standing is Standing.ADDS for alert in self.alerts)


def present(digest: Digest, signing: Signing = UNSIGNED) -> Letter:
    """The content of the mail for a digest, strongest development first. Raises ValueError if it has no alerts."""
    groups = _group_by_development(digest)
    if not groups:
        raise ValueError(f"the digest of {digest.seed.name} for {digest.recipient} has no alerts")
    zone = zone_named(digest.seed.settings.timezone)
    name = fingerprint_digest(digest)
    cards = tuple(_present(group, zone, name, signing) for group in groups[: MOST_IN_FULL + MOST_LISTED])
    seed_title = title_of(digest.seed)
    bars, earlier = _chart(digest)
    return Letter(
        subject=_write_subject(cards[0], len(groups)),
        preheader=_write_preheader(cards),
        summary=f"{count(len(groups), 'new development')} in “{seed_title}”{_held_over(digest)}",
        seed_title=seed_title,
        seed_name=clean_line(digest.seed.name, _NAME_LIMIT),
        is_named_in_seed=_is_named_in_seed(digest),
        rhythm=_RHYTHMS.get(digest.seed.settings.alerts, "as soon as they are found"),
        cards=cards[:MOST_IN_FULL],
        listed=cards[MOST_IN_FULL:],
        unlisted=len(groups) - len(cards),
        bars=bars,
        earlier=earlier,
        takes_mail=bool(signing.replies_to),
        links=list_links(name, signing),
        question=present_question(digest.question, name, signing, zone) if digest.question else None,
    )


def _held_over(digest: Digest) -> str:
    if not digest.held_over:
        return ""
    return f" ({digest.held_over} held back because the daily limit of mails was reached)"


def _group_by_development(digest: Digest) -> list[_Group]:
    """Group the alerts by development, strongest first; an alert without a development is a group of its own."""
    groups: dict[object, list[WaitingAlert]] = {}
    for alert in _rank(digest):
        groups.setdefault(alert.development or f"alert {alert.id}", []).append(alert)
    reports: dict[int | None, list[StoredMatch]] = {}
    for report in sorted(digest.so_far.reports, key=lambda one: (-one.match.score, one.article.published, one.id)):
        reports.setdefault(report.development, []).append(report)
    return [_Group(tuple(alerts), tuple(reports.get(alerts[0].development, ()))) for alerts in groups.values()]


def _present(group: _Group, zone: tzinfo, digest_name: str, signing: Signing) -> Card:
    """The card of a development, by its best report; an update, by its own: an earlier mail may have had the best."""
    alert = group.alerts[0]
    best = group.reports[0] if group.reports and not group.is_update else None
    article, match = (best.article, best.match) if best else (alert.article, alert.match)
    evidence = _clean_evidence(match.evidence)
    why, note = explain(evidence)
    quotes, tells_news, unshown = _quote(group, article, evidence)
    sources = _list_sources(group.reports, article)
    name = development_name(alert.development) if signing.takes_answers else ""
    return Card(
        headline=headline_of(article, evidence),
        link=safe_link(article.url),
        address=clean_line(article.url, _HEADLINE_LIMIT),
        outlet=_outlet_of(article),
        when=("first seen " if article.published_from == "first seen" else "") + describe_time(article.published, zone),
        strength=describe_strength(match),
        is_doubtful=is_doubtful(match),
        is_update=group.is_update,
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
        title=clean_line(next((one.development_title for one in group.reports), ""), _NAME_LIMIT),
    )


def _quote(group: _Group, article: Article, evidence: Evidence) -> tuple[tuple[Quote, ...], bool, int]:
    """The new sentences with their outlets or, if there are none, the sentences that show why it matched.

    Also returns whether they are new, and how many of the matching sentences are not shown.
    """
    news = [(sentence, alert.article) for alert in group.alerts for sentence in alert.news]
    if not group.is_update:
        news += [(sentence, one.article) for one in group.reports for sentence in one.news]
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
    """The other reports, one for each outlet, oldest first."""
    others = sorted((one.article for one in reports if one.article.url != shown.url), key=lambda one: one.published)
    distinct: dict[str, Source] = {}
    for article in others:
        outlet = _outlet_of(article)
        if outlet != _outlet_of(shown):
            distinct.setdefault(outlet, Source(outlet, safe_link(article.url)))
    return tuple(distinct.values())


def _outlet_of(article: Article) -> str:
    return clean_line(article.outlet, _NAME_LIMIT) or "unknown outlet"


def _chart(digest: Digest) -> tuple[tuple[Bar, ...], int]:
    """Follow-ups by day, of at most the last two weeks, and the number of earlier ones."""
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
    """The seed's title, or its name if it has none."""
    return clean_line(seed.title, _NAME_LIMIT) or clean_line(seed.name, _NAME_LIMIT)


def headline_of(article: Article, evidence: Evidence) -> str:
    """The article's title or, if it has none, its first evidence sentence, its text or its URL."""
    candidates = (article.title, *evidence.sentences[:1], article.text, article.url)
    return next(filter(None, (clean_line(text, _HEADLINE_LIMIT) for text in candidates)), "(no headline)")


def _rank(digest: Digest) -> list[WaitingAlert]:
    ranked = sorted(
        digest.alerts, key=lambda alert: (-alert.match.score, -alert.article.published.timestamp(), alert.id)
    )
    distinct: dict[str, WaitingAlert] = {}
    for alert in ranked:  # two spellings of one address have an alert each for the same article; it is shown once
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
    text = "".join(piece for piece, _ in cards[0].quotes[0].spans) if cards[0].quotes else cards[0].why
    return clean_line(f"{cards[0].outlet}: {text}", _HEADLINE_LIMIT)


def _is_named_in_seed(digest: Digest) -> bool:
    return recipient_key(digest.recipient) in map(recipient_key, digest.seed.settings.recipients)
