"""Alerts: who receives them, how they are bundled into digests, how digests are sent, and how answers are parsed."""

from alerts.bundles import Bundles, bundle, quiet_digests
from alerts.channels import APPRISE, Channel, Channels, Resources, name_recipient
from alerts.delivery_policy import should_give_up
from alerts.inbox import Inbox, InboxError, open_inbox
from alerts.mail_addresses import recipient_key
from alerts.mail_headers import message_id
from alerts.mail_message import render
from alerts.operator_mail import notice_message_id, render_alarm, render_notices
from alerts.recipients import owed_recipients
from alerts.replies import Bounce, Ignored, Instruction, Reply, read_command, read_reply
from alerts.reply_commands import Command
from alerts.signatures import Signing, find_signed
from alerts.smtp import Mailer, MailError

__all__ = [
    "APPRISE",
    "Bounce",
    "Bundles",
    "Channel",
    "Channels",
    "Command",
    "Ignored",
    "Inbox",
    "InboxError",
    "Instruction",
    "MailError",
    "Mailer",
    "Reply",
    "Resources",
    "Signing",
    "bundle",
    "find_signed",
    "message_id",
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
    "should_give_up",
]
