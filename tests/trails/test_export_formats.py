"""The output of `storywake export` is safe and valid, whatever a headline contains."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import Standing, StoredMatch
from tests.cli.conftest import HOSTILE_TITLE, make_seed, make_stored
from trails import render, render_atom, render_csv, render_html

ATOM = "{http://www.w3.org/2005/Atom}"
TITLES = st.text(st.characters(exclude_categories=()), max_size=40)
SEED = make_seed()
NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)


def trail(*titles: str) -> list[StoredMatch]:
    return [make_stored(number, title=title) for number, title in enumerate(titles, 1)]


class Page(HTMLParser):
    """The tags and the text of a page, as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "\x00=1", " =1"])
def test_no_csv_cell_is_a_formula(start: str) -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(SEED, trail(f"{start}|cmd")))))
    assert rows[0]["title"].startswith("'")


@given(TITLES)
def test_the_csv_has_a_row_per_match_and_no_formula(title: str) -> None:
    rows = list(csv.reader(io.StringIO(render_csv(SEED, trail(title, "plain")), newline="")))
    assert len(rows) == 3
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


@given(TITLES)
def test_the_atom_feed_is_well_formed_for_any_headline(title: str) -> None:
    root = ET.fromstring(render_atom(make_seed(title=title), trail(title)).encode("utf-8"))
    assert len(root.findall(f"{ATOM}entry")) == 1


def test_the_atom_feed_has_the_elements_required_by_rfc_4287() -> None:
    root = ET.fromstring(render_atom(SEED, trail("One", "Two")))
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        assert all(element.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated"))
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") == "Riverside Herald" for entry in entries)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2


def test_the_page_runs_no_script_and_loads_nothing() -> None:
    page = Page(render_html(make_seed(title=HOSTILE_TITLE), trail(HOSTILE_TITLE)))
    names = {tag for tag, _ in page.tags}
    assert names.isdisjoint({"script", "img", "iframe", "link", "object", "embed", "form"})
    assert not any(name.startswith("on") or name == "src" for _, attributes in page.tags for name in attributes)
    assert '<script>alert("x")</script>' in page.text


def test_only_web_addresses_become_links() -> None:
    stored = make_stored(1, url="javascript:alert(1)", title="A story")
    page, feed = Page(render_html(SEED, [stored])), ET.fromstring(render_atom(SEED, [stored]))
    assert "A story" in page.text
    assert not [tag for tag, _ in page.tags if tag == "a"]
    assert feed.find(f"{ATOM}entry/{ATOM}link") is None


def test_the_page_is_responsive_and_explains_each_match() -> None:
    page = Page(render_html(SEED, trail("A story")))
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in page.tags
    assert "names Volodymyr Zelenskyy" in page.text
    assert "ready to be signed" in page.text
    assert "1 development, 1 follow-up in 1 outlet" in page.text


def test_the_page_shows_each_update_of_a_development_on_its_own_day() -> None:
    told = (
        ("Envoys meet", ("Envoys met in Jeddah.",), Standing.OPENS),
        ("Envoys in Jeddah", (), Standing.REPEATS),
        ("Envoys agree", ("The envoys agreed on a ceasefire.",), Standing.ADDS),
    )
    dated = [
        replace(
            make_stored(number, title=title, published=NOON + timedelta(days=number)),
            development=4,
            news=news,
            standing=standing,
        )
        for number, (title, news, standing) in enumerate(told, 1)
    ]
    page = Page(render_html(SEED, dated))
    stages = page.text[page.text.index("12:00 UTC") :].split("UTC · ")[1:]
    assert [stage.startswith(name) for stage, name in zip(stages, ("d4", "update to d4"), strict=True)] == [True, True]
    assert "The envoys agreed" not in stages[0]
    assert "The envoys agreed" in stages[1]
    assert "1 more report" in stages[0]
    assert "1 development, 3 follow-ups" in page.text
    assert [values["id"] for _, values in page.tags if "id" in values] == ["d4"]


def test_the_json_contains_the_seed_and_its_sanitised_matches() -> None:
    exported = json.loads(render("json", SEED, trail("A\x1b[31m story")))
    assert exported["seed"]["name"] == "minerals-deal"
    assert exported["matches"][0]["title"] == "A story"


@pytest.mark.parametrize("form", ["json", "csv", "atom", "html"])
def test_a_seed_without_matches_gives_a_valid_export(form: str) -> None:
    assert render(form, SEED, [])


def test_texts_of_the_page_have_the_direction_and_language_of_their_reports() -> None:
    arabic = make_stored(1, title="الميناء مغلق", language="ar")
    page = Page(render_html(make_seed(title="الميناء"), [replace(arabic, news=("أعلنت السلطات إغلاق الميناء.",))]))
    found = {tag: attributes for tag, attributes in page.tags if tag in {"h1", "h2", "blockquote"}}
    assert {tag: attributes.get("dir") for tag, attributes in found.items()} == dict.fromkeys(found, "auto")
    assert found["h2"]["lang"] == found["blockquote"]["lang"] == "ar"


def test_the_report_that_the_story_was_begun_with_is_no_follow_up_on_the_page() -> None:
    own, later = trail("The port is closed", "The port is open again")
    page = Page(render_html(replace(SEED, url=own.article.url), [own, later]))
    assert "1 development, 1 follow-up in 1 outlet." in page.text
