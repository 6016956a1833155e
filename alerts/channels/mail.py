"""Mail: the channel of every recipient that no other channel accepts."""

from datetime import datetime

from alerts.channels.protocol import Channel, Resources
from alerts.mail_message import render, render_quiet
from alerts.smtp import MailError
from news import Digest, DueDelivery


class Mail(Channel):
    """Mails digests through the mail server of the settings."""

    def __init__(self, resources: Resources) -> None:
        self._sender = resources.sender
        self._signing = resources.signing
        self._mailer = resources.mailer

    @staticmethod
    def accepts(_recipient: str) -> bool:
        """Every recipient: a text that is no mail address is reported when a mail is written to it."""
        return True

    @property
    def is_open(self) -> bool:
        """Whether a mail server is set."""
        return self._mailer is not None

    def write(self, digest: Digest, _name: str) -> bytes:
        """The whole message; a digest without alerts says that there is nothing new.

        Raises ValueError where the sender or the recipient is no mail address.
        """
        write = render if digest.alerts else render_quiet
        return write(digest, self._sender, self._signing).as_bytes()  # by the message's own policy

    def send(self, delivery: DueDelivery, _now: datetime) -> None:
        """Hand the message to the mail server. Raises MailError."""
        if self._mailer is None:
            raise MailError("no mail server is set (STORYWAKE_SMTP_URL)", permanent=False)
        self._mailer.send(delivery.message, sender=self._sender, recipient=delivery.recipient)

    def check(self) -> None:
        """Ask the mail server whether it takes mail at all. Raises MailError."""
        if self._mailer:
            self._mailer.check()
