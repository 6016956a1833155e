"""The cards of a mail: one for each update, with its report, what is new, and who else reports it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from itertools import islice

from alerts.clean_text import clean_language, clean_line, safe_link
from alerts.highlights import Span, mark_names
from alerts.local_time import describe_time
from alerts.phrases import describe_strength, explain, is_doubtful, list_names
from alerts.reply_commands import Command
from alerts.signatures import Signing, answer_link
from news import (
    Article,
    CorrectionKind,
    Digest,
    Evidence,
    ReportedUpdate,
    Seed,
    Standing,
    StoredMatch,
    WaitingAlert,
    development_name,
    find_disagreements,
    group_by_update,
    language_of_article,
    language_of_report,
    name_language,
    stands_alone,
    was_led_back,
    without_mark,
)

MOST_SENTENCES = 3
HEADLINE_LIMIT = 200
NAME_LIMIT = 120
SENTENCE_LIMIT = 500
_LABEL_LIMIT = 70
_SHORTEST_OPENING, _OPENING_LIMIT = 25, 300
_MOST_SOURCES = 6
_MOST_FIGURES = 2
_CORRECTION_SIZE = 1e6
_LATE = timedelta(days=1)
_FOUND_LATE = "found only now, when later reports led to it"
_CORRECTIONS = {
    CorrectionKind.CORRECTED: "Correction",
    CorrectionKind.WITHDRAWN: "Withdrawn",
    CorrectionKind.RETITLED: "Headline changed",
    CorrectionKind.UPDATED: "Report updated",
}
CORRECTION_NOUNS = {  # by what a card says
    _CORRECTIONS[CorrectionKind.CORRECTED]: "correction",
    _CORRECTIONS[CorrectionKind.WITHDRAWN]: "withdrawal",
    _CORRECTIONS[CorrectionKind.RETITLED]: "headline change",
    _CORRECTIONS[CorrectionKind.UPDATED]: "updated report",
}


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
    """One update as shown to the reader. `link` is "" if the URL is not safe to link.

    `label` is what the development is called, "" if it has no other name than the headline; `is_update`: it was opened
    by an earlier report. `quotes` are the new sentences (`tells_news`) or, if there are none, those that show why it
    matched, or how it begins. `correction` is "Correction", "Withdrawn", "Headline changed" or "Report updated" if the
    report says something else (`says`) than what was reported before (`said`). `figures` are those on which outlets
    disagree, each with its outlet. `outlets` counts its own outlet and the others, `more_sources` those not listed.
    `name` is what an answer calls the development, "" if answers are not read. `spoken` names the language of a report
    that is not in the seed's, "" if it is, and `also_in` the other languages in which outlets report the same ("French
    and German"). `found_late` says why a report of an earlier day is told now. The names of the fields are also the
    keys in the JSON of webhooks.
    """

    headline: str
    link: str
    address: str
    outlet: str
    when: str
    score: float
    strength: str
    is_doubtful: bool
    is_update: bool
    label: str
    why: str
    quotes: tuple[Quote, ...]
    tells_news: bool
    language: str
    outlets: int
    sources: tuple[Source, ...] = ()
    more_sources: int = 0
    name: str = ""
    no_link: str = ""
    correction: str = ""
    said: str = ""
    says: str = ""
    figures: tuple[str, ...] = ()
    spoken: str = ""
    also_in: str = ""
    found_late: str = ""


def make_cards(digest: Digest, zone: tzinfo, digest_name: str, signing: Signing) -> list[Card]:
    """The cards for the alerts of a digest, the biggest first, of equal ones the newest."""
    updates = {one.report.article.url: one for one in group_by_update(digest.so_far.reports)}
    found = [(alert, updates.get(alert.article.url)) for alert in _distinct(digest.alerts)]
    cards = [(alert, _make_card(alert, update, zone, digest_name, signing)) for alert, update in found]
    cards.sort(key=lambda one: (-_size(one[0], one[1]), -one[0].article.published.timestamp(), one[0].id))
    return [card for _, card in cards]


def _distinct(alerts: Sequence[WaitingAlert]) -> list[WaitingAlert]:
    """Each article once: two spellings of one address have an alert each for the same article."""
    distinct: dict[str, WaitingAlert] = {}
    for alert in sorted(alerts, key=lambda alert: alert.id):
        distinct.setdefault(alert.article.url, alert)
    return list(distinct.values())


def _size(alert: WaitingAlert, card: Card) -> float:
    """How big an update is: the number of its outlets, times its new sentences; half of that if it is doubtful.

    What corrects a report that the reader got comes before everything else.
    """
    size = card.outlets * max(1, len(alert.news)) * (0.5 if card.is_doubtful else 1.0)
    return size + (_CORRECTION_SIZE if card.correction else 0.0)


def _make_card(
    alert: WaitingAlert, update: ReportedUpdate | None, zone: tzinfo, digest_name: str, signing: Signing
) -> Card:
    article, others = alert.article, update.others if update else ()
    evidence = clean_evidence(alert.match.evidence)
    headline = headline_of(article, evidence)
    quotes, tells_news = _quote(alert, others, evidence, headline)
    sources = _list_sources(others, article)
    name = development_name(alert.development) if signing.takes_answers else ""
    if alert.correction:  # the card and the subject say so themselves
        headline = without_mark(headline)
    label = clean_line(without_mark(update.report.development_label), _LABEL_LIMIT) if update else ""
    return Card(
        headline=headline,
        link=safe_link(article.url),
        address=clean_line(article.url, HEADLINE_LIMIT),
        outlet=outlet_of(article),
        when=("first seen " if article.published_from == "first seen" else "") + describe_time(article.published, zone),
        score=alert.match.score,
        strength=describe_strength(alert.match),
        is_doubtful=is_doubtful(alert.match),
        is_update=alert.standing is Standing.ADDS and not alert.correction,
        label="" if label == clean_line(headline, _LABEL_LIMIT) else label,
        why=explain(alert.match, evidence, 1 + len(sources)),
        quotes=quotes,
        tells_news=tells_news,
        language=clean_language(article.language),
        outlets=1 + len(sources),
        sources=sources[:_MOST_SOURCES],
        more_sources=max(0, len(sources) - _MOST_SOURCES),
        name=name,
        no_link=answer_link(digest_name, signing, f"{Command.NO} {name}") if name else "",
        correction=_CORRECTIONS[alert.correction.kind] if alert.correction else "",
        said=clean_line(alert.correction.said, SENTENCE_LIMIT) if alert.correction else "",
        says=clean_line(alert.correction.says, SENTENCE_LIMIT) if alert.correction else "",
        figures=_compare_figures(article, others),
        spoken=_name_language(article, alert.seed),
        also_in=_list_languages(article, others),
        found_late=_FOUND_LATE if _is_found_late(alert) else "",
    )


def _is_found_late(alert: WaitingAlert) -> bool:
    """Whether a report of an earlier day is told now because only later ones led to it."""
    return was_led_back(alert.match.evidence) and alert.raised_at - alert.article.published >= _LATE


def _name_language(article: Article, seed: Seed) -> str:
    """The language of an article, "" if it is the seed's or is not known."""
    language = language_of_report(article)
    return "" if language == language_of_article(seed.headline, seed.text) else name_language(language)


def _list_languages(article: Article, others: Sequence[StoredMatch]) -> str:
    """The languages in which the others report that is not the article's own, by name: "French and German"."""
    own = name_language(language_of_report(article))
    names = sorted({name_language(language_of_report(one.article)) for one in others} - {own, ""})
    return list_names(names)


def _compare_figures(article: Article, others: Sequence[StoredMatch]) -> tuple[str, ...]:
    """What outlets count differently: "12 dead (Wire), 14 dead (Courier)"."""
    reports = [article, *(one.article for one in others)]
    disputed = find_disagreements([(outlet_of(one), one.title, one.text) for one in reports])
    lines = (", ".join(f"{figure} ({outlet})" for figure, outlet in one[:_MOST_SOURCES]) for one in disputed)
    return tuple(clean_line(line, SENTENCE_LIMIT) for line in lines)[:_MOST_FIGURES]


def _quote(
    alert: WaitingAlert, others: Sequence[StoredMatch], evidence: Evidence, headline: str
) -> tuple[tuple[Quote, ...], bool]:
    """The new sentences, the report's own first, and whether they are new: else they show why the report matched.

    If none can be quoted on its own, the beginning of the report, by which a reader can judge it.
    What a report without a title says in place of its headline is not quoted again.
    """
    news = [(sentence, alert.article) for sentence in alert.news]
    if alert.correction:  # the others retell what is corrected
        news = [one for one in news if one[0] not in alert.correction.says]
    else:
        news += [(sentence, one.article) for one in others for sentence in one.news]
    distinct: dict[str, Article] = {}
    for sentence, source in news:
        if stands_alone(clean_line(sentence, SENTENCE_LIMIT)):
            distinct.setdefault(clean_line(sentence, SENTENCE_LIMIT), source)
    matching = () if alert.correction else evidence.sentences
    shown = list(distinct.items()) or [(one, alert.article) for one in matching if stands_alone(one)]
    shown = [one for one in shown if clean_line(one[0], HEADLINE_LIMIT) != headline]
    if not shown and not alert.correction:
        shown = [(opening, alert.article) for opening in _open_text(alert.article, headline)]
    quotes = tuple(
        Quote(
            mark_names(sentence, evidence.actors, evidence.topics),
            "" if source.url == alert.article.url else outlet_of(source),
        )
        for sentence, source in shown[:MOST_SENTENCES]
    )
    return quotes, bool(distinct)


def _open_text(article: Article, headline: str) -> list[str]:
    """How an article begins, for a card that is empty otherwise: its first paragraph, none if that is its headline."""
    paragraphs = (clean_line(line, _OPENING_LIMIT) for line in article.text.split("\n"))
    return list(islice((one for one in paragraphs if len(one) >= _SHORTEST_OPENING and one != headline), 1))


def _list_sources(reports: Sequence[StoredMatch], shown: Article) -> tuple[Source, ...]:
    """The other reports, one for each outlet, oldest first."""
    others = sorted((one.article for one in reports if one.article.url != shown.url), key=lambda one: one.published)
    distinct: dict[str, Source] = {}
    for article in others:
        outlet = outlet_of(article)
        if outlet != outlet_of(shown):
            distinct.setdefault(outlet, Source(outlet, safe_link(article.url)))
    return tuple(distinct.values())


def outlet_of(article: Article) -> str:
    """The outlet as shown to readers."""
    return clean_line(article.outlet, NAME_LIMIT) or "unknown outlet"


def headline_of(article: Article, evidence: Evidence) -> str:
    """The article's title or, if it has none, its first evidence sentence, its text or its URL."""
    candidates = (article.title, *evidence.sentences[:1], article.text, article.url)
    return next(filter(None, (clean_line(text, HEADLINE_LIMIT) for text in candidates)), "(no headline)")


def clean_evidence(evidence: Evidence) -> Evidence:
    """The evidence as shown to readers: names, topics and sentences cleaned and limited in length."""
    return Evidence(
        actors=_clean_all(evidence.actors, NAME_LIMIT),
        topics=_clean_all(evidence.topics, NAME_LIMIT),
        sentences=_clean_all(evidence.sentences, SENTENCE_LIMIT),
        via=clean_line(evidence.via, NAME_LIMIT),
    )


def _clean_all(texts: tuple[str, ...], limit: int) -> tuple[str, ...]:
    return tuple(filter(None, (clean_line(text, limit) for text in texts)))
