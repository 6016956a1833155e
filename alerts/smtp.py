"""The only SMTP: one connection for a run, and errors that say whether to try again."""

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from alerts.clean_text import clean_line
from alerts.mail_addresses import plain_address
from alerts.mail_server_url import MailServer, read_server

_MESSAGE_LIMIT = 400
# What a server says to a client that is not set up as it wishes; the mail itself is not refused.
_SETUP_CODES = frozenset({503, 530, 534, 535, 538})


class MailError(Exception):
    """A mail that was not accepted. `permanent`: trying again will not help; else nothing is lost by doing so."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class Mailer:
    """Hands messages to a mail server.

    `url` is `smtp://`, `smtp+starttls://` or `smtps://`, then `user:password@host:port`; user and port may be left out.

    With `smtp+starttls` a server that does not offer TLS is an error. Certificates are verified against the system's
    authorities (or SSL_CERT_FILE). `timeout` is in seconds, for each step of the exchange. A context manager, for one
    thread: it connects when first needed, keeps the connection, and connects again after a drop. Raises ValueError,
    without the password, for a URL that is none of these.
    """

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        self._server = read_server(url)
        self._timeout = timeout
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def send(self, message: bytes, *, sender: str, recipient: str) -> None:
        """Hand one message over for one recipient; returns when the server has taken it.

        Raises MailError. A time-out after the last byte is not permanent although the server may have the mail: it is
        sent again under the same Message-ID, for a mail twice is better than none.
        """
        envelope = _address_envelope(sender, recipient)
        with self._translate(f"mail for {recipient}"):
            smtp = self._connect()
            options = self._choose_options(smtp, message, *envelope)
            # a sender refused is a setting to mend, not a recipient to give up
            self._require(smtp.mail(envelope[0], options), f"refused mail from {sender} for {recipient}", is_setup=True)
            self._require(smtp.rcpt(envelope[1]), f"refused the recipient {recipient}")
            self._require(_transfer(smtp, message), f"refused the mail for {recipient}")

    def check(self) -> None:
        """Connect, agree on TLS, log in, as for a mail, but send none. Raises MailError."""
        with self._translate("the check"):
            self._require(self._connect().noop(), "does not answer as a mail server", is_setup=True)

    def close(self) -> None:
        """End the connection, politely where possible."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except OSError:
            smtp.close()

    def _connect(self) -> smtplib.SMTP:
        """A connection with no mail under way: the one kept if it still answers, else a new one."""
        if self._smtp is not None and not _answers(self._smtp):
            self._drop()
        if self._smtp is None:
            self._smtp = self._open()
            self._secure(self._smtp)
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, _own_name(), timeout=self._timeout, context=context)
        return smtplib.SMTP(host, port, _own_name(), timeout=self._timeout)

    def _secure(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self._server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if self._server.user:
            _log_in(smtp, self._server)

    def _choose_options(self, smtp: smtplib.SMTP, message: bytes, sender: str, recipient: str) -> list[str]:
        options = [f"SIZE={len(message)}"] if smtp.has_extn("size") else []
        head = message.partition(b"\r\n\r\n")[0]
        if head.isascii() and sender.isascii() and recipient.isascii():
            return options
        if not smtp.has_extn("smtputf8"):
            raise self._fail(f"cannot take mail for {recipient}, which needs the extension SMTPUTF8", permanent=True)
        return [*options, "SMTPUTF8", "BODY=8BITMIME"]

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    @contextmanager
    def _translate(self, purpose: str) -> Iterator[None]:
        """Turn everything that can go wrong on the way into a MailError that is worth another try."""
        try:
            yield
        except MailError:
            raise
        except (OSError, ValueError) as error:
            self._drop()
            raise self._fail(f"{purpose} failed: {_describe(error)}", permanent=False) from None

    def _require(self, reply: tuple[int, bytes], complaint: str, *, is_setup: bool = False) -> None:
        code, text = reply
        if 200 <= code < 300:
            return
        if code == 421 or not 400 <= code < 600:
            self._drop()
        is_permanent = 500 <= code < 600 and code not in _SETUP_CODES and not is_setup
        raise self._fail(f"{complaint}: {code} {_decode(text)}", permanent=is_permanent)

    def _fail(self, text: str, *, permanent: bool) -> MailError:
        # Hidden before it is cut: half a password is one too.
        told = clean_line(self._server.hide_password(text), _MESSAGE_LIMIT)
        return MailError(f"{self._server.name}: {told}", permanent=permanent)


def _address_envelope(sender: str, recipient: str) -> tuple[str, str]:
    try:
        return plain_address(sender), plain_address(recipient)
    except ValueError as error:
        raise MailError(str(error), permanent=True) from None


def _answers(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.rset()[0] == 250
    except OSError:
        return False


def _transfer(smtp: smtplib.SMTP, message: bytes) -> tuple[int, bytes]:
    try:
        return smtp.data(re.sub(rb"\r\n|\r|\n", b"\r\n", message))
    except smtplib.SMTPDataError as error:
        return error.smtp_code, _encode(error.smtp_error)


def _log_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    if f"{server.user}{server.password}".isascii():
        smtp.login(server.user, server.password)
        return
    # smtplib writes ASCII only; PLAIN is defined for UTF-8 (RFC 4616).
    secret = base64.b64encode(f"\0{server.user}\0{server.password}".encode()).decode("ascii")
    code, text = smtp.docmd("AUTH", f"PLAIN {secret}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, text)


def _own_name() -> str:
    """How to greet a server: the full name of this machine, else an address literal; no name server is asked."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _describe(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"the login was refused: {error.smtp_code} {_decode(_encode(error.smtp_error))}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_decode(_encode(error.smtp_error))}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not to be trusted: {error.verify_message}"
    if TimeoutError in (type(error), type(error.__context__)):
        return "no answer in time"
    return str(error) or type(error).__name__


def _encode(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")


def _decode(reply: bytes) -> str:
    return reply.decode("utf-8", "replace")
