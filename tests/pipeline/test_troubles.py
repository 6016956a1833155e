"""What a report says about problems: which feed, page or mail failed, what is waiting, and why."""

from datetime import timedelta
from typing import Any

import pytest

from pipeline import MonitorOptions
from service import examine
from storage import open_store
from tests.world import SEED


def test_pages_without_an_article_are_reported_with_the_reason(world: Any) -> None:
    world.web.answers["/empty.html"] = (200, "text/html", b"<html><body></body></html>")
    world.web.answers["/busy.html"] = (503, "text/plain", b"busy")
    world.web.answers["/huge.html"] = (200, "text/html", b"x" * 10_000_001)
    links = [f"/{name}.html" for name in ("empty", "gone", "busy", "huge")]
    world.web.feed("/news.xml", [{"title": "", "link": link} for link in links])
    world.follow("/news.xml")
    assert world.run().reading.unread == {
        f"{world.web.url}/empty.html": "no text in the page",
        f"{world.web.url}/gone.html": "answered 404 Not Found",
        f"{world.web.url}/busy.html": "answered 503 Service Unavailable; tried again by the next run",
        f"{world.web.url}/huge.html": "larger than 10,000,000 bytes",
    }


def test_two_failing_feeds_with_the_same_title_are_both_reported(world: Any) -> None:
    world.follow("/one/news.xml", "/two/news.xml")
    errors = world.run().polling.errors
    assert sorted(errors) == ["news.xml", "news.xml (2)"]
    assert {error.split(": ")[0] for error in errors.values()} == {
        f"{world.web.url}/{name}/news.xml" for name in ("one", "two")
    }


@pytest.mark.parametrize("listed", [None, "<opml><body/></opml>"])
def test_a_run_that_follows_stories_by_no_feed_at_all_fails_and_says_so(world: Any, listed: str | None) -> None:
    if listed:
        (world.folder / "seeds" / "feeds.opml").write_text(listed, "utf-8")
    report = world.run()
    (failure,) = report.failures
    assert (
        f"seeds/feeds.opml: {'lists no feed' if listed else 'there is no such file'}, so nothing is polled" in failure
    )
    assert report.misconfigured
    (world.folder / "seeds" / "treaty.md").unlink()
    world.publish()
    assert world.run().polling.polled == 1
    (world.folder / "seeds" / "feeds.opml").unlink()
    world.seed("treaty", SEED)
    world.later(minutes=15)
    assert world.run().failures == ()  # the feeds of the last list are polled


def test_a_headline_says_if_no_feed_at_all_can_be_read(world: Any) -> None:
    world.follow("/missing.xml")
    report = world.run()
    assert (report.headline, report.failures) == (
        "0 new follow-ups, 0 mails, no feed can be read: the only one failed",
        (),
    )
    world.follow("/lost.xml")
    assert "no feed can be read: all 2 failed" in world.run().headline
    world.publish()
    world.later(hours=2)
    assert world.run().headline.endswith("2 of 3 feeds failed")


def test_a_run_without_delivery_reports_what_is_waiting(world: Any) -> None:
    world.publish()
    report = world.run(MonitorOptions(deliver=False))
    assert report.delivering.waiting == 1
    assert "this run was not to send mail: 1 alert or mail waiting" in report.notes
    world.later(minutes=15)
    assert world.run().delivering.sent == 1
    world.later(minutes=15)
    assert world.run(MonitorOptions(deliver=False)).notes == ()


def test_a_seed_with_an_unknown_folder_is_reported(world: Any) -> None:
    world.publish()
    text = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    world.seed("treaty", text.replace("---\n", "---\nfeeds: [WORLD, wrold]\n", 1))
    (complaint,) = world.run().inputs.complaints
    assert complaint.startswith("seed treaty: no feed is in the folder 'wrold'")


def test_claims_of_another_run_are_reported_and_taken_over_when_they_expire(world: Any) -> None:
    world.publish()
    world.run(MonitorOptions(deliver=False), changes={"pass_limit": 1})
    with open_store(world.settings().database_url) as store:  # a run that was killed
        assert store.claim_due_feeds(world.now, lease=timedelta(minutes=5), due_only=False)
        assert store.claim_entries(world.now, lease=timedelta(minutes=5), limit=9)
    notes = world.run().notes
    assert [note.split(":")[0] for note in notes] == ["1 feed not polled", "1 entry left"]
    assert all("another run has claimed them (claims of a killed run expire within 5 minutes" in note for note in notes)
    world.later(minutes=15)
    report = world.run()
    assert (report.reading.entries, report.notes) == (1, ())


def test_a_run_that_reached_its_limit_says_so(world: Any) -> None:
    world.publish()
    report = world.run(changes={"pass_limit": 1})
    assert "1 entry left: one run handles at most 1 (STORYWAKE_PASS_LIMIT)" in report.notes


def test_a_postponed_page_is_not_reported_again_as_left(world: Any) -> None:
    world.publish()
    world.web.answers["/letter.html"] = (503, "text/plain", b"busy")
    assert world.run().notes == ()


def test_a_misspelt_setting_is_noted(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish()
    monkeypatch.setenv("STORYWAKE_RECIPIENT", "desk@example.org")
    assert "STORYWAKE_RECIPIENT: unknown setting; check the spelling" in world.run().notes


def test_the_doctor_queries_an_unusable_database_only_once(world: Any) -> None:
    (world.folder / "storywake.db").write_bytes(b"no database at all" * 99)
    found = {finding.name: finding for finding in examine(world.settings(), world.now)}
    assert "file is not a database" in found["database"].detail
    assert {found[name].detail for name in ("feeds", "recipients")} == {"not checked: the database cannot be used"}


def test_the_doctor_names_some_invalid_files_and_counts_the_others(world: Any) -> None:
    for number in range(8):
        world.seed(f"empty-{number}", "")
    (seeds,) = [finding for finding in examine(world.settings(), world.now) if finding.name == "seeds"]
    assert "empty-4.md" in seeds.detail
    assert seeds.detail.endswith("; and 3 more")


def test_a_mail_claimed_by_a_killed_run_is_reported_and_sent_when_its_claim_expires(world: Any) -> None:
    world.publish()
    world.letterbox.close()
    assert world.run().notes == ()  # the failure itself is reported elsewhere
    world.letterbox.open()
    world.later(seconds=1)
    with open_store(world.settings().database_url) as store:
        assert store.claim_deliveries(world.now, lease=timedelta(minutes=5), limit=1)
    (note,) = world.run().notes
    assert note == "1 mail left: another run has claimed them (claims of a killed run expire within 5 minutes)"
    world.later(minutes=6)
    assert (world.run().delivering.sent, len(world.letterbox.mails)) == (1, 1)
