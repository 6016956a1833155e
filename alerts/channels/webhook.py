"""Webhooks: a digest as JSON, POSTed to the http(s) URL that is the recipient.

Headers, signature and the outer form of the body are those of Standard Webhooks (standardwebhooks.com, version 1), for
which receivers find libraries in many languages.
"""

import base64
import binascii
import hmac
import json
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from alerts.channels.protocol import Channel, Resources
from alerts.mail_cards import Card
from alerts.mail_content import present
from alerts.signatures import fingerprint
from news import Digest, DueDelivery

TYPE = "storywake.digest.v1"  # another number follows if a receiver of this one would not understand it
_PREFIX = "whsec_"  # of a secret in base64


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
        """JSON in UTF-8; `data.delivery` names the delivery, as the header webhook-id does."""
        letter = present(digest)
        data = {
            "delivery": _identify(name),
            "seed": digest.seed.name,
            "title": letter.seed_title,
            "developments": [_plain(card) for card in (*letter.cards, *letter.listed)],
            "unlisted": letter.unlisted,
        }
        payload = {"type": TYPE, "timestamp": digest.created_at.isoformat(), "data": data}
        return json.dumps(payload, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")

    def send(self, delivery: DueDelivery, now: datetime) -> None:
        """POST the body to the recipient. Raises MailError."""
        headers = make_headers(delivery.message, delivery.message_id, self._secret, now)
        self._post(delivery.recipient, delivery.message, headers, now)


def _plain(card: Card) -> dict[str, Any]:
    quotes = [{"text": "".join(piece for piece, _ in one.spans), "outlet": one.outlet} for one in card.quotes]
    return {**asdict(card), "quotes": quotes}


def make_headers(body: bytes, name: str, secret: str, now: datetime) -> dict[str, str]:
    """The headers of a webhook: its id, which is the same in every attempt, the time and, with a secret, a signature.

    The signature is an HMAC-SHA256 (RFC 2104) of id, time (in seconds since 1970) and body, joined by full stops.
    """
    identity, seconds = _identify(name), str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": identity,
        "webhook-timestamp": seconds,
    }
    if secret:
        signed = hmac.digest(_key(secret), f"{identity}.{seconds}.".encode() + body, "sha256")
        headers["webhook-signature"] = f"v1,{base64.b64encode(signed).decode()}"
    return headers


def _identify(name: str) -> str:
    """The id of a delivery: no full stop may be in it."""
    return f"msg_{fingerprint(name, 16)}"


def _key(secret: str) -> bytes:
    """The bytes of a secret; one that is not in base64 stands for itself."""
    if secret.startswith(_PREFIX):
        with suppress(binascii.Error):
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    return secret.encode()
