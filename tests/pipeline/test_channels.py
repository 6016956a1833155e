"""The channels besides mail, signed webhooks and Apprise services, which use the same outbox and retries."""

import hmac
import json
from base64 import b64encode
from typing import Any

import pytest
from pydantic import SecretStr

from alerts import MailError, name_recipient
from alerts.channels import registry
from alerts.channels.webhook import Webhook
from news import Digest, DueDelivery
from pipeline import open_runtime
from tests.pipeline.receiver import Receiver, receiver, with_webhook

__all__ = ["receiver"]


class Chat(Webhook):
    """A channel known only from the registry; it accepts recipients that would otherwise be webhooks."""

    def write(self, digest: Digest, name: str) -> bytes:
        return f"{len(digest.alerts)} in {digest.seed.name}".encode()


def test_a_webhook_gets_the_content_of_a_mail_signed_and_only_once(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, receiver.url)
    report = world.run(changes={"webhook_secret": SecretStr("shared")})
    assert report.delivering.sent == 1
    assert world.run().delivering.sent == 0
    ((headers, body),) = receiver.received
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    assert headers["webhook-signature"] == f"v1,{b64encode(hmac.digest(b'shared', signed, 'sha256')).decode()}"
    payload = json.loads(body)["data"]
    assert payload["seed"] == "treaty"
    assert headers["webhook-id"] == payload["delivery"]
    (development,) = payload["developments"]
    assert development["headline"].startswith("Firefly writes to Trentino")
    assert development["quotes"][0]["text"]
    assert world.letterbox.mails == []


def test_a_failed_webhook_is_retried_with_the_same_bytes_and_its_secret_url_is_never_shown(
    world: Any, receiver: Receiver
) -> None:
    world.publish()
    with_webhook(world, receiver.url)
    receiver.status = 503
    report = world.run()
    assert report.delivering.failed == 1
    assert "secret-path" not in str(report.delivering)
    receiver.status = 200
    world.later(minutes=15)
    assert world.run().delivering.sent == 1
    assert receiver.received[0][1] == receiver.received[1][1]


def test_a_webhook_needs_no_mail_server(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, receiver.url)
    assert world.run(changes={"smtp_url": None}).delivering.sent == 1
    assert len(receiver.received) == 1


def test_webhooks_at_private_addresses_are_refused_unless_allowed(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, receiver.url)
    world.run(changes={"smtp_url": None, "task_runner": "threads"})
    receiver.received.clear()
    with (
        open_runtime(world.settings(allow_private_addresses=False)) as runtime,
        pytest.raises(Exception, match="refused"),
    ):
        runtime.fetcher.post(receiver.url, b"{}", {}, now=world.now)
    assert receiver.received == []


def test_apprise_services_of_the_settings_get_developments(world: Any, receiver: Receiver) -> None:
    world.publish()
    services = SecretStr(receiver.url.replace("http://", "json://"))
    report = world.run(changes={"notify_urls": services})
    assert report.delivering.sent == 2  # and the mail
    ((_, body),) = receiver.received
    payload = json.loads(body)
    assert payload["title"].startswith("1 new development in")
    assert "Firefly writes to Trentino" in payload["message"]
    receiver.status = 500
    assert "secret-path" not in str(report)


def test_a_webhook_is_named_by_its_host() -> None:
    assert name_recipient("https://hooks.example/T0/secret") == "webhook at hooks.example"
    assert name_recipient("ann@example.org") == "ann@example.org"


def test_a_channel_added_to_the_registry_works_without_other_changes(
    world: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "CHANNELS", (Chat, *registry.CHANNELS))
    world.publish()
    with_webhook(world, receiver.url)
    assert world.run(changes={"smtp_url": None}).delivering.sent == 1
    assert receiver.received[0][1] == b"1 in treaty"


def test_webhooks_are_sent_while_mails_wait_for_a_server(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, f"{receiver.url}]\nrecipients: [ann@example.org")
    report = world.run(changes={"smtp_url": None})
    assert (report.delivering.sent, report.delivering.failed, report.delivering.waiting) == (1, 0, 1)
    assert world.run().delivering.sent == 1
    assert len(receiver.received) == len(world.letterbox.mails) == 1


@pytest.mark.parametrize(("status", "is_permanent"), [(503, False), (410, True)])
def test_a_permanent_http_error_of_a_webhook_is_a_permanent_mail_error(
    world: Any, receiver: Receiver, status: int, is_permanent: bool
) -> None:
    receiver.status = status
    delivery = DueDelivery(1, "treaty", receiver.url, "<x@example.org>", b"{}", 0, world.now)
    with open_runtime(world.settings()) as runtime, pytest.raises(MailError, match=str(status)) as caught:
        runtime.channels.channel_for(receiver.url).send(delivery, world.now)
    assert caught.value.permanent is is_permanent
    assert "secret-path" not in str(caught.value)
