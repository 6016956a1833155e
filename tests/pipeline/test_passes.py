"""Complete passes without Prefect, with real feeds, pages, mail server and database, at times set by the test."""

import threading
from typing import Any

import pytest
from pydantic import SecretStr

from extractors import ModelError
from news import Standing, Verdict
from pipeline import MonitorOptions, PassReport, SettingsError, current_runtime, open_runtime, run_pass
from storage import StoreError

ARTICLE = "Firefly writes to Trentino: back to lithium talks"


def sign_treaty(world: Any, feed: str) -> str:
    """Publish a later article about the story in a feed, and return its headline."""
    title = "Sylvania and Freedonia to sign lithium treaty on 14 March"
    text = (
        "Sylvania and Freedonia will sign the lithium treaty in the Palace of Trantura, Ambassador Trentino said after "
        "a night of talks with President Rufus Firefly and his minister Chicolini. Firefly has accepted that security "
        "guarantees are laid down in a second document. Gloria Teasdale called the treaty the best news in years."
    )
    world.web.page("/sign.html", title, text)
    world.web.feed(feed, [{"title": title, "link": "/sign.html", "published": world.now}])
    return title


def test_a_follow_up_is_found_stored_and_mailed(world: Any) -> None:
    world.publish()
    report = world.run()
    assert [found.article.title for found in report.follow_ups] == [ARTICLE]
    (mail,) = world.letterbox.mails
    assert mail["To"] == "ann@example.org"
    assert ARTICLE in mail.get_body(("plain",)).get_content().replace("\n", " ")
    assert report.headline == "1 new follow-up, 1 mail, 1 feed polled"
    assert report.reading.articles == 2
    assert report.comparing.articles == 2
    assert report.comparing.follow_ups == 1
    assert report.left == {}
    assert report.failures == ()


def test_a_second_run_finds_nothing_new_and_sends_nothing(world: Any) -> None:
    world.publish()
    world.run()
    world.later(minutes=15)
    pages_read = world.web.requests.count("/letter.html")
    report = world.run()
    assert report.headline == "0 new follow-ups, 0 mails, 1 feed polled"
    assert len(world.letterbox.mails) == 1
    assert world.web.requests.count("/letter.html") == pages_read == 1


def test_a_later_follow_up_is_found_by_a_later_run(world: Any) -> None:
    world.publish()
    world.run()
    world.later(hours=20)
    title = sign_treaty(world, "/late.xml")
    world.follow("/late.xml")
    assert [found.article.title for found in world.run().follow_ups] == [title]
    assert len(world.letterbox.mails) == 2


def test_a_copy_in_another_outlet_is_stored_and_not_alerted(world: Any) -> None:
    world.publish()
    world.run()
    world.later(minutes=15)
    world.web.answers["/copy.html"] = world.web.answers["/letter.html"]
    world.web.feed("/other.xml", [{"title": "Firefly wants to talk again", "link": "/copy.html"}])
    world.follow("/other.xml")
    report = world.run()
    (copy,) = report.follow_ups
    assert (copy.standing, [str(alert.state) for alert in copy.alerts]) == (Standing.REPEATS, ["grouped"])
    assert len(world.letterbox.mails) == 1
    assert report.comparing.developments == 0


def test_an_alert_is_sent_later_if_the_mail_server_is_down(world: Any) -> None:
    world.publish()
    world.letterbox.close()
    report = world.run()
    assert report.delivering.sent == 0
    assert report.delivering.failed == 1
    assert report.delivering.waiting == 1
    world.later(minutes=15)
    world.letterbox.open()
    assert world.run().delivering.sent == 1
    assert len(world.letterbox.mails) == 1


def test_a_mail_server_that_is_down_is_not_tried_for_every_mail(world: Any) -> None:
    world.publish()
    for number in range(4):
        world.seed(f"treaty-{number}", world_seed(world))
    world.letterbox.close()
    report = world.run()
    assert report.delivering.failed == 1
    assert report.delivering.waiting == 5
    assert any("4 mails left: the mail server is down" in note for note in report.notes)
    world.later(minutes=15)
    world.letterbox.open()
    assert world.run().delivering.sent == 5


def world_seed(world: Any) -> str:
    return str((world.folder / "seeds" / "treaty.md").read_text("utf-8"))


def test_a_refused_recipient_is_given_up_and_the_others_get_their_mail(world: Any) -> None:
    world.seed("treaty", world_seed(world).replace("[ann@example.org]", "[ann@example.org, bob@example.org]"))
    world.publish()
    world.letterbox.refused = {"bob@example.org"}
    assert world.run().delivering.sent == 1
    for _ in range(3):
        world.later(minutes=15)
        report = world.run()
    assert (report.delivering.failed, report.delivering.given_up) == (1, 0)
    for _ in range(5):
        world.later(hours=7)
        report = world.run()
    assert report.delivering.given_up == 1
    assert report.delivering.errors["bob@example.org"].endswith("; given up")
    world.later(minutes=15)
    assert world.run().delivering.failed == 0
    assert len(world.letterbox.mails) == 1


def test_without_a_mail_server_alerts_wait_and_the_report_says_so(world: Any) -> None:
    world.publish()
    report = world.run(changes={"smtp_url": None})
    assert report.delivering.waiting == 1
    assert any("STORYWAKE_SMTP_URL" in note for note in report.notes)
    world.later(minutes=15)
    assert world.run().delivering.sent == 1


def test_without_a_recipient_alerts_wait_until_one_is_set(world: Any) -> None:
    world.seed("treaty", world_seed(world).replace("recipients: [ann@example.org]\n", ""))
    world.publish()
    report = world.run()
    assert any("without a recipient" in note for note in report.notes)
    world.later(minutes=15)
    assert world.run(changes={"recipients": ("desk@example.org",)}).delivering.sent == 1
    assert world.letterbox.mails[0]["To"] == "desk@example.org"


def test_failing_feeds_are_named_and_do_not_affect_others(world: Any) -> None:
    world.web.answers["/gone.xml"] = (500, "text/plain", b"broken")
    world.web.answers["/page.xml"] = (200, "text/html", b"<html><body>not a feed</body></html>")
    world.follow("/gone.xml", "/page.xml", "/missing.xml", "http://127.0.0.1:9/dead.xml")
    world.publish()
    report = world.run()
    assert set(report.polling.errors) == {"gone.xml", "page.xml", "missing.xml", "dead.xml"}
    assert all("127.0.0.1" in error for error in report.polling.errors.values())
    assert report.headline == "1 new follow-up, 1 mail, 4 of 5 feeds failed"


def test_a_failing_feed_without_a_name_is_logged_with_its_address_once(
    world: Any, caplog: pytest.LogCaptureFixture
) -> None:
    listed = '<opml version="2.0"><body><outline xmlUrl="http://127.0.0.1:9/dead.xml"/></body></opml>'
    (world.folder / "seeds" / "feeds.opml").write_text(listed, "utf-8")
    world.run()
    (line,) = (record.getMessage() for record in caplog.records if "dead.xml" in record.getMessage())
    assert line.startswith("http://127.0.0.1:9/dead.xml: no connection")


def test_a_failing_feed_is_polled_less_and_less_often(world: Any) -> None:
    world.publish()
    world.web.answers["/gone.xml"] = (500, "text/plain", b"broken")
    world.follow("/gone.xml")
    for _ in range(9):
        world.run(MonitorOptions(due_only=True))
        world.later(minutes=15)
    assert world.web.requests.count("/news.xml") >= 7  # polled a bit less often, because it has no new entries
    assert 3 <= world.web.requests.count("/gone.xml") <= 4


def test_a_feed_body_with_unchanged_entries_is_not_parsed_again(world: Any) -> None:
    world.publish()
    first = world.run()
    status, kind, body = world.web.answers["/news.xml"]
    for stamp in (b"", b"<lastBuildDate>Sat, 01 Mar 2025 12:00:00 GMT</lastBuildDate>"):
        world.web.answers["/news.xml"] = (status, kind, body.replace(b"<item>", stamp + b"<item>", 1))
        world.later(minutes=30)
        again = world.run()
        assert (first.polling.unchanged, again.polling.unchanged, again.polling.new_entries) == (0, 1, 0)
    world.web.answers["/news.xml"] = (status, kind, body.replace(b"</item>", b"\n</item>", 1))
    world.later(minutes=30)
    assert world.run().polling.unchanged == 0


def test_a_changed_entry_is_read_and_compared_again_but_alerted_once(world: Any) -> None:
    world.publish()
    assert world.run().delivering.sent == 1
    status, kind, body = world.web.answers["/news.xml"]
    world.web.answers["/news.xml"] = (status, kind, body.replace(b"<title>", b"<title>Updated: "))
    world.later(minutes=30)
    again = world.run()
    assert again.polling.new_entries == 0
    assert again.polling.changed_entries == again.reading.articles >= 1
    assert again.delivering.sent == 0


def test_pages_disallowed_by_robots_txt_are_not_fetched_unless_a_setting_says_so(world: Any) -> None:
    world.publish()
    world.web.answers["/robots.txt"] = (200, "text/plain", b"User-agent: *\nDisallow: /")
    report = world.run()
    pages = {"/letter.html", "/cup.html"}
    assert not pages & set(world.web.requests)
    assert report.reading.from_feed + sum(report.reading.skipped.values()) == report.reading.entries > 0
    status, kind, body = world.web.answers["/news.xml"]
    world.web.answers["/news.xml"] = (status, kind, body.replace(b"<title>", b"<title>New "))
    world.later(hours=1)
    world.run(changes={"obey_robots": False})
    assert pages <= set(world.web.requests)


def test_a_persistent_failure_of_a_feed_and_its_recovery_are_each_reported_once(world: Any) -> None:
    world.publish()
    world.web.answers["/late.xml"] = (500, "text/plain", b"broken")
    world.web.answers["/"] = (200, "text/html", b"<link rel='alternate' type='application/rss+xml' href='/news.xml'>")
    world.follow("/late.xml")
    notes, changes = [], {"operator": "desk@example.org"}
    for _ in range(7):
        notes.append([note for note in world.run(changes=changes).notes if "late.xml" in note])
        world.later(hours=25)
    assert [bool(note) for note in notes] == [False, False, False, True, False, False, False]
    assert "failed 4 times in a row: answered 500" in notes[3][0]
    world.web.answers["/late.xml"] = world.web.answers["/news.xml"]
    later = [[note for note in world.run(changes=changes).notes if "late.xml" in note] for _ in range(2)]
    assert [len(note) for note in later] == [1, 0]
    assert "recovered after 7 failed polls" in later[0][0]
    mails = [mail for mail in world.letterbox.mails if mail["To"] == "desk@example.org"]
    assert [mail["Subject"] for mail in mails] == [
        "late.xml failed 4 times in a row: answered 500 Internal Server Error",
        "late.xml recovered after 7 failed polls",
    ]


def test_notices_wait_until_an_operator_is_set(world: Any) -> None:
    world.follow("/late.xml", "/later.xml")
    for _ in range(5):
        world.run()
        world.later(hours=25)
    world.run(changes={"operator": "desk@example.org"})
    (mail,) = world.letterbox.mails
    assert mail["Subject"].endswith("(+1 more)")
    assert mail.get_content().count("failed 4 times in a row: answered 404") == 2


def test_a_feed_that_is_gone_is_reported_and_no_longer_polled(world: Any) -> None:
    world.publish()
    world.web.answers["/gone.xml"] = (410, "text/plain", b"no more")
    world.follow("/gone.xml")
    for _ in range(4):
        report = world.run(MonitorOptions(due_only=True))
        world.later(hours=30)
    assert world.web.requests.count("/gone.xml") == 1
    assert world.web.requests.count("/news.xml") == 4
    assert "permanently gone (410): remove it" in " ".join(report.notes)


def test_a_page_that_is_temporarily_unavailable_is_read_by_a_later_run(world: Any) -> None:
    world.publish()
    page = world.web.answers["/letter.html"]
    world.web.answers["/letter.html"] = (503, "text/plain", b"busy")
    report = world.run()
    assert report.reading.postponed == 1
    assert report.left == {"entries waiting": 1}
    assert world.web.requests.count("/letter.html") == 1
    world.web.answers["/letter.html"] = page
    world.later(minutes=15)
    assert len(world.run().follow_ups) == 1


def test_the_text_of_the_feed_is_used_if_a_page_stays_unavailable(world: Any) -> None:
    title, text = (
        ARTICLE,
        (
            "President Rufus Firefly of Freedonia wrote to Ambassador Trentino of Sylvania that he is ready to return "
            "to talks over the lithium treaty, with security guarantees. Gloria Teasdale welcomed the letter."
        ),
    )
    world.web.answers["/letter.html"] = (503, "text/plain", b"busy")
    world.web.feed("/news.xml", [{"title": title, "link": "/letter.html", "summary": text}])
    world.follow("/news.xml")
    counts = []
    for _ in range(3):
        counts.append(world.run().reading.from_feed)
        world.later(minutes=15)
    assert counts == [0, 0, 1]
    assert world.run().reading.entries == 0


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, "text/html", b""), "the page answered 404"),
        ((200, "application/pdf", b"%PDF-1.7"), "not a page: application/pdf"),
        ((200, "text/html", b"<html><body></body></html>"), "no text in the page"),
    ],
)
def test_an_entry_without_any_text_is_skipped_with_the_reason(world: Any, answer: Any, reason: str) -> None:
    world.web.answers["/x.html"] = answer
    world.web.feed("/news.xml", [{"title": "", "link": "/x.html"}])
    world.follow("/news.xml")
    assert world.run().reading.skipped == {reason: 1}


def test_an_invalid_seed_is_reported_and_its_last_valid_version_is_used(world: Any) -> None:
    world.publish()
    world.run(MonitorOptions(deliver=False), changes={"feeds_file": world.folder / "none.opml"})
    world.seed("treaty", "---\nrecipients: [nobody\n---\nText.")
    world.seed("empty", "")
    report = world.run()
    assert any("treaty.md" in complaint for complaint in report.inputs.complaints)
    assert any("empty.md" in complaint for complaint in report.inputs.complaints)
    assert len(report.follow_ups) == 1


def test_an_invalid_list_of_feeds_is_reported_and_the_last_valid_one_is_used(world: Any) -> None:
    world.publish()
    world.run()
    (world.folder / "seeds" / "feeds.opml").write_text("no xml", "utf-8")
    world.later(minutes=15)
    report = world.run()
    assert any("feeds.opml" in complaint for complaint in report.inputs.complaints)
    assert report.polling.polled == 1


def test_a_seed_only_gets_articles_from_its_folders(world: Any) -> None:
    world.seed("treaty", world_seed(world).replace("recipients:", "feeds: [sport]\nrecipients:"))
    world.publish()
    assert world.run().follow_ups == ()
    world.seed("other", world_seed(world).replace("[sport]", "[WORLD]"))
    world.web.feed("/more.xml", [{"title": ARTICLE, "link": "/letter.html?again=1"}])
    world.web.answers["/letter.html?again=1"] = world.web.answers["/letter.html"]
    world.follow("/more.xml")
    assert {found.match.seed for found in world.run().follow_ups} == {"other"}


def test_a_run_may_mail_only_one_seed_and_the_others_wait(world: Any) -> None:
    world.seed("second", world_seed(world))
    world.publish()
    report = world.run(MonitorOptions(seed="second"))
    assert {found.match.seed for found in report.follow_ups} == {"second"}
    assert report.delivering.sent == 1
    world.later(minutes=15)
    assert world.run().delivering.sent == 1


@pytest.mark.parametrize("options", [MonitorOptions(seed="nobody"), MonitorOptions(feed="http://nowhere.example/")])
def test_an_unknown_seed_or_feed_is_one_clear_error(world: Any, options: MonitorOptions) -> None:
    world.publish()
    with pytest.raises(SettingsError, match=r"nobody|nowhere\.example"):
        world.run(options)


def test_a_run_without_delivery_sends_nothing(world: Any) -> None:
    world.publish()
    assert len(world.run(MonitorOptions(deliver=False)).follow_ups) == 1
    assert world.letterbox.mails == []


def test_two_concurrent_passes_do_nothing_twice(world: Any) -> None:
    world.publish()
    for number in range(20):
        world.web.page(f"/{number}.html", f"{ARTICLE}, part {number}", world.web.answers["/letter.html"][2].decode())
    world.web.feed("/many.xml", [{"title": f"{ARTICLE}, part {n}", "link": f"/{n}.html"} for n in range(20)])
    world.follow("/many.xml")
    world.settings()
    reports: list[PassReport] = []
    threads = [threading.Thread(target=lambda: reports.append(world.run())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    reports.append(world.run())
    found = [each.article.url for report in reports for each in report.follow_ups]
    assert len(found) == len(set(found)) > 0
    mails = [mail["Message-ID"] for mail in world.letterbox.mails]
    assert len(mails) == len(set(mails))
    assert sum(report.reading.entries for report in reports) == 22
    assert all(report.failures == () for report in reports)


def test_the_claims_of_a_killed_run_are_taken_over_when_they_expire(world: Any) -> None:
    world.publish()
    world.run(MonitorOptions(deliver=False))
    world.later(hours=20)
    sign_treaty(world, "/news.xml")
    with open_runtime(world.settings()) as killed:
        from datetime import timedelta

        lease = timedelta(minutes=5)
        assert killed.store.claim_due_feeds(world.now, lease=lease, due_only=False)
    assert world.run().polling.polled == 0
    world.later(minutes=6)
    report = world.run()
    assert report.polling.polled == 1
    assert report.delivering.sent == 1


def test_a_pass_stops_at_its_limit_and_reports_what_is_left(world: Any) -> None:
    pages = [
        {"title": f"Cup {n}", "link": f"/{n}.html", "summary": "The home side won the cup. " * 20} for n in range(9)
    ]
    world.web.feed("/news.xml", pages)
    world.follow("/news.xml")
    report = world.run(changes={"pass_limit": 5, "batch_size": 2, "fetch_workers": 1})
    assert report.reading.entries == 5
    assert report.left["entries waiting"] == 4


def test_progress_is_reported_by_stage_and_reaches_its_total(world: Any) -> None:
    world.publish()
    latest: dict[str, tuple[int, int]] = {}

    def update(stage: str, done: int, total: int) -> None:
        assert done >= latest.get(stage, (0, 0))[0]
        latest[stage] = (done, total)

    world.run(progress=update)
    assert latest == {
        "poll feeds": (1, 1),
        "read entries": (2, 2),
        "compare articles": (2, 2),
        "send mail": (1, 1),
    }


def test_unrelated_articles_are_not_stored_as_matches(world: Any) -> None:
    world.publish()
    world.run()
    with open_runtime(world.settings()) as runtime:
        stored = runtime.store.matches(verdicts=list(Verdict))
    assert "Home side wins the cup" not in {each.article.title for each in stored}


def test_articles_may_be_compared_in_processes(world: Any) -> None:
    world.publish()
    report = world.run(changes={"task_runner": "processes", "compare_workers": 1})
    assert report.failures == ()
    assert len(report.follow_ups) == 1


def test_an_unknown_model_is_reported_and_nothing_is_lost(world: Any) -> None:
    world.publish()
    report = world.run(changes={"spacy_model": "xx_no_such_model"})
    assert any("xx_no_such_model" in failure for failure in report.failures)
    world.later(minutes=31)
    assert len(world.run().follow_ups) == 1


def test_a_database_that_cannot_be_used_is_one_clear_error(world: Any) -> None:
    world.publish()
    (world.folder / "storywake.db").write_text("This is a letter and no database. " * 100, "utf-8")
    with pytest.raises(StoreError, match="storywake"):
        world.run()


def test_the_error_about_an_invalid_smtp_url_shows_no_password(world: Any) -> None:
    world.publish()
    with pytest.raises(SettingsError) as raised:
        world.run(changes={"smtp_url": SecretStr("imap://me:hunter2@mail.example.org")})
    assert "STORYWAKE_SMTP_URL" in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_a_seed_is_compared_directly_with_articles(world: Any) -> None:
    from datetime import UTC, datetime

    from news import Article
    from pipeline import compare_directly

    world.publish()
    world.run(MonitorOptions(deliver=False))
    with open_runtime(world.settings()) as runtime:
        (seed,) = runtime.store.seeds()
        article = Article("https://c.example/1", seed.title, seed.text, "Courier", datetime(2025, 3, 2, tzinfo=UTC))
        other = Article("https://c.example/2", "Cup", "The home side won.", "Courier", datetime(2025, 3, 2, tzinfo=UTC))
        same, unrelated = compare_directly(runtime, seed, [article, other])
    assert same.score > 0.5 > unrelated.score


def test_a_missing_model_raises_model_error(world: Any) -> None:
    with open_runtime(world.settings(spacy_model="xx_no_such_model")) as runtime, pytest.raises(ModelError):
        runtime.annotator.annotate([("", "Text.")])


def test_run_pass_needs_nothing_but_a_runtime(world: Any) -> None:
    world.publish()
    with open_runtime(world.settings()) as runtime:
        assert len(run_pass(runtime).follow_ups) == 1


def test_the_runtime_is_the_current_one_while_it_is_open(world: Any) -> None:
    with open_runtime(world.settings()) as runtime:
        assert current_runtime() is runtime


def test_a_host_that_keeps_failing_is_skipped_for_the_rest_of_the_run(world: Any) -> None:
    pages = [
        {"title": f"Cup {n}", "link": f"/{n}.html", "summary": "The home side won the cup. " * 20} for n in range(6)
    ]
    for page in pages:
        world.web.answers[page["link"]] = (503, "text/plain", b"busy")
    world.web.feed("/news.xml", pages)
    world.follow("/news.xml")
    assert world.run().reading.postponed == 6
    assert sum(path.endswith(".html") for path in world.web.requests) == 2


def test_a_seed_with_still_watching_gets_a_mail_after_a_week_without_news(world: Any) -> None:
    text = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    world.seed("treaty", text.replace("---\n", "---\nstill_watching: yes\n", 1))
    world.publish()
    world.run()
    world.later(days=6)
    assert world.run().delivering.sent == 0
    world.later(days=1)
    assert world.run().delivering.sent == 1
    first, quiet = world.letterbox.mails
    assert quiet["Subject"].startswith("Nothing new: Freedonia and Sylvania")
    assert quiet["In-Reply-To"] == first["Message-ID"]
    assert "1 report so far" in quiet.get_content()
    world.later(hours=5)
    assert world.run().delivering.sent == 0
    world.later(days=7)
    assert world.run().delivering.sent == 1


def test_a_new_seed_is_compared_with_the_archive_and_alerted_in_one_mail(world: Any) -> None:
    world.publish()
    seed = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    world.seed("treaty", "The brass band of Pumpernickel won the trumpet prize of the county on Sunday afternoon. " * 4)
    assert world.run().comparing.follow_ups == 0
    world.later(hours=1)
    world.seed("late", seed)
    report = world.run()
    assert [found.match.seed for found in report.follow_ups] == ["late"]
    assert len(world.letterbox.mails) == 1
    world.later(hours=1)
    assert world.run().comparing.candidates == 0
    world.seed("late", seed.replace("Saturday", "Sunday"))
    world.later(hours=1)
    assert world.run().comparing.articles == 2  # the whole archive, but nothing is found twice
    assert len(world.letterbox.mails) == 1


def test_the_next_run_continues_the_comparison_with_the_archive(world: Any) -> None:
    world.publish()
    seed = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    world.seed("treaty", "The brass band of Pumpernickel won the trumpet prize of the county on Sunday afternoon. " * 4)
    world.run()
    world.seed("late", seed)
    found = []
    for _ in range(3):
        world.later(hours=1)
        found.append(world.run(changes={"pass_limit": 1, "batch_size": 1}).comparing.articles)
    assert found == [1, 1, 0]
    assert len(world.letterbox.mails) == 1


def test_new_seeds_share_the_limit_of_a_run_when_they_are_compared_with_the_archive(world: Any) -> None:
    world.publish()
    seed = (world.folder / "seeds" / "treaty.md").read_text("utf-8")
    world.seed("treaty", "The brass band of Pumpernickel won the trumpet prize of the county on Sunday afternoon. " * 4)
    world.run()
    for name in ("one", "two"):
        world.seed(name, seed)
    found = []
    for _ in range(5):
        world.later(hours=1)
        found.append(world.run(changes={"pass_limit": 1, "batch_size": 1}).comparing.articles)
    assert found == [1, 1, 1, 1, 0]
