"""The mail channel: it writes the bytes of the rendered message, and is closed without a mail server."""

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
    """A fake mail server: records the mails it accepts, and can be down."""

    def __init__(self, *, is_down: bool = False) -> None:
        self.is_down = is_down
        self.accepted: list[tuple[bytes, str, str]] = []

    def send(self, message: bytes, *, sender: str, recipient: str) -> None:
        self.accepted.append((message, sender, recipient))

    def check(self) -> None:
        if self.is_down:
            raise MailError("down", permanent=False)


def as_mailer(server: Any) -> Mailer:
    return cast("Mailer", server)


def test_a_digest_is_rendered_as_a_mail_and_one_without_alerts_as_a_quiet_mail(
    make_resources: MakeResources, make_digest: Callable[..., Digest]
) -> None:
    mail, digest = Mail(make_resources(signing=SIGNING)), make_digest()
    assert mail.write(digest, "<name>") == render(digest, SENDER, SIGNING).as_bytes()
    quiet = replace(digest, alerts=())
    assert mail.write(quiet, "<name>") == render_quiet(quiet, SENDER, SIGNING).as_bytes()


def test_a_delivery_is_sent_unchanged(make_resources: MakeResources, make_delivery: Callable[..., DueDelivery]) -> None:
    server, delivery = Server(), make_delivery("ann@example.org", b"Subject: x\r\n\r\n")
    mail = Mail(make_resources(mailer=as_mailer(server)))
    assert mail.is_open
    mail.send(delivery, delivery.created_at)
    assert server.accepted == [(delivery.message, SENDER, "ann@example.org")]


def test_without_a_server_the_channel_is_closed_and_its_error_is_not_permanent(
    make_resources: MakeResources, make_delivery: Callable[..., DueDelivery]
) -> None:
    mail, delivery = Mail(make_resources()), make_delivery("ann@example.org")
    assert not mail.is_open
    mail.check()
    with pytest.raises(MailError, match="STORYWAKE_SMTP_URL") as caught:
        mail.send(delivery, delivery.created_at)
    assert not caught.value.permanent


def test_the_check_asks_the_server(make_resources: MakeResources) -> None:
    Mail(make_resources(mailer=as_mailer(Server()))).check()
    with pytest.raises(MailError, match="down"):
        Mail(make_resources(mailer=as_mailer(Server(is_down=True)))).check()
