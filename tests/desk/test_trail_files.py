"""A story for other programs and people: files, feeds, one page, and word of every change."""

import asyncio
import csv
import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from desk import story
from tests.desk.conftest import STORY, TITLES, Workplace
from tests.desk.visiting import BASE

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FORMS = ("atom", "jsonfeed", "csv", "json", "jsonl", "html")


@pytest.mark.parametrize("form", FORMS)
def test_a_trail_has_every_report_and_no_recipient(desk: Workplace, form: str) -> None:
    text = desk.visit().read(f"{STORY}/trail.{form}")
    assert all(title in text for title in TITLES)
    assert "ann@example.org" not in text


def test_the_feeds_say_where_they_are(desk: Workplace) -> None:
    browser = desk.visit()
    feed = ET.fromstring(browser.read(f"{STORY}/trail.atom"))
    assert feed.find("a:link[@rel='self']", ATOM).attrib["href"] == f"{BASE}{STORY}/trail.atom"  # type: ignore[union-attr]
    ids = [one.text for one in feed.iterfind(".//a:id", ATOM)]
    assert len(set(ids)) == 5
    assert all(str(one).startswith("tag:") for one in ids)
    assert json.loads(browser.read(f"{STORY}/trail.jsonfeed"))["feed_url"] == f"{BASE}{STORY}/trail.jsonfeed"
    assert browser.get(f"{STORY}/trail.atom").headers["content-type"] == "application/atom+xml; charset=utf-8"


def test_no_cell_is_a_formula(desk: Workplace) -> None:
    hostile = ['=HYPERLINK("https://evil.example","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r\n=1", '",=1,"', "＝1"]
    for number, title in enumerate(hostile, 20):
        desk.report(number, title, outlet=title, joins=1)
    answer = desk.visit().get(f"{STORY}/trail.csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + len(TITLES) + len(hostile)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert answer.headers["content-disposition"] == 'attachment; filename="treaty.csv"'
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_file_is_named_without_signs(open_desk: Any, world: Any) -> None:
    from tests.world import SEED

    world.seed("łódź vote", SEED.replace("lithium", "cobalt"))
    desk = open_desk()
    desk.sync()
    (name,) = {one.name for one in desk.store.seeds()} - {"treaty"}
    answer = desk.visit().get(f"/stories/{name}/trail.csv")
    assert answer.status_code == 200
    named = answer.headers["content-disposition"]
    assert named.isascii()
    assert named.removeprefix('attachment; filename="').removesuffix('.csv"').replace("-", "").isalnum()


def test_a_forged_link_shows_nothing(desk: Workplace, subtests: pytest.Subtests) -> None:
    browser = desk.visit()
    browser.do(f"{STORY}/share")
    for link in ("1", "1-", "1-" + "0" * 32, "x", "-", "9" * 40 + "-" + "0" * 32, "²-0", "1-é"):
        with subtests.test(link):
            answer = desk.visit().get(f"/shared/{link}")
            assert answer.status_code == 404
            assert "Letter sent" not in answer.text


def test_a_shared_link_is_of_one_number_alone(staffed: Workplace) -> None:
    from desk.desk import Desk
    from desk.shared_links import address_of

    ann = staffed.sign_in("ann")
    ann.do(f"{STORY}/share")
    ann.do(f"{STORY}/share")
    shop: Desk = staffed.app.state.desk
    second, first = (address_of(shop, one) for one in staffed.store.shares())
    stranger = staffed.visit()
    assert stranger.get(first).status_code == stranger.get(second).status_code == 200
    assert stranger.get(first.replace("/1-", "/2-")).status_code == 404
    assert "ann" not in stranger.read(first).replace("Tannenberg", "")
    for path in (STORY, f"{STORY}/trail.json", "/log"):
        assert stranger.get(path).status_code == 303  # the link opens nothing else


def test_a_change_is_sent_to_whoever_has_the_page_open(desk: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "_LISTEN", 0.01)
    seen: list[str] = []

    async def listen() -> None:
        """The connection as a server sees it: the browser goes away after the first change."""
        gone = asyncio.Event()
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "path": f"{STORY}/changes",
            "query_string": b"",
            "headers": [(b"host", b"127.0.0.1")],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8030),
            "scheme": "http",
            "root_path": "",
            "raw_path": b"",
        }

        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = dict(message["headers"])
                assert headers[b"content-type"].startswith(b"text/event-stream")
                assert headers[b"x-frame-options"] == b"DENY"
                return
            seen.append(message["body"].decode())
            if len(seen) == 2:
                await asyncio.to_thread(desk.report, 9, "A pact is signed", joins=1)
            if "changed" in seen[-1]:
                gone.set()

        await asyncio.wait_for(desk.app(scope, receive, send), 30)

    asyncio.run(listen())
    assert seen[0] == ": nothing new\n\n"
    assert seen[-1].startswith("event: changed\ndata: ")
    assert desk.visit().get("/stories/nothing/changes").status_code == 404
