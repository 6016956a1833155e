"""The API: everything that the pages show and do, for programs with a user's key and that user's role."""

import re
from pathlib import Path
from typing import Any

import pytest

from extractors import read_seed
from news import Answer, Role
from tests.desk.conftest import STORY, TITLES, Workplace
from tests.desk.visiting import BASE, Browser
from tests.world import FOLLOW_UP

API = "/api/v1/stories"
TREATY = f"{API}/treaty"


def program(desk: Workplace, user: str) -> Browser:
    """A program with a new key of a user."""
    page = desk.sign_in(user).post("/account/keys", {"label": "A program"}).text
    key = re.search(r"<code>(sw_[\w-]+)</code>", page)
    assert key
    return desk.visit(headers={"Authorization": f"Bearer {key[1]}"})


@pytest.fixture
def ann(staffed: Workplace) -> Browser:
    return program(staffed, "ann")


@pytest.fixture
def rob(staffed: Workplace) -> Browser:
    return program(staffed, "rob")


def reports(browser: Browser, query: str = "") -> dict[str, int]:
    return {one["title"]: one["id"] for one in browser.get(f"{TREATY}/reports{query}").json()["reports"]}


def test_stories_developments_and_reports_are_read(rob: Browser) -> None:
    (story,) = rob.get(API).json()
    assert (story["name"], story["reports"], story["developments"]) == ("treaty", 4, 2)
    found = rob.get(f"{TREATY}/developments").json()
    assert (found["total"], [one["name"] for one in found["developments"]]) == (2, ["d2", "d1"])
    assert [one["title"] for one in found["developments"][1]["updates"]] == ["Letter sent"]
    assert set(reports(rob)) == set(TITLES)
    assert set(reports(rob, "?development=1")) == {"Letter sent"}
    assert set(reports(rob, "?near_misses=true")) == {"Tailors sew uniforms"}
    assert list(reports(rob, "?limit=1&offset=1")) == ["Talks go on"]
    assert "ann@example.org" not in rob.get(f"{TREATY}/reports").text


def test_an_editor_acts_and_takes_back(staffed: Workplace, ann: Browser) -> None:
    staffed.world.web.page("/letter.html", "Firefly writes to Trentino", FOLLOW_UP)
    letter = reports(ann)["Letter sent"]
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "answers", {"report": letter, "answer": "no", "whole": True}),
        ("POST", "notes", {"text": "A note"}),
        ("PUT", "developments/2/title", {"title": "The talks"}),
        ("POST", "reports", {"url": f"{staffed.world.web.url}/letter.html"}),
    ]
    for method, path, body in acts:
        answer = ann.send(method, f"{TREATY}/{path}", json=body)
        assert answer.status_code == 200, answer.text
    assert {one["who"] for one in ann.get("/api/v1/actions").json()} == {"ann"}
    assert [one.text for one in staffed.store.notes("treaty")] == ["A note"]
    assert "Letter sent" not in reports(ann)
    assert "Firefly writes to Trentino" in reports(ann)
    for action in ann.get("/api/v1/actions?story=treaty").json():
        assert ann.send("POST", f"/api/v1/actions/{action['id']}/undo").status_code == 200
        assert ann.send("POST", f"/api/v1/actions/{action['id']}/undo").status_code == 404
    found = staffed.store.matches("treaty")
    assert {one.article.title for one in found} == {*TITLES, "Firefly writes to Trentino"}  # found by its own words
    assert not [one for one in found if one.answer]
    assert staffed.store.notes("treaty") == []
    assert staffed.store.development_page("treaty").found[0].title == ""


def test_adding_a_report_that_is_there_already_changes_nothing(staffed: Workplace, ann: Browser) -> None:
    staffed.world.web.page("/letter.html", "Firefly writes to Trentino", FOLLOW_UP)
    body = {"url": f"{staffed.world.web.url}/letter.html"}
    assert ann.send("POST", f"{TREATY}/reports", json=body).status_code == 200
    again = ann.send("POST", f"{TREATY}/reports", json=body)
    assert (again.status_code, "in the story already" in again.json()["error"]) == (422, True)
    (action,) = ann.get("/api/v1/actions?story=treaty").json()
    assert action["undo"] == "addition"


def test_a_title_that_a_development_has_already_changes_nothing(staffed: Workplace, ann: Browser) -> None:
    for path, titles in (("2", ["The talks", " The  talks "]), ("1", [""])):
        answers = [ann.send("PUT", f"{TREATY}/developments/{path}/title", json={"title": one}) for one in titles]
        assert answers[-1].status_code == 422
        assert "would change nothing" in answers[-1].json()["error"]
    (action,) = ann.get("/api/v1/actions?story=treaty").json()
    assert action["what"] == "Called d2 “The talks”"


def test_a_reader_may_only_read(staffed: Workplace, rob: Browser) -> None:
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", f"{TREATY}/answers", {"report": 1, "answer": "no"}),
        ("POST", f"{TREATY}/notes", {"text": "A note"}),
        ("PUT", f"{TREATY}/developments/1/title", {"title": "Mine"}),
        ("POST", f"{TREATY}/reports", {"url": "https://courier.example/7"}),
        ("POST", "/api/v1/actions/1/undo", {}),
    ]
    for method, path, body in acts:
        answer = rob.send(method, path, json=body)
        assert (answer.status_code, answer.json()) == (403, {"error": "this key may read, but not change anything"})
    assert staffed.store.actions()[0].what.startswith("Made the key")


def test_a_key_ends_with_its_revocation_and_with_its_user(staffed: Workplace, ann: Browser, rob: Browser) -> None:
    (key,) = staffed.store.tokens("ann")
    assert staffed.sign_in("rob").post(f"/account/keys/{key.id}/revoke").status_code == 404
    assert ann.get(API).status_code == 200
    staffed.sign_in("ann").do(f"/account/keys/{key.id}/revoke")
    assert ann.get(API).status_code == 401
    staffed.store.remove_user("rob", staffed.world.now)
    assert rob.get(API).status_code == 401
    staffed.add_user("rob", Role.EDITOR)  # another one of that name
    assert rob.get(API).status_code == 401


def test_without_a_valid_key_nothing_is_read(staffed: Workplace) -> None:
    browser = staffed.visit()
    for key in ("", "sw_", "Bearer", "sw_" + "A" * 43, "x" * 5000, "\xff"):
        for sent in ("", f"Bearer {key}", f"Basic {key}"):
            answer = browser.send("GET", API, headers={"Authorization": sent.encode("latin-1")})
            assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_keys_are_shown_once_and_stored_as_digests(staffed: Workplace) -> None:
    browser = staffed.sign_in("ann")
    key = re.search(r"sw_[\w-]+", browser.post("/account/keys", {"label": "Desk phone"}).text)
    assert key
    assert "Desk phone" in browser.read("/account")
    assert key[0] not in browser.read("/account") + browser.read("/log")
    assert key[0].encode() not in (staffed.world.folder / "storywake.db").read_bytes()
    assert "what the key is for" in browser.complaint("/account/keys", {"label": " "})


def test_a_user_has_a_limited_number_of_keys(staffed: Workplace) -> None:
    browser = staffed.sign_in("ann")
    for number in range(20):
        assert browser.post("/account/keys", {"label": f"{number}"}).status_code == 200
    assert "at most 20 keys" in browser.complaint("/account/keys", {"label": "one more"})


def test_one_person_without_a_name_has_no_keys(desk: Workplace) -> None:
    assert "only users with a name" in desk.visit().complaint("/account/keys", {"label": "A program"})
    assert desk.visit().get(API).status_code == 200


def test_what_cannot_be_used_is_explained_as_json(ann: Browser) -> None:
    cases: list[tuple[str, str, Any, int]] = [
        ("GET", f"{API}/nothing/reports", None, 404),
        ("GET", f"{TREATY}/reports?limit=0", None, 422),
        ("GET", f"{TREATY}/reports?limit=1000", None, 422),
        ("POST", f"{TREATY}/answers", {"report": 1, "answer": "maybe"}, 422),
        ("POST", f"{TREATY}/answers", {"report": 10**30, "answer": "yes"}, 422),
        ("POST", f"{TREATY}/answers", {"report": 99, "answer": "yes"}, 404),
        ("POST", f"{TREATY}/reports", {"url": "file:///etc/passwd"}, 422),
        ("POST", f"{TREATY}/reports", {"url": "http://[::1"}, 422),
        ("POST", f"{TREATY}/notes", {"text": ""}, 422),
        ("POST", f"{TREATY}/notes", {"text": "x" * 4001}, 422),
        ("PUT", f"{TREATY}/developments/9/title", {"title": "x"}, 404),
        ("DELETE", f"{TREATY}/reports", None, 405),
        ("GET", "/api/v2/stories", None, 404),
    ]
    for method, path, body, status in cases:
        answer = ann.send(method, path, json=body)
        assert (answer.status_code, list(answer.json())) == (status, ["error"]), path


def test_the_schema_describes_every_path_and_the_page_shows_it(desk: Workplace) -> None:
    browser = desk.visit()
    schema = browser.get("/api/openapi.json").json()
    assert (schema["openapi"][:2], schema["info"]["title"], schema["info"]["version"]) == ("3.", "storywake", "1")
    page = browser.read("/api")
    for path, methods in schema["paths"].items():
        assert path.startswith("/api/v1/")
        assert path in page
        for about in methods.values():
            assert about["description"]
            assert about["tags"] in (["read"], ["act"])
            assert {one["name"] for one in about.get("parameters", [])} <= {
                *("name", "number", "limit", "offset", "development", "near_misses", "story", "before")
            }
    assert len(schema["paths"]) == 12


def test_an_action_of_a_program_is_undone_on_a_page(staffed: Workplace, ann: Browser) -> None:
    ann.send("POST", f"{TREATY}/notes", json={"text": "A note"})
    editor = staffed.sign_in("ann")
    (action, *_) = staffed.store.actions("treaty")
    editor.do(f"/undo/{action.id}", {"next": STORY})
    assert staffed.store.notes("treaty") == []
    assert editor.base == BASE


def test_what_counts_is_read_and_written(staffed: Workplace, ann: Browser, rob: Browser) -> None:
    wanted = {"more": ["lithium treaty"], "less": ["Geneva"], "leave_out": []}
    assert ann.send("PUT", f"{TREATY}/weights", json=wanted).json()["what"].startswith("Changed what counts")
    assert rob.get(f"{TREATY}/weights").json() == wanted
    settings = read_seed(Path(staffed.world.folder) / "seeds" / "treaty.md").settings
    assert (settings.more, settings.less) == (("lithium treaty",), ("Geneva",))
    assert rob.send("PUT", f"{TREATY}/weights", json={}).status_code == 403
    for wrong in ({"more": ["a, b"]}, {"more": [""]}, {"more": ["Geneva"], "less": ["geneva"]}, wanted):
        assert ann.send("PUT", f"{TREATY}/weights", json=wrong).status_code == 422
    assert rob.get(f"{TREATY}/weights").json() == wanted


def test_proposals_are_read_accepted_and_dismissed(staffed: Workplace, ann: Browser, rob: Browser) -> None:
    letter, talks = reports(rob)["Letter sent"], reports(rob)["Talks end"]
    for report in (letter, talks):
        staffed.store.propose_answer(report, "helper", Answer.NO, "Another letter.", staffed.world.now)
    first, second = rob.get(f"{TREATY}/proposals").json()
    assert (first["match"], first["proposed_by"], first["answer"]) == (letter, "helper", "no")
    assert rob.send("POST", f"{TREATY}/proposals/{first['id']}/accept").status_code == 403
    done = ann.send("POST", f"{TREATY}/proposals/{first['id']}/accept").json()
    assert done["what"].startswith("Said no to “Letter sent”, as helper proposed")
    assert ann.send("POST", f"{TREATY}/proposals/{first['id']}/dismiss").status_code == 422
    assert ann.send("POST", f"{TREATY}/proposals/{second['id']}/dismiss").status_code == 200
    assert rob.get(f"{TREATY}/proposals").json() == []
    assert "Letter sent" not in reports(rob)
    assert "Talks end" in reports(rob)
