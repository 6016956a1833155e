"""Brings the tables of a database forward to what this program knows."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import wait_turn
from storage.errors import StoreError

TURN = 1
_alembic = threading.Lock()  # Alembic keeps the migration at hand in global names


def revision_of(connection: Connection) -> str:
    """The revision that a database's tables are at."""
    return str(MigrationContext.configure(connection).get_current_revision())


def migrate(connection: Connection, name: str) -> None:
    """Run the migrations that `connection`'s database lacks, within the transaction at hand.

    Programs that start at once wait for the first. Raises StoreError, which calls the database `name`, when its tables
    are newer than the program.
    """
    wait_turn(connection, TURN)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
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
