"""From match to mail: which alerts are owed, how they are bundled, what the mail says, and the only SMTP."""

from alerts.addresses import recipient_key
from alerts.bundling import Bundles, bundle
from alerts.composing import owed_recipients
from alerts.headers import message_id
from alerts.inboxes import InboxError, open_inbox
from alerts.mailer import Mailer, MailError
from alerts.notices import notice_message_id, render_notices
from alerts.presenting import development_name
from alerts.rendering import render
from alerts.replies import Bounce, Command, Reply, Said, Unread, read_reply
from alerts.signing import Signing

__all__ = [
    "Bounce",
    "Bundles",
    "Command",
    "InboxError",
    "MailError",
    "Mailer",
    "Reply",
    "Said",
    "Signing",
    "Unread",
    "bundle",
    "development_name",
    "message_id",
    "notice_message_id",
    "open_inbox",
    "owed_recipients",
    "read_reply",
    "recipient_key",
    "render",
    "render_notices",
]
