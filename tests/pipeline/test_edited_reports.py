"""A page that tells the next stage in the place of the last is told to its readers, once, and nothing else is."""

from datetime import timedelta
from typing import Any

import pytest

from news import Answer, Standing, StoredMatch
from pipeline import open_runtime
from pipeline.interruption import StoppedError
from tests.pipeline.test_corrections import text_of
from tests.world import FOLLOW_UP, SEED

HALF_AN_HOUR = timedelta(minutes=30)
RUNNING = "Lithium treaty: the latest"
AGAIN = """Ambassador Trentino has received a letter in which President Rufus Firefly of Freedonia offers to resume the
talks about the lithium treaty. Sylvania would renew its ceasefire offer after a signature, the ambassador said. A
meeting of the two in Geneva is being prepared."""
SIGNED = """President Rufus Firefly of Freedonia and Ambassador Trentino signed the lithium treaty in Geneva at noon.
Sylvania will withdraw its troops from the border within ten days, the treaty says. Gloria Teasdale wept during the
ceremony. Freedonia's lithium mines pay for the reconstruction of the railway."""


COOKIES = "Please accept our cookies to read on. The settings can be changed at any time. " * 5
STATED = b'<meta property="article:published_time" content="2025-03-05T09:00:00Z"></head>'


def put(world: Any, path: str, headline: str, text: str) -> None:
    """Publish a report at its address, and list it in the feed of its own with how it begins."""
    head = f"<html><head><title>{headline}</title></head>"
    told = " ".join(text.split())
    page = f"{head}<body><article><h1>{headline}</h1><p>{told}</p></article></body></html>"
    world.web.answers[path] = (200, "text/html; charset=utf-8", page.encode())
    entry = {"title": headline, "link": path, "summary": told[:120], "published": world.now - HALF_AN_HOUR}
    world.web.feed(f"{path}.xml", [entry])


def run_after(world: Any, hours: int, path: str, headline: str, text: str) -> int:
    """Make a pass some hours later, when a page says this; returns how many mails were sent."""
    world.later(hours=hours)
    put(world, path, headline, text)
    sent: int = world.run().delivering.sent
    return sent


def stored(world: Any) -> list[StoredMatch]:
    with open_runtime(world.settings()) as runtime:
        return runtime.store.matches()


def follow_both(world: Any) -> None:
    """Two outlets tell the same stage, one after the other."""
    put(world, "/wire", "Firefly writes to Trentino", FOLLOW_UP)
    put(world, "/paper", RUNNING, "The cup was won by the home side. " * 9)
    world.follow("/wire.xml", "/paper.xml")
    assert world.run().delivering.sent == 1
    assert run_after(world, 2, "/paper", RUNNING, AGAIN) == 0


def test_what_was_mailed_is_mailed_again_when_its_page_tells_the_next_stage(world: Any) -> None:
    put(world, "/wire", RUNNING, FOLLOW_UP)
    world.follow("/wire.xml")
    assert world.run().delivering.sent == 1
    assert run_after(world, 30, "/wire", RUNNING, SIGNED) == 1
    first, second = world.letterbox.mails
    assert str(second["Subject"]) == f"Report updated: {RUNNING}"
    assert first["Message-ID"] in str(second["References"])
    said, says = text_of(second).split("Says now:")
    assert "Said before: President Rufus Firefly of Freedonia wrote" in said
    assert "signed the lithium treaty in Geneva" in says
    assert run_after(world, 3, "/wire", RUNNING, f"{SIGNED} Trentino left for Sylvania in the evening.") == 0


def test_a_retelling_is_mailed_when_its_page_tells_the_next_stage(world: Any) -> None:
    follow_both(world)
    before = {one.article.url: one.standing for one in stored(world)}
    assert sorted(before.values()) == [Standing.JOINS, Standing.OPENS]
    assert run_after(world, 28, "/paper", "Lithium treaty signed in Geneva", SIGNED) == 1
    (mail,) = world.letterbox.mails[1:]
    assert "Lithium treaty signed in Geneva" in str(mail["Subject"])
    assert "Said before" not in text_of(mail)  # its reader got no mail about it
    world.later(hours=1)
    assert world.run().delivering.sent == 0


def test_an_outlet_that_retells_the_edited_page_is_known_to_retell_it(world: Any) -> None:
    test_a_retelling_is_mailed_when_its_page_tells_the_next_stage(world)
    world.later(hours=2)
    put(world, "/other", "Treaty on lithium signed", SIGNED.replace("at noon", "on Thursday").replace("wept", "cried"))
    world.follow("/wire.xml", "/paper.xml", "/other.xml")
    assert world.run().delivering.sent == 0
    assert len(stored(world)) == 3


def test_a_page_that_is_no_report_of_the_story_any_more_is_not_mailed(world: Any) -> None:
    follow_both(world)
    assert run_after(world, 28, "/paper", RUNNING, COOKIES) == 0
    world.later(hours=1)
    assert world.run().delivering.sent == 0


def tells_signing(world: Any) -> bool:
    return any("signed the lithium treaty" in text_of(mail) for mail in world.letterbox.mails)


def test_who_joined_since_is_told_the_next_stage_too(world: Any) -> None:
    put(world, "/wire", RUNNING, FOLLOW_UP)
    world.follow("/wire.xml")
    world.run()
    world.seed("treaty", SEED.replace("[ann@example.org]", "[ann@example.org, bob@example.org]"))
    run_after(world, 30, "/wire", RUNNING, SIGNED)
    assert sorted(mail["To"] for mail in world.letterbox.mails[1:]) == ["ann@example.org", "bob@example.org"]


def test_a_text_that_is_no_report_of_the_story_silences_no_other_outlet(world: Any) -> None:
    world.seed("treaty", SEED.replace("recipients:", "must_mention: [Trentino]\nrecipients:"))
    follow_both(world)
    assert run_after(world, 28, "/paper", RUNNING, SIGNED.replace("Ambassador Trentino", "the ambassador")) == 0
    world.later(hours=2)
    put(world, "/other", "Treaty on lithium signed", SIGNED.replace("at noon", "on Thursday"))
    world.follow("/other.xml")
    assert world.run().delivering.sent == 1


def test_an_edit_between_reading_and_comparing_is_told(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run that read the next stage ends; then there is a cookie wall for an hour, and the stage again."""
    follow_both(world)
    world.later(hours=28)
    put(world, "/paper", RUNNING, SIGNED)
    with monkeypatch.context() as ended:
        ended.setattr("pipeline.passes.compare", _stop)
        with pytest.raises(StoppedError):
            world.run()
    run_after(world, 1, "/paper", RUNNING, COOKIES)
    run_after(world, 1, "/paper", RUNNING, SIGNED)
    assert tells_signing(world)


def test_an_edit_of_what_an_answer_took_out_is_told_when_the_answer_is_taken_back(world: Any) -> None:
    follow_both(world)
    (paper,) = (one.id for one in stored(world) if "paper" in one.article.url)
    for answer, text in ((Answer.NO, SIGNED), (Answer.NONE, f"{SIGNED} Trentino left.")):
        with open_runtime(world.settings()) as runtime:
            runtime.store.record_answer(paper, answer, world.now)
        assert not tells_signing(world)
        run_after(world, 28, "/paper", RUNNING, text)
    assert tells_signing(world)


def test_the_next_stage_is_dated_by_its_edit(world: Any) -> None:
    follow_both(world)
    world.later(hours=28)
    put(world, "/paper", "Lithium treaty signed in Geneva", SIGNED)
    page = world.web.answers["/paper"][2].replace(b"</head>", STATED)
    world.web.answers["/paper"] = (200, "text/html; charset=utf-8", page)
    world.run()
    (mail,) = world.letterbox.mails[1:]
    assert f"{world.now.day} Mar 2025, {world.now:%H:%M} UTC" in text_of(mail)


def _stop(*_: object) -> None:
    raise StoppedError
