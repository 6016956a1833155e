"""Every page renders: for an installation without anything, and for one with a story."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute

from news import Role, Verdict
from tests.desk.conftest import STORY, Workplace
from tests.desk.visiting import said

EVERYWHERE = ["/", "/search", "/search?words=treaty", "/sources", "/installation", "/log", "/new", "/account", "/api"]
OF_STORY = [
    *("", "/near-misses", "/developments/1", "/developments/2", "/settings", "/weights"),
    *(f"/trail.{form}" for form in ("atom", "jsonfeed", "csv", "json", "jsonl", "html")),
]


def test_every_page_renders_before_anything_is_there(empty: Workplace) -> None:
    for path in EVERYWHERE:
        assert "<h1>" in empty.visit().read(path)


def test_every_page_renders_for_a_story(desk: Workplace) -> None:
    for path in [*EVERYWHERE, "/sources?story=treaty", *(STORY + one for one in OF_STORY)]:
        assert desk.visit().read(path)


def test_no_page_is_missing_from_these_tests(desk: Workplace) -> None:
    def paths() -> Iterator[str]:
        for route in desk.app.routes:
            for one in getattr(getattr(route, "original_router", route), "routes", [route]):
                if isinstance(one, APIRoute) and "GET" in (one.methods or ()):
                    yield one.path

    shown = {
        re.sub(r"\{form\}", "atom", re.sub(r"\{number\}", "1", path)).replace("{name}", "treaty") for path in paths()
    }
    elsewhere = {
        "/health",
        "/account/keys",
        "/answer/treaty/{command}",
        "/shared/{link}",
        "/sign-in",
        "/sign-in/back",
        "/sign-in/begin",
        "/stories/treaty/changes",
    }
    pages = {one for one in shown if not one.startswith("/api/")} - elsewhere
    assert pages == {one.partition("?")[0] for one in EVERYWHERE} | {
        STORY + one
        for one in OF_STORY
        if one in {"", "/near-misses", "/developments/1", "/settings", "/weights", "/trail.atom"}
    }


def test_the_list_says_what_to_do_first(empty: Workplace) -> None:
    page = empty.visit().read("/")
    assert "No story is followed yet" in page
    assert 'href="/new"' in page


def test_a_story_shows_its_developments_newest_first_with_near_misses(desk: Workplace) -> None:
    page = desk.visit().read(STORY)
    order = [page.index(part) for part in ("The story so far", '<li id="d2"', '<li id="d1"', "Tailors sew uniforms")]
    assert order == sorted(order)
    assert "2 developments, 4 reports." in page
    assert "Firefly" in page


def test_stories_and_sections_that_are_not_there_are_said_to_be_missing(desk: Workplace) -> None:
    browser = desk.visit()
    for path in ("/nothing", "/stories/nothing", f"{STORY}/developments/9", f"{STORY}/trail.exe", "/static/nothing"):
        answer = browser.get(path)
        assert answer.status_code == 404, path
        assert "<h1>" in answer.text


def test_what_is_new_is_counted_for_each_user_alone(staffed: Workplace) -> None:
    ann, rob = staffed.sign_in("ann"), staffed.sign_in("rob")
    assert "2 new developments" in ann.read("/")
    ann.read(STORY)
    assert "new development" not in ann.read("/")
    assert "2 new developments" in rob.read("/")


def test_unread_developments_are_marked_until_the_story_was_looked_at(desk: Workplace) -> None:
    browser = desk.visit()
    assert 'class="new"' not in browser.read(STORY)
    desk.world.later(minutes=5)
    desk.report(9, "A pact is signed", joins=1)
    assert "1 new development<" in browser.read("/")
    assert '<li id="d1" class="new">' in browser.read(STORY)
    assert 'class="new"' not in browser.read(STORY)


@pytest.mark.parametrize(
    ("path", "last"),
    [("", '<li id="d1"'), ("/developments/2", "Talks resume"), ("/near-misses", "Tailors sew buttons")],
)
def test_beyond_the_last_page_the_last_one_is_shown(
    desk: Workplace, monkeypatch: pytest.MonkeyPatch, path: str, last: str
) -> None:
    for number, title in ((-1, "Tailors sew buttons"), (5, "Tailors sew flags")):
        desk.report(number, title, verdict=Verdict.NEAR_MISS)
    monkeypatch.setattr("desk.story._DEVELOPMENTS", 1)
    monkeypatch.setattr("desk.story._REPORTS", 2)
    page = desk.visit().read(f"{STORY}{path}?page=99")
    assert last in page
    assert "Page 2 of 2" in page


def test_a_page_of_a_development_that_does_not_exist_is_none_of_the_story(desk: Workplace) -> None:
    answer = desk.visit().get(f"{STORY}/developments/9?page=3")
    assert answer.status_code == 404
    assert "treaty has no development called d9" in answer.text.casefold()


def test_a_page_that_is_not_a_number_is_explained(desk: Workplace) -> None:
    browser = desk.visit()
    for path in (f"{STORY}?page=0", f"{STORY}?page=x", "/log?before=x", "/search?words=" + "x" * 400):
        answer = browser.get(path)
        assert answer.status_code == 422
        assert answer.headers["content-type"].startswith("text/html"), path


@pytest.mark.parametrize("number", ["9" * 30, "-" + "9" * 30, str(2**63)])
def test_numbers_that_no_database_holds_are_those_of_nothing(desk: Workplace, number: str) -> None:
    browser = desk.visit()
    for path in (f"{STORY}/developments/{number}", f"/log?before={number}", f"/search?words=x&before={number}"):
        assert browser.get(path).status_code in {200, 404, 422}, path
    for path in (f"/api/v1/stories/treaty/reports?development={number}", f"/api/v1/actions?before={number}"):
        assert browser.get(path).status_code in {200, 404, 422}, path
    for path in (f"/undo/{number}", f"{STORY}/notes/{number}/remove", f"{STORY}/shares/{number}/revoke"):
        assert browser.post(path).status_code in {303, 404, 422}, path
    assert browser.post(f"/account/keys/{number}/revoke").status_code in {404, 422}
    assert browser.post(f"{STORY}/answer", {"match": number, "answer": "yes"}).status_code in {303, 404}
    assert browser.send("POST", f"/api/v1/actions/{number}/undo").status_code in {404, 422}


def test_readers_see_no_buttons_that_they_may_not_press(staffed: Workplace) -> None:
    rob = staffed.sign_in("rob")
    for path in (
        "/",
        STORY,
        f"{STORY}/developments/2",
        f"{STORY}/near-misses",
        "/sources",
        "/log",
        "/search?words=talks",
    ):
        posts = set(re.findall(r'method="post" action="([^"]*)"', rob.read(path)))
        assert posts <= {"/sign-out"}, (path, posts)


def test_searching_finds_by_words_outlet_day_and_story(desk: Workplace) -> None:
    browser = desk.visit()
    assert "4 reports found" in browser.read("/search?words=lithium&story=treaty")
    assert "5 reports found" in browser.read("/search?words=lithium")
    assert "Talks end" in browser.read("/search?words=talks+end")
    assert "Talks end" not in browser.read("/search?words=talks&until=2024-01-01")
    assert "1 report found" in browser.read("/search?outlet=Outlet+2")
    assert "expected a date" in said(browser.read(browser.get("/search?since=soon").headers["location"]))


def test_the_log_is_read_in_pages(desk: Workplace) -> None:
    for number in range(101):
        desk.store.add_note("treaty", "desk", f"Note {number}", desk.world.now + timedelta(seconds=number))
    browser = desk.visit()
    for number in range(3):
        browser.do(f"{STORY}/notes", {"text": f"A note {number}"})
    page = browser.read("/log")
    assert page.count("Wrote a note") >= 3
    assert "Undo: Wrote a note" in page
    (newest, *_) = desk.store.actions()
    assert browser.read(f"/log?before={newest.id}").count("Undo: Wrote a note") == 2


def test_roles_are_shown_to_users(staffed: Workplace) -> None:
    assert "Role: reader" in staffed.sign_in("rob").read("/account")
    assert staffed.store.user("ann").role is Role.EDITOR  # type: ignore[union-attr]


def test_settings_that_name_recipients_are_shown_to_editors_only(staffed: Workplace) -> None:
    refused = staffed.sign_in("rob").get(f"{STORY}/settings")
    assert refused.status_code == 403
    assert "ann@example.org" not in refused.text
    assert "ann@example.org" in staffed.sign_in("ann").read(f"{STORY}/settings")
