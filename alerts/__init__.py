"""From match to mail: which alerts are owed, how they are bundled, what the mail says, and the only SMTP."""

from alerts.apprise_notify import notify
from alerts.bundles import Bundles, bundle, quiet_digests
from alerts.channels import APPRISE, Channel, channel_of, hook_headers, name_recipient, write_hook, write_note
from alerts.inbox import Inbox, InboxError, open_inbox
from alerts.mail_addresses import recipient_key
from alerts.mail_headers import message_id
from alerts.mail_message import render, render_quiet
from alerts.operator_mail import notice_message_id, render_alarm, render_notices
from alerts.recipients import owed_recipients
from alerts.replies import Bounce, Command, Reply, Said, Unread, read_command, read_reply
from alerts.signatures import Signing, find_signed
from alerts.smtp import Mailer, MailError

__all__ = [
    "APPRISE",
    "Bounce",
    "Bundles",
    "Channel",
    "Command",
    "Inbox",
    "InboxError",
    "MailError",
    "Mailer",
    "Reply",
    "Said",
    "Signing",
    "Unread",
    "bundle",
    "channel_of",
    "find_signed",
    "hook_headers",
    "message_id",
    "name_recipient",
    "notice_message_id",
    "notify",
    "open_inbox",
    "owed_recipients",
    "quiet_digests",
    "read_command",
    "read_reply",
    "recipient_key",
    "render",
    "render_alarm",
    "render_notices",
    "render_quiet",
    "write_hook",
    "write_note",
]
