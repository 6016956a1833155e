"""A story in at most three sentences, each quoted with its outlet and day. Pure."""

from dataclasses import dataclass
from datetime import datetime

from alerts import outlet_of
from news import DevelopmentPage, stands_alone
from trails import clean

_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a report, with its outlet, day and language."""

    sentence: str
    outlet: str
    published: datetime
    language: str


def quote_story(found: DevelopmentPage) -> list[Quoted]:
    """The first new sentences of the biggest of these developments, oldest first."""
    biggest = sorted(found.found, key=lambda one: (-one.outlets, -one.reports, one.began))[:_SENTENCES]
    quoted = []
    for one in sorted(biggest, key=lambda one: one.began):
        report = min(one.shown, key=lambda report: (report.article.published, report.id))
        sentences = (clean(sentence) for sentence in report.news)
        said = next(filter(stands_alone, sentences), clean(report.article.title or one.label))
        quoted.append(Quoted(said, outlet_of(report.article), report.article.published, report.article.language))
    return quoted
