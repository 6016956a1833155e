"""Titles, outlets, notes and names of outside stay text in every page, feed and file."""

import html
import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from desk.desk import Desk
from desk.shared_links import address_of
from news import DeskUser, Role
from tests.desk.conftest import HASH, STORY, Workplace
from tests.desk.visiting import Browser
from tests.world import SEED

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)> {{7*7}} \u202eevil\x1b[31m"
LINK = "javascript:alert(1)"
ALLOWED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "body",
        "a",
        "header",
        "nav",
        "div",
        "form",
        "input",
        "button",
    ),
    *("main", "h1", "h2", "h3", "h4", "p", "b", "i", "span", "section", "ul", "ol", "li", "article", "aside", "svg"),
    *("rect", "figure", "figcaption", "time", "bdi", "blockquote", "details", "summary", "label", "select", "option"),
    *(
        "textarea",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "pre",
        "del",
        "fieldset",
        "legend",
        "style",
        "small",
        "q",
    ),
    *("footer", "dl", "dt", "dd", "strong", "em", "hr", "br", "ins", "address"),
}


class Elements(HTMLParser):
    """The elements of a page that could do something: scripts, handlers, addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.strange.append(tag)
        if tag == "script":
            self.scripts.append(dict(attrs).get("src") or "")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.strange.append(f"{tag} {name}")
            if name in {"href", "src", "action", "formaction"} and not re.match(
                r"(https?:)?/(?!/)|https?://|#", value or "/"
            ):
                self.strange.append(f"{tag} {name}={value}")


def require_harmless(text: str) -> None:
    page = Elements()
    page.feed(text)
    assert (page.strange, set(page.scripts) - {"/static/desk.js"}) == ([], set())
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "49 " not in text


@pytest.fixture
def hostile(open_desk: Any, world: Any) -> Workplace:
    """A desk on which everything that can be named is named to break out of its place."""
    yaml = SCRIPT.replace("\x1b", "").replace("'", "''")
    world.seed("treaty", SEED.replace("title: Freedonia and Sylvania argue over a lithium treaty", f"title: '{yaml}'"))
    desk: Workplace = open_desk(desk_auth="users", recipients=("ann@example.org",))
    desk.sync()
    assert "<script>" in desk.store.seeds()[0].title
    desk.report(0, SCRIPT, outlet=SCRIPT, joins=-1)
    desk.report(1, f"{SCRIPT} again", outlet=SCRIPT, joins=1)
    desk.store.rename_development(1, SCRIPT, world.now)
    desk.store.save_user(DeskUser(SCRIPT, Role.EDITOR, HASH))
    return desk


def editor(desk: Workplace) -> Browser:
    browser = desk.sign_in(SCRIPT)
    browser.do(f"{STORY}/notes", {"text": SCRIPT})
    browser.do(f"{STORY}/rename", {"development": 1, "title": f"{SCRIPT} renamed"})
    browser.do(f"{STORY}/answer", {"match": 1, "answer": "yes"})
    browser.do(f"{STORY}/share")
    browser.post("/account/keys", {"label": SCRIPT[:90]})
    return browser


def test_hostile_texts_stay_text_in_every_page(hostile: Workplace) -> None:
    browser = editor(hostile)
    shop: Desk = hostile.app.state.desk
    (link,) = hostile.store.shares()
    pages = [
        *("/", "/log", "/account", "/sources", "/sources?story=treaty", "/search?words=alert", "/installation", "/new"),
        *(STORY, f"{STORY}/near-misses", f"{STORY}/developments/1", f"{STORY}/settings", f"{STORY}/trail.html"),
        *("/api", address_of(shop, link), f"/new?url={LINK}", "/answer/%3Cscript%3E/stop"),
    ]
    for path in pages:
        require_harmless(browser.read(path))
    assert html.escape("<script>alert(1)</script>") in browser.read(STORY)
    require_harmless(browser.get(f"/stories/{SCRIPT[:40]}").text)
    require_harmless(browser.post("/new", {"source": f"{SCRIPT}\n\n{SEED.split('---')[2]}"}).text)
    require_harmless(browser.read("/search?words=%3Cscript%3E&outlet=%22%3E%3Cscript%3E"))


def test_hostile_texts_stay_text_in_feeds_and_files(hostile: Workplace) -> None:
    browser = editor(hostile)
    feed = ET.fromstring(browser.read(f"{STORY}/trail.atom"))
    assert not [one.tag for one in feed.iter() if "script" in one.tag]
    for form in ("json", "jsonfeed"):
        json.loads(browser.read(f"{STORY}/trail.{form}"))
    for line in browser.read(f"{STORY}/trail.jsonl").splitlines():
        json.loads(line)
    for path in (f"{STORY}/trail.json", f"{STORY}/trail.csv", "/api/v1/stories", "/api/v1/stories/treaty/reports"):
        answer = browser.get(path)
        assert not answer.headers["content-type"].startswith("text/html")
        assert "\x1b" not in answer.text
        assert "\\u001b" not in answer.text


def test_no_link_runs_a_script(hostile: Workplace) -> None:
    browser = hostile.sign_in(SCRIPT)
    for url in (
        LINK,
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//evil.example",
    ):
        form = {"title": f"A title {url}", "text": f"A text about {url}.", "url": url}
        assert browser.post("/new/follow", form).status_code == 303
        require_harmless(browser.get("/new", params={"url": url}).text)
    hostile.sync()
    for seed in hostile.store.seeds():
        assert seed.url == ""
        require_harmless(browser.read(f"/stories/{seed.name}"))
