"""The links in the mails: opening one changes nothing, pressing its button does; forged links have no effect."""

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from alerts import Command
from desk.answer_pages import make_answer_app
from pipeline import open_runtime

WEB = {"web_address": "https://alerts.example.org"}


@pytest.fixture
def app(world: Any) -> Iterator[FastAPI]:
    with open_runtime(world.settings(**WEB)) as runtime:
        yield make_answer_app(runtime, lambda: world.now)


async def ask(app: FastAPI, method: str, path: str) -> httpx2.Response:
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="https://alerts.example.org") as client:
        return await client.request(method, path)


def run(app: FastAPI, method: str, path: str) -> httpx2.Response:
    import asyncio

    return asyncio.run(ask(app, method, path))


def links(world: Any) -> dict[str, str]:
    """The paths of the links in the first mail, by command."""
    world.publish()
    world.run(changes=WEB)
    (mail,) = world.letterbox.mails
    text = mail.get_body(("plain",)).get_content()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.findall(r"https://alerts\.example\.org(/answer/\S+/(no|mute|stop)\S*)", text)
    paths = {command: path for path, command in found}
    assert f"<https://alerts.example.org{paths['stop']}>" in mail["List-Unsubscribe"]
    return paths


def test_opening_a_link_shows_a_button_and_pressing_it_applies_the_command(world: Any, app: FastAPI) -> None:
    paths = links(world)
    asked = run(app, "GET", paths["stop"])
    assert "Stop mails about this story" in asked.text
    with open_runtime(world.settings()) as runtime:
        assert runtime.store.mutes(world.now) == {}
        assert run(app, "POST", paths["stop"]).status_code == 200
        assert runtime.store.mutes(world.now) == {("treaty", "ann@example.org"): None}
        assert run(app, "POST", paths["no"]).status_code == 200
        assert runtime.store.matches() == []
        assert runtime.store.development(1)[0].answer == "no"
        assert run(app, "POST", paths["mute"]).status_code == 200
        assert runtime.store.mutes(world.now)["treaty", "ann@example.org"] is not None


def test_forged_old_and_invalid_links_change_nothing(world: Any, app: FastAPI) -> None:
    path = links(world)["stop"]
    forged = re.sub(r"\.[0-9a-f]{16}/", f".{'0' * 16}/", path)
    assert run(app, "POST", forged).status_code == 404
    assert run(app, "POST", path.replace("/stop", "/dance")).status_code == 404
    assert run(app, "GET", path.replace("/stop", "/%3Cscript%3E")).status_code == 404
    world.later(days=91)
    assert "too old" in run(app, "POST", path).text
    with open_runtime(world.settings()) as runtime:
        assert runtime.store.mutes(world.now) == {}


def test_health_answers_ok_and_pages_load_no_resources(app: FastAPI) -> None:
    assert run(app, "GET", "/health").text == "ok"
    page = run(app, "GET", "/answer/x/stop")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("command", Command)
def test_every_command_has_a_page_with_its_button(app: FastAPI, command: Command) -> None:
    assert f"<button>{command.button}</button>" in run(app, "GET", f"/answer/x/{command.value}").text


def test_the_pages_are_served_under_the_public_name_only(app: FastAPI) -> None:
    import asyncio

    async def status(host: str) -> int:
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            return (await client.get("/health")).status_code

    hosts = ("alerts.example.org", "127.0.0.1", "rebound.example")
    assert [asyncio.run(status(host)) for host in hosts] == [200, 200, 421]
