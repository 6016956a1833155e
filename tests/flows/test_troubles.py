"""What a person is told of a pass: which feed, page or mail gave trouble, what waits, and why."""

from typing import Any

from flows import MonitorOptions


def test_pages_that_gave_no_article_are_named_with_the_reason(world: Any) -> None:
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


def test_two_failing_feeds_of_one_title_are_both_told_of(world: Any) -> None:
    world.follow("/one/news.xml", "/two/news.xml")
    errors = world.run().polling.errors
    assert sorted(errors) == ["news.xml", "news.xml (2)"]
    assert {error.split(": ")[0] for error in errors.values()} == {
        f"{world.web.url}/{name}/news.xml" for name in ("one", "two")
    }


def test_a_run_that_may_send_nothing_says_what_waits(world: Any) -> None:
    world.publish()
    report = world.run(MonitorOptions(deliver=False))
    assert report.delivering.waiting == 1
    assert "nothing was to be mailed in this run: 1 alert or mail waiting" in report.notes
    world.later(minutes=15)
    assert world.run().delivering.sent == 1
    world.later(minutes=15)
    assert world.run(MonitorOptions(deliver=False)).notes == ()


def test_a_seed_that_asks_for_a_folder_nobody_has_is_named(world: Any) -> None:
    world.publish()
    text = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    world.seed("treaty", text.replace("---\n", "---\nfeeds: [WORLD, wrold]\n", 1))
    (complaint,) = world.run().inputs.complaints
    assert complaint.startswith("seed treaty: no feed is in the folder 'wrold'")
