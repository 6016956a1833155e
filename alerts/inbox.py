"""Read the inbox for answers: an IMAP folder or a Maildir. The only use of IMAP."""

import imaplib
import logging
import mailbox
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import unquote, urlsplit

MOST_MESSAGES = 500  # read at a time; the others wait until the next time
_LONGEST = 2_000_000  # bytes of a message that are read
_TIMEOUT = 30.0  # seconds
logger = logging.getLogger(__name__)


class InboxError(Exception):
    """The inbox cannot be read. The message is one line, without the password."""


class Inbox(Protocol):
    """New messages, each to be marked once it has been processed. A context manager."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """New messages, each with a name that is unique in this inbox, oldest first. Raises InboxError."""

    def mark(self, name: str) -> None:
        """Mark a message as processed, so that it is not returned again. Raises InboxError."""


def open_inbox(url: str) -> Inbox:
    """The inbox at a URL: maildir:///path, imaps://user:password@host:port/folder, or imap:// without TLS.

    Raises ValueError with one line that does not repeat the URL, because it may contain a password.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise ValueError("the inbox's URL is invalid") from None
    if parts.scheme == "maildir" and parts.path:
        return Maildir(Path(unquote(parts.path)))
    if parts.scheme in {"imap", "imaps"} and parts.hostname and parts.username and parts.password:
        folder = unquote(parts.path.strip("/")) or "INBOX"
        return Imap(
            parts.hostname,
            port or (993 if parts.scheme == "imaps" else 143),
            unquote(parts.username),
            unquote(parts.password),
            folder,
            secure=parts.scheme == "imaps",
        )
    raise ValueError("the inbox's URL must be maildir:///path or imaps://user:password@host/folder")


class Maildir:
    """A Maildir on this machine; new messages are those without the flag S (seen)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._box: mailbox.Maildir | None = None

    def __enter__(self) -> Self:
        try:
            self._box = mailbox.Maildir(self._path, create=False)
            self._box.keys()
        except (OSError, mailbox.Error) as error:
            raise InboxError(f"inbox {self._path}: {error or 'is not a Maildir'}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._box is not None:
            self._box.close()

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """The new messages by file name, which begins with the time; skips those that another reader has removed."""
        assert self._box is not None
        new = ((name, self._read(name)) for name in sorted(self._box.keys()))
        yield from islice(((name, message) for name, message in new if message is not None), MOST_MESSAGES)

    def _read(self, name: str) -> bytes | None:
        """A new message; None if it has been seen or no longer exists."""
        assert self._box is not None
        with self._translating():
            if "S" not in self._box.get_message(name).get_flags():
                with self._box.get_file(name) as file:
                    return bytes(file.read(_LONGEST))
        return None

    def mark(self, name: str) -> None:
        """Move the message to `cur` and set the flag S."""
        assert self._box is not None
        with self._translating():
            message = self._box.get_message(name)
            message.set_subdir("cur")
            message.add_flag("S")
            self._box[name] = message

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except (KeyError, FileNotFoundError):
            logger.info("inbox %s: another reader removed a message", self._path)
        except (OSError, mailbox.Error) as error:
            raise InboxError(f"inbox {self._path}: {error}") from error


class Imap:
    """A folder on an IMAP server; new messages are those without the flag Seen."""

    def __init__(self, host: str, port: int, user: str, password: str, folder: str, *, secure: bool) -> None:
        self._at = f"{host}:{port}"
        self._host, self._port, self._secure = host, port, secure
        self._user, self._password, self._folder = user, password, folder
        self._server: imaplib.IMAP4 | None = None

    def __enter__(self) -> Self:
        try:
            connect = imaplib.IMAP4_SSL if self._secure else imaplib.IMAP4
            self._server = connect(self._host, self._port, timeout=_TIMEOUT)
            self._server.login(self._user, self._password)
            self._require(self._server.select(f'"{self._folder}"'), f"has no folder {self._folder!r}")
        except (OSError, imaplib.IMAP4.error, InboxError) as error:
            self._log_out()
            if isinstance(error, InboxError):
                raise
            raise InboxError(f"inbox {self._at}: {self._without_password(error)}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._log_out()

    def _log_out(self) -> None:
        if self._server is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                self._server.logout()

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """The new messages by UID; fetching a message does not set its flag Seen."""
        assert self._server is not None
        try:
            found = self._require(self._server.uid("SEARCH", "UNSEEN"), "the search failed")
            for name in b" ".join(found).split()[:MOST_MESSAGES]:
                answer = self._server.uid("FETCH", name.decode(), "(BODY.PEEK[])")
                parts = self._require(answer, "a message could not be fetched")
                body = next((part[1] for part in parts if isinstance(part, tuple)), b"")
                yield name.decode(), body[:_LONGEST]
        except (OSError, imaplib.IMAP4.error) as error:
            raise InboxError(f"inbox {self._at}: {self._without_password(error)}") from None

    def mark(self, name: str) -> None:
        """Set the flag Seen."""
        assert self._server is not None
        try:
            answer = self._server.uid("STORE", name, "+FLAGS", r"(\Seen)")
            self._require(answer, "a message could not be marked as seen")
        except (OSError, imaplib.IMAP4.error) as error:
            raise InboxError(f"inbox {self._at}: {self._without_password(error)}") from None

    def _require(self, answer: tuple[str, list[Any]], problem: str) -> list[Any]:
        kind, data = answer
        if kind != "OK":
            raise InboxError(f"inbox {self._at}: {problem}")
        return [part for part in data if part is not None]

    def _without_password(self, error: Exception) -> str:
        return " ".join(str(error).replace(self._password, "***").split())[:300] or type(error).__name__
