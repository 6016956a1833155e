"""Our web pages are not served under foreign names: a web page could read them by DNS rebinding."""

import asyncio
import socket

import httpx2
import pytest

from service import reached_at
from service.web_app import make_bare_app

HOSTS = ("0.0.0.0", "https://alerts.example.org/mail", "Metrics.Example.org")
OURS = [
    "127.0.0.1:8025",
    "[::1]:8025",
    "10.1.2.3",
    "localhost:9464",
    "watcher:9464",
    "alerts.example.org",
    "ALERTS.example.org.:443",
    "metrics.example.org:9464",
    socket.gethostname(),
]
FOREIGN = ["rebound.example:8025", "127.0.0.1.rebound.example", "example.org", "localhost.rebound.example:80", "a.[b"]


def status_under(host: str) -> int:
    app = make_bare_app(HOSTS)
    app.get("/")(lambda: "seen")

    async def ask() -> httpx2.Response:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://127.0.0.1") as client:
            return await client.get("/", headers={"Host": host})

    return asyncio.run(ask()).status_code


@pytest.mark.parametrize("host", OURS)
def test_a_request_under_a_name_of_ours_is_answered(host: str) -> None:
    assert status_under(host) == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_a_request_under_a_foreign_name_is_refused(host: str) -> None:
    assert status_under(host) == 421


@pytest.mark.parametrize(
    ("host", "reached"),
    [("0.0.0.0", "127.0.0.1"), ("::", "127.0.0.1"), ("::1", "[::1]"), ("desk.example.org", "desk.example.org")],
)
def test_an_address_is_shown_as_a_browser_can_open_it(host: str, reached: str) -> None:
    assert reached_at(host) == reached
