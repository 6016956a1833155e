"""Mail: the channel of every recipient that no other channel accepts."""

from datetime import datetime

from alerts.channels.protocol import Channel, Resources
from alerts.mail_message import render, render_quiet
from alerts.smtp import MailError
from news import Digest, DueDelivery


class Mail(Channel):
    """Mails digests through the mail server in the settings."""

    def __init__(self, resources: Resources) -> None:
        self._sender = resources.sender
        self._signing = resources.signing
        self._mailer = resources.mailer
        self._operator = resources.operator

    @staticmethod
    def accepts(_recipient: str) -> bool:
        """Every recipient: an invalid address is reported when a mail to it is written."""
        return True

    @property
    def asks(self) -> bool:
        """Mails say how to answer."""
        return True

    @property
    def is_open(self) -> bool:
        """Whether a mail server is set."""
        return self._mailer is not None

    def write(self, digest: Digest, _name: str) -> bytes:
        """The whole message; for a digest without alerts, a mail that says there is no news.

        Raises ValueError if the sender or the recipient is not a mail address.
        """
        write = render if digest.alerts else render_quiet
        return write(digest, self._sender, self._signing, self._operator).as_bytes()  # with the message's own policy

    def send(self, delivery: DueDelivery, _now: datetime) -> None:
        """Send the message through the mail server. Raises MailError."""
        if self._mailer is None:
            raise MailError("no mail server is set (STORYWAKE_SMTP_URL)", permanent=False)
        self._mailer.send(delivery.message, sender=self._sender, recipient=delivery.recipient)

    @property
    def has_own_server(self) -> bool:
        """Yes: the mail server."""
        return True

    def check(self) -> None:
        """Check that the mail server can be reached and accepts the login. Raises MailError."""
        if self._mailer:
            self._mailer.check()
