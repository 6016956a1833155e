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


def lane_of(recipient: str) -> tuple[str, str]:
    """The channel and the host that a recipient is reached by."""
    channel = next(channel for channel in CHANNELS if channel.accepts(recipient))
    return channel.__name__, channel.host(recipient)


def name_recipient(recipient: str) -> str:
    """A recipient as shown in logs and tables, without any secret."""
    return next(channel for channel in CHANNELS if channel.accepts(recipient)).name(recipient)
