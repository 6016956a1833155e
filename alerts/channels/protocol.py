"""The interface of a channel: a way to reach recipients."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alerts.signatures import UNSIGNED, Signing
from alerts.smtp import Mailer
from news import Digest, DueDelivery

Post = Callable[[str, bytes, Mapping[str, str], datetime], None]
"""POSTs a body with these headers to a URL, at the given time. Raises MailError, which does not show the URL."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What the channels of an installation send with; each channel uses what it needs.

    `mailer` is None if no mail server is set; `webhook_secret` is "" if no secret is shared, and `operator`
    if the address of the person who runs the installation is not known.
    """

    sender: str
    post: Post
    signing: Signing = UNSIGNED
    mailer: Mailer | None = None
    webhook_secret: str = ""
    notify_urls: tuple[str, ...] = ()
    operator: str = ""


class Channel(Protocol):
    """A way to reach recipients: which ones, what it sends, and how.

    Messages are stored before they are sent, so `write` must return the same bytes for the same digest, and `send`
    must need nothing but the stored delivery. `accepts` and `name` are static: they are also called on the class,
    without resources.
    """

    def __init__(self, resources: Resources) -> None: ...

    @staticmethod
    def accepts(recipient: str, /) -> bool:
        """Whether this recipient is reached by this channel."""
        ...

    @staticmethod
    def name(recipient: str, /) -> str:
        """The recipient as shown in logs and tables, without any secret."""
        return recipient

    @staticmethod
    def host(_recipient: str, /) -> str:
        """What answers for this recipient, where a channel has several: deliveries to one host are sent in turn."""
        return ""

    @property
    def asks(self) -> bool:
        """Whether its messages may ask the recipient a question."""
        return False

    @property
    def is_open(self) -> bool:
        """Whether the settings allow sending; if not, deliveries wait and do not count as failed."""
        return True

    def write(self, digest: Digest, name: str, /) -> bytes:
        """The message for a digest. `name` is the Message-ID of the delivery.

        Raises ValueError if there is no valid message, such as for an invalid address.
        """
        ...

    def send(self, delivery: DueDelivery, now: datetime, /) -> None:
        """Send a stored delivery; returns once it has been accepted. Raises MailError, which shows no secret."""
        ...

    def check(self) -> None:
        """Raise MailError if nothing can be sent now to any recipient; called after failures without an answer.

        A channel that has one server for all its recipients asks it; others have nothing to add to the failure.
        """
        return

    @property
    def has_own_server(self) -> bool:
        """Whether the channel sends everything through one server of the installation, which `check` can ask."""
        return False
