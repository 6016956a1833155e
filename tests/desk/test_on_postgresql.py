"""The desk on PostgreSQL: every page is read, and what editors do is done and taken back as on SQLite."""

from collections.abc import Callable
from typing import Any

import pytest

from news import Answer
from tests.desk.conftest import STORY, TITLES, Workplace
from tests.desk.test_pages import EVERYWHERE, OF_STORY
from tests.desk.visiting import said


@pytest.fixture
def desk(open_desk: Callable[..., Workplace], empty_postgres: str) -> Workplace:
    found = open_desk(recipients=("ann@example.org",), database_url=empty_postgres)
    found.tell(*TITLES)
    return found


def report_of(desk: Workplace, title: str) -> int:
    return next(one.id for one in desk.store.matches("treaty") if one.article.title == title)


def test_every_page_is_read(desk: Workplace) -> None:
    for path in [*EVERYWHERE, "/sources?story=treaty", *(STORY + one for one in OF_STORY)]:
        assert desk.visit().read(path), path


def test_reports_are_answered_grouped_and_all_of_it_undone(desk: Workplace) -> None:
    browser = desk.visit()
    letter = report_of(desk, "Letter sent")
    acts: list[tuple[str, dict[str, Any], str]] = [
        ("answer", {"match": letter, "answer": "no"}, "Said no to “Letter sent”"),
        ("merge", {"merged": 1, "kept": 2}, "Merged d1 into d2"),
        ("split", {"development": 2, "match": [report_of(desk, "Talks end")]}, "Split 1 report off d2"),
        ("rename", {"development": 2, "title": "Talks"}, "Called d2 “Talks”"),
        ("mute", {}, "Held the mails"),
        ("pause", {}, "Paused the story"),
        ("notes", {"text": "Call the embassy."}, "Wrote a note"),
        ("share", {}, "Made a link"),
    ]
    for act, form, done in acts:
        page = browser.do(f"{STORY}/{act}", form)
        assert said(page).startswith(done)
        assert said(browser.undo(page)).startswith(f"Took back: {done[0].lower()}{done[1:]}")
    assert "2 developments, 4 reports." in browser.read(STORY)
    assert not desk.store.notes("treaty")
    assert not desk.store.shares("treaty")


def test_a_proposal_is_made_replaced_dismissed_and_shown_again(desk: Workplace) -> None:
    browser, letter = desk.visit(), report_of(desk, "Letter sent")
    number = desk.store.propose_answer(letter, "helper", Answer.YES, "", desk.world.now)
    assert desk.store.propose_answer(letter, "helper", Answer.NO, "Another letter", desk.world.now) == number
    assert "helper</bdi> proposes: no" in browser.read(f"{STORY}/developments/1")
    page = browser.do(f"{STORY}/proposals/{number}/dismiss", {"next": STORY})
    assert "proposes:" not in page
    assert "proposes: no" in browser.undo(page)


def test_the_archive_is_searched(desk: Workplace) -> None:
    page = desk.visit().read("/search?words=%22lithium+treaty%22&story=treaty")
    assert "Talks resume" in page
