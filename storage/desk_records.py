"""Statements for the desk: users, sessions, keys, visits, notes, shared links, and the log of actions."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Select, Table, delete, select, update

from news import ApiToken, DeskAction, DeskUser, Note, Role, SharedLink, UndoKind
from storage.column_types import clean
from storage.database import insert_into
from storage.desk_tables import actions, api_tokens, notes, sessions, shared_links, users, visits
from storage.proposals import prune_proposals
from storage.schema import seeds

# Users


def save_user(connection: Connection, user: DeskUser) -> None:
    """Store a user, replacing one of the same name; whoever is signed in by that name is signed out."""
    values = {"name": clean(user.name), "role": user.role, "password_hash": user.password_hash}
    upsert = insert_into(connection, users).values(values)
    changed = {name: upsert.excluded[name] for name in ("role", "password_hash")}
    connection.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=changed))
    connection.execute(delete(sessions).where(sessions.c.user == clean(user.name)))


def remove_user(connection: Connection, name: str, now: datetime) -> bool:
    """Remove a user with the sessions and keys; False if there is no such user."""
    connection.execute(delete(sessions).where(sessions.c.user == clean(name)))
    own = (api_tokens.c.user == clean(name)) & api_tokens.c.revoked_at.is_(None)
    connection.execute(update(api_tokens).where(own).values(revoked_at=now))
    return bool(connection.execute(delete(users).where(users.c.name == clean(name))).rowcount)


def read_users(connection: Connection) -> list[DeskUser]:
    """All users by name."""
    rows = connection.execute(_users().order_by(users.c.name))
    return [DeskUser(row.name, Role(row.role), row.password_hash) for row in rows]


def _users() -> Select[tuple[str, str, str]]:
    return select(users.c.name, users.c.role, users.c.password_hash)


def read_user(connection: Connection, name: str) -> DeskUser | None:
    """The user of this name, or None."""
    row = connection.execute(_users().where(users.c.name == clean(name))).one_or_none()
    return DeskUser(row.name, Role(row.role), row.password_hash) if row else None


# Sessions and keys


def open_session(connection: Connection, key_digest: str, user: str, now: datetime, until: datetime) -> None:
    """Store a session, and forget those that have ended."""
    connection.execute(delete(sessions).where(sessions.c.expires_at < now))
    opened = insert_into(connection, sessions).on_conflict_do_nothing(index_elements=["key_digest"])
    connection.execute(opened.values(key_digest=key_digest, user=clean(user), expires_at=until))


def close_session(connection: Connection, key_digest: str) -> None:
    """End a session."""
    connection.execute(delete(sessions).where(sessions.c.key_digest == key_digest))


def user_of_session(connection: Connection, key_digest: str, now: datetime) -> DeskUser | None:
    """The user of a session that has not ended, or None."""
    chosen = select(sessions.c.user).where(sessions.c.key_digest == key_digest, sessions.c.expires_at > now)
    name = connection.execute(chosen).scalar()
    return read_user(connection, name) if name is not None else None


def save_token(connection: Connection, key_digest: str, label: str, user: str, now: datetime) -> None:
    """Store the digest of a key for programs."""
    made = insert_into(connection, api_tokens).on_conflict_do_nothing(index_elements=["key_digest"])
    connection.execute(made.values(key_digest=key_digest, label=clean(label), user=clean(user), made_at=now))


def revoke_token(connection: Connection, token_id: int, user: str, now: datetime) -> bool:
    """Revoke a key of a user; False if the user has no such key in force."""
    mine = (api_tokens.c.id == token_id) & (api_tokens.c.user == clean(user)) & api_tokens.c.revoked_at.is_(None)
    return bool(connection.execute(update(api_tokens).where(mine).values(revoked_at=now)).rowcount)


def read_tokens(connection: Connection, user: str) -> list[ApiToken]:
    """The keys of a user that are in force, oldest first."""
    columns = (api_tokens.c.id, api_tokens.c.label, api_tokens.c.user, api_tokens.c.made_at)
    mine = (api_tokens.c.user == clean(user)) & api_tokens.c.revoked_at.is_(None)
    return [ApiToken(*row) for row in connection.execute(select(*columns).where(mine).order_by(api_tokens.c.id))]


def user_of_token(connection: Connection, key_digest: str) -> DeskUser | None:
    """The user of a key that is in force, or None."""
    chosen = api_tokens.c.key_digest == key_digest, api_tokens.c.revoked_at.is_(None)
    name = connection.execute(select(api_tokens.c.user).where(*chosen)).scalar()
    return read_user(connection, name) if name is not None else None


# Visits, notes, shared links


def note_visit(connection: Connection, user: str, seed: str, now: datetime) -> None:
    """Remember when a user last looked at a story."""
    seed_id = _seed_id(connection, seed)
    if seed_id is None:
        return
    upsert = insert_into(connection, visits).values(user=clean(user), seed_id=seed_id, seen_at=now)
    later = {"seen_at": upsert.excluded["seen_at"]}
    connection.execute(upsert.on_conflict_do_update(index_elements=["user", "seed_id"], set_=later))


def read_visits(connection: Connection, user: str) -> dict[str, datetime]:
    """When a user last looked at each story, by the name of its seed."""
    seen = select(seeds.c.name, visits.c.seen_at).join(seeds, visits.c.seed_id == seeds.c.id)
    return {row.name: row.seen_at for row in connection.execute(seen.where(visits.c.user == clean(user)))}


def add_note(connection: Connection, seed: str, author: str, text: str, now: datetime) -> int | None:
    """Store a note; returns its id, None if there is no such seed."""
    seed_id = _seed_id(connection, seed)
    if seed_id is None:
        return None
    key = {"seed_id": seed_id, "author": clean(author), "made_at": now}
    return _insert_once(connection, notes, key, {"text": clean(text)})


def remove_note(connection: Connection, note_id: int, removed_at: datetime | None) -> None:
    """Remove a note; None: bring it back."""
    connection.execute(update(notes).where(notes.c.id == note_id).values(removed_at=removed_at))


def read_notes(connection: Connection, seed: str) -> list[Note]:
    """The notes to a story, newest first."""
    columns = (notes.c.id, seeds.c.name, notes.c.author, notes.c.text, notes.c.made_at)
    kept = select(*columns).join(seeds, notes.c.seed_id == seeds.c.id)
    chosen = kept.where(seeds.c.name == clean(seed), notes.c.removed_at.is_(None))
    return [Note(*row) for row in connection.execute(chosen.order_by(notes.c.made_at.desc(), notes.c.id.desc()))]


def share(connection: Connection, seed: str, made_by: str, now: datetime) -> int | None:
    """Store a shared link; returns its id, None if there is no such seed."""
    seed_id = _seed_id(connection, seed)
    if seed_id is None:
        return None
    key = {"seed_id": seed_id, "made_by": clean(made_by), "made_at": now}
    return _insert_once(connection, shared_links, key, {})


def revoke_share(connection: Connection, link_id: int, revoked_at: datetime | None) -> None:
    """Revoke a shared link; None: put it in force again."""
    connection.execute(update(shared_links).where(shared_links.c.id == link_id).values(revoked_at=revoked_at))


def read_shares(connection: Connection, seed: str = "") -> list[SharedLink]:
    """The shared links in force, of one story or of all, newest first."""
    columns = (shared_links.c.id, seeds.c.name, shared_links.c.made_by, shared_links.c.made_at)
    kept = select(*columns).join(seeds, shared_links.c.seed_id == seeds.c.id)
    chosen = kept.where(shared_links.c.revoked_at.is_(None), *([seeds.c.name == clean(seed)] if seed else []))
    return [SharedLink(*row) for row in connection.execute(chosen.order_by(shared_links.c.id.desc()))]


def _insert_once(connection: Connection, table: Table, key: Mapping[str, object], also: Mapping[str, object]) -> int:
    """The id of the row with this unique key, which is inserted if there is none."""
    made = insert_into(connection, table).on_conflict_do_nothing(index_elements=[*key])
    connection.execute(made.values({**key, **also}))
    chosen = select(table.c.id).where(*(table.c[name] == value for name, value in key.items()))
    return int(connection.execute(chosen).scalar_one())


def _seed_id(connection: Connection, seed: str) -> int | None:
    return connection.execute(select(seeds.c.id).where(seeds.c.name == clean(seed))).scalar()


# The log of actions


def record_action(connection: Connection, action: DeskAction) -> int:
    """Store an action; returns its id. The id of `action` is not used."""
    key = {"who": clean(action.who), "made_at": action.made_at, "what": clean(action.what)}
    undo = {"undo": action.undo, "reference": action.reference, "earlier": clean(action.earlier)}
    return _insert_once(connection, actions, key, undo | {"seed": clean(action.seed)})


def note_undone(connection: Connection, action_id: int, who: str, now: datetime) -> bool:
    """Mark an action as taken back; False if it was already."""
    mine = (actions.c.id == action_id) & actions.c.undone_at.is_(None)
    return bool(connection.execute(update(actions).where(mine).values(undone_by=clean(who), undone_at=now)).rowcount)


def read_actions(connection: Connection, seed: str, *, before: int | None, limit: int) -> list[DeskAction]:
    """The actions about one story, or all (""), newest first; `before`: only those with a lower id."""
    chosen = select(actions).order_by(actions.c.id.desc()).limit(limit)
    chosen = chosen.where(actions.c.seed == clean(seed)) if seed else chosen
    chosen = chosen.where(actions.c.id < before) if before is not None else chosen
    return [_action_of(row) for row in connection.execute(chosen)]


def read_action(connection: Connection, action_id: int) -> DeskAction | None:
    """The action with this id, or None."""
    row = connection.execute(select(actions).where(actions.c.id == action_id)).one_or_none()
    return _action_of(row) if row else None


def _action_of(row: object) -> DeskAction:
    values = {name: getattr(row, name) for name in DeskAction.__dataclass_fields__}
    return DeskAction(**(values | {"undo": UndoKind(values["undo"])}))


def prune_desk(connection: Connection, before: datetime) -> int:
    """Delete log entries, visits, removed notes, revoked keys and links, and decided proposals from before that time.

    Returns their number.
    """
    old = (
        delete(actions).where(actions.c.made_at < before),
        delete(visits).where(visits.c.seen_at < before),
        delete(notes).where(notes.c.removed_at < before),
        delete(api_tokens).where(api_tokens.c.revoked_at < before),
        delete(shared_links).where(shared_links.c.revoked_at < before),
    )
    return sum(connection.execute(statement).rowcount for statement in old) + prune_proposals(connection, before)
