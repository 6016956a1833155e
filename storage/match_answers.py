"""Answers to matches. An answer decides whether a match counts, whatever the comparison found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from news import Answer, Article, MatchRecord, SavedAnswer, Verdict
from storage.column_types import clean
from storage.database import insert_into
from storage.followed import note_change
from storage.pending_alerts import count_raised, raise_alerts, restore_alerts, settle_development, withdraw_alerts
from storage.rows import pack_article
from storage.schema import articles, matches, seeds
from storage.search_index import index_articles
from storage.work_queue import insert_match


def record_answer(
    connection: Connection,
    match_id: int,
    answer: Answer,
    now: datetime,
    recipients: Sequence[str] = (),
    *,
    whole: bool = False,
) -> SavedAnswer:
    """Store the answer to a match, and let it decide its verdict.

    "No" takes the match out of the story and withdraws its pending alerts; "yes" makes it a follow-up, with alerts for
    `recipients`; without an answer it is what the comparison found. `whole`: "no" takes out all reports
    of its development, and another answer lets them back in.
    """
    named = connection.execute(select(matches.c.seed_id).where(matches.c.id == match_id)).one_or_none()
    if named is None:
        return SavedAnswer()
    # grouping takes this lock, too, so no report joins a development while an answer to it is stored
    connection.execute(select(seeds.c.id).where(seeds.c.id == named.seed_id).with_for_update())
    concerned = _concerned(connection, match_id, whole=whole)
    decided = [(one, *_decide(one, answer, is_named=one.id == match_id)) for one in concerned]
    changed = [(one, own, verdict) for one, own, verdict in decided if (own, verdict) != (one.answer, one.verdict)]
    if not changed:
        return SavedAnswer(match_id)
    for one, own, verdict in changed:
        _save(connection, one, own, verdict)
    entered = [one for one, _, verdict in changed if verdict is Verdict.FOLLOW_UP is not one.verdict]
    left = [one for one, _, verdict in changed if one.verdict is Verdict.FOLLOW_UP is not verdict]
    withdrawn, too_late = withdraw_alerts(connection, [one.id for one in left])
    for one in entered:
        raise_alerts(connection, one.id, recipients if one.id == match_id else (), now)
    restore_alerts(connection, [one.id for one in entered if one.development is None])
    for development in sorted({one.development for one in (*entered, *left) if one.development is not None}):
        settle_development(connection, development)
    note_change(connection, named.seed_id)
    raised = count_raised(connection, [one.id for one in entered])
    return SavedAnswer(match_id, len(entered) + len(left), withdrawn, too_late, raised)


@dataclass(frozen=True, slots=True)
class _Concerned:
    """A match that an answer may change; `found` is the verdict of the comparison."""

    id: int
    answer: Answer
    verdict: Verdict
    found: Verdict
    development: int | None


def _concerned(connection: Connection, match_id: int, *, whole: bool) -> list[_Concerned]:
    columns = (matches.c.id, matches.c.answer, matches.c.verdict, matches.c.found_verdict, matches.c.development_id)
    own = select(matches.c.development_id).where(matches.c.id == match_id).scalar_subquery()
    wanted = matches.c.id == match_id
    if whole:
        wanted |= matches.c.development_id == own
    return [
        _Concerned(
            row.id,
            Answer(row.answer),
            Verdict(row.verdict),
            Verdict(row.found_verdict or row.verdict),
            row.development_id,
        )
        for row in connection.execute(select(*columns).where(wanted).order_by(matches.c.id))
    ]


def _decide(one: _Concerned, answer: Answer, *, is_named: bool) -> tuple[Answer, Verdict]:
    """The answer and verdict of a match after an answer to it, or to another report of its development.

    Only the named match gets the answer "no" to a development, because one event is to teach once.
    """
    own = one.answer
    if is_named:
        own = answer
    elif answer is Answer.NONE or (answer is Answer.NO and own is Answer.YES):
        own = Answer.NONE
    decisive = Answer.NO if answer is Answer.NO else own
    return own, {Answer.NO: Verdict.UNRELATED, Answer.YES: Verdict.FOLLOW_UP, Answer.NONE: one.found}[decisive]


def _save(connection: Connection, one: _Concerned, answer: Answer, verdict: Verdict) -> None:
    found = "" if verdict is one.found else one.found
    values = {"answer": answer, "verdict": verdict, "found_verdict": found}
    connection.execute(update(matches).where(matches.c.id == one.id).values(values))


def add_report(connection: Connection, article: Article, record: MatchRecord, now: datetime) -> SavedAnswer:
    """Store an article that the user says continues a story, and the answer "yes"; `record` is what was found.

    An article whose URL is known keeps its text, and a known match what was found. A new article also waits to be
    compared with the other seeds.
    """
    upsert = insert_into(connection, articles)
    known = upsert.on_conflict_do_update(index_elements=["url_digest"], set_={"url": articles.c.url})
    article_id = connection.execute(known.values(pack_article(article)).returning(articles.c.id)).scalar_one()
    index_articles(connection, [article_id])
    match = record.match
    seed_id = connection.execute(select(seeds.c.id).where(seeds.c.name == clean(match.seed))).scalar_one()
    match_id, is_new = insert_match(connection, seed_id, article_id, match, now)
    if is_new and match.verdict is Verdict.FOLLOW_UP:  # the answer changes no verdict then, and so raises no alert
        raise_alerts(connection, match_id, record.recipients, now)
    saved = record_answer(connection, match_id, Answer.YES, now, record.recipients)
    raised = count_raised(connection, [match_id]) if is_new else saved.raised
    return SavedAnswer(match_id, max(saved.reports, int(is_new)), raised=raised)
