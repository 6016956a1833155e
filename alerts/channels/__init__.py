"""The ways to a recipient: one `Channel` a module, all of them listed in `registry`.

A new channel is a new module here and its line in that list.
"""

from alerts.channels.apprise import APPRISE
from alerts.channels.protocol import Channel, Resources
from alerts.channels.registry import Channels, lane_of, name_recipient

__all__ = ["APPRISE", "Channel", "Channels", "Resources", "lane_of", "name_recipient"]
