"""From match to mail: which alerts are owed, how they are bundled, what the mail says, and the only SMTP."""

from alerts.bundling import Bundles, bundle
from alerts.composing import owed_recipients
from alerts.headers import message_id
from alerts.mailer import Mailer, MailError
from alerts.notices import notice_message_id, render_notices
from alerts.presenting import development_name
from alerts.rendering import render
from alerts.signing import Signing

__all__ = [
    "Bundles",
    "MailError",
    "Mailer",
    "Signing",
    "bundle",
    "development_name",
    "message_id",
    "notice_message_id",
    "owed_recipients",
    "render",
    "render_notices",
]
