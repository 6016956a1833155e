"""What the services of Apprise are told, and that no error shows their addresses."""

from collections.abc import Callable

import pytest

from alerts import MailError, Resources
from alerts.channels.apprise import AppriseServices
from news import Digest, DueDelivery, WaitingAlert

MakeResources = Callable[..., Resources]


def test_the_first_line_is_the_title_and_what_is_too_much_for_a_chat_is_counted(
    make_resources: MakeResources, make_digest: Callable[..., Digest], make_alert: Callable[..., WaitingAlert]
) -> None:
    digest = make_digest(*(make_alert(number) for number in range(1, 13)))
    title, *lines, rest = AppriseServices(make_resources()).write(digest, "<name>").decode().split("\n\n")
    assert title.startswith("12 new developments in ")
    assert lines[0] == "Headline 1 (Courier)\nhttps://courier.example/1"
    assert len(lines) == 10
    assert rest == "and 2 more: storywake matches us-ukraine-minerals-deal"


def test_an_address_that_apprise_does_not_know_is_counted_and_not_shown(
    make_resources: MakeResources, make_delivery: Callable[..., DueDelivery]
) -> None:
    services = AppriseServices(make_resources(notify_urls=("unheard-of://secret",)))
    delivery = make_delivery("apprise", b"Title\n\nText")
    with pytest.raises(MailError, match=r"^1 of the addresses in STORYWAKE_NOTIFY_URLS") as caught:
        services.send(delivery, delivery.created_at)
    assert "secret" not in str(caught.value)
    assert not caught.value.permanent
