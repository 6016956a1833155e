"""The services that Apprise knows, such as chats and telephones; Apprise stops here.

One recipient stands for all services of the settings: their addresses hold secrets and are stored nowhere.
"""

from collections.abc import Sequence
from datetime import datetime

from alerts.channels.protocol import Channel, Resources
from alerts.mail_content import present
from alerts.smtp import MailError
from news import Digest, DueDelivery

APPRISE = "apprise"
_MOST_TOLD = 10  # developments in a message to a chat


class AppriseServices(Channel):
    """Tells the services of the settings, all of them, of every digest."""

    def __init__(self, resources: Resources) -> None:
        self._urls = resources.notify_urls

    @staticmethod
    def accepts(recipient: str) -> bool:
        """Whether it is the recipient that stands for the services."""
        return recipient == APPRISE

    def write(self, digest: Digest, _name: str) -> bytes:
        """The title in the first line, then the text, in UTF-8."""
        letter = present(digest)
        lines = [f"{card.headline} ({card.outlet})\n{card.link or card.address}" for card in letter.cards[:_MOST_TOLD]]
        rest = len(letter.cards) + len(letter.listed) + letter.unlisted - len(lines)
        more = [f"and {rest} more: storywake matches {letter.seed_name}"] if rest else []
        return "\n\n".join([letter.summary, *lines, *more]).encode("utf-8", "replace")

    def send(self, delivery: DueDelivery, _now: datetime) -> None:
        """Send the message to every service. Raises MailError."""
        notify(self._urls, delivery.message)


def notify(urls: Sequence[str], message: bytes) -> None:
    """Send a message, its first line the title, to every service. Raises MailError; no error shows an address."""
    from apprise import Apprise  # half a second to import, which who notifies nobody need not wait for

    title, _, text = message.decode("utf-8").partition("\n\n")
    services = Apprise()
    wrong = sum(not services.add(url) for url in urls)
    if wrong:
        raise MailError(
            f"{wrong} of the addresses in STORYWAKE_NOTIFY_URLS are none that Apprise knows", permanent=False
        )
    if not services.notify(body=text or title, title=title):
        raise MailError("a service of STORYWAKE_NOTIFY_URLS did not take the message", permanent=False)
