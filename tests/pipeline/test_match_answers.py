"""Answers in a pass: what was rejected is in no mail, what was confirmed is grouped and alerted, and a mail asks."""

import mailbox
from email.message import EmailMessage
from typing import Any

import pytest

from news import Answer, Verdict
from pipeline import MonitorOptions, PageError, add_by_hand, answer_match, group_promoted, open_runtime, read_inbox
from tests.world import FOLLOW_UP

NEAR = (
    "The tailors of Karlsburg have sewn 3,000 uniforms for the army of Freedonia. A parade is planned for the summer, "
    "with a band and horses. The army has worn the same uniforms for ten years. The cloth comes from a mill in the "
    "north, which has hired forty weavers."
)
TRAMS = (
    "Tram drivers in Karlsburg voted on Tuesday to stop work for two days over new shifts. The operator said 48 lines "
    "would stand still. Commuters were advised to cycle. The union wants longer breaks and a second toilet at the "
    "depot; the next round of talks is on Thursday."
)


@pytest.fixture
def box(world: Any) -> mailbox.Maildir:
    return mailbox.Maildir(world.folder / "answers", create=True)


def settings(world: Any) -> dict[str, str]:
    return {"inbox_url": f"maildir://{world.folder}/answers"}


def reply(mail: EmailMessage, body: str) -> bytes:
    return f"From: ann@example.org\r\nIn-Reply-To: {mail['Message-ID']}\r\nSubject: Re\r\n\r\n{body}\r\n".encode()


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def publish_near_miss(world: Any) -> None:
    """A second feed, with a report that shares little of the story."""
    world.web.page("/uniforms.html", "Tailors of Karlsburg sew new uniforms", NEAR)
    world.web.feed("/uniforms.xml", [{"title": "Tailors of Karlsburg sew new uniforms", "link": "/uniforms.html"}])
    world.follow("/uniforms.xml")


def near_miss(runtime: Any) -> Any:
    (found,) = runtime.store.matches(verdicts=[Verdict.NEAR_MISS])
    return found


def test_no_before_the_mail_goes_out_leaves_nothing_to_mail(world: Any) -> None:
    world.publish()
    world.run(MonitorOptions(deliver=False))
    with open_runtime(world.settings()) as runtime:
        (match,) = runtime.store.matches()
        given = answer_match(runtime, match, Answer.NO, world.now, whole=True)
        assert (given.saved.reports, given.saved.withdrawn) == (1, 1)
    assert world.run().delivering.sent == 0
    assert world.letterbox.raw == []
    with open_runtime(world.settings()) as runtime:
        answer_match(runtime, runtime.store.development(1)[0], Answer.NONE, world.now, whole=True)
    assert world.run().delivering.sent == 1


def test_yes_to_a_near_miss_is_grouped_and_mailed_once(world: Any) -> None:
    world.publish()
    publish_near_miss(world)
    world.run()
    for _ in range(2):
        with open_runtime(world.settings()) as runtime:
            found = runtime.store.matches(verdicts=[Verdict.NEAR_MISS])
            (match,) = found or [one for one in runtime.store.matches() if one.answer]
            answer_match(runtime, match, Answer.YES, world.now)
            group_promoted(runtime, world.now)
            assert all(one.development for one in runtime.store.matches())
        world.later(hours=1)
        world.run()
    first, second = world.letterbox.mails
    assert "Tailors of Karlsburg sew" not in str(first["Subject"])
    assert "Tailors of Karlsburg sew" in str(second["Subject"])
    assert "A reader said that it belongs to the story" in text_of(second)


def test_a_mail_asks_about_the_match_nearest_to_the_threshold_and_takes_the_answer(
    world: Any, box: mailbox.Maildir
) -> None:
    world.publish()
    publish_near_miss(world)
    world.run(changes=settings(world))
    (mail,) = world.letterbox.mails
    with open_runtime(world.settings()) as runtime:
        asked = near_miss(runtime)
        assert runtime.store.asked_matches("treaty") == [asked.id]
    for kind in ("plain", "html"):
        assert "Does this continue the story?" in text_of(mail, kind)
        assert "Tailors of Karlsburg sew new uniforms" in text_of(mail, kind)
        assert f"yes q{asked.id}" in text_of(mail, kind)
    box.add(reply(mail, f"no q{asked.id}\nno q999"))
    with open_runtime(world.settings(**settings(world))) as runtime:
        outcome = read_inbox(runtime, world.now)
        assert outcome.done == [f"ann@example.org, treaty: no to q{asked.id}"]
        assert outcome.refused == ["ann@example.org said no to q999, which is not asked in that mail"]
        assert asked.id not in {one.id for one in runtime.store.matches(verdicts=[Verdict.NEAR_MISS])}


def test_a_mail_asks_nothing_when_no_match_is_near_the_threshold_or_nobody_reads_answers(
    world: Any, box: mailbox.Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish()
    publish_near_miss(world)
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.questions.WITHIN", 0.0)
        world.run(changes=settings(world))
    world.seed("treaty-2", (world.folder / "seeds/treaty.md").read_text("utf-8"))
    world.later(hours=1)
    world.run()
    assert len(world.letterbox.mails) == 2
    assert not any("Does this continue the story?" in text_of(mail) for mail in world.letterbox.mails)


def test_a_reply_says_what_the_changed_scores_would_have_meant(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    publish_near_miss(world)
    world.web.page("/weavers.html", "Weavers of Karlsburg hired in the north", NEAR)
    world.web.feed("/weavers.xml", [{"title": "Weavers of Karlsburg hired in the north", "link": "/weavers.html"}])
    world.follow("/weavers.xml")
    world.run(changes=settings(world))
    (mail,) = world.letterbox.mails
    with open_runtime(world.settings()) as runtime:
        (asked,) = runtime.store.asked_matches("treaty")
        (other,) = [one for one in runtime.store.matches(verdicts=[Verdict.NEAR_MISS]) if one.id != asked]
    box.add(reply(mail, f"yes q{asked}"))
    with open_runtime(world.settings(**settings(world))) as runtime:
        done = read_inbox(runtime, world.now).done
    looser = f"looser: 1 of the last 1 near misses would have been mailed: “{other.article.title}”"
    assert done == [f"ann@example.org, treaty: yes to q{asked}", f"ann@example.org, treaty: {looser}"]


def test_a_report_added_by_hand_is_followed_and_mailed(world: Any) -> None:
    world.publish()
    world.run()
    world.web.page("/missed.html", "Karlsburg tram drivers vote to strike", TRAMS)
    url = f"{world.web.url}/missed.html"
    with open_runtime(world.settings()) as runtime:
        (seed,) = runtime.store.seeds()
        article, given = add_by_hand(runtime, seed, url, world.now)
        assert (article.title, given.saved.reports, given.saved.raised) == (
            "Karlsburg tram drivers vote to strike",
            1,
            1,
        )
        _, again = add_by_hand(runtime, seed, url, world.now)
        assert again.saved.reports == 0
        group_promoted(runtime, world.now)
    world.later(hours=1)
    world.run()
    assert "Karlsburg tram drivers" in str(world.letterbox.mails[-1]["Subject"])
    assert len(world.letterbox.mails) == 2


def test_a_page_that_must_not_be_fetched_or_has_no_text_is_not_added(world: Any) -> None:
    world.publish()
    world.web.answers["/robots.txt"] = (200, "text/plain", b"User-agent: *\nDisallow: /private")
    world.run()
    world.web.page("/private/1.html", "Private", FOLLOW_UP)
    world.web.answers["/image"] = (200, "image/png", b"png")
    with open_runtime(world.settings()) as runtime:
        (seed,) = runtime.store.seeds()
        for path, why in (("/private/1.html", "robots.txt"), ("/image", "not a page")):
            with pytest.raises(PageError, match=why):
                add_by_hand(runtime, seed, f"{world.web.url}{path}", world.now)
        with pytest.raises(PageError, match="only http and https"):
            add_by_hand(runtime, seed, "file:///etc/passwd", world.now)
        assert len(runtime.store.matches(verdicts=tuple(Verdict))) == 1


def test_grouping_leaves_a_merged_development_merged(world: Any) -> None:
    world.publish()
    publish_near_miss(world)
    world.run()
    with open_runtime(world.settings()) as runtime:
        answer_match(runtime, near_miss(runtime), Answer.YES, world.now)
        group_promoted(runtime, world.now)
        first, second = sorted({one.development or 0 for one in runtime.store.matches()})
        assert runtime.store.merge_developments(first, second, world.now)
    world.web.page("/more.html", "Firefly writes again to Trentino about lithium", FOLLOW_UP + " He wrote twice.")
    world.web.feed("/more.xml", [{"title": "Firefly writes again to Trentino about lithium", "link": "/more.html"}])
    world.follow("/more.xml")
    world.later(hours=1)
    world.run()
    with open_runtime(world.settings()) as runtime:
        found = runtime.store.matches()
        assert len(found) == 3
        assert {one.development for one in found} == {first}
