"""Alerts: who receives them, how they are bundled into digests, how digests are sent, and how answers are parsed."""

from alerts.bounces import Bounce
from alerts.bundles import Bundles, bundle, quiet_digests
from alerts.channels import APPRISE, Channel, Channels, Resources, lane_of, name_recipient
from alerts.delivery_policy import (
    Lane,
    find_resting,
    is_borne_out,
    may_try,
    may_wait_for_limit,
    retry_time,
    retry_time_after_limit,
    share_out,
    should_give_up,
)
from alerts.inbox import Inbox, open_inbox
from alerts.inbox_errors import InboxError, RefusedMessageError
from alerts.incoming_mail import read_subject
from alerts.instructions import Instruction, read_command
from alerts.mail_addresses import recipient_key, sender_key
from alerts.mail_cards import clean_evidence, headline_of, outlet_of
from alerts.mail_headers import message_id
from alerts.mail_message import render
from alerts.operator_mail import notice_message_id, render_alarm, render_notices
from alerts.phrases import describe_strength, explain, is_doubtful
from alerts.recipients import has_expired, owed_recipients
from alerts.replies import AUTOMATIC, Ignored, Reply, Unreadable, find_instructions, read_reply, seems_automatic
from alerts.reply_commands import Command, name_commands, no_command_reason
from alerts.reply_mail import Answered, render_not_understood, render_stopped
from alerts.signatures import Signing, find_signed, sign
from alerts.smtp import Mailer, MailError

__all__ = [
    "APPRISE",
    "AUTOMATIC",
    "Answered",
    "Bounce",
    "Bundles",
    "Channel",
    "Channels",
    "Command",
    "Ignored",
    "Inbox",
    "InboxError",
    "Instruction",
    "Lane",
    "MailError",
    "Mailer",
    "RefusedMessageError",
    "Reply",
    "Resources",
    "Signing",
    "Unreadable",
    "bundle",
    "clean_evidence",
    "describe_strength",
    "explain",
    "find_instructions",
    "find_resting",
    "find_signed",
    "has_expired",
    "headline_of",
    "is_borne_out",
    "is_doubtful",
    "lane_of",
    "may_try",
    "may_wait_for_limit",
    "message_id",
    "name_commands",
    "name_recipient",
    "no_command_reason",
    "notice_message_id",
    "open_inbox",
    "outlet_of",
    "owed_recipients",
    "quiet_digests",
    "read_command",
    "read_reply",
    "read_subject",
    "recipient_key",
    "render",
    "render_alarm",
    "render_not_understood",
    "render_notices",
    "render_stopped",
    "retry_time",
    "retry_time_after_limit",
    "seems_automatic",
    "sender_key",
    "share_out",
    "should_give_up",
    "sign",
]
