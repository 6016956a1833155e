"""The feeds at the desk: added, removed, imported, suggested; each with its health and the reason."""

from pathlib import Path

from tests.desk.conftest import Workplace
from tests.desk.visiting import said


def listed(desk: Workplace) -> str:
    path = Path(desk.world.folder) / "seeds" / "feeds.opml"
    return path.read_text("utf-8") if path.exists() else ""


def test_a_site_is_added_by_its_address_and_its_feed_removed(desk: Workplace) -> None:
    desk.world.web.feed("/news.xml", [{"title": "A headline", "link": "/a.html"}])
    browser, url = desk.visit(), f"{desk.world.web.url}/news.xml"
    page = browser.do("/sources/add", {"url": url, "folder": " the  world "})
    assert said(page) == f"Added the feed Feed /news.xml ({url})."
    assert url in listed(desk)
    assert 'text="the world"' in listed(desk)
    assert "listed already" in browser.complaint("/sources/add", {"url": url})
    desk.world.run()
    assert url in browser.read("/sources")
    assert "add another feed before" in browser.complaint("/sources/remove", {"url": url})
    desk.world.follow(url, "/other.xml")
    assert said(browser.do("/sources/remove", {"url": url})) == f"Removed the feed news.xml ({url})."
    assert url not in listed(desk)
    assert "no feed in" in browser.complaint("/sources/remove", {"url": url})


def test_what_is_no_feed_is_said_to_be_none(desk: Workplace) -> None:
    desk.world.web.page("/about.html", "About us", "We are an outlet.")
    browser = desk.visit()
    assert "not a feed" in browser.complaint("/sources/add", {"url": f"{desk.world.web.url}/about.html"})
    assert "127.0.0.1" in browser.complaint("/sources/add", {"url": f"{desk.world.web.url}/nothing"})
    for url in ("", "file:///etc/passwd", "two words", "javascript:alert(1)"):
        assert "name the address" in browser.complaint("/sources/add", {"url": url}), url
    assert listed(desk) == ""


def test_a_list_of_feeds_is_imported_with_its_folders(desk: Workplace) -> None:
    opml = (
        '<opml version="2.0"><body><outline text="Europe"><outline text="Herald" xmlUrl="https://herald.example/feed"/>'
        '</outline><outline text="None" xmlUrl="javascript:alert(1)"/></body></opml>'
    )
    browser = desk.visit()
    page = browser.do("/sources/import", files={"file": ("../../x.opml", opml.encode(), "text/x-opml")})
    assert said(page).startswith("Imported 1 feed of")
    assert "https://herald.example/feed" in listed(desk)
    assert "javascript" not in listed(desk)
    assert not (Path(desk.world.folder) / "x.opml").exists()


def test_a_file_that_is_no_list_of_feeds_is_refused(desk: Workplace) -> None:
    browser = desk.visit()
    files = {"file": ("feeds.opml", b"\x89PNG\r\n", "image/png")}
    assert "subscriptions.opml" in browser.complaint("/sources/import", files=files)
    assert "choose an OPML file" in browser.complaint("/sources/import", {"file": ""})
    bomb = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline text="&a;" xmlUrl="https://a.example/"/></body></opml>'
    browser.post("/sources/import", files={"file": ("feeds.opml", bomb, "text/xml")})
    assert "root:" not in listed(desk) + browser.read("/sources")


def test_a_feed_in_trouble_comes_first_with_the_reason(desk: Workplace) -> None:
    desk.world.web.feed("/well.xml", [])
    desk.world.follow("/well.xml", "/gone.xml")
    desk.world.run()
    page = desk.visit().read("/sources")
    assert page.index("/gone.xml") < page.index("/well.xml")
    assert "404" in page


def test_sources_are_suggested_for_a_story(desk: Workplace) -> None:
    page = desk.visit().read("/sources?story=treaty")
    assert "Suggestions" in page
    assert 'action="/sources/add"' in page.partition("Suggestions</h2>")[2].partition("</section>")[0]
    assert desk.visit().get("/sources?story=nothing").status_code == 404
