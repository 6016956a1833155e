"""The message for the services of Apprise; no error shows their URLs."""

from collections.abc import Callable

import pytest

from alerts import MailError, Resources
from alerts.channels.apprise import AppriseServices
from news import Digest, DueDelivery, WaitingAlert

MakeResources = Callable[..., Resources]


def test_a_message_lists_ten_developments_under_its_title_and_counts_the_rest(
    make_resources: MakeResources, make_digest: Callable[..., Digest], make_alert: Callable[..., WaitingAlert]
) -> None:
    digest = make_digest(*(make_alert(number) for number in range(1, 13)))
    title, *lines, rest = AppriseServices(make_resources()).write(digest, "<name>").decode().split("\n\n")
    assert title.startswith("12 new developments in ")
    assert lines[0] == "Headline 1 (Courier)\nhttps://courier.example/1"
    assert len(lines) == 10
    assert rest == "and 2 more"


def test_urls_that_apprise_does_not_support_are_counted_and_not_shown(
    make_resources: MakeResources, make_delivery: Callable[..., DueDelivery]
) -> None:
    services = AppriseServices(make_resources(notify_urls=("unheard-of://secret",)))
    delivery = make_delivery("apprise", b"Title\n\nText")
    with pytest.raises(MailError, match=r"^Apprise does not support 1 of the URLs in STORYWAKE_NOTIFY_URLS$") as caught:
        services.send(delivery, delivery.created_at)
    assert "secret" not in str(caught.value)
    assert not caught.value.permanent
