"""The errors of the command line, each with a one-line message, and the exit codes."""

import errno
import sys
from pathlib import Path

FAILED, BAD_INPUT, INTERRUPTED, NO_READER, TERMINATED = 1, 2, 130, 141, 143

# What the system says of a path that names no place to write to; anything else, such as a full disk, is a failure.
_WRONG_PATH = {
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG),
    *(errno.EACCES, errno.EPERM, errno.EROFS),
}

# What keeps good input from being written, wherever its error was translated into one about a file.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}

# Errors of other rooms whose message already is one line that names the bad input.
_CLEAR = {
    "alerts": ("MailError",),
    "extractors": ("FetchError", "FeedError", "ModelError", "OpmlError", "ReadingError", "SeedFileError"),
    "pipeline": ("FeedListError", "FollowingError", "PageError", "SettingsError"),
    "storage": ("StoreError",),
}


class BadInputError(Exception):
    """The user's input cannot be used; the message is one line that names it. Exit code 2."""


class FailedError(Exception):
    """The work could not be done, though the input was good; the message is one line. Exit code 1."""


def unwritten(file: Path, error: OSError, done: str = "written") -> BadInputError | FailedError:
    """The error about a file of the user that cannot be written: bad input if its path is what is wrong."""
    kind = BadInputError if error.errno in _WRONG_PATH else FailedError
    return kind(f"{file}: cannot be {done}: {error.strerror or error}")


def exit_code_of(error: BaseException) -> int | None:
    """The exit code for an error whose message is meant for the user; None for an unexpected error."""
    if isinstance(error, FailedError):
        return FAILED
    if isinstance(error, tuple(_clear_errors())) and getattr(error.__cause__, "errno", None) in _NO_ROOM:
        return FAILED
    return BAD_INPUT if isinstance(error, (BadInputError, *_clear_errors())) else None


def _clear_errors() -> list[type[BaseException]]:
    """The error classes of the rooms already imported; a room that is not cannot have raised one."""
    rooms = ((sys.modules.get(room), names) for room, names in _CLEAR.items())
    found = (getattr(room, name, None) for room, names in rooms if room for name in names)
    return [error for error in found if isinstance(error, type) and issubclass(error, BaseException)]
