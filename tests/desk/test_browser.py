"""The desk in a real browser: a newcomer's way, answers and undo, without script, by keyboard, narrow, wide, dark, axe.

Without a Chromium these tests are skipped, unless NEEDS_CHROMIUM is set, as it is in CI.
"""

import os
import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect, sync_playwright

from desk import story
from tests.desk.conftest import ANN, PASSWORD, STORY, TITLES, Workplace
from tests.desk.test_new_story import HEADLINE, PASTED, TITLE
from tests.patience import PATIENCE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PAGES = [
    *(
        "/",
        STORY,
        f"{STORY}/developments/2",
        f"{STORY}/near-misses",
        f"{STORY}/settings",
        f"{STORY}/weights",
        "/search?words=talks",
    ),
    *("/sources", "/installation", "/log", "/new", "/account", "/api", "/nothing", f"{STORY}/trail.html"),
]
pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        not CHROMIUM and "NEEDS_CHROMIUM" not in os.environ, reason="no Chromium here: apt-get install chromium"
    ),
    # closing the browser leaves sockets of its driver to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM or "chromium", args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def serve() -> Iterator[Callable[[FastAPI], str]]:
    """Serve an application on a free port of loopback; returns its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(app: FastAPI) -> str:
        taken = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(PATIENCE)


@pytest.fixture
def visit(chromium: Browser, serve: Callable[[FastAPI], str]) -> Iterator[Callable[..., Page]]:
    """Open a page of a desk in a window of its own; what its console complains about fails the test."""
    complaints: list[str] = []
    opened = []

    def open_page(desk: Workplace, path: str = "/", **how: Any) -> Page:
        context = chromium.new_context(base_url=serve(desk.app), **how)
        context.set_default_timeout(PATIENCE * 1000)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert [one for one in complaints if "404 (Not Found)" not in one] == []


def test_the_way_of_a_newcomer_from_an_empty_folder_to_the_first_mail(
    empty: Workplace, visit: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "_LISTEN", 0.2)
    page = visit(empty)
    expect(page.get_by_text("No story is followed yet.")).to_be_visible()
    page.get_by_role("link", name="Paste the address of an article").click()
    page.get_by_label("Address or text").fill(PASTED)
    page.get_by_role("button", name="Show what it would find").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.get_by_label("Geneva").select_option("does not count")
    told = page.get_by_text("What you chose lets nothing else in and leaves nothing out.")
    expect(told).to_be_visible(timeout=PATIENCE * 1000)
    page.get_by_label("Who gets the mails").fill("ann@example.org")
    page.get_by_role("button", name="Follow this story").click()
    expect(page.get_by_role("status").first).to_contain_text(f"Followed “{TITLE}”")
    expect(page.get_by_text("No follow-ups yet.")).to_be_visible()
    world = empty.world
    world.publish()
    world.run()
    (mail,) = world.letterbox.mails
    assert mail["To"] == "ann@example.org"
    assert HEADLINE in mail.get_body(("plain",)).get_content()
    expect(page.get_by_text("Something new came in.")).to_be_visible()
    page.get_by_role("link", name="Show it").click()
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    expect(page.get_by_text("new", exact=True)).to_be_visible()


def test_answers_and_edits_are_given_and_taken_back(desk: Workplace, visit: Callable[..., Page]) -> None:
    page = visit(desk, STORY)
    page.get_by_role("button", name="No, another story: Letter sent").click()
    expect(page.get_by_role("status").first).to_contain_text("Said no to “Letter sent”")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("2 developments, 4 reports.")).to_be_visible()
    page.get_by_role("link", name="Merge, split, rename").first.click()
    page.get_by_label("Choose Talks end").check()
    page.get_by_role("button", name="Split off the chosen reports").click()
    expect(page.get_by_role("status").first).to_contain_text("Split 1 report off d2")
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_label("Title").fill("The talks of Geneva")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The talks of Geneva")
    page.get_by_label("This is the same as").select_option(label="d1 Letter sent")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("status").first).to_contain_text("Merged d2 into d1")
    assert [one.number for one in desk.store.development_page("treaty").found] == [1]


def test_all_works_without_script(desk: Workplace, visit: Callable[..., Page]) -> None:
    page = visit(desk, STORY, java_script_enabled=False)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_label("A note to yourselves").fill("Ask Teasdale")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".note")).to_contain_text("Ask Teasdale")
    page.get_by_text("Stop following this story").click()
    expect(page.get_by_role("button", name="Stop following")).to_be_visible()
    page.get_by_role("link", name="New story").click()
    page.get_by_label("Address or text").fill(PASTED.replace("lithium", "cobalt"))
    page.get_by_role("button", name="Show what it would find").click()
    page.get_by_label("strict: fewer, surer reports").check()
    page.get_by_label("Sylvania", exact=True).select_option("matters more")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_label("Sylvania", exact=True)).to_have_value("more")
    expect(page.get_by_label("strict: fewer, surer reports")).to_be_checked()
    page.get_by_role("button", name="Follow this story").click()
    expect(page.get_by_role("status").first).to_contain_text("Followed")


def test_the_keyboard_is_enough(desk: Workplace, visit: Callable[..., Page]) -> None:
    page = visit(desk, STORY)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.trim()")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", focused  # one sees where one is
        if focused == "Pause":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Resume")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), pytest.param(1280, "light", marks=pytest.mark.slow)])
def test_pages_fit_and_axe_finds_nothing_serious(
    desk: Workplace, visit: Callable[..., Page], width: int, scheme: Literal["light", "dark"]
) -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 2
    desk.report(9, long, outlet=long, joins=1)
    page = visit(desk, "/", viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page.goto(STORY)
    page.get_by_role("button", name="Share a read-only link").click()
    page.get_by_role("button", name="Hold mails for a week").click()
    found = []
    for path in PAGES:
        page.goto(path)
        across = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert across <= 0, f"{path} is {across} pixels too wide"
        found += [(path, *one) for one in serious(page)]
        page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
        found += [(path, *one) for one in serious(page, "color-contrast")]
        page.emulate_media(color_scheme=scheme)
    page.goto("/new")
    page.get_by_label("Address or text").fill(PASTED)
    with page.expect_navigation():  # until its stylesheet is loaded, too
        page.get_by_role("button", name="Show what it would find").click()
    found += [("preview", *one) for one in serious(page)]
    assert found == []


def test_a_user_signs_in_at_a_provider(open_oidc: Callable[..., Workplace], visit: Callable[..., Page]) -> None:
    found = []
    desk = open_oidc()
    desk.tell(*TITLES)
    page = visit(desk, STORY, viewport={"width": 390, "height": 900}, bypass_csp=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += serious(page)
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.get_by_role("link", name="Sign in", exact=True).press("Enter")
    expect(page.get_by_text("2 developments, 4 reports.")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_text(ANN).first).to_be_visible()


def test_what_axe_finds_is_noticed(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content('<html><body style="color: #aaa">Pale<img src="x"><button></button></body></html>')
    rules = {rule for rule, _ in serious(page)}
    assert {"image-alt", "button-name", "color-contrast", "html-has-lang"} <= rules
    page.close()


def serious(page: Page, *rules: str) -> list[tuple[str, str]]:
    """The rules, of these or all, that a page breaks, with the first element that does."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    response = Axe().run(page, options=options).response
    return [
        (one["id"], str(one["nodes"][0]["html"])[:200])
        for one in response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def test_signing_in_and_out(staffed: Workplace, visit: Callable[..., Page]) -> None:
    page = visit(staffed, f"{STORY}/settings", bypass_csp=True)
    assert serious(page) == []
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Settings of the story")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_nothing_is_fetched_from_elsewhere_and_no_script_of_others_runs(
    desk: Workplace, visit: Callable[..., Page]
) -> None:
    hostile = "<img src=https://evil.example/x.png onerror=alert(1)><script>document.title='taken'</script>"
    desk.report(9, hostile, outlet=hostile, joins=1)
    page = visit(desk, STORY)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(STORY)
    page.goto(f"{STORY}/trail.html")
    page.goto("/search?words=document")
    home = page.url.split("/search")[0]
    assert all(url.startswith(home) for url in asked)
    assert "taken" not in page.title()
