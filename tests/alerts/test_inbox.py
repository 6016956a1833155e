"""Inboxes: a Maildir on disk, and a folder of an IMAP server on loopback."""

import mailbox
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts import InboxError, open_inbox


@pytest.fixture
def maildir(tmp_path: Path) -> mailbox.Maildir:
    return mailbox.Maildir(tmp_path / "box", create=True)


def read(url: str) -> list[bytes]:
    with open_inbox(url) as inbox:
        found = list(inbox.messages())
        for name, _ in found:
            inbox.mark(name)
    return [message for _, message in found]


def test_a_message_in_a_maildir_is_returned_once(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    maildir.add(b"Subject: one\n\nstop\n")
    url = f"maildir://{tmp_path}/box"
    assert read(url) == [b"Subject: one\n\nstop\n"]
    maildir.add(b"Subject: two\n\nstart\n")
    assert read(url) == [b"Subject: two\n\nstart\n"]
    assert read(url) == []


def test_a_message_that_is_not_marked_is_returned_again(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    maildir.add(b"Subject: one\n\nstop\n")
    for _ in range(2):
        with open_inbox(f"maildir://{tmp_path}/box") as inbox:
            assert len(list(inbox.messages())) == 1


def test_messages_removed_by_another_reader_are_skipped(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    for number in range(3):
        maildir.add(f"Subject: {number}\n\nstop\n".encode())
    with open_inbox(f"maildir://{tmp_path}/box") as inbox:
        found = inbox.messages()
        first, _ = next(found)
        for name in set(maildir.keys()) - {first}:
            maildir.discard(name)
            break
        (tmp_path / "box" / "new" / first).unlink()
        inbox.mark(first)
        assert len(list(found)) == 1


def test_the_error_about_an_unreadable_message_names_the_maildir(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    name = maildir.add(b"Subject: one\n\nstop\n")
    (tmp_path / "box" / "new" / name).unlink()
    (tmp_path / "box" / "new" / name).symlink_to(name)  # a link to itself, which cannot be opened
    with open_inbox(f"maildir://{tmp_path}/box") as inbox, pytest.raises(InboxError, match="box: "):
        list(inbox.messages())


def test_the_error_about_a_missing_maildir_names_it(tmp_path: Path) -> None:
    with pytest.raises(InboxError, match="nowhere"), open_inbox(f"maildir://{tmp_path}/nowhere"):
        pass


@pytest.mark.parametrize(
    "url", ["", "pop3://a:b@c", "imaps://host/INBOX", "imaps://ann:hidden@host:port/x", "maildir:"]
)
def test_an_invalid_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="inbox's URL") as caught:
        open_inbox(url)
    assert "hidden" not in str(caught.value)


class Imap(socketserver.ThreadingTCPServer):
    """A server with the commands of IMAP4rev1 that are needed to read one folder."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.is_terse = False  # some servers send no SEARCH response if nothing is found
        self.stored = {"1": b"Subject: one\r\n\r\nstop\r\n", "2": b"Subject: two\r\n\r\nno d1\r\n"}
        super().__init__(("127.0.0.1", 0), Session)


class Session(socketserver.StreamRequestHandler):
    server: Imap

    def handle(self) -> None:
        self.say("* OK ready")
        for line in iter(self.rfile.readline, b""):
            tag, _, command = line.decode().strip().partition(" ")
            self.execute(tag, command)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def execute(self, tag: str, command: str) -> None:
        words = command.upper().split()
        if words[0] == "LOGIN" and '"hidden"' not in command:
            self.say(f"{tag} NO LOGIN failed for {command}")
            return
        if words[0] == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif words[0] == "SELECT":
            self.say(f"* {len(self.server.stored)} EXISTS")
        elif words[:2] == ["UID", "SEARCH"]:
            new = [name for name in self.server.stored if name not in self.server.seen]
            if new or not self.server.is_terse:
                self.say(f"* SEARCH {' '.join(new)}")
        elif words[:2] == ["UID", "FETCH"]:
            body = self.server.stored[words[2]]
            self.wfile.write(f"* 1 FETCH (UID {words[2]} BODY[] {{{len(body)}}}\r\n".encode() + body + b")\r\n")
        elif words[:2] == ["UID", "STORE"]:
            self.server.seen.add(words[2])
        self.say(f"{tag} OK done")


@pytest.fixture
def server() -> Iterator[Imap]:
    with Imap() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


def test_messages_in_an_imap_folder_are_returned_once(server: Imap) -> None:
    url = f"imap://ann:hidden@127.0.0.1:{server.server_address[1]}/Answers"
    assert read(url) == list(server.stored.values())
    assert read(url) == []
    server.is_terse = True
    assert read(url) == []


def test_the_error_of_a_refused_login_does_not_contain_the_password(server: Imap) -> None:
    url = f"imap://ann:wrongpass@127.0.0.1:{server.server_address[1]}"
    with pytest.raises(InboxError, match="LOGIN failed") as caught, open_inbox(url):
        pass
    assert "wrongpass" not in str(caught.value)
