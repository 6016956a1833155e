"""The channel of mail: closed without a server, and what it writes is the rendered message to the byte."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from alerts import Mailer, MailError, Resources, Signing, render
from alerts.channels.mail import Mail
from alerts.mail_message import render_quiet
from news import Digest, DueDelivery

SENDER = "storywake@example.org"
SIGNING = Signing(b"secret" * 6, SENDER, "https://alerts.example.org")
MakeResources = Callable[..., Resources]


class Server:
    """Stands for a mail server: keeps what it is handed, and can be down."""

    def __init__(self, *, is_down: bool = False) -> None:
        self.is_down = is_down
        self.taken: list[tuple[bytes, str, str]] = []

    def send(self, message: bytes, *, sender: str, recipient: str) -> None:
        self.taken.append((message, sender, recipient))

    def check(self) -> None:
        if self.is_down:
            raise MailError("down", permanent=False)


def as_mailer(server: Any) -> Mailer:
    return cast("Mailer", server)


def test_what_is_written_is_the_message_and_without_alerts_the_one_that_says_so(
    make_resources: MakeResources, make_digest: Callable[..., Digest]
) -> None:
    mail, digest = Mail(make_resources(signing=SIGNING)), make_digest()
    assert mail.write(digest, "<name>") == render(digest, SENDER, SIGNING).as_bytes()
    quiet = replace(digest, alerts=())
    assert mail.write(quiet, "<name>") == render_quiet(quiet, SENDER, SIGNING).as_bytes()


def test_a_delivery_is_handed_to_the_server_as_it_is(
    make_resources: MakeResources, make_delivery: Callable[..., DueDelivery]
) -> None:
    server, delivery = Server(), make_delivery("ann@example.org", b"Subject: x\r\n\r\n")
    mail = Mail(make_resources(mailer=as_mailer(server)))
    assert mail.is_open
    mail.send(delivery, delivery.created_at)
    assert server.taken == [(delivery.message, SENDER, "ann@example.org")]


def test_without_a_server_it_is_closed_and_nothing_is_lost(
    make_resources: MakeResources, make_delivery: Callable[..., DueDelivery]
) -> None:
    mail, delivery = Mail(make_resources()), make_delivery("ann@example.org")
    assert not mail.is_open
    mail.check()
    with pytest.raises(MailError, match="STORYWAKE_SMTP_URL") as caught:
        mail.send(delivery, delivery.created_at)
    assert not caught.value.permanent


def test_a_check_asks_the_server(make_resources: MakeResources) -> None:
    Mail(make_resources(mailer=as_mailer(Server()))).check()
    with pytest.raises(MailError, match="down"):
        Mail(make_resources(mailer=as_mailer(Server(is_down=True)))).check()
