"""Brings the tables of a database forward to what this program knows.

Alembic is loaded only where there is something to bring forward: it takes a third of the time that a run with nothing
new has to start.
"""

import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import wait_turn
from storage.errors import StoreError

TURN = 1
MIGRATIONS = Path(__file__).parent / "migrations"
_alembic = threading.Lock()  # Alembic keeps the migration at hand in global names


def revision_of(connection: Connection) -> str:
    """The revision that a database's tables are at; "" where it has none yet, or is between two."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    revisions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return str(revisions[0]) if len(revisions) == 1 else ""


def latest_revision() -> str:
    """The revision that this program's tables are at: the files of the migrations are named by theirs, in order."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def migrate(connection: Connection, name: str) -> None:
    """Run the migrations that `connection`'s database lacks, within the transaction at hand.

    Programs that start at once wait for the first. Raises StoreError, which calls the database `name`, when its tables
    are newer than the program.
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
