"""Requests that other sites cause, hostile names, sizes and paths: nothing is done, nothing is read."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from desk.desk import MOST_FORM
from desk.pages import HEADERS
from storage import StoreError
from tests.desk.conftest import STORY, Workplace
from tests.desk.visiting import BASE, Browser

FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1.evil.example:8030"},
    {"Origin": BASE, "Sec-Fetch-Site": "cross-site"},
    {"Origin": BASE, "Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site"},
]
PATHS = [
    *("..%2f..%2fetc%2fpasswd", "%2e%2e", "..%5c..%5cx", "%00", "a%0d%0aX-Evil: 1", "%252e%252e%252f", "/etc/passwd"),
    *(
        "treaty%00",
        "treaty%2f..%2ftreaty",
        "~root",
        "con",
        "%f0%28%8c%bc",
        "x" * 5000,
        "<script>",
        "'--",
        "{{7*7}}",
        "$(id)",
    ),
]


def notes(desk: Workplace) -> list[str]:
    return [one.text for one in desk.store.notes("treaty")]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_of_another_site_does_nothing(desk: Workplace, headers: dict[str, str]) -> None:
    browser = desk.visit()
    form = {"token": browser.token, "text": "A note"}
    answer = browser.send("POST", f"{STORY}/notes", data=form, headers=headers)
    assert (answer.status_code, notes(desk)) == (403, [])
    answer = browser.send("POST", "/api/v1/stories/treaty/notes", json={"text": "A note"}, headers=headers)
    assert (answer.status_code, notes(desk)) == (403, [])


def test_a_form_without_the_token_of_this_browser_does_nothing(staffed: Workplace) -> None:
    ann, rob, again = staffed.sign_in("ann"), staffed.sign_in("rob"), staffed.sign_in("ann")
    own = ann.token
    for token in ("", "0" * 64, own[:-1], own + "0", own.upper(), rob.token, again.token, "é"):
        answer = ann.send("POST", f"{STORY}/notes", data={"token": token, "text": "A note"})
        assert (answer.status_code, notes(staffed)) == (403, []), token
    assert ann.send("POST", f"{STORY}/notes", data={"text": "A note"}).status_code == 403
    files = {"token": ("token", own.encode())}
    assert ann.send("POST", f"{STORY}/notes", files=files).status_code == 403
    assert ann.send("POST", f"{STORY}/notes?token={own}&text=x", json={"token": own, "text": "x"}).status_code == 403
    assert notes(staffed) == []


def test_a_browser_without_a_cookie_can_send_no_form(desk: Workplace) -> None:
    token = desk.visit().token
    for cookies in ({}, {"storywake_session": ""}, {"storywake_session": "another"}):
        answer = desk.visit(cookies=dict(cookies)).send("POST", f"{STORY}/notes", data={"token": token, "text": "x"})
        assert answer.status_code == 403
    assert notes(desk) == []


def test_opening_a_page_changes_nothing(desk: Workplace) -> None:
    browser = desk.visit()
    browser.read(STORY)
    before = (desk.store.actions(), desk.store.mutes(desk.world.now), desk.store.shares(), desk.store.tokens("desk"))
    posts = set()
    for route in desk.app.routes:
        for one in getattr(getattr(route, "original_router", route), "routes", [route]):
            if {"POST", "PUT"} & set(getattr(one, "methods", None) or ()):
                posts.add(re.sub(r"\{\w+\}", lambda found: "treaty" if found[0] == "{name}" else "1", one.path))
    for path in posts:
        browser.get(path, params={"text": "x", "match": "1", "answer": "no", "token": browser.token})
    assert (
        desk.store.actions(),
        desk.store.mutes(desk.world.now),
        desk.store.shares(),
        desk.store.tokens("desk"),
    ) == before


@pytest.mark.parametrize(
    "host", ["evil.example", "rebound.example:8030", "127.0.0.1.evil.example", "a.[b", "evil.example@127.0.0.1.x"]
)
def test_a_foreign_host_is_refused(desk: Workplace, host: str) -> None:
    answer = desk.visit().get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "Stories" not in answer.text
    assert set(HEADERS.items()) <= {(name.title(), value) for name, value in answer.headers.items()}


def test_the_names_of_the_desk_are_answered(open_desk: Callable[..., Workplace]) -> None:
    desk = open_desk(desk_hosts=("desk.example.org",), web_address="https://alerts.example.org/x")
    for host in (
        "desk.example.org",
        "DESK.example.org:443",
        "alerts.example.org",
        "localhost:8030",
        "[::1]:8030",
        "10.0.0.9",
    ):
        assert desk.visit().get("/", headers={"Host": host}).status_code == 200, host


def test_every_answer_forbids_frames_scripts_of_others_and_copies(staffed: Workplace) -> None:
    ann = staffed.sign_in("ann")
    ann.raises = False
    answers = [
        *(
            ann.get(path)
            for path in ("/", STORY, f"{STORY}/trail.atom", "/static/desk.css", "/nothing", "/api", "/log")
        ),
        *(ann.get(path) for path in ("/api/v1/stories", f"{STORY}?page=0", "/answer/x/stop", "/sign-in", "/health")),
        ann.send("POST", f"{STORY}/notes", data={}),
        ann.send("DELETE", STORY),
        ann.send("POST", f"{STORY}/notes", headers={"Origin": "https://evil.example"}),
        ann.send("POST", f"{STORY}/notes", headers={"Content-Length": str(MOST_FORM + 1)}),
        staffed.visit().get("/"),
    ]
    assert {one.status_code for one in answers} == {200, 303, 403, 404, 405, 413, 422}
    for one in answers:
        assert one.headers["content-security-policy"] == HEADERS["Content-Security-Policy"], one.url
        assert one.headers["x-frame-options"] == "DENY"
        assert one.headers["x-content-type-options"] == "nosniff"
    policy = HEADERS["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    page = ann.get(f"{STORY}/trail.html").headers["content-security-policy"]
    assert "script" not in page
    assert "frame-ancestors 'none'" in page


def test_an_unexpected_error_shows_nothing_of_the_program(desk: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(type(desk.store), "latest_passes", fail)
    browser = desk.visit(raises=False)
    answer = browser.get("/")
    assert (answer.status_code, "secret" in answer.text, "Traceback" in answer.text) == (500, False, False)
    assert answer.headers["x-frame-options"] == "DENY"

    def break_off(*_: object, **__: object) -> None:
        raise StoreError("the database cannot be reached")

    monkeypatch.setattr(type(desk.store), "latest_passes", break_off)
    answer = browser.get("/")
    assert (answer.status_code, "cannot be reached" in answer.text) == (503, True)


def test_no_path_parameter_leads_to_a_file(staffed: Workplace) -> None:
    ann = staffed.sign_in("ann")
    templates = [
        *("/stories/{}", "/stories/{}/settings", "/stories/{}/trail.csv", "/stories/treaty/trail.{}", "/static/{}"),
        *("/shared/{}", "/answer/{}/stop", "/answer/x/{}", "/stories/treaty/developments/{}", "/sources?story={}"),
        *("/api/v1/stories/{}/reports", "/search?story={}", "/sign-in?next={}", "/{}", "/new?url={}"),
    ]
    for template in templates:
        for path in PATHS:
            answer = ann.get(template.format(path))
            assert answer.status_code in {200, 303, 404, 422}, (template, path, answer.status_code)
            assert "root:" not in answer.text
            assert "x-evil" not in answer.headers
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert "<script>" not in answer.text
            assert "49" not in answer.headers.get("location", "")


def test_no_form_leads_to_a_file(staffed: Workplace) -> None:
    ann = staffed.sign_in("ann")
    seeds = staffed.world.folder / "seeds"
    before = {one.name: one.read_bytes() for one in seeds.iterdir()}
    for path in PATHS[:12]:
        for action in ("pause", "resume", "unfollow", "settings", "notes", "share", "mute"):
            answer = ann.post(f"/stories/{path}/{action}", {"text": "x", "digest": "x"})
            assert answer.status_code in {404, 405}, (path, action)
    ann.complaint("/sources/remove", {"url": "/etc/passwd"})
    assert {one.name: one.read_bytes() for one in seeds.iterdir()} == before


def test_sizes_are_limited_whatever_a_request_says(desk: Workplace) -> None:
    browser = desk.visit(raises=False)
    token = browser.token
    answer = browser.send("POST", f"{STORY}/notes", data={"token": token, "text": "x" * MOST_FORM})
    assert answer.status_code == 413
    for length in ("-1", "x", "1e3", "99999999999999999999"):
        answer = browser.send("POST", f"{STORY}/notes", content=b"a", headers={"Content-Length": length})
        assert answer.status_code == 413, length

    async def endless() -> Any:
        for _ in range(MOST_FORM // 1_000_000 + 2):
            yield b"x" * 1_000_000

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert browser.send("POST", f"{STORY}/notes", content=endless(), headers=form).status_code == 413
    json = {"Content-Type": "application/json"}
    answer = browser.send("POST", "/api/v1/stories/treaty/notes", content=endless(), headers=json)
    assert answer.status_code == 413
    many = "&".join(f"f{number}=1" for number in range(3000))
    assert browser.send("POST", f"{STORY}/notes", content=many, headers=form).status_code == 400
    files = [("file", (f"{number}.opml", b"x", "text/xml")) for number in range(5)]
    assert browser.send("POST", "/sources/import", data={"token": token}, files=files).status_code == 400
    assert notes(desk) == []


def test_line_breaks_reach_no_header(desk: Workplace) -> None:
    browser = desk.visit()
    hostile = "/x\r\nSet-Cookie: evil=1\r\n\r\n<script>alert(1)</script>"
    for answer in (
        browser.post("/undo/99", {"next": hostile}),
        browser.post(f"{STORY}/answer", {"match": 1, "answer": "yes", "next": hostile}),
        browser.post(f"{STORY}/answer", {"match": hostile, "answer": "yes"}),
        browser.post("/sources/remove", {"url": hostile}),
        browser.post("/sources/import", {}, files={"file": (hostile, b"x", "text/xml")}),
        browser.post("/sources/remove", {"url": "x"}, headers={"Referer": "http://127.0.0.1:8030//evil.example/"}),
        browser.post("/sources/remove", {"url": "x"}, headers={"Referer": "https://evil.example/\\evil.example"}),
    ):
        assert answer.status_code == 303
        assert re.match(r"/(?![/\\])[\x21-\x7e]*$", answer.headers["location"])
        assert "evil" not in answer.cookies


def test_a_websocket_is_not_answered(desk: Workplace) -> None:
    async def knock() -> list[str]:
        sent: list[str] = []

        async def receive() -> dict[str, Any]:
            return {"type": "websocket.connect"}

        async def send(message: Any) -> None:
            sent.append(message["type"])

        scope = {
            "type": "websocket",
            "path": STORY,
            "headers": [],
            "query_string": b"",
            "root_path": "",
            "scheme": "ws",
        }
        await desk.app(scope, receive, send)
        return sent

    assert asyncio.run(knock()) == ["websocket.close"]


def test_a_link_puts_no_words_on_a_page_of_the_desk(desk: Workplace) -> None:
    browser: Browser = desk.visit()
    assert "your password" not in browser.read("/?error=Send+us+your+password")
    answer = browser.post(f"{STORY}/notes", {"text": ""})
    link = answer.headers["location"]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "the note is empty" not in desk.visit().read(link)  # in another browser
    told = browser.get(link)
    assert "the note is empty" in told.text
    assert 'storywake_notice=""; expires=' in told.headers["set-cookie"]  # said once
    assert "the note is empty" not in browser.read("/?error=0123456789abcdef")
    for did in ("1' OR 1=1", "9" * 30, "²", "-1"):
        assert browser.get("/", params={"did": did}).status_code == 200


def test_a_message_is_text_and_not_longer_than_a_cookie(desk: Workplace) -> None:
    browser: Browser = desk.visit()
    form = {"match": 1, "answer": "<script>", "next": STORY}
    page = browser.read(browser.post(f"{STORY}/answer", form).headers["location"])
    assert "<p>&#39;&lt;script&gt;&#39; is not an answer: yes or no</p>" in page
    told = browser.complaint(f"{STORY}/add", {"url": "https://" + "x" * 3000})
    assert "x" * 200 in told
    assert len(told) <= 300


def test_every_cookie_is_for_https_alone_where_the_desk_is_reached_so(open_desk: Any) -> None:
    desk = open_desk(web_address="https://desk.example.org")
    answer = desk.visit().post("/new", {"source": ""})
    cookies = answer.headers.get_list("set-cookie")
    assert cookies
    assert all("; Secure" in one for one in cookies)
