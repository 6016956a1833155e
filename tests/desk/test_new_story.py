"""A new story: pasted as text or as an address, previewed over the archive, answered, followed."""

import html
import re
from pathlib import Path
from typing import Any, cast

import pytest

from extractors import read_seed
from news import THRESHOLDS
from tests.desk.conftest import Workplace
from tests.desk.visiting import Browser, said
from tests.world import FOLLOW_UP, SEED

ARTICLE = SEED.split("---\n")[2]
TITLE = "Freedonia and Sylvania argue over a lithium treaty"
PASTED = f"{TITLE}\n\n{ARTICLE}"
HEADLINE = "Firefly writes to Trentino: back to lithium talks"


def fields(page: str) -> dict[str, str]:
    """What the form of a preview carries from the first step to the second."""
    found = dict(re.findall(r'<input type="hidden" name="(?!chip)(\w+)" value="([^"]*)"', page))
    text = re.search(r'<textarea name="text" hidden>(.*?)</textarea>', page, re.DOTALL)
    assert text, page
    return {name: html.unescape(value) for name, value in found.items()} | {"text": html.unescape(text[1])}


def chip_names(page: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'name="chip" value="([^"]*)"', page)]


def chips(page: str, choices: dict[str, str]) -> dict[str, list[str]]:
    """The fields of the chips on a page, with these of them chosen."""
    names = chip_names(page)
    assert set(choices) <= set(names), names
    return {"chip": names, "counts": [choices.get(name, "") for name in names]}


def preview(browser: Browser, source: str) -> str:
    answer = browser.post("/new", {"source": source})
    assert answer.status_code == 200, answer.headers.get("location", answer.text[:300])
    return answer.text


def files(desk: Workplace) -> list[Path]:
    return sorted((Path(desk.world.folder) / "seeds").glob("*.[mt][dx]*"))


@pytest.fixture
def archive(empty: Workplace) -> Workplace:
    """An archive with a report that continues the story and one that does not."""
    empty.world.seed("cup", "---\ntitle: A cup\n---\nThe home side of Karlsburg plays for the cup on Sunday.")
    empty.world.publish()
    empty.world.run()
    return empty


def test_pasted_text_is_previewed_answered_and_followed(archive: Workplace) -> None:
    browser = archive.visit()
    page = preview(browser, PASTED)
    assert f"<h1>{TITLE}</h1>" in page
    assert "Firefly" in page
    assert f'dir="auto">{HEADLINE}</a>' in page
    form = fields(page) | {"answer0": "yes", "recipients": "ann@example.org", "alerts": "daily"}
    followed = browser.do("/new/follow", form)
    assert "the archive had 1 report" in said(followed)
    assert HEADLINE in followed
    (seed,) = [read_seed(one) for one in files(archive) if one.stem != "cup"]
    assert (seed.title, seed.settings.recipients, seed.settings.alerts) == (TITLE, ("ann@example.org",), "daily")
    (match,) = archive.store.matches(seed.name)
    assert match.answer == "yes"
    assert "followed already" in browser.complaint("/new", {"source": PASTED})
    assert "followed already" in browser.complaint("/new/follow", form)


def test_an_address_is_read_and_what_is_left_out_does_not_count(archive: Workplace) -> None:
    archive.world.web.page("/start.html", TITLE, ARTICLE)
    browser, url = archive.visit(), f"{archive.world.web.url}/start.html"
    assert f">{url}</textarea>" in browser.read(f"/new?url={url}")
    page = preview(browser, url)
    topic = html.unescape(re.findall("<i>(.*?)</i>", page)[0])
    choices = {"Geneva": "leave_out", "Sylvania": "leave_out", topic: "more", "Gloria Teasdale": "less"}
    browser.do("/new/follow", fields(page) | chips(page, choices) | {"sensitivity": "low"})
    (seed,) = [read_seed(one) for one in files(archive) if one.stem != "cup"]
    assert seed.url == url
    assert (set(seed.settings.leave_out), seed.settings.sensitivity) == ({"Geneva", "Sylvania"}, "low")
    assert (seed.settings.more, seed.settings.less) == ((topic,), ("Gloria Teasdale",))


def test_a_preview_says_what_the_choices_change_and_keeps_them(
    desk: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for strictness in THRESHOLDS:  # which the words alone do not reach
        monkeypatch.setitem(cast(dict[str, float], THRESHOLDS), strictness, 0.95)
    browser = desk.visit()
    page = preview(browser, f"{PASTED} All this happened in one day.")
    assert "Goes out" not in page
    everything = dict.fromkeys(chip_names(page), "leave_out")
    chosen = {"sensitivity": "high", "recipients": "ann@example.org", "alerts": "daily"}
    form = fields(page) | chosen | chips(page, everything)
    changed = browser.post("/new", form)
    assert changed.status_code == 200
    assert re.search(r"By what you chose, no report comes in and \d go(es)? out\.", changed.text)
    goes = changed.text.split('aria-label="Goes out"')[1].split("</section>")[0]
    assert "https://courier.example/" in goes
    assert "left out" in goes
    kept = re.findall(r'<option value="(\w*)" selected', changed.text)
    assert set(kept[:-1]) == {"leave_out"}
    assert kept[-1] == "daily"
    assert 'value="high" checked' in changed.text
    assert 'value="ann@example.org"' in changed.text
    same = browser.post("/new", form | chips(page, {}))
    assert "By what you chose" not in same.text
    assert len(files(desk)) == 1


def test_chips_that_do_not_belong_together_are_refused(empty: Workplace) -> None:
    browser = empty.visit()
    form = {"title": TITLE, "text": ARTICLE, "url": "", "published": ""}
    for wrong in ({"chip": ["Geneva", "Sylvania"], "counts": ["more"]}, {"chip": ["Geneva"], "counts": ["recipients"]}):
        assert "what counts" in browser.complaint("/new/follow", form | wrong)
    both = {"chip": ["Geneva", "geneva"], "counts": ["more", "less"]}
    assert "stands in more too" in browser.complaint("/new/follow", form | both)
    assert files(empty) == []


def test_a_story_can_be_followed_before_anything_is_there(empty: Workplace) -> None:
    browser = empty.visit()
    page = preview(browser, PASTED)
    assert "The archive has nothing near it." in page
    assert "No follow-ups yet." in browser.do("/new/follow", fields(page))
    assert TITLE in browser.read("/")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"recipients": "ann"}, "recipients: 'ann'"),
        ({"alerts": "hourly"}, "alerts: 'hourly'"),
        ({"text": ""}, "no text or no title"),
        ({"published": "soon"}, "published: 'soon'"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_followed(
    empty: Workplace, change: dict[str, Any], complaint: str
) -> None:
    browser = empty.visit()
    form = {"title": TITLE, "text": ARTICLE, "url": "", "published": ""}
    assert complaint in browser.complaint("/new/follow", form | change)
    assert files(empty) == []


@pytest.mark.parametrize("source", ["/etc/passwd", "file:///etc/passwd", "../../../../etc/passwd", "~/.ssh/id_rsa"])
def test_a_path_of_the_server_is_never_read(empty: Workplace, source: str) -> None:
    answer = empty.visit().post("/new", {"source": source})
    shown = answer.text + answer.headers.get("location", "")
    assert "root:" not in shown
    assert answer.status_code in {200, 303}


def test_a_file_of_the_server_is_never_read(empty: Workplace) -> None:
    secret = Path(empty.world.folder) / "secret.txt"
    secret.write_text("A secret of Freedonia that nobody may read.\n\n" + ARTICLE, "utf-8")
    for source in (str(secret), "secret.txt", secret.as_uri(), f"<html><a href='{secret.as_uri()}'>x</a></html>"):
        answer = empty.visit().post("/new", {"source": source})
        assert "A secret of Freedonia" not in answer.text + answer.headers.get("location", ""), source
        followed = empty.visit().post("/new/follow", {"title": "x", "text": "Some text.", "url": source})
        assert "A secret of Freedonia" not in followed.text
    assert all("A secret" not in one.read_text("utf-8") for one in files(empty))


def test_a_title_never_leads_out_of_the_folder(empty: Workplace) -> None:
    browser = empty.visit()
    for number, title in enumerate(("../../escaped", "/tmp/escaped", "..", "a\\..\\b", "x\r\nrecipients: [eve@x.org]")):
        browser.do("/new/follow", {"title": title, "text": f"{ARTICLE} {number}"})
    assert len(files(empty)) == 5
    assert not list(Path(empty.world.folder).parent.glob("escaped*"))
    assert {read_seed(one).settings.recipients for one in files(empty)} == {()}


def test_pasted_settings_reach_the_file_only_through_the_form(empty: Workplace) -> None:
    browser = empty.visit()
    pasted = f"---\ntitle: T\nrecipients: [eve@example.org]\nwebhooks: [https://evil.example/]\n---\n{ARTICLE}"
    form = fields(preview(browser, pasted))
    assert "eve@example.org" not in str(form)
    browser.do("/new/follow", form)
    (file,) = files(empty)
    assert read_seed(file).settings.recipients == read_seed(file).settings.webhooks == ()


def test_an_empty_or_much_too_long_text_is_refused(empty: Workplace) -> None:
    browser = empty.visit()
    assert "paste the address" in browser.complaint("/new", {"source": "  "})
    assert "longer than" in browser.complaint("/new", {"source": "x" * 1_000_001})


def test_an_address_that_cannot_be_read_is_named(empty: Workplace) -> None:
    url = f"{empty.world.web.url}/nothing.html"
    assert url in empty.visit().complaint("/new", {"source": url})


def test_private_addresses_are_guarded_as_everywhere(open_desk: Any, world: Any) -> None:
    world.web.page("/start.html", TITLE, FOLLOW_UP)
    desk = open_desk(allow_private_addresses=False)
    before = list(world.web.requests)
    assert "127.0.0.1" in desk.visit().complaint("/new", {"source": f"{world.web.url}/start.html"})
    assert world.web.requests == before
