"""Pages that lead on, are split or cannot be read, in complete passes."""

from typing import Any

import pytest

from storage import open_store
from tests.world import FOLLOW_UP, FOOTBALL

TITLE = "Firefly writes to Trentino: back to lithium talks"
HTML = "text/html; charset=utf-8"


def page(*sentences: str, head: str = "") -> tuple[int, str, bytes]:
    text = "".join(f"<p>{sentence}.</p>" for sentence in sentences)
    html = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><article><h1>{TITLE}</h1>{text}</article></body></html>"
    )
    return 200, HTML, html.encode()


def articles(world: Any) -> list[Any]:
    with open_store(world.settings().database_url) as store:
        return [article for _, article in store.articles()]


def sentences() -> list[str]:
    return FOLLOW_UP.replace("\n", " ").rstrip(".").split(". ")


def test_a_page_that_leads_on_and_its_target_are_one_article(world: Any) -> None:
    world.publish()
    refresh = (
        f"<html><meta http-equiv=refresh content='1; url={world.web.url}/letter.html'><body>One moment</body></html>"
    )
    world.web.answers["/short"] = (200, HTML, refresh.encode())
    world.web.feed("/alerts.xml", [{"title": "Back to lithium talks ...", "link": "/short"}])
    world.follow("/alerts.xml")
    assert len(world.run().follow_ups) == 1
    assert sorted(article.url for article in articles(world)) == [
        f"{world.web.url}/cup.html",
        f"{world.web.url}/letter.html",
    ]


def test_addresses_that_lead_to_the_front_page_are_told_and_the_feeds_own_text_is_kept(world: Any) -> None:
    refresh = f"<html><meta http-equiv=refresh content='0; url={world.web.url}/'><body>One moment</body></html>"
    for path in ("/gone/1.html", "/gone/2.html", "/"):
        world.web.answers[path] = (200, HTML, refresh.encode())
    world.web.page("/", "The Harbour Post", FOOTBALL)
    entries = [
        {"title": TITLE, "link": "/gone/1.html", "summary": FOLLOW_UP},
        {"title": "Gone", "link": "/gone/2.html"},
    ]
    world.web.feed("/news.xml", entries)
    world.follow("/news.xml")
    reading = world.run().reading
    assert [(article.title, article.url) for article in articles(world)] == [(TITLE, f"{world.web.url}/gone/1.html")]
    reason = "its address leads to the front page of its site"
    assert reading.skipped == {reason: 1}
    assert reading.missed == {f"127.0.0.1: {reason}": 1}


def test_an_entry_for_the_front_page_itself_is_read(world: Any) -> None:
    world.web.page("/", TITLE, FOLLOW_UP)
    world.web.feed("/news.xml", [{"title": TITLE, "link": "/"}])
    world.follow("/news.xml")
    assert len(world.run().follow_ups) == 1


def test_an_article_on_several_pages_is_read_whole(world: Any) -> None:
    parts = sentences()
    world.web.answers["/long"] = page(*parts[:2], FOOTBALL[:300], head='<link rel="next" href="/long?page=2">')
    world.web.answers["/long?page=2"] = page(*parts[2:4], head='<link rel="next" href="/long?page=3">')
    world.web.answers["/long?page=3"] = page(*parts[4:])
    world.web.feed("/news.xml", [{"title": TITLE, "link": "/long"}])
    world.follow("/news.xml")
    assert world.run().reading.in_part == 0
    (article,) = articles(world)
    assert all(part in article.text for part in parts)


def test_what_is_over_the_limit_of_pages_is_counted(world: Any) -> None:
    for number in range(1, 20):
        here = "/long" if number == 1 else f"/long?page={number}"
        following = f'<link rel="next" href="/long?page={number + 1}">'
        world.web.answers[here] = page(f"{sentences()[0]}, in part {number}", *sentences()[1:3], head=following)
    world.web.feed("/news.xml", [{"title": TITLE, "link": "/long"}])
    world.follow("/news.xml")
    assert world.run().reading.in_part == 1
    (article,) = articles(world)
    assert "in part 10." in article.text
    assert "in part 11." not in article.text


def test_a_page_that_a_firewall_holds_back_is_asked_for_again(world: Any) -> None:
    world.publish()
    letter = world.web.answers["/letter.html"]
    world.web.answers["/letter.html"] = (202, HTML, b"")
    report = world.run()
    assert (report.reading.postponed, len(report.follow_ups)) == (1, 0)
    world.web.answers["/letter.html"] = letter
    world.later(minutes=15)
    assert len(world.run().follow_ups) == 1


@pytest.mark.parametrize("status", [403, 202])
def test_pages_that_cannot_be_read_are_reported_by_host_and_feed(world: Any, status: int) -> None:
    stories = [{"title": f"A turn in Geneva {n}", "link": f"/{n}", "summary": "Read more."} for n in range(3)]
    for story in stories:
        world.web.answers[story["link"]] = (status, HTML, b"" if status == 202 else b"<p>Just a moment</p>")
    world.web.feed("/news.xml", stories)
    world.follow("/news.xml")
    for _ in range(3):
        report = world.run()
        world.later(minutes=15)
        if report.reading.missed:
            break
    why = "the page answered 403" if status == 403 else "the page answered 202 with nothing"
    assert report.reading.missed == {f"127.0.0.1: {why}": 3}
    assert any(note.endswith(f"3 of 3 pages not read, at most the feed's own text: {why}") for note in report.notes)


def test_posts_of_a_live_page_are_articles_of_their_own(world: Any) -> None:
    posts = {"one": sentences()[:3], "two": sentences()[3:], "three": FOOTBALL.rstrip(".").split(". ")}
    body = "".join(
        f"<section id='{name}'><h2>Post {name}</h2>{''.join(f'<p>{one}.</p>' for one in lines)}</section>"
        for name, lines in posts.items()
    )
    world.web.answers["/live"] = (
        200,
        HTML,
        f"<html><body><article><h1>Live</h1>{body}</article></body></html>".encode(),
    )
    world.web.feed("/news.xml", [{"title": f"Post {name} of the day", "link": f"/live#{name}"} for name in posts])
    world.follow("/news.xml")
    world.run()
    assert {article.url: article.text.count("\n") + 1 for article in articles(world)} == {
        f"{world.web.url}/live#{name}": len(lines) for name, lines in posts.items()
    }
