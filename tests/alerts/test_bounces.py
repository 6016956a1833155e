"""Reports of mail servers that a mail was not delivered, in the forms of Postfix, Exchange, qmail and Exim."""

import pytest

from alerts import Bounce, read_reply
from alerts.signatures import sign
from tests.alerts.incoming import OURS, PRINT, SIGNING, reason

EARLIER = f"<{sign('f' * 24, SIGNING)}@example.org>"


def make_report(status: str = "5.1.1", *fields: str, action: str = "failed", name: str = OURS) -> bytes:
    lines = [
        "From: MAILER-DAEMON@mx.example",
        "Subject: Undelivered",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example",
        "",
        *(fields or ["Final-Recipient: rfc822; ann@example.org"]),
        f"Action: {action}",
        f"Status: {status}",
        "Diagnostic-Code: smtp; 550 no such user",
        "",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        f"References: {EARLIER}",
        f"Message-ID: {name}",
        "",
        "--b--",
    ]
    return "\r\n".join([*lines, ""]).encode()


def test_a_permanent_delivery_failure_is_a_bounce() -> None:
    assert read_reply(make_report(), SIGNING) == Bounce(PRINT, "smtp; 550 no such user", "ann@example.org")


def test_the_bounce_of_a_member_of_a_list_names_the_member() -> None:
    fields = ("Original-Recipient: rfc822;ann@example.org", "Final-Recipient: rfc822; bob.gone@example.org")
    read = read_reply(make_report("5.1.1", *fields), SIGNING)
    assert isinstance(read, Bounce)
    assert read.address == "bob.gone@example.org"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (make_report("4.2.2"), "only reports a delay"),
        (make_report("5.0.0", action="delayed"), "only reports a delay"),
        (make_report("5.0.0", action="delivered"), "only reports a delay"),
        (make_report(name="<x@y>").replace(EARLIER.encode(), b"<z@y>"), "not about one of our mails"),
    ],
)
def test_reports_of_a_delay_and_about_other_mails_are_ignored(message: bytes, expected: str) -> None:
    assert expected in reason(message)


def test_a_report_is_recognised_by_another_header_if_the_message_id_was_replaced() -> None:
    read = read_reply(make_report(name=f"<0102@ses.example>\r\nReply-To: {sign(PRINT, SIGNING)} <d@x.y>"), SIGNING)
    assert isinstance(read, Bounce)


QMAIL = f"""Return-Path: <>
From: MAILER-DAEMON@mx.example
To: desk@example.org
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<bob@example.org>:
192.0.2.9 does not like recipient.
Remote host said: 550 5.1.1 no such user

--- Below this line is a copy of the message.

Return-Path: <desk@example.org>
Message-ID: {OURS}
Subject: Update

stop
"""

EXIM = f"""From: Mail Delivery System <Mailer-Daemon@mx.example>
To: desk@example.org
Subject: Mail delivery failed: returning message to sender
X-Failed-Recipients: bob@example.org, carol@example.org
Auto-Submitted: auto-replied

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@example.org
    host mx.example.org [192.0.2.9]
    SMTP error from remote mail server after RCPT TO:<bob@example.org>: 550 no such user

------ This is a copy of the message, including all the headers. ------

Message-ID: {OURS}
"""


@pytest.mark.parametrize(("message", "said"), [(QMAIL, "550 5.1.1 no such user"), (EXIM, "host mx.example.org")])
def test_reports_of_qmail_and_exim_name_the_address_that_failed(message: str, said: str) -> None:
    for text in (message, message.replace("\n", "\r\n")):
        read = read_reply(text.encode(), SIGNING)
        assert isinstance(read, Bounce)
        assert (read.fingerprint, read.address) == (PRINT, "bob@example.org")
        assert said in read.error


def test_a_report_of_qmail_about_another_mail_is_ignored() -> None:
    assert "not about one of our mails" in reason(QMAIL.replace(OURS, "<x@y>").encode())
