"""Ways out besides mail: a signed webhook, with the same outbox and retries, and services that Apprise knows."""

import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from alerts import MailError, name_recipient
from alerts.channels import registry
from alerts.channels.webhook import Webhook
from news import Digest, DueDelivery
from pipeline import open_runtime


class Receiver(ThreadingHTTPServer):
    """A receiver on loopback that keeps what it is given, and can be told to refuse it."""

    daemon_threads = True

    def __init__(self) -> None:
        self.status = 204
        self.given: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.given.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/secret-path"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        threading.Thread(target=receiver.serve_forever, args=(0.05,), daemon=True).start()
        yield receiver
        receiver.shutdown()


class Chat(Webhook):
    """A channel that nobody but the list knows: it takes what would else be a webhook."""

    def write(self, digest: Digest, name: str) -> bytes:
        return f"{len(digest.alerts)} in {digest.seed.name}".encode()


def with_webhook(world: Any, url: str) -> None:
    text = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    world.seed("treaty", text.replace("recipients: [ann@example.org]\n", f"webhooks: [{url}]\n"))


def test_a_webhook_is_told_what_a_mail_would_tell_signed_and_once(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, receiver.url)
    report = world.run(changes={"webhook_secret": SecretStr("shared")})
    assert report.delivering.sent == 1
    assert world.run().delivering.sent == 0
    ((headers, body),) = receiver.given
    assert headers["X-Storywake-Signature"] == f"sha256={hmac.digest(b'shared', body, 'sha256').hex()}"
    told = json.loads(body)
    assert told["seed"] == "treaty"
    assert headers["X-Storywake-Delivery"] == told["delivery"]
    (development,) = told["developments"]
    assert development["headline"].startswith("Firefly writes to Trentino")
    assert development["quotes"][0]["text"]
    assert world.letterbox.mails == []


def test_a_receiver_that_fails_gets_the_same_bytes_later_and_its_address_is_shown_to_nobody(
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
    assert receiver.given[0][1] == receiver.given[1][1]


def test_a_webhook_needs_no_mail_server(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, receiver.url)
    assert world.run(changes={"smtp_url": None}).delivering.sent == 1
    assert len(receiver.given) == 1


def test_a_private_address_is_no_webhook_unless_that_is_allowed(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, receiver.url)
    world.run(changes={"smtp_url": None, "task_runner": "threads"})
    receiver.given.clear()
    with (
        open_runtime(world.settings(allow_private_addresses=False)) as runtime,
        pytest.raises(Exception, match="refused"),
    ):
        runtime.fetcher.post(receiver.url, b"{}", {}, now=world.now)
    assert receiver.given == []


def test_services_of_the_settings_are_told_through_apprise(world: Any, receiver: Receiver) -> None:
    world.publish()
    services = SecretStr(receiver.url.replace("http://", "json://"))
    report = world.run(changes={"notify_urls": services})
    assert report.delivering.sent == 2  # and the mail
    ((_, body),) = receiver.given
    told = json.loads(body)
    assert told["title"].startswith("1 new development in")
    assert "Firefly writes to Trentino" in told["message"]
    receiver.status = 500
    assert "secret-path" not in str(report)


def test_a_webhook_is_named_by_its_host() -> None:
    assert name_recipient("https://hooks.example/T0/secret") == "webhook at hooks.example"
    assert name_recipient("ann@example.org") == "ann@example.org"


def test_a_channel_added_to_the_list_is_written_for_and_sent_by_with_no_other_change(
    world: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "CHANNELS", (Chat, *registry.CHANNELS))
    world.publish()
    with_webhook(world, receiver.url)
    assert world.run(changes={"smtp_url": None}).delivering.sent == 1
    assert receiver.given[0][1] == b"1 in treaty"


def test_mail_waits_for_a_server_while_the_webhooks_are_told(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, f"{receiver.url}]\nrecipients: [ann@example.org")
    report = world.run(changes={"smtp_url": None})
    assert (report.delivering.sent, report.delivering.failed, report.delivering.waiting) == (1, 0, 1)
    assert world.run().delivering.sent == 1
    assert len(receiver.given) == len(world.letterbox.mails) == 1


@pytest.mark.parametrize(("status", "is_permanent"), [(503, False), (410, True)])
def test_what_a_receiver_says_for_good_is_a_mail_error_for_good(
    world: Any, receiver: Receiver, status: int, is_permanent: bool
) -> None:
    receiver.status = status
    delivery = DueDelivery(1, "treaty", receiver.url, "<x@example.org>", b"{}", 0, world.now)
    with open_runtime(world.settings()) as runtime, pytest.raises(MailError, match=str(status)) as caught:
        runtime.channels.channel_for(receiver.url).send(delivery, world.now)
    assert caught.value.permanent is is_permanent
    assert "secret-path" not in str(caught.value)
