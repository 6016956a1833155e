"""The mailer with real servers on loopback: aiosmtpd, with and without faults."""

import asyncio
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from alerts import Mailer, MailError, render
from alerts.mail_server_url import read_server
from news import Digest
from tests.patience import PATIENCE, eventually
from tests.silent_server import SilentServer

MESSAGE = b"Subject: News\r\n\r\nFirst line\r\n.\r\n.. dots\r\n"
SENDER = "storywake@example.org"
ANN, BOB = "ann@example.org", "bob@example.org"
PASSWORD = "s3cr3t/p@ss:word"
# aiosmtpd warns about logins without TLS, which these tests use on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


@dataclass
class Keeper:
    """The mails that a server received, and its replies by command or recipient.

    The reply "drop" cuts the connection, "hang" sends no reply.
    """

    replies: dict[str, str] = field(default_factory=dict)
    mails: list[tuple[str | None, list[str], bytes]] = field(default_factory=list)
    connections: int = 0
    lines: list["Server"] = field(default_factory=list)

    def hang_up(self) -> None:
        """Close every connection, and return once it is closed."""
        for line in self.lines:
            line.loop.call_soon_threadsafe(line.transport.close)  # type: ignore[union-attr]
            assert line.is_lost.wait(PATIENCE)

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.replies.get("MAIL", "250 ok")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.replies.get(address, "250 ok")
        if reply == "250 ok":
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        reply = self.replies.get("DATA", "250 taken")
        if reply == "hang":
            await asyncio.sleep(PATIENCE)
        return reply


class Server(SMTP):
    """aiosmtpd, which can also drop the connection during a mail, not ask for it, or refuse clients in its greeting."""

    @property
    def keeper(self) -> Keeper:
        assert isinstance(self.event_handler, Keeper)
        return self.event_handler

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.is_lost = threading.Event()
        self.keeper.lines.append(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.is_lost.set()

    async def _handle_client(self) -> None:
        self.keeper.connections += 1
        if greeting := self.keeper.replies.get("greeting"):
            await self.push(greeting)
            self.transport.close()  # type: ignore[union-attr]
            return
        await super()._handle_client()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.keeper.replies.get("DATA") == "drop":
            await self.push("354 go on")
            self.transport.abort()  # type: ignore[union-attr]
            return
        if unasked := self.keeper.replies.get("before DATA"):
            await self.push(unasked)
            return
        await super().smtp_DATA(arg)


@contextmanager
def serving(keeper: Keeper, tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[int]:
    """A server on a free loopback port, in its own thread; yields the port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> asyncio.Server:
        return await loop.create_server(
            lambda: Server(keeper, hostname="localhost", loop=loop, **options), "127.0.0.1", 0, ssl=tls
        )

    async def stop(server: asyncio.Server) -> None:
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(PATIENCE)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(stop(server), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


def check_login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword) -> AuthResult:
    assert isinstance(login, LoginPassword)
    return AuthResult(handled=False, success=(login.login, login.password) == (b"desk", PASSWORD.encode()))


LOGIN: dict[str, Any] = {"authenticator": check_login, "auth_required": True, "auth_require_tls": False}
LOGIN_URL = "desk:s3cr3t%2Fp%40ss%3Aword@127.0.0.1"


def fail(mailer: Mailer, recipient: str = ANN) -> MailError:
    with pytest.raises(MailError) as caught:
        mailer.send(MESSAGE, sender=SENDER, recipient=recipient)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_message_arrives_unchanged() -> None:
    keeper = Keeper()
    with serving(keeper) as port, Mailer(f"smtp://127.0.0.1:{port}") as mailer:
        mailer.send(MESSAGE, sender=f"News desk <{SENDER}>", recipient=ANN)
    assert keeper.mails == [(SENDER, [ANN], MESSAGE)]


def test_several_mails_share_one_connection() -> None:
    keeper = Keeper()
    with serving(keeper) as port, Mailer(f"smtp://127.0.0.1:{port}") as mailer:
        mailer.check()
        for recipient in (ANN, BOB, ANN):
            mailer.send(MESSAGE, sender=SENDER, recipient=recipient)
    assert [mail[1] for mail in keeper.mails] == [[ANN], [BOB], [ANN]]
    assert keeper.connections == 1


def test_bare_line_ends_become_crlf() -> None:
    keeper = Keeper()
    with serving(keeper) as port, Mailer(f"smtp://127.0.0.1:{port}") as mailer:
        mailer.send(b"Subject: x\n\none\rtwo\r\n.\nthree", sender=SENDER, recipient=ANN)
    assert keeper.mails[0][2] == b"Subject: x\r\n\r\none\r\ntwo\r\n.\r\nthree\r\n"


def test_a_refused_recipient_does_not_affect_the_next_mail() -> None:
    keeper = Keeper({BOB: "550 5.1.1 no such person"})
    with serving(keeper) as port, Mailer(f"smtp://127.0.0.1:{port}") as mailer:
        mailer.send(MESSAGE, sender=SENDER, recipient=ANN)
        error = fail(mailer, BOB)
        mailer.send(MESSAGE, sender=SENDER, recipient="carol@example.org")
    assert error.permanent
    assert str(error) == f"127.0.0.1:{port}: refused the recipient {BOB}: 550 5.1.1 no such person"
    assert [mail[1] for mail in keeper.mails] == [[ANN], ["carol@example.org"]]
    assert keeper.connections == 1


@pytest.mark.parametrize(
    ("replies", "permanent"),
    [
        ({"greeting": "554 no service for you"}, False),
        ({"greeting": "421 too busy"}, False),
        ({"MAIL": "550 sender unknown"}, False),
        ({"MAIL": "451 try later"}, False),
        ({"MAIL": "530 5.7.0 Must issue a STARTTLS command first"}, False),
        ({"MAIL": "421 closing"}, False),
        ({ANN: "550 no such person"}, True),
        ({ANN: "450 greylisted"}, False),
        ({ANN: "421 closing"}, False),
        ({"DATA": "554 looks like spam"}, True),
        ({"DATA": "452 disk full"}, False),
        ({"DATA": "421 closing"}, False),
        ({"DATA": "drop"}, False),
        ({"before DATA": "250 fine"}, False),
        ({"before DATA": "220 ready"}, False),
        ({"before DATA": "334 go on"}, False),
        ({"before DATA": "554 no mail today"}, True),
        ({"DATA": "hang"}, False),
    ],
    ids=str,
)
def test_an_error_says_whether_it_is_permanent_and_the_next_attempt_succeeds(
    replies: dict[str, str], permanent: bool
) -> None:
    keeper = Keeper(dict(replies))
    patience = 0.5 if "hang" in replies.values() else PATIENCE
    with serving(keeper) as port, Mailer(f"smtp://127.0.0.1:{port}", timeout=patience) as mailer:
        error = fail(mailer)
        mailer._timeout = PATIENCE
        assert error.permanent is permanent
        assert str(error).startswith(f"127.0.0.1:{port}: ")
        assert ANN in str(error)
        keeper.replies.clear()
        mailer.send(MESSAGE, sender=SENDER, recipient=ANN)
    assert keeper.mails[-1] == (SENDER, [ANN], MESSAGE)
    if "421 closing" in replies.values():
        assert keeper.connections == 2  # after this reply the server closes the connection


def test_a_server_that_does_not_answer_times_out() -> None:
    keeper = Keeper({"DATA": "hang"})
    with serving(keeper) as port, Mailer(f"smtp://127.0.0.1:{port}", timeout=0.3) as mailer:
        assert str(fail(mailer)) == f"127.0.0.1:{port}: mail for {ANN} failed: no answer in time"


class Tarpit(socketserver.StreamRequestHandler):
    """Begins a reply that never ends, to the command that the server's `stage` names."""

    def handle(self) -> None:
        with suppress(OSError):
            self.reply(b"greeting", b"220")
            for line in iter(self.rfile.readline, b""):
                command = line[:4].strip().upper()
                if command != b"DATA":
                    self.reply(command, b"250")
                    continue
                self.reply(command, b"354")
                while (line := self.rfile.readline()) != b".\r\n":
                    if not line:
                        return
                self.reply(b"end", b"250")

    def reply(self, stage: bytes, code: bytes) -> None:
        while stage == self.server.stage:  # type: ignore[attr-defined]
            self.wfile.write(code + b"-wait\r\n")
            time.sleep(0.05)
        self.wfile.write(code + b" go\r\n")


@pytest.mark.parametrize("stage", [b"greeting", b"EHLO", b"RCPT", b"DATA", b"end"])
def test_a_server_whose_reply_never_ends_is_cut_off_and_the_next_mail_is_sent(stage: bytes) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tarpit) as server:
        server.daemon_threads, server.stage = True, stage  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        with Mailer(f"smtp://127.0.0.1:{server.server_address[1]}", limit=0.5) as mailer:
            start = time.monotonic()
            error = fail(mailer)
            assert time.monotonic() - start < PATIENCE
            assert (error.permanent, error.silent) == (False, True)
            assert str(error).endswith("no answer in time")
            server.stage = b""  # type: ignore[attr-defined]
            mailer.send(MESSAGE, sender=SENDER, recipient=ANN)
            time.sleep(0.6)  # longer than the limit, which is for a mail and not for the connection
            mailer.send(MESSAGE, sender=SENDER, recipient=ANN)
        server.shutdown()


@pytest.mark.parametrize(
    ("scheme", "said"), [("smtps", ()), ("smtp+starttls", ("220 ready", "250-hi\r\n250 STARTTLS", "220 go"))]
)
def test_a_server_that_is_silent_when_tls_begins_is_cut_off(scheme: str, said: tuple[str, ...]) -> None:
    began = time.monotonic()
    with SilentServer(said) as server:
        error = fail(Mailer(f"{scheme}://{server.at}", timeout=PATIENCE, limit=0.5))
        assert server.lost.wait(PATIENCE)
        server.shutdown()
    assert str(error).endswith("no answer in time")
    assert time.monotonic() - began < PATIENCE / 3


def test_a_server_that_cannot_be_reached_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def connect(*_: object) -> socket.socket:
        ended.wait(PATIENCE)
        return made

    with socket.socket() as made:
        monkeypatch.setattr("alerts.alarm.socket.create_connection", connect)
        error = fail(Mailer("smtp://mail.example.org", timeout=PATIENCE, limit=0.5))
        assert str(error).endswith("no answer in time")
        assert made.fileno() > 0
        ended.set()
        eventually(lambda: made.fileno() < 0)  # a connection that comes too late is closed


def test_nothing_is_said_to_a_silent_server_after_an_interruption() -> None:
    began = time.monotonic()
    with SilentServer(("220 ready", "250 hi", "250 fine")) as server:
        mailer = Mailer(f"smtp://{server.at}", PATIENCE, 2 * PATIENCE)
        mailer.check()
        mailer.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
        assert server.lost.wait(PATIENCE)
        server.shutdown()
    assert time.monotonic() - began < PATIENCE / 3


def test_a_connection_lost_between_two_mails_is_reopened() -> None:
    keeper = Keeper()
    with serving(keeper) as port, Mailer(f"smtp://127.0.0.1:{port}") as mailer:
        mailer.send(MESSAGE, sender=SENDER, recipient=ANN)
        keeper.hang_up()
        mailer.send(MESSAGE, sender=SENDER, recipient=BOB)
    assert len(keeper.mails) == keeper.connections == 2


def test_a_refused_connection_is_not_permanent() -> None:
    with serving(Keeper()) as port:
        pass
    error = fail(Mailer(f"smtp://127.0.0.1:{port}"))
    assert not error.permanent
    assert "refused" in str(error)
    with pytest.raises(MailError, match="the check failed"):
        Mailer(f"smtp://127.0.0.1:{port}").check()


def test_the_login_uses_the_decoded_password() -> None:
    keeper = Keeper()
    with serving(keeper, **LOGIN) as port, Mailer(f"smtp://{LOGIN_URL}:{port}") as mailer:
        mailer.check()
        mailer.send(MESSAGE, sender=SENDER, recipient=ANN)
    assert len(keeper.mails) == 1


def test_a_refused_login_is_not_permanent_and_hides_the_password() -> None:
    with serving(Keeper(), **LOGIN) as port, Mailer(f"smtp://desk:wr0ng-w0rd@127.0.0.1:{port}") as mailer:
        error = fail(mailer)
        with pytest.raises(MailError, match="the login was refused: 535"):
            mailer.check()
    assert not error.permanent
    assert "the login was refused: 535" in str(error)
    assert "wr0ng" not in str(error)


def test_a_missing_login_is_not_permanent() -> None:
    with serving(Keeper(), **LOGIN) as port, Mailer(f"smtp://127.0.0.1:{port}") as mailer:
        assert not fail(mailer).permanent


def test_a_server_without_login_is_not_a_permanent_error() -> None:
    with (
        serving(Keeper(), auth_exclude_mechanism=["LOGIN", "PLAIN"]) as port,
        Mailer(f"smtp://{LOGIN_URL}:{port}") as m,
    ):
        error = fail(m)
    assert not error.permanent
    assert PASSWORD not in str(error)


@pytest.mark.parametrize("excluded", [[], ["LOGIN"], ["PLAIN"]])
def test_a_non_ascii_password_is_sent_in_utf8(excluded: list[str]) -> None:
    seen: list[Any] = []

    def note(server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword) -> AuthResult:
        seen.append((login.login, login.password))
        return AuthResult(handled=False, success=len(seen) > 1)

    options = {**LOGIN, "authenticator": note, "auth_exclude_mechanism": excluded}
    with serving(Keeper(), **options) as port, Mailer(f"smtp://d%C3%A9sk:p%C3%A4ss@127.0.0.1:{port}") as mailer:
        assert "päss" not in str(fail(mailer))
        mailer.check()
    assert seen[-1] == ("désk".encode(), "päss".encode())


def test_nothing_is_sent_without_the_required_starttls() -> None:
    keeper = Keeper()
    with serving(keeper) as port, Mailer(f"smtp+starttls://{LOGIN_URL}:{port}") as mailer:
        error = fail(mailer)
    assert not error.permanent
    assert "STARTTLS" in str(error)
    assert keeper.mails == []


Certificate = tuple[Path, ssl.SSLContext]


@pytest.mark.parametrize("kind", ["smtps", "smtp+starttls"])
def test_an_untrusted_certificate_is_refused(kind: str, certificate: Certificate) -> None:
    keeper = Keeper()
    with serving_with_tls(kind, keeper, certificate) as port, Mailer(f"{kind}://{LOGIN_URL}:{port}") as mailer:
        error = fail(mailer)
    assert not error.permanent
    assert "certificate is not trusted" in str(error)
    assert keeper.mails == []


@pytest.mark.parametrize("kind", ["smtps", "smtp+starttls"])
def test_mail_is_sent_over_tls_to_a_trusted_server(
    kind: str, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    keeper = Keeper()
    with serving_with_tls(kind, keeper, certificate) as port, Mailer(f"{kind}://{LOGIN_URL}:{port}") as mailer:
        mailer.check()
        mailer.send(MESSAGE, sender=SENDER, recipient=ANN)
    assert keeper.mails == [(SENDER, [ANN], MESSAGE)]


@contextmanager
def serving_with_tls(kind: str, keeper: Keeper, certificate: Certificate) -> Iterator[int]:
    context = certificate[1]
    tls = {"tls_context": context, "require_starttls": True} if kind == "smtp+starttls" else {}
    with serving(keeper, context if kind == "smtps" else None, **LOGIN, **tls) as port:
        yield port


def test_a_non_ascii_address_requires_smtputf8(make_digest: Callable[..., Digest]) -> None:
    recipient = "жанна@example.org"
    message = render(make_digest(recipient=recipient), SENDER).as_bytes()
    able, unable = Keeper(), Keeper()
    with serving(able, enable_SMTPUTF8=True) as port, Mailer(f"smtp://127.0.0.1:{port}") as mailer:
        mailer.send(message, sender=SENDER, recipient=recipient)
    with serving(unable) as port, Mailer(f"smtp://127.0.0.1:{port}") as mailer:
        with pytest.raises(MailError, match="SMTPUTF8") as caught:
            mailer.send(message, sender=SENDER, recipient=recipient)
        mailer.send(MESSAGE, sender=SENDER, recipient=ANN)
    assert caught.value.permanent
    assert able.mails == [(SENDER, [recipient], message)]
    assert len(unable.mails) == 1


def test_a_rendered_mail_arrives_unchanged(make_digest: Callable[..., Digest]) -> None:
    keeper = Keeper()
    message = render(make_digest(title=".\n.. Війна і мир"), SENDER).as_bytes()
    with serving(keeper) as port, Mailer(f"smtp://127.0.0.1:{port}") as mailer:
        mailer.send(message, sender=SENDER, recipient=ANN)
    assert keeper.mails == [(SENDER, [ANN], message)]


@pytest.mark.parametrize("recipient", ["", "nobody", "a@b>\r\nDATA", "a@b c@d"])
def test_nothing_is_sent_to_an_invalid_address(recipient: str) -> None:
    error = fail(Mailer("smtp://127.0.0.1:1"), recipient)
    assert error.permanent
    assert "is no mail address" in str(error)


def test_a_servers_reply_cannot_put_the_password_or_control_characters_into_an_error() -> None:
    keeper = Keeper({ANN: "550 you are \x1b[31m\x07 " + "x" * 250 + PASSWORD * 20})
    with serving(keeper, **LOGIN) as port, Mailer(f"smtp://{LOGIN_URL}:{port}") as mailer:
        text = str(fail(mailer))
    assert PASSWORD[:6] not in text
    assert text.isprintable()
    assert len(text) < 500


@pytest.mark.parametrize(
    ("url", "host", "port", "security"),
    [
        ("smtp://mail.example.org", "mail.example.org", 25, "none"),
        ("smtp+starttls://mail.example.org", "mail.example.org", 587, "starttls"),
        ("smtps://mail.example.org/", "mail.example.org", 465, "tls"),
        ("SMTPS://mail.example.org:2465", "mail.example.org", 2465, "tls"),
        ("smtp://[::1]:1025", "::1", 1025, "none"),
        ("smtp://bücher.example", "xn--bcher-kva.example", 25, "none"),
    ],
)
def test_valid_urls(url: str, host: str, port: int, security: str) -> None:
    server = read_server(url)
    assert (server.host, server.port, server.security, server.user) == (host, port, security, "")


def test_user_and_password_are_percent_decoded_and_not_shown() -> None:
    server = read_server("smtp://desk%40example.org:p%25%3A%2F@mail.example.org")
    assert (server.user, server.password) == ("desk@example.org", "p%:/")
    assert "p%:/" not in repr(server)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org",
        "http://desk:hunter2@mail.example.org",
        "smtp://",
        "smtp://desk:hunter2@",
        "smtp://desk:hunter2@mail.example.org:port",
        "smtp://desk:hunter2@mail.example.org:99999",
        "smtp://desk:hunter2@mail.example.org:0",
        "smtp://desk:hunter2@[::1",
        "smtp://desk:hunter2@[zz]",
        "smtp://desk:hunter2@[::1]x:25",
        "smtp://desk:hunter2#x@mail.example.org",
        "smtp://desk:hunter2/x@mail.example.org",
        "smtp://desk:hunter2@mail.example.org/inbox",
        "smtp://desk:hunter2@mail.example.org?verify=no",
        "smtp://hunter2@mail.example.org",
        "smtp://:hunter2@mail.example.org",
        "smtp://desk:hunter2@[mail",
        "smtp://desk:hunter2@" + "x" * 70 + ".example",
    ],
)
def test_an_invalid_url_is_a_one_line_error_without_the_password(url: str) -> None:
    with pytest.raises(ValueError, match="mail server's URL") as caught:
        Mailer(url)
    assert "hunter" not in str(caught.value)
    assert "\n" not in str(caught.value)
