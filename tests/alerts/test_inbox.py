"""Inboxes: a Maildir on disk, and a folder of an IMAP server on loopback."""

import mailbox
import os
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from alerts import InboxError, RefusedMessageError, open_inbox
from tests.alerts.imap_server import ImapServer
from tests.patience import PATIENCE
from tests.silent_server import SilentServer

MOST = 1_000  # bytes


@pytest.fixture
def maildir(tmp_path: Path) -> mailbox.Maildir:
    return mailbox.Maildir(tmp_path / "box", create=True)


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with ImapServer() as server:
        yield server
        server.shutdown()


def read(url: str) -> list[bytes | None]:
    with open_inbox(url) as inbox:
        names = inbox.new_messages()
        found = [inbox.read(name, MOST) for name in names]
        for name in names:
            inbox.mark(name)
    return found


def test_a_message_in_a_maildir_is_returned_once(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    maildir.add(b"Subject: one\n\nstop\n")
    url = f"maildir://{tmp_path}/box"
    assert read(url) == [b"Subject: one\n\nstop\n"]
    maildir.add(b"Subject: two\n\nstart\n")
    assert read(url) == [b"Subject: two\n\nstart\n"]
    assert read(url) == []
    assert [message.get_flags() for message in maildir] == ["S", "S"]


def test_a_message_that_is_not_marked_is_returned_again(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    maildir.add(b"Subject: one\n\nstop\n")
    for _ in range(2):
        with open_inbox(f"maildir://{tmp_path}/box") as inbox:
            assert len(inbox.new_messages()) == 1


def test_only_the_beginning_of_a_message_is_read(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    maildir.add(b"Subject: one\n\n" + b"x" * 5 * MOST)
    (found,) = read(f"maildir://{tmp_path}/box")
    assert found
    assert len(found) == MOST


def test_messages_moved_or_removed_by_another_reader_are_no_errors(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    for number in range(2):
        maildir.add(f"Subject: {number}\n\nstop\n".encode())
    with open_inbox(f"maildir://{tmp_path}/box") as inbox:
        gone, moved = inbox.new_messages()
        (tmp_path / "box" / "new" / gone).unlink()
        (tmp_path / "box" / "new" / moved).rename(tmp_path / "box" / "cur" / f"{moved}:2,R")
        assert inbox.read(gone, MOST) is None
        assert inbox.read(moved, MOST)
        inbox.mark(gone)
        inbox.mark(moved)
    assert [message.get_flags() for message in maildir] == ["RS"]


def test_what_is_no_file_in_a_maildir_is_put_aside(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    new = tmp_path / "box" / "new"
    os.mkfifo(new / "1.pipe")
    (new / "2.link").symlink_to("2.link")  # to itself, so that it cannot be opened
    (new / "3.folder").mkdir()
    with open_inbox(f"maildir://{tmp_path}/box") as inbox:
        assert inbox.new_messages() == ["1.pipe", "2.link", "3.folder"]
        for name in inbox.new_messages():
            with pytest.raises(RefusedMessageError, match="box: "):
                inbox.read(name, MOST)
            inbox.put_aside(name)
        assert inbox.new_messages() == []
        assert inbox.count_put_aside() == 3


def test_the_error_about_a_missing_maildir_names_it(tmp_path: Path) -> None:
    with pytest.raises(InboxError, match="nowhere"), open_inbox(f"maildir://{tmp_path}/nowhere"):
        pass


@pytest.mark.parametrize(
    "url",
    [
        "",
        "pop3://a:b@c",
        "imaps://host/INBOX",
        "imaps://ann:hidden@host:port/x",
        "imaps://ann:hidden@host:0/x",
        "imaps://ann:hidden@[::1/x",
        "imaps://ann:hidden@[zz]/x",
        "maildir:",
    ],
)
def test_an_invalid_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="inbox's URL") as caught:
        open_inbox(url)
    assert "hidden" not in str(caught.value)


def test_messages_in_an_imap_folder_are_returned_once(server: ImapServer) -> None:
    url = server.url(folder="Answers")
    assert read(url) == list(server.stored.values())
    assert read(url) == []
    server.is_terse = True
    assert read(url) == []
    with pytest.raises(InboxError, match="has no folder 'Elsewhere'"), open_inbox(server.url(folder="Elsewhere")):
        pass


def test_only_the_beginning_of_a_message_is_transferred(server: ImapServer) -> None:
    server.stored = {"1": b"Subject: big\r\n\r\n" + b"x" * 5_000_000, "2": b"Subject: two\r\n\r\nstop"}
    first, second = read(server.url())
    assert first == b"Subject: big\r\n\r\n" + b"x" * (MOST - 16)
    assert second == b"Subject: two\r\n\r\nstop"
    assert server.transferred < 5 * MOST


def test_a_message_that_the_server_refuses_stops_no_other(server: ImapServer) -> None:
    server.stored["1"] = None
    with open_inbox(server.url()) as inbox:
        assert inbox.new_messages() == ["1", "2"]
        with pytest.raises(RefusedMessageError, match="refused to hand out"):
            inbox.read("1", MOST)
        inbox.put_aside("1")
        assert inbox.read("2", MOST) == server.stored["2"]
        assert inbox.new_messages() == ["2"]
        assert inbox.count_put_aside() == 1
        assert inbox.read("9", MOST) is None  # expunged
    assert server.named("\\Flagged") == ["1"]


def test_a_server_that_answers_too_slowly_is_left(server: ImapServer) -> None:
    server.stored = {"1": b"x" * 5_000}
    server.drips = 0.01
    began = time.monotonic()
    with (
        pytest.raises(InboxError, match="took longer than 1 seconds"),
        open_inbox(server.url(), limit=1.0) as inbox,
    ):
        inbox.read("1", MOST)
    assert time.monotonic() - began < PATIENCE


def test_a_server_that_greets_too_slowly_is_left(server: ImapServer) -> None:
    server.drips = 0.3
    began = time.monotonic()
    with pytest.raises(InboxError, match="took longer than 1 seconds"), open_inbox(server.url(), limit=1.0):
        pass
    assert time.monotonic() - began < PATIENCE


def test_a_server_that_falls_silent_is_left_without_a_word() -> None:
    began = time.monotonic()
    with SilentServer(("* OK ready",)) as server:
        with (
            pytest.raises(InboxError, match="took longer than 1 seconds"),
            open_inbox(f"imap://ann:hidden@{server.at}", limit=1.0),
        ):
            pass
        assert server.lost.wait(PATIENCE)
        server.shutdown()
    assert time.monotonic() - began < PATIENCE / 3


def test_the_password_is_sent_only_to_a_server_with_a_trusted_certificate(
    server: ImapServer, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    server.socket = certificate[1].wrap_socket(server.socket, server_side=True)
    url = server.url().replace("imap:", "imaps:")
    with pytest.raises(InboxError, match="certificate verify failed"), open_inbox(url):
        pass
    assert server.logins == 0
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with open_inbox(url) as inbox:
        assert inbox.new_messages() == ["1", "2"]


@pytest.mark.parametrize("password", ["pässwörd", "пароль", 'q"uo\\te', "with space"])
@pytest.mark.parametrize("capabilities", ["IMAP4rev1 AUTH=PLAIN", "IMAP4rev1"])
def test_a_password_may_have_any_characters(server: ImapServer, password: str, capabilities: str) -> None:
    server.password, server.capabilities = password, capabilities
    assert len(read(server.url(password=quote(password)))) == 2


@pytest.mark.parametrize(
    ("folder", "encoded"),
    [
        ("Antworten für uns", "Antworten f&APw-r uns"),
        ("Q&A", "Q&-A"),
        ("返信", "&j9RP4Q-"),
        ("Entwürfe/ä", "Entw&APw-rfe/&AOQ-"),
    ],
)
def test_a_folder_may_have_any_name(server: ImapServer, folder: str, encoded: str) -> None:
    server.folders = {encoded}
    assert len(read(server.url(folder=quote(folder)))) == 2


PASSWORDS = ["wrongkey", 'wr"ong\\key', "wröngkäy", "wrong key%"]


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("echo", ["LOGIN failed for {}", "bad command: {:.16}"])
@pytest.mark.parametrize("capabilities", ["IMAP4rev1 AUTH=PLAIN", "IMAP4rev1"])
def test_the_error_of_a_refused_login_does_not_contain_the_password(
    server: ImapServer, password: str, echo: str, capabilities: str
) -> None:
    server.echo, server.capabilities = echo, capabilities
    with pytest.raises(InboxError) as caught, open_inbox(server.url(password=quote(password))):
        pass
    shown = str(caught.value)
    assert not any(password[place : place + 4] in shown for place in range(len(password) - 3))
    assert quote(password) not in shown
    assert shown.startswith("inbox 127.0.0.1:")


def test_the_error_of_a_refused_login_says_what_the_server_says(server: ImapServer) -> None:
    server.echo = "[ALERT] an application-specific code is required"
    with (
        pytest.raises(InboxError, match=r":\d+: \[ALERT\] an application-specific code is"),
        open_inbox(server.url(password="wrong")),
    ):
        pass


@pytest.mark.parametrize(
    "answer", ["{} BAD cannot parse", "{} NO gone bad", "* 1 FETCH (BODY[]<0> NIL)\r\n{} OK done", ""]
)
def test_a_listed_message_without_a_body_is_refused_and_the_next_is_read(server: ImapServer, answer: str) -> None:
    server.stored["1"], server.refusals["1"] = None, answer
    with open_inbox(server.url()) as inbox:
        with pytest.raises(RefusedMessageError, match="refused to hand out"):
            inbox.read("1", MOST)
        assert inbox.read("2", MOST)


@pytest.mark.parametrize("is_terse", [False, True])
def test_a_message_that_another_reader_has_deleted_is_not_refused(server: ImapServer, is_terse: bool) -> None:
    server.is_terse = is_terse
    with open_inbox(server.url()) as inbox:
        inbox.new_messages()
        del server.stored["1"]
        assert inbox.read("1", MOST) is None
