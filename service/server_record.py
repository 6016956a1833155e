"""What an installation keeps about its Prefect server: its user and password, and whether it is running.

Another Prefect server may listen on our port, and it must get neither our runs nor our password. So the process that
starts our server holds a lock on a file with its address for as long as it lives; a server without it is not ours.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

USER = "storywake"
PASSWORD_FILE = "ui-password"  # noqa: S105  the name of the file
RECORD = "server.address"
TRIES, PAUSE = 20, 0.1  # who only looks whether we run holds the lock for a moment


def password_path(home: Path) -> Path:
    """The file with user:password of the Prefect server."""
    return home / PASSWORD_FILE


def read_password(home: Path) -> str:
    """The stored user:password; "" if there is none."""
    with suppress(OSError):
        return password_path(home).read_text("utf-8").strip()
    return ""


def make_password(home: Path) -> str:
    """The stored user:password, made if there is none; only this system user can read the file. Raises OSError."""
    home.mkdir(parents=True, exist_ok=True)
    made = f"{USER}:{secrets.token_urlsafe(18)}"
    draft = home / f"{PASSWORD_FILE}.{os.getpid()}"
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(f"{made}\n", "utf-8")
    try:
        with suppress(FileExistsError):
            os.link(draft, password_path(home))  # whole or not at all, and never over that of another process
    finally:
        draft.unlink()
    return password_path(home).read_text("utf-8").strip()  # one that cannot be read must not become none at all


@contextmanager
def recorded(home: Path, api_url: str) -> Iterator[None]:
    """Record that our server has this address while the block runs.

    Raises OSError; a BlockingIOError if a living process of this installation runs a server already.
    """
    with (home / RECORD).open("a+", encoding="utf-8") as file:
        _lock(file)
        file.truncate(0)
        file.write(api_url)
        file.flush()
        yield


def _lock(file: TextIO) -> None:
    for _ in range(TRIES):
        with suppress(BlockingIOError):
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(PAUSE)
    return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def running_address(home: Path) -> str | None:
    """The API URL of the server that a living process of this installation runs; None if none does."""
    try:
        with (home / RECORD).open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read()
    except OSError:
        return None
    return None
