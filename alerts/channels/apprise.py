"""The services that Apprise supports, such as chats and push notifications. The only module that imports Apprise.

All services in the settings share the recipient "apprise": their URLs contain secrets and are never stored.
"""

from collections.abc import Sequence
from datetime import datetime

from alerts.channels.protocol import Channel, Resources
from alerts.mail_content import present
from alerts.smtp import MailError
from news import Digest, DueDelivery

APPRISE = "apprise"
_MOST_DEVELOPMENTS = 10  # listed in one message; the rest are counted


class AppriseServices(Channel):
    """Sends every digest to all services in the settings."""

    def __init__(self, resources: Resources) -> None:
        self._urls = resources.notify_urls

    @staticmethod
    def accepts(recipient: str) -> bool:
        """Whether the recipient is the one that stands for all services."""
        return recipient == APPRISE

    def write(self, digest: Digest, _name: str) -> bytes:
        """The title, an empty line and the text, in UTF-8."""
        letter = present(digest)
        shown = (*letter.cards, *letter.listed)[:_MOST_DEVELOPMENTS]
        lines = [f"{card.headline} ({card.outlet})\n{card.link or card.address}" for card in shown]
        rest = len(letter.cards) + len(letter.listed) + letter.unlisted - len(lines)
        more = [f"and {rest} more"] if rest else []
        return "\n\n".join([letter.summary, *lines, *more]).encode("utf-8", "replace")

    def send(self, delivery: DueDelivery, _now: datetime) -> None:
        """Send the message to every service. Raises MailError."""
        notify(self._urls, delivery.message)


def notify(urls: Sequence[str], message: bytes) -> None:
    """Send a message, as written by `AppriseServices`, to every service. Raises MailError, which shows no URL."""
    from apprise import Apprise  # takes half a second to import, and few installations use it

    title, _, text = message.decode("utf-8").partition("\n\n")
    services = Apprise()
    unsupported = sum(not services.add(url) for url in urls)
    if unsupported:
        raise MailError(f"Apprise does not support {unsupported} of the URLs in STORYWAKE_NOTIFY_URLS", permanent=False)
    if not services.notify(body=text or title, title=title):
        raise MailError("a service in STORYWAKE_NOTIFY_URLS did not accept the message", permanent=False)
