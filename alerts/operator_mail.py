"""Plain-text mails to the operator: what keeps failing, what has recovered, which mails were given up."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from alerts.clean_text import clean_header, clean_line
from alerts.mail_addresses import split_address
from alerts.mail_headers import BODY_ENCODING, choose_policy, fold
from alerts.signatures import fingerprint
from news import Notice

MOST_LINES = 200  # beyond these, notices are only counted
_LINE_LIMIT = 600
_SUBJECT_LIMIT = 120
_REFERENCE = re.compile(r"^Reference: (\S.*)$", re.MULTILINE)  # what an alarm is about, at its end


def render_notices(notices: Sequence[Notice], sender: str, recipient: str, now: datetime) -> EmailMessage:
    """Render one mail with these notices (at least one), one per line.

    The same notices always give the same Message-ID. Raises ValueError for an invalid address.
    """
    first, more = clean_header(notices[0].text, _SUBJECT_LIMIT), len(notices) - 1
    message = _address(sender, recipient, f"{first} (+{more} more)" if more else first, now)
    message["Message-ID"] = notice_message_id(notices, sender)
    message.set_content(write_notices(notices), cte=BODY_ENCODING)
    return message


def render_alarm(subject: str, body: str, sender: str, recipient: str, now: datetime) -> EmailMessage:
    """Render a mail with an alarm from the Prefect server. Raises ValueError for an invalid address.

    An alarm that ends with a reference has a Message-ID made from it, so that one that is sent twice arrives once.
    """
    message = _address(sender, recipient, clean_header(subject, _SUBJECT_LIMIT), now)
    reference = _REFERENCE.search(body)
    name = fingerprint((reference[1],) if reference else (subject, body, now.isoformat()), 16)
    message["Message-ID"] = f"<storywake.alarm.{name}@{split_address(sender)[1]}>"
    lines = [clean_line(line, _LINE_LIMIT) for line in body.splitlines()[:MOST_LINES]]
    message.set_content("\n".join(lines) + "\n", cte=BODY_ENCODING)
    return message


def _address(sender: str, recipient: str, subject: str, now: datetime) -> EmailMessage:
    message = EmailMessage(policy=choose_policy(recipient, sender))
    message["From"] = Address("storywake", *split_address(sender))
    message["To"] = Address("", *split_address(recipient))
    message.set_raw("Subject", fold(subject, "Subject"))
    message["Date"] = now
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "list"
    return message


def notice_message_id(notices: Sequence[Notice], sender: str) -> str:
    """The Message-ID of the mail with these notices, stable over retries. Raises ValueError for an invalid sender."""
    name = fingerprint(sorted((notice.id, notice.raised_at.isoformat(), notice.text) for notice in notices), 16)
    return f"<storywake.notice.{name}@{split_address(sender)[1]}>"


def write_notices(notices: Sequence[Notice]) -> str:
    """Write the notices as lines of text, in the order given, each with its time in UTC."""
    lines = [
        f"* {one.raised_at:%Y-%m-%d %H:%M} UTC: {clean_line(one.text, _LINE_LIMIT)}" for one in notices[:MOST_LINES]
    ]
    if len(notices) > MOST_LINES:
        lines.append(f"* and {len(notices) - MOST_LINES} more")
    lines.append("To check the current state, run `storywake doctor` or `storywake feeds`.")
    lines.append("You get this mail because STORYWAKE_OPERATOR is set to your address.")
    return "\n\n".join(lines) + "\n"
