"""A webhook: JSON, POSTed to the http(s) address that is the recipient, and signed where a secret is shared."""

import hmac
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from alerts.channels.protocol import Channel, Resources
from alerts.mail_content import Card, present
from news import Digest, DueDelivery

SIGNATURE = "X-Storywake-Signature"
DELIVERY = "X-Storywake-Delivery"


class Webhook(Channel):
    """POSTs digests to the recipients that are addresses on the web."""

    def __init__(self, resources: Resources) -> None:
        self._post = resources.post
        self._secret = resources.webhook_secret

    @staticmethod
    def accepts(recipient: str) -> bool:
        """Whether it is an http(s) address."""
        return recipient.startswith(("http://", "https://"))

    @staticmethod
    def name(recipient: str) -> str:
        """The host alone, for the address may be a secret."""
        try:
            return f"webhook at {urlsplit(recipient).hostname}"
        except ValueError:
            return "a webhook"

    def write(self, digest: Digest, name: str) -> bytes:
        """JSON in UTF-8; a receiver that has seen its `delivery` can leave a second one alone."""
        letter = present(digest)
        told = {
            "delivery": name,
            "seed": digest.seed.name,
            "title": letter.seed_title,
            "created": digest.created_at.isoformat(),
            "developments": [_plain(card) for card in (*letter.cards, *letter.listed)],
            "unlisted": letter.unlisted,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")

    def send(self, delivery: DueDelivery, now: datetime) -> None:
        """POST the body to the recipient. Raises MailError."""
        headers = sign_headers(delivery.message, delivery.message_id, self._secret)
        self._post(delivery.recipient, delivery.message, headers, now)


def _plain(card: Card) -> dict[str, Any]:
    quotes = [{"text": "".join(piece for piece, _ in one.spans), "outlet": one.outlet} for one in card.quotes]
    return {**asdict(card), "quotes": quotes}


def sign_headers(body: bytes, name: str, secret: str) -> dict[str, str]:
    """The headers of a webhook: the delivery's name and, where a secret is shared, the body's HMAC (RFC 2104)."""
    headers = {"Content-Type": "application/json; charset=utf-8", DELIVERY: name}
    if secret:
        headers[SIGNATURE] = f"sha256={hmac.digest(secret.encode(), body, 'sha256').hex()}"
    return headers
