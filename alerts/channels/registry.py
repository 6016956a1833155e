"""The list of channels, and which of them reaches a recipient."""

from alerts.channels.apprise import AppriseServices
from alerts.channels.mail import Mail
from alerts.channels.protocol import Channel, Resources
from alerts.channels.webhook import Webhook

CHANNELS: tuple[type[Channel], ...] = (
    Webhook,
    AppriseServices,
    Mail,  # last, because it accepts every recipient
)
"""All channels, in the order in which they are asked whether they accept a recipient."""


class Channels:
    """The channels of an installation, ready to write and send."""

    def __init__(self, resources: Resources) -> None:
        self._channels = tuple(channel(resources) for channel in CHANNELS)

    def channel_for(self, recipient: str) -> Channel:
        """The channel that reaches this recipient: the first that accepts it."""
        return next(channel for channel in self._channels if channel.accepts(recipient))

    def check(self) -> None:
        """Raise MailError if one of the channels cannot send anything."""
        for channel in self._channels:
            channel.check()


def name_recipient(recipient: str) -> str:
    """A recipient as shown in logs and tables, without any secret."""
    return next(channel for channel in CHANNELS if channel.accepts(recipient)).name(recipient)
