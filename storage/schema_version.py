"""Migrate the tables of a database to the revision of this program.

Alembic is imported only if there is something to migrate: importing it takes a third of the start-up time of a run with
nothing new.
"""

import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import wait_turn
from storage.errors import StoreError

TURN = 1
MIGRATIONS = Path(__file__).parent / "migrations"
_REVISION = "alembic_version"
_NAMED = 3
_OURS = {_REVISION, "articles", "feeds", "seeds"}  # tables of every version; other programs use Alembic, too
_alembic = threading.Lock()  # Alembic keeps the current migration in global variables


def revision_of(connection: Connection) -> str:
    """The revision of a database's tables; "" if it has none yet or is between two."""
    if not inspect(connection).has_table(_REVISION):
        return ""
    revisions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return str(revisions[0]) if len(revisions) == 1 else ""


def refuse_foreign(connection: Connection, name: str) -> None:
    """Raise StoreError, which names the database `name`, if it has tables, and they are another program's."""
    found = set(inspect(connection).get_table_names())
    if found <= {_REVISION} or found >= _OURS:
        return
    others = sorted(found - {_REVISION})
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    raise StoreError(
        f"database {name}: another program's: it has the tables {', '.join(others[:_NAMED])}{more}, which storywake "
        "did not make; name another file in STORYWAKE_DATABASE_URL"
    )


def latest_revision() -> str:
    """The latest revision this program knows, from the file names of the migrations, which are in order."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def migrate(connection: Connection, name: str) -> None:
    """Run the missing migrations on `connection`, in its current transaction.

    Programs that start at the same time wait for the first. Raises StoreError, which names the database `name`, if its
    tables are newer than the program.
    """
    if revision_of(connection) == latest_revision():
        return
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    wait_turn(connection, TURN)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_heads()
    if not {script.revision for script in scripts.walk_revisions()}.issuperset(current):
        raise StoreError(
            f"database {name}: made by a newer storywake (its tables are at {', '.join(current)}): upgrade"
        )
    if set(current) != set(scripts.get_heads()):
        with _alembic:
            command.upgrade(config, "head")
