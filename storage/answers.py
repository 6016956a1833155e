"""Answers of recipients: muted recipients, bounced addresses, and the secret that authenticates answers."""

import email
import email.policy
import re
import secrets
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select

from news import SentMail, development_name
from storage.column_types import clean
from storage.correction_tables import corrections, of_itself
from storage.database import insert_into
from storage.decision_tables import bounces, mutes, questions
from storage.development_edits import merged_from
from storage.operator_notices import raise_notice
from storage.schema import alerts, deliveries, keys, matches, seeds

_SIGNING = "signing"
_NAME = re.compile(r"\bd\d+\b")


def signing_key(connection: Connection) -> bytes:
    """The installation's secret, created on first use."""
    made = insert_into(connection, keys).on_conflict_do_nothing(index_elements=["name"])
    connection.execute(made.values(name=_SIGNING, value=secrets.token_hex(32)))
    return bytes.fromhex(connection.execute(select(keys.c.value).where(keys.c.name == _SIGNING)).scalar_one())


def find_mail(connection: Connection, fingerprint: str) -> SentMail | None:
    """The mail whose Message-ID contains this fingerprint, with its developments and their alerted matches."""
    prefix = f"<storywake.{fingerprint}"
    named = (deliveries.c.message_id > f"{prefix}.") & (deliveries.c.message_id < f"{prefix}/")  # "/" follows "."
    about = select(deliveries, seeds.c.name).join(seeds, deliveries.c.seed_id == seeds.c.id).where(named)
    mail = connection.execute(about).one_or_none()
    if mail is None:
        return None
    alerted = (
        select(matches.c.id, matches.c.development_id)
        .join(alerts, alerts.c.match_id == matches.c.id)
        .where(alerts.c.delivery_id == mail.id)
        .order_by(matches.c.id)
    )
    developments: dict[int, int] = {}
    for row in connection.execute(alerted):
        if row.development_id is not None:
            developments.setdefault(row.development_id, row.id)
    for development, match_id in _alerted_again(connection, mail):
        developments.setdefault(development, match_id)
    for gone, now in merged_from(connection, list(developments)).items():  # the mail may still call them so
        developments.setdefault(gone, developments[now])
    asked = connection.execute(select(questions.c.match_id).where(questions.c.delivery_id == mail.id)).scalar()
    message = bytes(mail.message)
    return SentMail(mail.name, mail.recipient, mail.created_at, developments, mail.message_id, message, asked)


def _alerted_again(connection: Connection, mail: Row[Any]) -> Iterator[tuple[int, int]]:
    """Developments of the mail, with their matches, whose alert left it because the article was edited."""
    about = (
        select(matches.c.development_id, matches.c.id)
        .join(corrections, of_itself(matches.c.id))
        .join(alerts, (alerts.c.match_id == matches.c.id) & (alerts.c.recipient == mail.recipient))
        .where(matches.c.seed_id == mail.seed_id, corrections.c.raised_at >= mail.created_at)
        .where(matches.c.development_id.is_not(None))
        .order_by(matches.c.id)
    )
    moved = connection.execute(about).all()
    named = _names_in(bytes(mail.message)) if moved else frozenset()
    yield from ((row.development_id, row.id) for row in moved if development_name(row.development_id) in named)


def _names_in(message: bytes) -> frozenset[str]:
    """The words of a stored mail that can be names of developments."""
    body = email.message_from_bytes(message, policy=email.policy.default).get_body(("plain", "html"))
    return frozenset(_NAME.findall(body.get_content() if body else ""))


def save_answer(connection: Connection, recipient: str, message_id: str, message: bytes, now: datetime) -> bool:
    """Store a mail that answers a reply. Returns False, without changes, if one with this Message-ID is stored."""
    unseen = insert_into(connection, deliveries).on_conflict_do_nothing(index_elements=["message_id"])
    values = {"recipient": recipient, "message_id": message_id, "message": message, "created_at": now}
    return bool(connection.execute(unseen.values(values)).rowcount)


def mute(
    connection: Connection, seed: str, recipient: str, until: datetime | None, spellings: Collection[str] = ()
) -> None:
    """Mute a recipient for a seed until that time; None: for good. Replaces the mutes of its other `spellings`."""
    unmute(connection, seed, [one for one in spellings if one != recipient])
    seed_id = select(seeds.c.id).where(seeds.c.name == clean(seed)).scalar_subquery()
    upsert = insert_into(connection, mutes).values(seed_id=seed_id, recipient=recipient, until=until)
    changed = {"until": upsert.excluded["until"]}
    connection.execute(upsert.on_conflict_do_update(index_elements=["seed_id", "recipient"], set_=changed))


def unmute(connection: Connection, seed: str, spellings: Collection[str]) -> None:
    """Unmute a recipient, spelled in any of these ways, for a seed."""
    seed_id = select(seeds.c.id).where(seeds.c.name == clean(seed)).scalar_subquery()
    spelled = mutes.c.recipient.in_([clean(one) for one in spellings])
    connection.execute(delete(mutes).where(mutes.c.seed_id == seed_id, spelled))


def read_mutes(connection: Connection, now: datetime) -> dict[tuple[str, str], datetime | None]:
    """The end of each mute that is in force, by seed name and recipient as it was spelled; None: for good."""
    in_force = or_(mutes.c.until.is_(None), mutes.c.until > now)
    columns = (seeds.c.name, mutes.c.recipient, mutes.c.until)
    rows = connection.execute(select(*columns).join(seeds, mutes.c.seed_id == seeds.c.id).where(in_force))
    return {(name, recipient): until for name, recipient, until in rows}


def record_bounce(connection: Connection, recipient: str, error: str, now: datetime) -> None:
    """Record that mail to an address bounced, and raise a notice to the operator once."""
    upsert = insert_into(connection, bounces).values(recipient=recipient, error=error, bounced_at=now)
    changed = {name: upsert.excluded[name] for name in ("error", "bounced_at")}
    connection.execute(upsert.on_conflict_do_update(index_elements=["recipient"], set_=changed))
    raise_notice(connection, f"bounce {recipient}", f"Mail to {recipient} came back: {error}", now)


def read_bounces(connection: Connection) -> dict[str, str]:
    """Addresses whose mail bounced, with the reason given."""
    return {row.recipient: row.error for row in connection.execute(select(bounces).order_by(bounces.c.recipient))}
