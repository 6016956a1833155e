"""From match to mail: which alerts are owed, how they are bundled, what is said by which channel, and the only SMTP."""

from alerts.bundles import Bundles, bundle, quiet_digests
from alerts.channels import APPRISE, Channel, Channels, Resources, name_recipient
from alerts.delivery_policy import is_hopeless
from alerts.inbox import Inbox, InboxError, open_inbox
from alerts.mail_addresses import recipient_key
from alerts.mail_headers import message_id
from alerts.mail_message import render
from alerts.operator_mail import notice_message_id, render_alarm, render_notices
from alerts.recipients import owed_recipients
from alerts.replies import Bounce, Reply, Said, Unread, read_command, read_reply
from alerts.reply_commands import Command, name_commands
from alerts.signatures import Signing, find_signed
from alerts.smtp import Mailer, MailError

__all__ = [
    "APPRISE",
    "Bounce",
    "Bundles",
    "Channel",
    "Channels",
    "Command",
    "Inbox",
    "InboxError",
    "MailError",
    "Mailer",
    "Reply",
    "Resources",
    "Said",
    "Signing",
    "Unread",
    "bundle",
    "find_signed",
    "is_hopeless",
    "message_id",
    "name_commands",
    "name_recipient",
    "notice_message_id",
    "open_inbox",
    "owed_recipients",
    "quiet_digests",
    "read_command",
    "read_reply",
    "recipient_key",
    "render",
    "render_alarm",
    "render_notices",
]
