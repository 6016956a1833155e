"""What recipients answer: who is muted, whose address bounced, and the secret that answers are believed by."""

import secrets

from sqlalchemy import Connection, select

from storage.database import insert_into
from storage.schema import keys

_SIGNING = "signing"


def signing_key(connection: Connection) -> bytes:
    """The installation's secret, made at its first use."""
    made = insert_into(connection, keys).on_conflict_do_nothing(index_elements=["name"])
    connection.execute(made.values(name=_SIGNING, value=secrets.token_hex(32)))
    return bytes.fromhex(connection.execute(select(keys.c.value).where(keys.c.name == _SIGNING)).scalar_one())
