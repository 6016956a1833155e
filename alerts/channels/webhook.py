"""Webhooks: a digest as JSON, POSTed to the http(s) URL that is the recipient, and signed if a secret is shared."""

import hmac
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from alerts.channels.protocol import Channel, Resources
from alerts.mail_cards import Card
from alerts.mail_content import present
from news import Digest, DueDelivery

SIGNATURE = "X-Storywake-Signature"
DELIVERY = "X-Storywake-Delivery"


class Webhook(Channel):
    """POSTs digests to recipients that are URLs."""

    def __init__(self, resources: Resources) -> None:
        self._post = resources.post
        self._secret = resources.webhook_secret

    @staticmethod
    def accepts(recipient: str) -> bool:
        """Whether the recipient is an http(s) URL."""
        return recipient.startswith(("http://", "https://"))

    @staticmethod
    def name(recipient: str) -> str:
        """Only the host: the rest of the URL may be secret."""
        try:
            return f"webhook at {urlsplit(recipient).hostname}"
        except ValueError:
            return "a webhook"

    @staticmethod
    def host(recipient: str) -> str:
        """The host and port of the URL."""
        try:
            parts = urlsplit(recipient)
            port = parts.port or parts.scheme
        except ValueError:
            return ""
        return f"{parts.hostname}:{port}"

    def write(self, digest: Digest, name: str) -> bytes:
        """JSON in UTF-8; by its `delivery` a receiver can recognise a delivery that it already has."""
        letter = present(digest)
        payload = {
            "delivery": name,
            "seed": digest.seed.name,
            "title": letter.seed_title,
            "created": digest.created_at.isoformat(),
            "developments": [_plain(card) for card in (*letter.cards, *letter.listed)],
            "unlisted": letter.unlisted,
        }
        return json.dumps(payload, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")

    def send(self, delivery: DueDelivery, now: datetime) -> None:
        """POST the body to the recipient. Raises MailError."""
        headers = sign_headers(delivery.message, delivery.message_id, self._secret)
        self._post(delivery.recipient, delivery.message, headers, now)


def _plain(card: Card) -> dict[str, Any]:
    quotes = [{"text": "".join(piece for piece, _ in one.spans), "outlet": one.outlet} for one in card.quotes]
    return {**asdict(card), "quotes": quotes}


def sign_headers(body: bytes, name: str, secret: str) -> dict[str, str]:
    """The headers of a webhook: the delivery's name and, if a secret is shared, the body's HMAC-SHA256 (RFC 2104)."""
    headers = {"Content-Type": "application/json; charset=utf-8", DELIVERY: name}
    if secret:
        headers[SIGNATURE] = f"sha256={hmac.digest(secret.encode(), body, 'sha256').hex()}"
    return headers
