"""What an editor does at the desk, and how each action is taken back."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from desk import story_actions
from desk.desk import Desk, DeskInputError
from desk.story_actions import UNDO
from extractors import read_seed
from news import DeskAction, UndoKind, Verdict
from tests.desk.conftest import STORY, Workplace
from tests.desk.visiting import BASE, said
from tests.world import FOLLOW_UP, FOOTBALL, SEED

NEVER_UNDONE = {UndoKind.NONE}


@pytest.fixture
def seed_file(desk: Workplace) -> Path:
    return Path(desk.world.folder) / "seeds" / "treaty.md"


def answers(desk: Workplace) -> dict[str, str]:
    found = desk.store.matches("treaty", verdicts=tuple(Verdict))
    return {one.article.title: str(one.answer) for one in found if one.answer}


def rejected(desk: Workplace) -> set[str]:
    found = desk.store.matches("treaty", verdicts=tuple(Verdict))
    return {one.article.title for one in found if one.match.verdict is Verdict.UNRELATED}


def id_of(desk: Workplace, title: str) -> int:
    found = desk.store.matches("treaty", verdicts=tuple(Verdict))
    return next(one.id for one in found if one.article.title == title)


def shape(desk: Workplace) -> list[tuple[int, int]]:
    """The developments with the number of their reports."""
    return sorted((one.number, one.reports) for one in desk.store.development_page("treaty").found)


def test_every_kind_of_action_can_be_taken_back() -> None:
    assert set(UNDO) == set(UndoKind) - NEVER_UNDONE


def test_a_no_takes_a_report_out_and_undoing_brings_it_back(desk: Workplace) -> None:
    browser = desk.visit()
    page = browser.do(f"{STORY}/answer", {"match": id_of(desk, "Letter sent"), "answer": "no", "next": STORY})
    assert said(page).startswith("Said no to “Letter sent”")
    assert (answers(desk), rejected(desk)) == ({"Letter sent": "no"}, {"Letter sent"})
    assert "<del>" in browser.undo(page)  # in what was done
    assert (answers(desk), rejected(desk)) == ({}, set())
    assert shape(desk) == [(1, 1), (2, 3)]


def test_a_yes_to_a_near_miss_makes_it_a_follow_up_and_undoing_a_near_miss(desk: Workplace) -> None:
    browser = desk.visit()
    match = id_of(desk, "Tailors sew uniforms")
    page = browser.do(f"{STORY}/answer", {"match": match, "answer": "yes", "next": f"{STORY}/near-misses"})
    assert "Near misses" in page
    assert len(desk.store.matches("treaty")) == 5
    assert desk.store.ungrouped_seeds() == []
    browser.undo(page)
    assert len(desk.store.matches("treaty")) == 4
    assert answers(desk) == {}


def test_a_no_to_a_whole_development_is_taken_back_with_the_answers_before_it(desk: Workplace) -> None:
    browser = desk.visit()
    browser.do(f"{STORY}/answer", {"match": id_of(desk, "Talks resume"), "answer": "yes"})
    browser.do(f"{STORY}/answer", {"match": id_of(desk, "Talks go on"), "answer": "no"})
    whole = {"match": id_of(desk, "Talks end"), "answer": "no", "whole": "yes"}
    page = browser.do(f"{STORY}/answer", whole)
    assert rejected(desk) == {"Talks resume", "Talks go on", "Talks end"}
    browser.undo(page)
    assert answers(desk) == {"Talks resume": "yes", "Talks go on": "no"}
    assert rejected(desk) == {"Talks go on"}


def test_an_answer_that_was_given_anew_is_not_taken_back_by_the_older_one(desk: Workplace) -> None:
    browser, match = desk.visit(), id_of(desk, "Letter sent")
    first = browser.do(f"{STORY}/answer", {"match": match, "answer": "yes"})
    second = browser.do(f"{STORY}/answer", {"match": match, "answer": "no"})
    number = re.search(r"/undo/(\d+)", first)
    assert number
    assert "answered again since" in browser.complaint(f"/undo/{number[1]}", {"next": STORY})
    assert answers(desk) == {"Letter sent": "no"}
    browser.undo(second)
    assert answers(desk) == {"Letter sent": "yes"}
    browser.do(f"/undo/{number[1]}")
    assert answers(desk) == {}


def test_an_answer_is_yes_or_no_and_to_a_report_of_the_story(desk: Workplace) -> None:
    browser = desk.visit()
    match = id_of(desk, "Letter sent")
    assert "is not an answer" in browser.complaint(f"{STORY}/answer", {"match": match, "answer": "maybe"})
    assert "not a number" in browser.complaint(f"{STORY}/answer", {"match": "x", "answer": "yes"})
    assert browser.post(f"{STORY}/answer", {"match": 99, "answer": "yes"}).status_code == 404
    desk.world.seed("other", SEED.replace("lithium", "cobalt"))
    desk.sync()
    assert browser.post("/stories/other/answer", {"match": match, "answer": "no"}).status_code == 404
    assert answers(desk) == {}


def test_a_missed_report_is_added_by_its_address(desk: Workplace) -> None:
    desk.world.web.page("/letter.html", "Firefly writes to Trentino", FOLLOW_UP)
    browser, url = desk.visit(), f"{desk.world.web.url}/letter.html"
    page = browser.do(f"{STORY}/add", {"url": url})
    assert said(page) == "Added “Firefly writes to Trentino”."
    assert answers(desk) == {"Firefly writes to Trentino": "yes"}
    assert "in the story already" in browser.complaint(f"{STORY}/add", {"url": url})
    # it is much like the first report, so that the comparison alone takes it in
    assert said(browser.undo(page)).endswith("it continues by itself: say no to it to take it out.")
    assert answers(desk) == {}


def test_a_report_that_was_added_and_is_nothing_like_the_story_is_gone_when_that_is_undone(desk: Workplace) -> None:
    desk.world.web.page("/cup.html", "The cup", FOOTBALL)
    browser, before = desk.visit(), len(desk.store.matches("treaty"))
    page = browser.do(f"{STORY}/add", {"url": f"{desk.world.web.url}/cup.html"})
    assert len(desk.store.matches("treaty")) == before + 1
    assert said(browser.undo(page)) == "Took back: added “The cup”."
    assert len(desk.store.matches("treaty")) == before


@pytest.mark.parametrize("url", ["", "ftp://courier.example/1", "/etc/passwd", "file:///etc/passwd", "a report"])
def test_what_is_no_address_is_not_added(desk: Workplace, url: str) -> None:
    assert "begins with https://" in desk.visit().complaint(f"{STORY}/add", {"url": url})


def test_a_page_that_cannot_be_read_is_said_to_be_unreadable(desk: Workplace) -> None:
    browser = desk.visit()
    url = f"{desk.world.web.url}/nothing.html"
    answer = browser.post(f"{STORY}/add", {"url": url}, headers={"Referer": f"{BASE}{STORY}"})
    assert answer.headers["location"].startswith(f"{STORY}?error=")
    assert url in said(browser.read(answer.headers["location"]))


def test_developments_are_merged_and_taken_apart_again(desk: Workplace) -> None:
    browser = desk.visit()
    page = browser.do(f"{STORY}/merge", {"kept": 2, "merged": 1})
    assert said(page) == "Merged d1 into d2."
    assert shape(desk) == [(2, 4)]
    browser.undo(page)
    assert shape(desk) == [(1, 1), (2, 3)]
    assert "would change nothing" in browser.complaint(f"{STORY}/merge", {"kept": 2, "merged": 2})
    assert browser.post(f"{STORY}/merge", {"kept": 2, "merged": 7}).status_code == 404


def test_reports_are_split_off_and_put_back(desk: Workplace) -> None:
    browser = desk.visit()
    chosen = [id_of(desk, "Talks end"), id_of(desk, "Talks go on")]
    page = browser.do(f"{STORY}/split", {"development": 2, "match": chosen})
    assert said(page) == "Split 2 reports off d2."
    assert shape(desk) == [(1, 1), (2, 1), (3, 2)]
    browser.undo(page)
    assert shape(desk) == [(1, 1), (2, 3)]
    assert "choose the reports" in browser.complaint(f"{STORY}/split", {"development": 2})


def test_a_development_gets_a_title_and_loses_it(desk: Workplace) -> None:
    browser = desk.visit()
    page = browser.do(f"{STORY}/rename", {"development": 2, "title": "  The talks\n of Geneva "})
    assert said(page) == "Called d2 “The talks of Geneva”."
    assert "The talks of Geneva" in browser.read(STORY)
    browser.undo(page)
    assert "<h1>The talks of Geneva" not in browser.read(f"{STORY}/developments/2")
    browser.do(f"{STORY}/rename", {"development": 2, "title": "Talks"})
    assert said(browser.do(f"{STORY}/rename", {"development": 2, "title": ""})) == "Unnamed d2."


def test_a_story_is_paused_in_its_file_and_resumed(desk: Workplace, seed_file: Path) -> None:
    browser, before = desk.visit(), seed_file.read_bytes()
    page = browser.do(f"{STORY}/pause")
    assert read_seed(seed_file).settings.paused
    assert "Paused or over" in browser.read("/")
    assert "paused already" in browser.complaint(f"{STORY}/pause")
    browser.undo(page)
    assert seed_file.read_bytes() == before
    assert "not paused" in browser.complaint(f"{STORY}/resume")
    browser.do(f"{STORY}/pause")
    page = browser.do(f"{STORY}/resume")
    assert not read_seed(seed_file).settings.paused
    browser.undo(page)
    assert read_seed(seed_file).settings.paused


def test_mails_are_held_for_a_week_and_let_go(desk: Workplace) -> None:
    browser = desk.visit()
    page = browser.do(f"{STORY}/mute")
    ((who, until),) = desk.store.mutes(desk.world.now).items()
    assert who == ("treaty", "ann@example.org")
    assert until is not None
    assert until - desk.world.now < timedelta(days=7)
    assert "all are muted already" in browser.complaint(f"{STORY}/mute")
    browser.undo(page)
    assert desk.store.mutes(desk.world.now) == {}


def test_mails_that_were_held_for_a_week_can_be_held_again(desk: Workplace) -> None:
    browser = desk.visit()
    browser.do(f"{STORY}/mute")
    desk.world.later(days=8)
    page = browser.do(f"{STORY}/mute")
    ((_, until),) = desk.store.mutes(desk.world.now).items()
    assert until is not None
    assert until > desk.world.now
    browser.undo(page)
    assert desk.store.mutes(desk.world.now) == {}


def test_whoever_has_stopped_mails_stays_muted_however_the_address_is_spelled(desk: Workplace) -> None:
    desk.store.mute("treaty", "Ann Miller <ann@EXAMPLE.org>", None)
    browser = desk.visit()
    assert "all are muted already" in browser.complaint(f"{STORY}/mute")


def test_letting_mails_go_brings_back_nobody_who_has_stopped_them(desk: Workplace) -> None:
    browser = desk.visit()
    page = browser.do(f"{STORY}/mute")
    desk.store.mute("treaty", "ann@example.org", None)  # as the link in the mail does
    browser.undo(page)
    assert desk.store.mutes(desk.world.now) == {("treaty", "ann@example.org"): None}


def test_an_action_is_taken_back_once_by_two_who_do_so_at_once(
    desk: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, taken_back = desk.visit(), desk.visit(), []
    page = first.do(f"{STORY}/pause")
    (action,) = desk.store.actions()

    def act(_desk: Desk, action: DeskAction) -> None:
        taken_back.append(action.id)
        if len(taken_back) == 1:
            assert "taken back already" in second.complaint(f"/undo/{action.id}")

    monkeypatch.setitem(story_actions.UNDO, UndoKind.PAUSE, act)
    first.undo(page)
    assert taken_back == [action.id]
    assert [one.what for one in desk.store.actions()] == ["Took back: paused the story", "Paused the story"]


def test_what_could_not_be_taken_back_can_still_be(
    desk: Workplace, seed_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_desk: Desk, _action: DeskAction) -> None:
        raise DeskInputError("something went wrong")

    browser = desk.visit()
    page = browser.do(f"{STORY}/pause")
    (action,) = desk.store.actions()
    with monkeypatch.context() as patched:
        patched.setitem(story_actions.UNDO, UndoKind.PAUSE, fail)
        assert "something went wrong" in browser.complaint(f"/undo/{action.id}")
    now = desk.world.now
    assert desk.store.take_lease(f"undo {action.id}", "somebody who was killed", now, now + timedelta(minutes=5))
    assert "taken back already" in browser.complaint(f"/undo/{action.id}")
    desk.world.later(minutes=6)
    browser.undo(page)
    assert not read_seed(seed_file).settings.paused


def test_notes_are_written_removed_and_brought_back(desk: Workplace) -> None:
    browser = desk.visit()
    written = browser.do(f"{STORY}/notes", {"text": "Ask Teasdale\nabout the army."})
    (note,) = desk.store.notes("treaty")
    assert (note.text, note.author) == ("Ask Teasdale\nabout the army.", "desk")
    browser.undo(written)
    assert desk.store.notes("treaty") == []
    browser.do(f"{STORY}/notes", {"text": "Another"})
    (note,) = desk.store.notes("treaty")
    removed = browser.do(f"{STORY}/notes/{note.id}/remove")
    assert desk.store.notes("treaty") == []
    browser.undo(removed)
    assert [one.text for one in desk.store.notes("treaty")] == ["Another"]
    assert "empty" in browser.complaint(f"{STORY}/notes", {"text": " \n "})
    assert "longer than" in browser.complaint(f"{STORY}/notes", {"text": "x" * 4001})
    assert browser.post(f"{STORY}/notes/99/remove").status_code == 404


def test_a_shared_link_is_read_by_anybody_until_it_is_revoked(desk: Workplace) -> None:
    browser, stranger = desk.visit(), desk.visit()
    page = browser.do(f"{STORY}/share")
    found = re.search(r'href="(/shared/[^"]+)"', page)
    assert found
    assert "Letter sent" in stranger.read(found[1])
    assert stranger.get(found[1]).headers["X-Robots-Tag"] == "noindex"
    browser.undo(page)
    assert stranger.get(found[1]).status_code == 404
    browser.do(f"{STORY}/share")
    (link,) = desk.store.shares("treaty")
    revoked = browser.do(f"{STORY}/shares/{link.id}/revoke")
    assert desk.store.shares() == []
    browser.undo(revoked)
    assert [one.id for one in desk.store.shares()] == [link.id]
    assert browser.post(f"{STORY}/shares/99/revoke").status_code == 404


def test_a_story_that_is_no_longer_followed_keeps_its_page_and_its_file(desk: Workplace, seed_file: Path) -> None:
    browser = desk.visit()
    assert "Stopped following treaty" in said(browser.do(f"{STORY}/unfollow"))
    assert not seed_file.exists()
    assert (seed_file.parent / "unfollowed" / "treaty.md").exists()
    assert "Letter sent" in browser.read(STORY)
    assert "no seed file is called" in browser.complaint(f"{STORY}/unfollow")


def test_an_action_is_taken_back_once(desk: Workplace) -> None:
    ann, bob = desk.visit(), desk.visit()
    page = ann.do(f"{STORY}/notes", {"text": "A note"})
    number = re.search(r"/undo/(\d+)", page)
    assert number
    ann.undo(page)
    assert "taken back already" in bob.complaint(f"/undo/{number[1]}", {"next": STORY})
    assert "nothing to take back" in bob.complaint("/undo/999", {"next": STORY})
    kept = [one.what for one in desk.store.actions()]
    assert kept == ["Took back: wrote a note", "Wrote a note"]


def test_what_was_done_says_who_did_it(staffed: Workplace) -> None:
    ann = staffed.sign_in("ann")
    page = ann.do(f"{STORY}/notes", {"text": "A note"})
    ann.undo(page)
    action = staffed.store.actions()[-1]
    assert (action.who, action.undone_by, action.seed) == ("ann", "ann", "treaty")
    assert "taken back by ann" in staffed.sign_in("rob").read("/log")


def test_all_undoing_is_reachable_from_what_is_recorded(desk: Workplace) -> None:
    """An action in the log whose object is gone does not break the page."""
    now = desk.world.now
    for place, kind in enumerate(UNDO):
        at = now + timedelta(seconds=place)
        desk.store.record_action(DeskAction(0, "desk", "treaty", f"Did {kind}", at, kind, 99, ""))
    browser = desk.visit()
    assert browser.read("/log").count('aria-label="Undo: Did') == len(UNDO)
    for action in desk.store.actions():
        assert browser.post(f"/undo/{action.id}", {"next": "/log"}).status_code in {303, 404}
