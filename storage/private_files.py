"""Files and folders that only their owner may read, whatever the umask: databases, backups, logs."""

import os
import stat
from pathlib import Path

FILE_MODE, FOLDER_MODE = 0o600, 0o700
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_private(path: str | os.PathLike[str], flags: int) -> int:
    """An opener for `open`: a new file is private, and an old one of this user becomes so. Raises OSError."""
    descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), FILE_MODE)
    make_private(descriptor)
    return descriptor


def make_private(file: int | Path) -> None:
    """Take from everybody else what rights they have to a regular file, if it belongs to this user."""
    found = os.stat(file)  # noqa: PTH116  also of a descriptor
    is_ours = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    if is_ours and stat.S_ISREG(found.st_mode) and found.st_mode & _OTHERS:
        os.chmod(file, stat.S_IMODE(found.st_mode) & ~_OTHERS)  # noqa: PTH101


def make_folder(path: Path) -> None:
    """Make a private folder and the missing ones above it; existing ones are left as they are. Raises OSError."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(FOLDER_MODE, exist_ok=True)
