"""A report that was mailed and is withdrawn is corrected, although its new text concerns no seed."""

from typing import Any

import pytest

from tests.world import FOOTBALL

WITHDRAWN = "Correction: article withdrawn"
APOLOGY = (
    """This article has been withdrawn. It did not meet our standards, and we apologise to our readers. We will report
again when we know more. The newsroom asks how a text that nobody had checked could be published, and the editors who
were on duty that evening will be heard on Monday. Readers can write to the ombudsman of this newspaper. """
    * 3
)


def test_a_withdrawal_is_mailed_although_the_page_is_skimmed(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.watchlist.FEW", 1)  # so that pages are turned away from the second run on
    world.publish()
    world.run()
    world.later(hours=1)
    world.web.page("/letter.html", WITHDRAWN, APOLOGY + FOOTBALL)
    entry = {"title": WITHDRAWN, "link": "/letter.html", "summary": "This article has been withdrawn."}
    world.web.feed("/news.xml", [entry, {"title": "Home side wins the cup", "link": "/cup.html"}])
    assert world.run().reading.turned_away == 0
    subjects = [str(mail["Subject"]) for mail in world.letterbox.mails]
    assert len(subjects) == 2
    assert subjects[1].startswith(WITHDRAWN)
