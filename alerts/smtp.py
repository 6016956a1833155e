"""Send mail by SMTP, over one connection per run, with errors that say whether to retry. The only use of SMTP."""

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from alerts.alarm import Alarm, OnStop
from alerts.clean_text import clean_line
from alerts.mail_addresses import plain_address
from alerts.mail_server_url import MailServer, read_server
from alerts.sender_limits import is_sender_limit

_MESSAGE_LIMIT = 400
_GO_ON, _LOGGED_IN = 334, 235
_SLOWEST = 10_000  # bytes per second of a message that may take longer than the limit
# Replies that refuse the client's configuration (missing TLS or login), not the mail.
_SETUP_CODES = frozenset({503, 530, 534, 535, 538})


class MailError(Exception):
    """A mail was not accepted. `permanent`: retrying will not help; `silent`: the receiver gave no answer at all.

    `is_limit`: the server takes no more from this sender for now, whoever the recipient is; never permanent. `retry_at`
    is the time until which it asked to wait.
    `is_local`: the run was stopped, for no fault of the receiver; None: the cause of the error tells.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool,
        is_limit: bool = False,
        silent: bool = False,
        retry_at: datetime | None = None,
        is_local: bool | None = None,
    ) -> None:
        super().__init__(message)
        self.permanent = permanent and not is_limit
        self.is_limit = is_limit
        self.silent = silent
        self.retry_at = retry_at
        self.is_local = is_local


class Mailer:
    """Sends messages through a mail server. A context manager, for use by one thread.

    `url` is `smtp://`, `smtp+starttls://` or `smtps://` with `user:password@host:port`; user and port are optional.
    With `smtp+starttls`, a server that does not offer TLS is an error. Certificates are verified against the system's
    authorities (or SSL_CERT_FILE). `timeout` is in seconds, for each step of the exchange. `limit` is in
    seconds too: the connection is cut when a mail, its size apart, takes that long, however steadily the server sends,
    and when `on_stop` says so.

    It connects when first needed, keeps the connection, and reconnects if it is lost. Raises ValueError, without the
    password, for an invalid URL.
    """

    def __init__(self, url: str, timeout: float = 30.0, limit: float = 60.0, on_stop: OnStop = nullcontext) -> None:
        self._server = read_server(url)
        self._timeout = timeout
        self._limit = limit
        self._smtp: smtplib.SMTP | None = None
        self._alarm = Alarm(on_stop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:  # perhaps in the middle of an exchange with a server that does not answer
            self._drop()
        self.close()

    def send(self, message: bytes, *, sender: str, recipient: str) -> None:
        """Send one message to one recipient; returns once the server has accepted it.

        Raises MailError. A timeout after the last byte is not permanent, although the server may have the mail: it is
        sent again with the same Message-ID, because a duplicate is better than a lost mail.
        """
        envelope = _address_envelope(sender, recipient)
        with self._translate(f"mail for {recipient}", self._limit + len(message) / _SLOWEST):
            smtp = self._connect()
            options = self._choose_options(smtp, message, *envelope)
            # a refused sender is a configuration error, for which no mail must be given up
            self._require(smtp.mail(envelope[0], options), f"refused mail from {sender} for {recipient}", is_setup=True)
            self._require(smtp.rcpt(envelope[1]), f"refused the recipient {recipient}", at_recipient=True)
            self._require(_transfer(smtp, message), f"refused the mail for {recipient}")

    def check(self) -> None:
        """Connect, start TLS and log in as for a mail, without sending one. Raises MailError."""
        with self._translate("the check", self._limit / 2):
            self._require(self._connect().noop(), "refused the check", is_setup=True)

    def close(self) -> None:
        """Close the connection, with QUIT if possible."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            with self._alarm.within(self._limit / 2):
                smtp.quit()
        except OSError:
            smtp.close()

    def _connect(self) -> smtplib.SMTP:
        """A connection with no mail in progress: the current one if it still works, else a new one."""
        if self._smtp is not None and not _works(self._smtp):
            self._drop()
        if self._smtp is None:
            self._smtp = self._open()
            self._secure(self._smtp)
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        mailer = self

        class Connection(smtplib.SMTP):
            def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
                return mailer._reach(host, port, timeout)

        return Connection(self._server.host, self._server.port, _ehlo_name(), timeout=self._timeout)

    def _reach(self, host: str, port: int, timeout: float) -> socket.socket:
        sock = self._alarm.connect(host, port, timeout)
        if self._server.security == "tls":
            return self._alarm.secure(sock, ssl.create_default_context(), host)
        return sock

    def _secure(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self._server.security == "starttls":
            self._start_tls(smtp)
        if self._server.user:
            _log_in(smtp, self._server)

    def _start_tls(self, smtp: smtplib.SMTP) -> None:
        if smtp.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection was closed before STARTTLS")
        with self._alarm.in_handshake(smtp.sock):
            smtp.starttls(context=ssl.create_default_context())
            secured = smtp.sock
        self._alarm.watch(secured)
        smtp.ehlo()

    def _choose_options(self, smtp: smtplib.SMTP, message: bytes, sender: str, recipient: str) -> list[str]:
        options = [f"SIZE={len(message)}"] if smtp.has_extn("size") else []
        head = message.partition(b"\r\n\r\n")[0]
        if head.isascii() and sender.isascii() and recipient.isascii():
            return options
        if not smtp.has_extn("smtputf8"):
            raise self._fail(f"cannot take mail for {recipient}: it does not support SMTPUTF8", permanent=True)
        return [*options, "SMTPUTF8", "BODY=8BITMIME"]

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    @contextmanager
    def _translate(self, purpose: str, limit: float) -> Iterator[None]:
        """Convert connection and protocol errors in the block, and its being too slow, to a MailError not permanent."""
        try:
            with self._alarm.within(limit):
                yield
        except MailError:
            raise
        except (OSError, ValueError) as error:
            self._drop()
            if self._alarm.is_stopped:
                raise self._fail(f"{purpose} was stopped", permanent=False, is_local=True) from None
            silent = self._alarm.has_rung or _is_silence(error)
            why = "no answer in time" if silent else _describe(error)
            raise self._fail(f"{purpose} failed: {why}", permanent=False, silent=silent) from None

    def _require(
        self, reply: tuple[int, bytes], problem: str, *, is_setup: bool = False, at_recipient: bool = False
    ) -> None:
        code, text = reply
        if 200 <= code < 300:
            return
        if code == 421 or not 400 <= code < 600:
            self._drop()
        is_permanent = 500 <= code < 600 and code not in _SETUP_CODES and not is_setup
        is_limit = is_sender_limit(code, _decode(text), at_recipient=at_recipient)
        raise self._fail(f"{problem}: {code} {_decode(text)}", permanent=is_permanent, is_limit=is_limit)

    def _fail(self, text: str, **nature: Any) -> MailError:
        # The password is hidden before the text is cut, because half of it would not be found.
        message = clean_line(self._server.hide_password(text), _MESSAGE_LIMIT)
        return MailError(f"{self._server.name}: {message}", **nature)


def _address_envelope(sender: str, recipient: str) -> tuple[str, str]:
    try:
        return plain_address(sender), plain_address(recipient)
    except ValueError as error:
        raise MailError(str(error), permanent=True) from None


def _works(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.rset()[0] == 250
    except OSError:
        return False


def _transfer(smtp: smtplib.SMTP, message: bytes) -> tuple[int, bytes]:
    try:
        return smtp.data(re.sub(rb"\r\n|\r|\n", b"\r\n", message))
    except smtplib.SMTPDataError as error:
        # no go-ahead, so nothing was transmitted, and only a new connection is in order again
        if error.smtp_code < 400:
            raise
        return error.smtp_code, _encode(error.smtp_error)


def _log_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    if f"{server.user}{server.password}".isascii():
        smtp.login(server.user, server.password)
        return
    # smtplib supports only ASCII here; PLAIN is defined for UTF-8 (RFC 4616), and LOGIN takes any bytes.
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if "LOGIN" in offered and "PLAIN" not in offered:
        code, text = smtp.docmd("AUTH", "LOGIN")
        for secret in (server.user, server.password):
            if code == _GO_ON:
                code, text = smtp.docmd(_encode_secret(secret))
    else:
        whole = f"\0{server.user}\0{server.password}"
        code, text = smtp.docmd("AUTH", f"PLAIN {_encode_secret(whole)}")
    if code != _LOGGED_IN:
        raise smtplib.SMTPAuthenticationError(code, text)


def _encode_secret(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _ehlo_name() -> str:
    """The name for EHLO: this machine's full name, else an address literal. Found without DNS, which may be slow."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _describe(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"the login was refused: {error.smtp_code} {_decode(_encode(error.smtp_error))}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_decode(_encode(error.smtp_error))}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not trusted: {error.verify_message}"
    return str(error) or type(error).__name__


def _is_silence(error: Exception) -> bool:
    return TimeoutError in (type(error), type(error.__context__))


def _encode(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")


def _decode(reply: bytes) -> str:
    return reply.decode("utf-8", "replace")
