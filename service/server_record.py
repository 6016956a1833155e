"""What an installation keeps about its Prefect server: its user and password, and whether it is running.

Another Prefect server may listen on our port, and it must get neither our runs nor our password. So the process that
starts our server holds a lock on a file with its address for as long as it lives; a server without it is not ours.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

USER = "storywake"
PASSWORD_FILE = "ui-password"  # noqa: S105  the name of the file
RECORD = "server.address"


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
    return read_password(home)


@contextmanager
def recorded(home: Path, api_url: str) -> Iterator[None]:
    """Record that our server has this address while the block runs. Raises OSError."""
    with (home / RECORD).open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(api_url)
        file.flush()
        yield


def is_recorded(home: Path, api_url: str) -> bool:
    """Whether a living process of this installation runs a server at this address."""
    try:
        with (home / RECORD).open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read() == api_url
    except OSError:
        return False
    return False
