"""Answers that an assistant proposes: beside the report, without effect until an editor accepts them."""

import html
import re

import pytest

from news import Answer, Decision
from storage import StoreError
from tests.desk.conftest import STORY, Workplace
from tests.desk.visiting import said

REASON = "<b>It</b> is about another letter."


def report_of(desk: Workplace, title: str) -> int:
    return next(one.id for one in desk.store.matches("treaty") if one.article.title == title)


def propose(desk: Workplace, title: str = "Letter sent", answer: Answer = Answer.NO) -> int:
    number = desk.store.propose_answer(report_of(desk, title), "helper", answer, REASON, desk.world.now)
    assert number
    return number


def test_a_proposal_stands_beside_its_report_and_changes_nothing(desk: Workplace) -> None:
    propose(desk)
    for path in (STORY, f"{STORY}/developments/1"):
        page = desk.visit().read(path)
        assert "<bdi>helper</bdi> proposes: no" in page
        assert html.escape(REASON) in page
        assert 'aria-label="Accept the proposed no: Letter sent"' in page
    assert "4 reports" in desk.visit().read(STORY)
    assert "helper" not in desk.visit().read(f"{STORY}/trail.html")


def test_an_accepted_proposal_is_the_editors_answer_and_undone_like_one(desk: Workplace) -> None:
    browser, number = desk.visit(), propose(desk)
    page = browser.do(f"{STORY}/proposals/{number}/accept", {"next": STORY})
    assert said(page).startswith("Said no to “Letter sent”, as helper proposed")
    assert "3 reports" in page
    assert "proposes:" not in page
    assert "4 reports" in browser.undo(page)
    assert desk.store.actions("treaty")[0].who == "desk"


def test_a_proposal_whose_answer_could_not_be_given_stays_open(
    desk: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, number = desk.visit(), propose(desk)

    def fail(*_: object, **__: object) -> int:
        raise StoreError("the database is locked")

    with monkeypatch.context() as broken:
        broken.setattr("desk.proposals.give_answer", fail)
        assert browser.post(f"{STORY}/proposals/{number}/accept", {}).status_code == 503
    assert "proposes: no" in browser.read(STORY)
    assert "3 reports" in browser.do(f"{STORY}/proposals/{number}/accept", {"next": STORY})


def test_a_dismissed_proposal_is_gone_until_that_is_undone_and_cannot_be_made_again(desk: Workplace) -> None:
    browser, number = desk.visit(), propose(desk)
    page = browser.do(f"{STORY}/proposals/{number}/dismiss", {"next": STORY})
    assert said(page).startswith("Dismissed the proposal of helper to say no")
    assert "proposes:" not in page
    letter = report_of(desk, "Letter sent")
    assert desk.store.propose_answer(letter, "helper", Answer.NO, "Again!", desk.world.now) is None
    assert "proposes: no" in browser.undo(page)


def test_a_new_proposal_of_the_same_assistant_replaces_the_open_one(desk: Workplace) -> None:
    assert propose(desk) == propose(desk, answer=Answer.YES)
    (proposal,) = desk.store.proposals("treaty")
    assert proposal.answer is Answer.YES


def test_two_editors_decide_once_and_strange_numbers_are_unknown(desk: Workplace) -> None:
    browser, number = desk.visit(), propose(desk)
    browser.do(f"{STORY}/proposals/{number}/dismiss", {})
    assert "decided on this proposal already" in browser.complaint(f"{STORY}/proposals/{number}/accept", {})
    assert browser.post(f"{STORY}/proposals/999/accept", {}).status_code == 404
    assert browser.post(f"/stories/other/proposals/{number}/accept", {}).status_code == 404
    assert "4 reports" in browser.read(STORY)


def test_readers_see_proposals_and_decide_on_none(staffed: Workplace) -> None:
    number = propose(staffed)
    reader = staffed.sign_in("rob")
    page = reader.read(STORY)
    assert "proposes: no" in page
    assert not re.search("Accept the proposed", page)
    assert reader.post(f"{STORY}/proposals/{number}/accept", {}).status_code == 403
    found = staffed.store.proposal(number)
    assert found
    assert found.decision is Decision.OPEN
