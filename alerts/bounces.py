"""Recognise reports that a mail could not be delivered: RFC 3464, qmail's (QSBMF) and Exim's. Pure.

A report is trusted like an answer: it must contain a signed name, which it does because it quotes the mail's header.
"""

import re
from dataclasses import dataclass

from alerts.clean_text import clean_line
from alerts.incoming_mail import IncomingMail
from alerts.mail_addresses import find_sender
from alerts.signatures import Signing, find_signed

_LONGEST = 300  # characters of an error
_QMAIL = re.compile(r"\s*Hi\. This is the ")
_QMAIL_FAILURE = re.compile(r"^<([^<>\s]{1,254})>:\s*\n((?:(?!<|---).{0,300}\n){0,10})", re.MULTILINE)
_QMAIL_COPY = "--- Below this line is a copy of the message."
_FIELD = r"^{name}:[ \t]*(?:[\w-]{{1,20}};)?[ \t]*(.{{1,1000}}(?:\r?\n[ \t].{{1,300}}){{0,3}})"
_STATUS = re.compile(r"^Status:[ \t]*(\d)\.\d{1,3}\.\d{1,3}", re.MULTILINE | re.IGNORECASE)
_DELAYED = re.compile(r"^Action:[ \t]*(?:delayed|delivered|relayed|expanded)", re.MULTILINE | re.IGNORECASE)
_EXIM_REASON = re.compile(
    r"^.{0,200}\b(?:host|SMTP error|error:|:fail:|unknown user|Unrouteable).{0,300}", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that delivery of the mail with this fingerprint to `address` failed permanently.

    `address` is the one that failed, for instance a member of the list that the mail was sent to; "" if unknown.
    """

    fingerprint: str
    error: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Failure:
    address: str
    error: str


def is_bounce(mail: IncomingMail) -> bool:
    """Whether a mail is a report of a mail server, of a failure or of a delay."""
    return (
        (mail.kind == "multipart/report" and mail.report_type != "disposition-notification")
        or "x-failed-recipients" in mail.headers
        or _QMAIL.match(mail.text) is not None
    )


def read_bounce(mail: IncomingMail, signing: Signing) -> Bounce | str:
    """Parse a report; a text says why it is not one of a permanent failure of one of our mails."""
    fingerprint = find_signed(_names_in(mail.raw), signing) or find_signed(mail.raw, signing)
    if not fingerprint:
        return "it is a delivery report, but not about one of our mails"
    failure = _read_failure(mail)
    if failure is None:
        return "it only reports a delay"
    error = clean_line(failure.error, _LONGEST) or "not delivered"
    return Bounce(fingerprint, error, find_sender(failure.address))


def _names_in(raw: str) -> str:
    """The Message-IDs in a report: those of the mail itself, not of earlier ones that it refers to."""
    return " ".join(re.findall(r"^Message-ID:[ \t]*(.{1,500})", raw, re.MULTILINE | re.IGNORECASE))


def _read_failure(mail: IncomingMail) -> _Failure | None:
    if _QMAIL.match(mail.text):
        report = mail.text.replace("\r\n", "\n").partition(_QMAIL_COPY)[0]
        found = _QMAIL_FAILURE.search(report)
        return _Failure(f"<{found[1]}>", found[2]) if found else None
    if mail.kind == "multipart/report":
        return _read_status(mail.raw)
    reason = _EXIM_REASON.search(mail.text)
    return _Failure(mail.header("x-failed-recipients").partition(",")[0], reason[0] if reason else "")


def _read_status(raw: str) -> _Failure | None:
    """The first recipient of a delivery status notification whose delivery failed."""
    for block in re.split(r"\r?\n[ \t]*\r?\n", raw):
        status = _STATUS.search(block)
        if status and status[1] == "5" and not _DELAYED.search(block):
            address = _field(block, "Final-Recipient") or _field(block, "Original-Recipient")
            return _Failure(address, _field(block, "Diagnostic-Code", keep_type=True))
    return None


def _field(block: str, name: str, *, keep_type: bool = False) -> str:
    found = re.search(_FIELD.format(name=name), block, re.MULTILINE | re.IGNORECASE)
    if not found:
        return ""
    return found[0].partition(":")[2].strip() if keep_type else found[1].strip()
