"""The body and the headers of a webhook, with its signature."""

import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime

import pytest

from alerts import Resources
from alerts.channels.webhook import Webhook
from news import Digest, DueDelivery, WaitingAlert

URL = "https://hooks.example/T0/secret"
MakeResources = Callable[..., Resources]
Posted = list[tuple[str, bytes, dict[str, str], datetime]]


@pytest.fixture
def posted() -> Posted:
    return []


@pytest.fixture
def make_webhook(make_resources: MakeResources, posted: Posted) -> Callable[[str], Webhook]:
    def post(url: str, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
        posted.append((url, body, dict(headers), now))

    return lambda secret: Webhook(make_resources(post=post, webhook_secret=secret))


def test_the_body_is_json_with_the_developments_and_always_the_same(
    make_webhook: Callable[[str], Webhook],
    make_digest: Callable[..., Digest],
    make_alert: Callable[..., WaitingAlert],
) -> None:
    digest = make_digest(make_alert(1), make_alert(2))
    body = make_webhook("").write(digest, "<x@example.org>")
    payload = json.loads(body)
    assert (payload["delivery"], payload["seed"], payload["unlisted"]) == ("<x@example.org>", digest.seed.name, 0)
    assert sorted(one["headline"] for one in payload["developments"]) == ["Headline 1", "Headline 2"]
    assert payload["developments"][0]["quotes"] == [{"text": "Trump paused military aid on Monday.", "outlet": ""}]
    assert make_webhook("shared").write(digest, "<x@example.org>") == body


def test_a_delivery_is_posted_unchanged_with_its_name_and_signature(
    make_webhook: Callable[[str], Webhook], make_delivery: Callable[..., DueDelivery], posted: Posted
) -> None:
    delivery = make_delivery(URL, b'{"a": 1}')
    make_webhook("shared").send(delivery, delivery.created_at)
    ((url, body, headers, now),) = posted
    assert (url, body, now) == (URL, b'{"a": 1}', delivery.created_at)
    assert headers == {
        "Content-Type": "application/json; charset=utf-8",
        "X-Storywake-Delivery": "<x@example.org>",
        "X-Storywake-Signature": f"sha256={hmac.digest(b'shared', body, 'sha256').hex()}",
    }


def test_without_a_shared_secret_there_is_no_signature(
    make_webhook: Callable[[str], Webhook], make_delivery: Callable[..., DueDelivery], posted: Posted
) -> None:
    delivery = make_delivery(URL)
    make_webhook("").send(delivery, delivery.created_at)
    assert "X-Storywake-Signature" not in posted[0][2]
