import smtplib
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from demo import MailCatcher
from tests.patience import PATIENCE


def send(catcher: MailCatcher, subject: str, text: str = "Hello.\n") -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "storywake@example.org"
    message["To"] = "reader@example.org"
    message.set_content(text)
    address = urlsplit(catcher.url)
    with smtplib.SMTP(address.hostname or "", address.port or 0, timeout=PATIENCE) as server:
        server.send_message(message)


def test_mails_are_stored_unchanged_and_in_order_of_arrival(tmp_path: Path) -> None:
    with MailCatcher(tmp_path / "mail") as catcher:
        send(catcher, "Zelenskyy’s deal: signed?", "Ünïcode, and\n.a dot\n")
        send(catcher, "../../second")
        assert [path.name for path in catcher.received] == ["0001-zelenskyys-deal-signed.eml", "0002-second.eml"]
    message = message_from_bytes(catcher.received[0].read_bytes(), policy=policy.default)
    assert message["Subject"] == "Zelenskyy’s deal: signed?"
    assert message.get_content().splitlines() == ["Ünïcode, and", ".a dot"]
    assert sorted((tmp_path / "mail").iterdir()) == catcher.received


def test_numbers_continue_after_existing_mails(tmp_path: Path) -> None:
    for day in ("Monday", "Tuesday"):
        with MailCatcher(tmp_path) as catcher:
            send(catcher, day)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0001-monday.eml", "0002-tuesday.eml"]
    assert [path.name for path in catcher.received] == ["0002-tuesday.eml"]


def test_a_mail_without_a_usable_subject_is_stored_too(tmp_path: Path) -> None:
    catcher = MailCatcher(tmp_path)
    paths = [catcher.keep(message) for message in (b"", b"\xff\xfe\x00", b"Subject: =?utf-8?b?0JfQvdCw0Lo=?=\r\n\r\nx")]
    assert [path.name for path in paths] == ["0001-no-subject.eml", "0002-no-subject.eml", "0003-no-subject.eml"]


def test_closing_frees_the_port_even_with_an_open_connection(tmp_path: Path) -> None:
    with MailCatcher(tmp_path) as catcher:
        talking = socket.create_connection(("127.0.0.1", catcher.port), timeout=PATIENCE)
        assert talking.recv(200).startswith(b"220")
    talking.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", catcher.port), timeout=PATIENCE)
    assert catcher.received == []
