"""The tellings of a report whose article was edited: what it said first, and what each time that it began anew.

An edit that corrects a word or adds a paragraph below belongs to the telling before. One that begins in other words is
judged as a report of its own, of the time of the edit.
"""

from dataclasses import replace

from news.corrections import begins_anew
from news.digests import StoredMatch
from news.model import Article
from news.records import Standing


def list_tellings(report: StoredMatch) -> list[StoredMatch]:
    """A report as it was told each time, oldest first.

    Each has its development, but the last of one with `edited_at` has none: it is to be judged. If the edit was
    dropped, that one is told to nobody. Of a report without a development there is one telling.
    """
    if report.development is None:
        return [replace(report, edited_at=None)]
    told: list[Article] = []
    for text in _list_texts(report):
        if not told or begins_anew(told[-1], text) or (report.edited_at and text.published == report.edited_at):
            told.append(text)
        else:
            told[-1] = replace(text, published=told[-1].published, published_from=told[-1].published_from)
    tellings = [replace(report, article=one, edited_at=None) for one in told]
    if report.edited_at and report.edit_dropped:
        return tellings[:-1]
    if report.edited_at:
        last = replace(told[-1], published=max(report.edited_at, report.article.published))
        tellings[-1] = replace(report, article=last, development=None, standing=Standing.NONE)
    return tellings


def _list_texts(report: StoredMatch) -> list[Article]:
    """What its article said, each dated by when it began to say so; what it said since `edited_at` is one text.

    A page that is edited is often dated anew, so the first is at least as old as the day on which it was found.
    """
    past = [one for one in report.versions if not report.edited_at or one.replaced_at <= report.edited_at]
    texts = [(one.title, one.opening) for one in past] + [(report.article.title, report.article.text)]
    texts_since = [replace(report.article, title=title, text=text) for title, text in texts]
    later = [
        replace(text, published=one.replaced_at, published_from="page")
        for text, one in zip(texts_since[1:], past, strict=True)
    ]
    first = texts_since[0]
    return [replace(first, published=min(first.published, report.found_at)) if past else first, *later]
