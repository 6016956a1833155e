"""The body and the headers of a webhook, with its signature."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from alerts import Resources
from alerts.channels.webhook import Webhook, make_headers
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
    assert (payload["type"], payload["timestamp"]) == ("storywake.digest.v1", digest.created_at.isoformat())
    data = payload["data"]
    assert (data["seed"], data["unlisted"]) == (digest.seed.name, 0)
    assert sorted(one["headline"] for one in data["developments"]) == ["Headline 1", "Headline 2"]
    assert data["developments"][0]["quotes"] == [{"text": "Trump paused military aid on Monday.", "outlet": ""}]
    assert make_webhook("shared").write(digest, "<x@example.org>") == body


def test_a_delivery_is_posted_unchanged_with_its_name_and_signature(
    make_webhook: Callable[[str], Webhook], make_delivery: Callable[..., DueDelivery], posted: Posted
) -> None:
    delivery = make_delivery(URL, b'{"a": 1}')
    make_webhook("shared").send(delivery, delivery.created_at)
    ((url, body, headers, now),) = posted
    assert (url, body, now) == (URL, b'{"a": 1}', delivery.created_at)
    assert headers["webhook-id"].startswith("msg_")
    assert headers["webhook-timestamp"] == str(int(delivery.created_at.timestamp()))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(b"shared", signed, "sha256")).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_a_later_attempt_has_the_same_id_and_a_signature_of_its_own(
    make_webhook: Callable[[str], Webhook], make_delivery: Callable[..., DueDelivery], posted: Posted
) -> None:
    delivery = make_delivery(URL)
    for minutes in (0, 20):
        make_webhook("shared").send(delivery, delivery.created_at + timedelta(minutes=minutes))
    first, second = (headers for _, _, headers, _ in posted)
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-signature"] != second["webhook-signature"]


@pytest.mark.parametrize(("secret", "key"), [("whsec_c3Rvcnl3YWtl", b"storywake"), ("whsec_not*base64", None)])
def test_a_secret_may_be_in_the_base64_of_the_standard(secret: str, key: bytes | None) -> None:
    headers = make_headers(b'{"a": 1}', "<x@example.org>", secret, datetime(2025, 3, 2, 10, tzinfo=UTC))
    signed = f'{headers["webhook-id"]}.1740909600.{{"a": 1}}'.encode()
    expected = base64.b64encode(hmac.digest(key or secret.encode(), signed, "sha256")).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_without_a_shared_secret_there_is_no_signature(
    make_webhook: Callable[[str], Webhook], make_delivery: Callable[..., DueDelivery], posted: Posted
) -> None:
    delivery = make_delivery(URL)
    make_webhook("").send(delivery, delivery.created_at)
    assert "webhook-signature" not in posted[0][2]
