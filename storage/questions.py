"""Questions that mails ask, each about one match and at most once, and one at a time for a seed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, select

from news import QUESTION_OPEN, Answer
from storage.column_types import clean
from storage.decision_tables import questions
from storage.schema import matches, seeds


def asked_matches(connection: Connection, seed: str) -> list[int]:
    """The ids of the seed's matches that a mail has asked about."""
    about = select(questions.c.match_id).join(seeds, questions.c.seed_id == seeds.c.id)
    return list(connection.execute(about.where(seeds.c.name == clean(seed)).order_by(questions.c.id)).scalars())


def may_ask(connection: Connection, seed: str, now: datetime) -> bool:
    """Whether no question about the seed is open: asked within `QUESTION_OPEN` and not answered."""
    seed_id = select(seeds.c.id).where(seeds.c.name == clean(seed)).scalar_subquery()
    return not connection.execute(select(_is_open(seed_id, now))).scalar_one()


def _is_open(seed_id: Any, now: datetime) -> ColumnElement[bool]:
    return (
        exists()
        .where(questions.c.seed_id == seed_id, questions.c.asked_at > now - QUESTION_OPEN)
        .where(matches.c.id == questions.c.match_id, matches.c.answer == Answer.NONE)
    )


def reserve_question(connection: Connection, match_id: int, now: datetime) -> bool:
    """Whether a match may be asked about; until the end of the transaction nobody else asks about its seed."""
    about = select(matches.c.seed_id, matches.c.answer).where(matches.c.id == match_id)
    match = connection.execute(about).one_or_none()
    if match is None or match.answer:
        return False
    connection.execute(select(seeds.c.id).where(seeds.c.id == match.seed_id).with_for_update())
    is_asked = exists().where(questions.c.match_id == match_id)
    return not connection.execute(select(is_asked | _is_open(match.seed_id, now))).scalar_one()


def save_question(connection: Connection, match_id: int, delivery_id: int, now: datetime) -> None:
    """Record that a mail asks about a match, which has been reserved."""
    seed_id = select(matches.c.seed_id).where(matches.c.id == match_id).scalar_subquery()
    values = {"seed_id": seed_id, "match_id": match_id, "delivery_id": delivery_id, "asked_at": now}
    connection.execute(questions.insert().values(values))
