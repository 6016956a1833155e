"""Read an inbox over IMAP. The only use of imaplib."""

import base64
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from alerts.alarm import Alarm, OnStop
from alerts.clean_text import clean_line
from alerts.inbox_errors import InboxError, RefusedMessageError
from alerts.incoming_mail import LONGEST

_TIMEOUT = 30.0  # seconds, for each response of the server
_LEAST_SHOWN = 4  # characters of a password that a shown text may not contain
_SIMPLE = re.compile(r"[\w.@+-]+", re.ASCII)  # a user name that needs no quotes
_PUT_ASIDE = r"(\Seen \Flagged)"


class Imap:
    """A folder on an IMAP server; new messages are those without the flag Seen.

    `limit` is in seconds: the connection is cut when it has been open for that long, however slowly the server answers,
    and when `on_stop` says so. Certificates are verified against the system's authorities (or SSL_CERT_FILE).
    """

    def __init__(
        self,
        host: str,
        port: int,
        user: str,
        password: str,
        folder: str,
        *,
        secure: bool,
        limit: float,
        on_stop: OnStop = nullcontext,
    ) -> None:
        self._at = f"{host}:{port}"
        self._host, self._port, self._secure = host, port, secure
        self._user, self._password, self._folder = user, password, folder
        self._server: imaplib.IMAP4 | None = None
        self._limit = limit
        self._alarm = Alarm(on_stop)
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as entering:
            entering.enter_context(self._alarm.within(self._limit))
            entering.push(self._leave)
            with self._translating():
                server = self._server = self._connect()
                self._log_in(server)
                folder = _quote(_encode_folder(self._folder))
                self._require(server.select(folder), f"has no folder {self._folder!r}")
            self._open = entering.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def _leave(self, kind: type[BaseException] | None, *_: object) -> None:
        """Close the connection; after an error, which the server may not know of, without a word to it."""
        server, self._server = self._server, None
        if server is None:
            return
        if kind is None:
            with suppress(OSError, imaplib.IMAP4.error):
                server.logout()
                return
        with suppress(OSError):
            server.shutdown()  # a failed logout leaves the connection open

    def _connect(self) -> imaplib.IMAP4:
        reading = self

        class Connection(imaplib.IMAP4):
            def _create_socket(self, timeout: float) -> socket.socket:
                return reading._reach(timeout)

        return Connection(self._host, self._port, timeout=min(_TIMEOUT, self._limit))

    def _reach(self, timeout: float) -> socket.socket:
        sock = self._alarm.connect(self._host, self._port, timeout)
        return self._alarm.secure(sock, ssl.create_default_context(), self._host) if self._secure else sock

    def _log_in(self, server: imaplib.IMAP4) -> None:
        user = self._user if _SIMPLE.fullmatch(self._user) else _quote(self._user)
        if f"{self._user}{self._password}".isascii():
            server.login(user, self._password)
        elif "AUTH=PLAIN" in server.capabilities:
            secret = f"\0{self._user}\0{self._password}".encode()
            server.authenticate("PLAIN", lambda _: secret)
        elif self._user.isascii():
            # imaplib can send such a password only as a literal, in which RFC 3501 allows every character
            server.literal = self._password.encode()  # type: ignore[assignment]  # imaplib wants bytes
            self._require(server.xatom("LOGIN", user), "the login was refused")
            server.state = "AUTH"
        else:
            raise InboxError(f"inbox {self._at}: the server does not offer AUTH=PLAIN, which this user name needs")

    def new_messages(self) -> list[str]:
        """The names (UIDs) of the new messages."""
        assert self._server is not None
        with self._translating():
            return self._search(self._server, "UNSEEN")

    def count_put_aside(self) -> int:
        """The number of messages with the flags that `put_aside` sets."""
        assert self._server is not None
        with self._translating():
            return len(self._search(self._server, "SEEN FLAGGED"))

    def _search(self, server: imaplib.IMAP4, wanted: str) -> list[str]:
        found = self._require(server.uid("SEARCH", *wanted.split()), "the search failed")
        return [name.decode("ascii", "replace") for name in b" ".join(found).split()]

    def read(self, name: str, most: int = LONGEST) -> bytes | None:
        """The first `most` bytes of a message, without setting its flag Seen; None if it no longer exists.

        No more than that is transferred. Raises RefusedMessageError, InboxError.
        """
        assert self._server is not None
        with self._translating():
            kind, parts = self._fetch(self._server, name, most)
            bodies = (part[1] for part in parts if isinstance(part, tuple))
            body = next((body[:most] for body in bodies if isinstance(body, bytes)), None)
            if kind != "OK" or (body is None and name in self._search(self._server, f"UID {name}")):
                raise RefusedMessageError(f"inbox {self._at}: the server refused to hand out a message")
            return body

    def _fetch(self, server: imaplib.IMAP4, name: str, most: int) -> tuple[str, list[Any]]:
        try:
            return server.uid("FETCH", name, f"(BODY.PEEK[]<0.{most}>)")
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:  # the answer BAD, after which the connection is still in order
            return "BAD", []

    def mark(self, name: str) -> None:
        """Set the flag Seen."""
        self._set_flags(name, r"(\Seen)")

    def put_aside(self, name: str) -> None:
        """Set the flags Seen and Flagged, which mail programs show as a star."""
        self._set_flags(name, _PUT_ASIDE)

    def _set_flags(self, name: str, flags: str) -> None:
        assert self._server is not None
        with self._translating():
            kind, _ = self._server.uid("STORE", name, "+FLAGS", flags)
            if kind != "OK":
                raise RefusedMessageError(f"inbox {self._at}: a message could not be marked as seen")

    def _require(self, answer: tuple[str, list[Any]], problem: str) -> list[bytes]:
        kind, data = answer
        if kind != "OK":
            raise InboxError(f"inbox {self._at}: {problem}")
        return [part for part in data if isinstance(part, bytes)]

    @contextmanager
    def _translating(self) -> Iterator[None]:
        """Convert every error in the block to an InboxError."""
        try:
            yield
        except (InboxError, RefusedMessageError):
            raise
        except Exception as error:  # noqa: BLE001  imaplib raises many on an unexpected response
            if self._alarm.is_stopped:
                raise InboxError(f"inbox {self._at}: the reading was stopped") from None
            is_late = self._alarm.has_rung or (isinstance(error, TimeoutError) and self._limit <= _TIMEOUT)
            why = f"it took longer than {self._limit:.0f} seconds" if is_late else self._describe(error)
            raise InboxError(f"inbox {self._at}: {why}") from None

    def _describe(self, error: Exception) -> str:
        said = next(iter(error.args), "") if isinstance(error, imaplib.IMAP4.error) else str(error)
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        for secret in _forms_of(self._user, self._password):
            text = text.replace(secret, "***")
        # A server may repeat the login cut, escaped or encoded in a way of its own.
        if _shares_piece(text, self._password):
            return "the login was refused, in words that repeat a part of the password and are not shown"
        return clean_line(text, 300) or type(error).__name__


def _forms_of(user: str, password: str) -> list[str]:
    """A password as it is sent or may be repeated, the longest form first."""
    plain = base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    alone = base64.b64encode(password.encode()).decode("ascii")
    forms = {password, _quote(password)[1:-1], quote(password, safe=""), quote(password), plain, alone, repr(password)}
    return sorted(filter(None, forms), key=len, reverse=True)


def _shares_piece(text: str, password: str) -> bool:
    size = min(_LEAST_SHOWN, len(password))
    return any(password[start : start + size] in text for start in range(len(password) - size + 1))


def _quote(text: str) -> str:
    """A quoted string (RFC 3501), without the line breaks that would end the command."""
    return '"' + re.sub(r'(["\\])', r"\\\1", re.sub(r"[\r\n\0]", "", text)) + '"'


def _encode_folder(name: str) -> str:
    """A folder's name in modified UTF-7 (RFC 3501, 5.1.3)."""
    return re.sub(r"&|[^\x20-\x7e]+", lambda found: "&" + _encode_piece(found[0]) + "-", name)


def _encode_piece(piece: str) -> str:
    if piece == "&":
        return ""
    return base64.b64encode(piece.encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",")
