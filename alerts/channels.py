"""Ways out besides mail: a webhook, and the services that Apprise knows. What they are sent, how it is signed. Pure.

A recipient names its way: an http(s) address is a webhook, "apprise" stands for the services of the settings, whose
addresses hold secrets and are stored nowhere; anything else is a mail address.
"""

import hmac
import json
from dataclasses import asdict
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from alerts.mail_content import Card, present
from news import Digest

APPRISE = "apprise"
SIGNATURE = "X-Storywake-Signature"
DELIVERY = "X-Storywake-Delivery"
_MOST_TOLD = 10  # developments in a message to a chat


class Channel(StrEnum):
    """A way to a recipient."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    APPRISE = "apprise"


def channel_of(recipient: str) -> Channel:
    """The way to a recipient."""
    if recipient.startswith(("http://", "https://")):
        return Channel.WEBHOOK
    return Channel.APPRISE if recipient == APPRISE else Channel.MAIL


def name_recipient(recipient: str) -> str:
    """A recipient as logs and tables name it: of a webhook the host alone, for its address may be a secret."""
    if channel_of(recipient) is not Channel.WEBHOOK:
        return recipient
    try:
        return f"webhook at {urlsplit(recipient).hostname}"
    except ValueError:
        return "a webhook"


def write_hook(digest: Digest, name: str) -> bytes:
    """What a webhook is sent about a digest: JSON in UTF-8, the same bytes whenever it is sent.

    `name` is the delivery's: a receiver that has seen it can leave a second one alone.
    """
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


def _plain(card: Card) -> dict[str, Any]:
    quotes = [{"text": "".join(piece for piece, _ in one.spans), "outlet": one.outlet} for one in card.quotes]
    return {**asdict(card), "quotes": quotes}


def hook_headers(body: bytes, name: str, secret: str) -> dict[str, str]:
    """The headers of a webhook: the delivery's name and, where a secret is shared, the body's HMAC (RFC 2104)."""
    headers = {"Content-Type": "application/json; charset=utf-8", DELIVERY: name}
    if secret:
        headers[SIGNATURE] = f"sha256={hmac.digest(secret.encode(), body, 'sha256').hex()}"
    return headers


def write_note(digest: Digest) -> bytes:
    """What a chat is sent about a digest: the first line is the title, the others are the text, in UTF-8."""
    letter = present(digest)
    lines = [f"{card.headline} ({card.outlet})\n{card.link or card.address}" for card in letter.cards[:_MOST_TOLD]]
    rest = len(letter.cards) + len(letter.listed) + letter.unlisted - len(lines)
    more = [f"and {rest} more: storywake matches {letter.seed_name}"] if rest else []
    return "\n\n".join([letter.summary, *lines, *more]).encode("utf-8", "replace")
