"""Statements for the answers that an assistant proposes, and what people decide about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, or_, select, update

from news import Answer, Decision, Proposal
from storage.column_types import clean
from storage.database import insert_into
from storage.desk_tables import proposals
from storage.schema import matches, seeds


def propose(connection: Connection, match_id: int, who: str, answer: Answer, reason: str, now: datetime) -> int | None:
    """Store a proposal, in place of an open one by the same assistant; its id, None if it was decided on before."""
    upsert = insert_into(connection, proposals).values(
        match_id=match_id, proposed_by=clean(who), answer=answer, reason=clean(reason), made_at=now
    )
    changed = {name: upsert.excluded[name] for name in ("answer", "reason")}
    is_open = proposals.c.decision == Decision.OPEN
    connection.execute(
        upsert.on_conflict_do_update(index_elements=["match_id", "proposed_by"], set_=changed, where=is_open)
    )
    own = (proposals.c.match_id == match_id) & (proposals.c.proposed_by == clean(who))
    return connection.execute(select(proposals.c.id).where(own, is_open)).scalar()


def decide(connection: Connection, number: int, decision: Decision, who: str, now: datetime) -> bool:
    """Store what somebody decided about a proposal, or that it is open again; False if that was so already."""
    one = proposals.c.id == number
    is_other = proposals.c.decision != decision
    from_here = is_other if decision is Decision.OPEN else is_other & (proposals.c.decision == Decision.OPEN)
    values = {"decision": decision, "decided_by": clean(who), "decided_at": now}
    if decision is Decision.OPEN:
        values |= {"decided_by": "", "decided_at": None}
    return bool(connection.execute(update(proposals).where(one, from_here).values(values)).rowcount)


def read_proposals(connection: Connection, seed: str) -> list[Proposal]:
    """The open proposals about the reports of a story, oldest first."""
    chosen = _proposals().where(seeds.c.name == clean(seed), proposals.c.decision == Decision.OPEN)
    return [_proposal(row) for row in connection.execute(chosen.order_by(proposals.c.id))]


def read_proposal(connection: Connection, number: int) -> Proposal | None:
    """The proposal with this id, or None."""
    row = connection.execute(_proposals().where(proposals.c.id == number)).one_or_none()
    return _proposal(row) if row else None


def prune_proposals(connection: Connection, before: datetime) -> int:
    """Delete proposals decided on before a time, and those about reports that are no longer stored."""
    is_orphan = ~exists().where(matches.c.id == proposals.c.match_id)
    return connection.execute(delete(proposals).where(or_(proposals.c.decided_at < before, is_orphan))).rowcount


def _proposals() -> Select[Any]:
    columns = [
        proposals.c[name] for name in ("id", "match_id", "proposed_by", "answer", "reason", "made_at", "decision")
    ]
    joined = proposals.join(matches, matches.c.id == proposals.c.match_id).join(seeds, seeds.c.id == matches.c.seed_id)
    return select(*columns, seeds.c.name.label("seed")).select_from(joined)


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        row.id,
        row.seed,
        row.match_id,
        row.proposed_by,
        Answer(row.answer),
        row.reason,
        row.made_at,
        Decision(row.decision),
    )
