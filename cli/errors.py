"""What goes wrong, said in one line, and the exit code that goes with it."""

import sys

FAILED, BAD_INPUT, INTERRUPTED, NO_READER, TERMINATED = 1, 2, 130, 141, 143

# Errors of the rooms that already are one clear line naming what was wrong with what the user gave us.
_CLEAR = {
    "alerts": ("MailError",),
    "extractors": ("FetchError", "FeedError", "ModelError", "OpmlError", "ReadingError", "SeedFileError"),
    "pipeline": ("SettingsError",),
    "storage": ("StoreError",),
}


class BadInputError(Exception):
    """What the user gave cannot be used; the message is one line that names it. Exit code 2."""


class FailedError(Exception):
    """The work could not be done, though the input was good; the message is one line. Exit code 1."""


def exit_code_of(error: BaseException) -> int | None:
    """The exit code for an error whose message is meant for the user, None for one that nobody foresaw."""
    if isinstance(error, FailedError):
        return FAILED
    return BAD_INPUT if isinstance(error, (BadInputError, *_clear_errors())) else None


def _clear_errors() -> list[type[BaseException]]:
    """Only rooms already loaded can have raised something, so none is imported for asking."""
    rooms = ((sys.modules.get(room), names) for room, names in _CLEAR.items())
    found = (getattr(room, name, None) for room, names in rooms if room for name in names)
    return [error for error in found if isinstance(error, type) and issubclass(error, BaseException)]
