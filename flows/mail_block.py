"""The Prefect block that sends notifications to operators by mail.

Automations can only use blocks whose class the server knows; it finds this one through the package's entry point
`prefect.collections`. The block of prefect-email only holds credentials and cannot notify.

The block stores nothing: everybody who may use the server's API can read what a block stores. The server's process
reads the mail server, its password and the addresses from storywake's settings when it sends.
"""

import asyncio
from datetime import UTC, datetime

from prefect.blocks.abstract import NotificationBlock

from alerts import Mailer, MailError, render_alarm
from pipeline.settings import SettingsError, load_settings

BLOCK = "storywake-operator"
UNSET = "STORYWAKE_SMTP_URL and STORYWAKE_OPERATOR must be set where the Prefect server runs, too"


class StorywakeMail(NotificationBlock):
    """Sends notifications to operators by mail, through any SMTP server."""

    _block_type_name = "storywake mail"
    _block_type_slug = "storywake-mail"
    _description = "Sends notifications to operators by mail, through any SMTP server."

    async def notify(self, body: str, subject: str | None = None) -> None:
        """Send one mail. Raises alerts.MailError if the server does not accept it."""
        await asyncio.to_thread(self.send, body, subject or "storywake", datetime.now(UTC))

    def send(self, body: str, subject: str, now: datetime) -> None:
        """Send one mail to the operator in the settings. Raises alerts.MailError."""
        try:
            settings = load_settings()
        except SettingsError as error:
            raise MailError(str(error), permanent=True) from None
        sender, recipient = settings.mail_from, settings.operator
        if not (settings.smtp_url and recipient):
            raise MailError(UNSET, permanent=True)
        try:
            message = render_alarm(subject, body, sender, recipient, now)
            with Mailer(settings.smtp_url.get_secret_value()) as mailer:
                mailer.send(message.as_bytes(), sender=sender, recipient=recipient)
        except ValueError as error:
            raise MailError(str(error), permanent=True) from None
