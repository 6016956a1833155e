"""The resources of channels, of which each test changes what it needs, and a delivery."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from alerts import Resources
from news import DueDelivery

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)


def refuse_to_post(url: str, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
    raise AssertionError("unexpected POST")


def build_resources(**changes: Any) -> Resources:
    return Resources(**{"sender": "storywake@example.org", "post": refuse_to_post, **changes})


def build_delivery(recipient: str, message: bytes = b"{}") -> DueDelivery:
    return DueDelivery(1, "treaty", recipient, "<x@example.org>", message, 0, NOON)


@pytest.fixture(scope="session")
def make_resources() -> Callable[..., Resources]:
    return build_resources


@pytest.fixture(scope="session")
def make_delivery() -> Callable[..., DueDelivery]:
    return build_delivery
