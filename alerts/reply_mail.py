"""The mails with which a reply is answered: mails were stopped, or nothing in it was understood. Plain text."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from alerts.clean_text import clean_header, clean_line
from alerts.mail_addresses import sender_key, split_address
from alerts.mail_headers import BODY_ENCODING, choose_policy, fold, set_reply_to
from alerts.mail_templates import open_templates
from alerts.reply_commands import Command
from alerts.signatures import Signing, answer_link, fingerprint
from news import SentMail, development_name

_SUBJECT_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Answered:
    """The mail of ours that was replied to, with its fingerprint, and the Message-ID of the reply ("": unknown)."""

    mail: SentMail
    fingerprint: str
    reply: str = ""


def render_stopped(about: Answered, title: str, sender: str, signing: Signing, now: datetime) -> EmailMessage:
    """The mail that confirms a stop and says how to get the mails again.

    There is one a day for each story and recipient: it has the same Message-ID. Raises ValueError for an invalid
    address.
    """
    name = fingerprint((about.mail.seed, sender_key(about.mail.recipient), now.date().isoformat()), 12)
    text = open_templates().get_template("stopped.txt.j2")
    body = text.render(
        title=clean_line(title, _SUBJECT_LIMIT),
        start=Command.START.value,
        link=answer_link(about.fingerprint, signing, Command.START),
    )
    return _render(about, f"Mails stopped: {title}", f"stopped.{name}", body, sender, signing, now)


def render_not_understood(about: Answered, subject: str, sender: str, signing: Signing, now: datetime) -> EmailMessage:
    """The mail that says which replies are understood. `subject` is that of our mail.

    There is one a day for each recipient: it has the same Message-ID. Raises ValueError for an invalid address.
    """
    name = fingerprint((sender_key(about.mail.recipient), now.date().isoformat()), 12)
    report = next(map(development_name, sorted(about.mail.developments)), "")
    examples = [
        {
            "written": f"{one.example or one} {report}".strip() if one.names_reports else one.example or one.value,
            "meaning": one.button,
        }
        for one in Command
    ]
    text = open_templates().get_template("not_understood.txt.j2")
    body = text.render(subject=clean_line(subject, _SUBJECT_LIMIT), examples=examples)
    return _render(about, f"Not understood: {subject}", f"unclear.{name}", body, sender, signing, now)


def _render(
    about: Answered, subject: str, name: str, body: str, sender: str, signing: Signing, now: datetime
) -> EmailMessage:
    recipient = about.mail.recipient
    message = EmailMessage(policy=choose_policy(recipient, sender))
    message["From"] = Address("storywake", *split_address(sender))
    message["To"] = Address("", *split_address(recipient))
    message.set_raw("Subject", fold(clean_header(subject, _SUBJECT_LIMIT), "Subject"))
    message["Date"] = now
    message.set_raw("Message-ID", f"<storywake.{name}@{split_address(sender)[1]}>")
    if about.reply:
        message.set_raw("In-Reply-To", about.reply)
    # the mail's own Message-ID is signed, so that a reply to this mail is recognised
    message.set_raw("References", "\r\n ".join(filter(None, (about.mail.message_id, about.reply))))
    set_reply_to(message, about.fingerprint, signing)
    message["Auto-Submitted"] = "auto-replied"
    message.set_content(body, cte=BODY_ENCODING)
    return message
