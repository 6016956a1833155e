"""Which channel reaches which recipient, and what a new channel needs."""

from collections.abc import Callable
from datetime import datetime

import pytest

from alerts import Channels, Resources, lane_of, name_recipient
from alerts.channels import registry
from alerts.channels.apprise import AppriseServices
from alerts.channels.mail import Mail
from alerts.channels.protocol import Channel
from alerts.channels.webhook import Webhook
from news import Digest, DueDelivery

MakeResources = Callable[..., Resources]


class Pigeon(Channel):
    """A minimal channel."""

    def __init__(self, resources: Resources) -> None:
        pass

    @staticmethod
    def accepts(recipient: str) -> bool:
        return recipient.startswith("pigeon:")

    def write(self, digest: Digest, name: str) -> bytes:
        return f"{digest.seed.name} {name}".encode()

    def send(self, delivery: DueDelivery, now: datetime) -> None:
        pass


@pytest.mark.parametrize(
    ("recipient", "kind", "name"),
    [
        ("https://hooks.example/T0/secret", Webhook, "webhook at hooks.example"),
        ("http://hooks.example/T0/secret", Webhook, "webhook at hooks.example"),
        ("https://[broken/secret", Webhook, "a webhook"),
        ("apprise", AppriseServices, "apprise"),
        ("ann@example.org", Mail, "ann@example.org"),
        ("apprise@example.org", Mail, "apprise@example.org"),
        ("", Mail, ""),
        ("no address at all", Mail, "no address at all"),
    ],
)
def test_the_first_channel_that_accepts_a_recipient_reaches_and_names_it(
    recipient: str, kind: type[Channel], name: str, make_resources: MakeResources
) -> None:
    assert type(Channels(make_resources()).channel_for(recipient)) is kind
    assert name_recipient(recipient) == name


def test_mail_is_the_last_channel_because_it_accepts_every_recipient() -> None:
    assert registry.CHANNELS[-1] is Mail


def test_a_new_channel_needs_only_a_class_and_its_line_in_the_list(
    make_resources: MakeResources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "CHANNELS", (Pigeon, *registry.CHANNELS))
    channels = Channels(make_resources())
    channel = channels.channel_for("pigeon:loft")
    assert isinstance(channel, Pigeon)
    assert channel.is_open
    assert name_recipient("pigeon:loft") == "pigeon:loft"
    assert isinstance(channels.channel_for("ann@example.org"), Mail)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://hooks.example/a", "https://hooks.example/b", True),
        ("https://hooks.example/a", "https://HOOKS.example/b", True),
        ("https://hooks.example/a", "https://hooks.example:8443/a", False),
        ("https://hooks.example/a", "https://other.example/a", False),
        ("ann@example.org", "bob@elsewhere.example", True),  # both through the mail server of the installation
        ("ann@example.org", "apprise", False),
        ("https://[broken/secret", "https://hooks.example/a", False),
    ],
)
def test_a_lane_is_a_channel_and_what_answers_for_the_recipient(one: str, other: str, is_same: bool) -> None:
    assert (lane_of(one) == lane_of(other)) is is_same
