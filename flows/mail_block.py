"""The Prefect block that sends notifications to operators by mail.

Automations can only use blocks whose class the server knows; it finds this one through the package's entry point
`prefect.collections`. The block of prefect-email only holds credentials and cannot notify.
"""

import asyncio
from datetime import UTC, datetime

from prefect.blocks.abstract import NotificationBlock
from pydantic import Field, SecretStr

from alerts import Mailer, MailError, render_alarm

BLOCK = "storywake-operator"


class StorywakeMail(NotificationBlock):
    """Sends notifications to operators by mail, through any SMTP server."""

    _block_type_name = "storywake mail"
    _block_type_slug = "storywake-mail"
    _description = "Sends notifications to operators by mail, through any SMTP server."

    smtp_url: SecretStr = Field(description="The mail server: smtp://, smtps:// or smtp+starttls://user:password@host")
    sender: str = Field(description="The sender's address")
    recipient: str = Field(description="The operator's address")

    async def notify(self, body: str, subject: str | None = None) -> None:
        """Send one mail. Raises alerts.MailError if the server does not accept it."""
        await asyncio.to_thread(self.send, body, subject or "storywake", datetime.now(UTC))

    def send(self, body: str, subject: str, now: datetime) -> None:
        """Send one mail. Raises alerts.MailError."""
        try:
            message = render_alarm(subject, body, self.sender, self.recipient, now)
            with Mailer(self.smtp_url.get_secret_value()) as mailer:
                mailer.send(message.as_bytes(), sender=self.sender, recipient=self.recipient)
        except ValueError as error:
            raise MailError(str(error), permanent=True) from None
