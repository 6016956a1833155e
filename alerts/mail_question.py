"""The question at the end of a mail: whether a report on which the program is unsure continues the story."""

from dataclasses import dataclass
from datetime import tzinfo

from alerts.clean_text import clean_language, clean_line, safe_link
from alerts.local_time import describe_time
from alerts.reply_commands import Command
from alerts.signatures import Signing, answer_link
from news import StoredMatch, question_name

_HEADLINE_LIMIT = 200
_NAME_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Question:
    """The question as shown to the reader. `link` is "" if the URL is not safe to link.

    `name` is what an answer calls it; `yes_link` and `no_link` are "" if no web address is set.
    """

    headline: str
    link: str
    address: str
    outlet: str
    when: str
    language: str
    name: str
    yes_link: str
    no_link: str


def present_question(asked: StoredMatch, digest_name: str, signing: Signing, zone: tzinfo) -> Question:
    """The question about a match, in the mail with this fingerprint."""
    article, name = asked.article, question_name(asked.id)
    headlines = (clean_line(text, _HEADLINE_LIMIT) for text in (article.title, article.text, article.url))
    return Question(
        headline=next(filter(None, headlines), "(no headline)"),
        link=safe_link(article.url),
        address=clean_line(article.url, _HEADLINE_LIMIT),
        outlet=clean_line(article.outlet, _NAME_LIMIT) or "unknown outlet",
        when=describe_time(article.published, zone),
        language=clean_language(article.language),
        name=name,
        yes_link=answer_link(digest_name, signing, f"{Command.YES} {name}"),
        no_link=answer_link(digest_name, signing, f"{Command.NO} {name}"),
    )
