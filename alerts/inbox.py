"""Read the inbox for answers: a Maildir, or an IMAP folder (alerts/imap.py)."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

from alerts.alarm import OnStop
from alerts.imap import Imap
from alerts.inbox_errors import InboxError, RefusedMessageError
from alerts.incoming_mail import LONGEST

_PORTS = {"imap": 143, "imaps": 993}
logger = logging.getLogger(__name__)


class Inbox(Protocol):
    """New messages, each to be marked once it has been processed. A context manager; entering raises InboxError."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def new_messages(self) -> list[str]:
        """The names of the new messages, unique in this inbox, oldest first. Raises InboxError."""

    def read(self, name: str, most: int = LONGEST) -> bytes | None:
        """The first `most` bytes of a message; None if it no longer exists. Raises RefusedMessageError, InboxError."""

    def mark(self, name: str) -> None:
        """Mark a message as processed, so that it is not new. Raises RefusedMessageError, InboxError."""

    def put_aside(self, name: str) -> None:
        """Mark a message as one that could not be read, so that it is not new. Raises as `mark`."""

    def count_put_aside(self) -> int:
        """The number of messages that were put aside and are still there. Raises InboxError."""


def open_inbox(url: str, limit: float = 60.0, on_stop: OnStop = nullcontext) -> Inbox:
    """The inbox at a URL: maildir:///path, imaps://user:password@host:port/folder, or imap:// without TLS.

    A server is given `limit` seconds, and less if `on_stop` ends them. Raises ValueError with one line that does not
    repeat the URL, because it may contain a password.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise ValueError("the inbox's URL has no valid host or port") from None
    if port == 0:
        raise ValueError("the inbox's URL has no valid host or port")
    if parts.scheme == "maildir" and parts.path:
        return Maildir(Path(unquote(parts.path)))
    if parts.scheme in _PORTS and parts.hostname and parts.username and parts.password:
        return Imap(
            parts.hostname,
            port or _PORTS[parts.scheme],
            unquote(parts.username),
            unquote(parts.password),
            unquote(parts.path.strip("/")) or "INBOX",
            secure=parts.scheme == "imaps",
            limit=limit,
            on_stop=on_stop,
        )
    raise ValueError("the inbox's URL must be maildir:///path or imaps://user:password@host/folder")


class Maildir:
    """A Maildir on this machine; new messages are those without the flag S (seen)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Path] = {}

    def __enter__(self) -> Self:
        self._list_files()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._known.clear()

    def new_messages(self) -> list[str]:
        """The new messages by file name, which begins with the time."""
        return [path.name.partition(":")[0] for path in self._list_files() if "S" not in _flags_of(path)]

    def count_put_aside(self) -> int:
        """The number of messages with the flags F and S."""
        return sum({"F", "S"} <= _flags_of(path) for path in self._list_files())

    def read(self, name: str, most: int = LONGEST) -> bytes | None:
        """The first `most` bytes of a message; None if another reader has removed it."""
        with self._translating():
            path = self._find(name)
            if path is not None:
                if not path.is_file():  # opening a pipe would wait for its writer
                    raise RefusedMessageError(f"inbox {self._path}: {name} is not a file")
                with path.open("rb") as file:
                    return file.read(most)
        return None

    def mark(self, name: str) -> None:
        """Move the message to `cur` and set the flag S."""
        self._set_flags(name, "S")

    def put_aside(self, name: str) -> None:
        """Move the message to `cur` and set the flags F (flagged) and S."""
        self._set_flags(name, "FS")

    def _set_flags(self, name: str, flags: str) -> None:
        # mailbox.Maildir would parse the message, and write it anew
        with self._translating():
            path = self._find(name)
            if path is not None:
                every = "".join(sorted(_flags_of(path) | set(flags)))
                self._known[name] = path.rename(self._path / "cur" / f"{name}:2,{every}")

    def _find(self, name: str) -> Path | None:
        """The file of a message, which another reader may have renamed or removed."""
        if not os.path.lexists(self._known.get(name, "")):
            self._list_files()
        return self._known.get(name)

    def _list_files(self) -> list[Path]:
        try:
            files = [path for folder in ("new", "cur") for path in (self._path / folder).iterdir()]
        except OSError as error:
            raise InboxError(f"inbox {self._path}: is not a Maildir that can be read: {error}") from error
        shown = sorted((path for path in files if not path.name.startswith(".")), key=lambda path: path.name)
        self._known = {path.name.partition(":")[0]: path for path in shown}
        return shown

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            logger.info("inbox %s: another reader removed a message", self._path)
        except OSError as error:
            raise RefusedMessageError(f"inbox {self._path}: {error}") from error


def _flags_of(path: Path) -> set[str]:
    return set(path.name.partition(":2,")[2])
