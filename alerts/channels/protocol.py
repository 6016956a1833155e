"""What a channel is: a way to a recipient."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alerts.signatures import UNSIGNED, Signing
from alerts.smtp import Mailer
from news import Digest, DueDelivery

Post = Callable[[str, bytes, Mapping[str, str], datetime], None]
"""POSTs a body with these headers to a URL, now. Raises MailError, which does not show the URL."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What the channels of an installation send with; every channel takes what it needs.

    `mailer` is None where no mail server is set, `webhook_secret` is "" where none is shared.
    """

    sender: str
    post: Post
    signing: Signing = UNSIGNED
    mailer: Mailer | None = None
    webhook_secret: str = ""
    notify_urls: tuple[str, ...] = ()


class Channel(Protocol):
    """A way to a recipient: whom it reaches, what it sends and how.

    What is written is stored before it is sent, so `write` must give the same bytes for the same digest, and `send`
    must work with the stored bytes alone. `accepts` and `name` need no resources: they are asked of the class.
    """

    def __init__(self, resources: Resources) -> None: ...

    @staticmethod
    def accepts(recipient: str, /) -> bool:
        """Whether this recipient is reached by this channel."""
        ...

    @staticmethod
    def name(recipient: str, /) -> str:
        """The recipient as logs and tables name it; whatever is secret in it is left out."""
        return recipient

    @property
    def is_open(self) -> bool:
        """Whether anything can be sent with the settings as they are; if not, what is due waits, and is not failed."""
        return True

    def write(self, digest: Digest, name: str, /) -> bytes:
        """What is sent about a digest. `name` is the delivery's: its Message-ID.

        Raises ValueError for what cannot be written.
        """
        ...

    def send(self, delivery: DueDelivery, now: datetime, /) -> None:
        """Hand a stored delivery over; returns when it was taken. Raises MailError, which shows no secret."""
        ...

    def check(self) -> None:
        """Raise MailError when nothing would be taken now, whoever it is for; asked after several failures."""
        return
