"""The settings of a story as a form: it writes the file, and never over a change that it has not shown."""

import html
import re
from pathlib import Path

import httpx2
import pytest

from desk.story_settings import FIELDS
from extractors import read_seed
from tests.desk.conftest import STORY, Workplace
from tests.desk.visiting import Browser, said
from tests.world import SEED

SETTINGS = f"{STORY}/settings"


@pytest.fixture
def seed_file(desk: Workplace) -> Path:
    return Path(desk.world.folder) / "seeds" / "treaty.md"


def fields(page: str) -> dict[str, str]:
    """What a form is filled in with."""
    inputs = dict(re.findall(r'<input id="(\w+)" name="\w+" value="([^"]*)"', page))
    chosen = re.findall(r'<select id="(\w+)".*?<option selected>([^<]*)<', page)
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest
    found = inputs | dict(chosen) | {"digest": digest[1]}
    return {name: html.unescape(value) for name, value in found.items()}


def save(browser: Browser, page: str, **changes: str) -> httpx2.Response:
    return browser.post(SETTINGS, fields(page) | changes)


def test_the_form_shows_what_the_file_says(desk: Workplace) -> None:
    shown = fields(desk.visit().read(SETTINGS))
    assert set(shown) == {key for key, _, _ in FIELDS} | {"digest"}
    assert (shown["recipients"], shown["alerts"], shown["still_watching"]) == ("ann@example.org", "immediate", "no")


def test_a_change_is_written_and_the_rest_of_the_file_stays_byte_by_byte(desk: Workplace, seed_file: Path) -> None:
    seed_file.write_text(SEED.replace("---\nPresident", "# a comment\n---\nPresident"), "utf-8")
    browser = desk.visit()
    answer = save(browser, browser.read(SETTINGS), alerts="daily", quiet_hours="22:00-07:00", mails_a_day="3")
    assert "Changed rhythm, quiet hours, mails a day of the story" in said(browser.read(answer.headers["location"]))
    settings = read_seed(seed_file).settings
    assert (settings.alerts, settings.mails_a_day) == ("daily", 3)
    kept = [line for line in seed_file.read_text("utf-8").splitlines() if not re.match("alerts|quiet|mails", line)]
    assert kept == SEED.replace("---\nPresident", "# a comment\n---\nPresident").splitlines()


def test_every_setting_can_be_given_and_taken_away(desk: Workplace, seed_file: Path) -> None:
    before = seed_file.read_text("utf-8")
    given = {
        "title": "Another: title # of 'it'",
        "recipients": "bob@example.org, eve@example.org",
        "alerts": "weekly",
        "sensitivity": "high",
        "timezone": "Europe/Kyiv",
        "quiet_hours": "22:00-07:00",
        "mails_a_day": "5",
        "feeds": "world, europe",
        "must_mention": "lithium",
        "never_mention": "football, cup",
        "languages": "en, uk",
        "leave_out": "Geneva",
        "more": "Trentino, lithium treaty",
        "less": "Sylvania",
        "expires": "2025-12-31",
        "snooze": "2025-06-01",
        "still_watching": "yes",
        "webhooks": "https://hooks.example/a",
    }
    assert set(given) == {key for key, _, _ in FIELDS}
    browser = desk.visit()
    assert save(browser, browser.read(SETTINGS), **given).status_code == 303
    assert fields(browser.read(SETTINGS)) | given == fields(browser.read(SETTINGS))
    plain = dict.fromkeys(given, "") | {"title": "Freedonia and Sylvania argue over a lithium treaty"}
    plain |= {"alerts": "immediate", "sensitivity": "normal", "still_watching": "no", "recipients": "ann@example.org"}
    answer = save(browser, browser.read(SETTINGS), **plain)
    assert "error" not in answer.headers["location"]
    desk.world.seed("before", before)
    was, now = read_seed(seed_file.with_name("before.md")), read_seed(seed_file)
    assert (was.settings, was.title, was.text) == (now.settings, now.title, now.text)


def test_a_value_that_cannot_be_used_is_named_and_nothing_is_written(desk: Workplace, seed_file: Path) -> None:
    browser, before = desk.visit(), seed_file.read_bytes()
    for key, value, complaint in [
        ("timezone", "Nowhere/Else", "Timezone: 'Nowhere/Else', expected a timezone"),
        ("quiet_hours", "late", "Quiet hours: 'late'"),
        ("recipients", "ann", "Recipients: 'ann'"),
        ("expires", "soon", "Last day: 'soon'"),
        ("webhooks", "file:///etc/passwd", "Webhooks"),
        ("alerts", "hourly", "Rhythm: 'hourly'"),
    ]:
        form = fields(browser.read(SETTINGS)) | {key: value}
        assert complaint in browser.complaint(SETTINGS, form), key
    assert seed_file.read_bytes() == before
    assert browser.complaint(SETTINGS, fields(browser.read(SETTINGS))) == "Nothing was changed"


def test_a_line_break_in_a_field_adds_no_setting(desk: Workplace, seed_file: Path) -> None:
    browser = desk.visit()
    save(browser, browser.read(SETTINGS), title="One\r\nrecipients: [eve@example.org]\r\n---\r\n")
    seed = read_seed(seed_file)
    assert seed.settings.recipients == ("ann@example.org",)
    assert seed.title == "One recipients: [eve@example.org] ---"


def test_a_file_that_was_changed_meanwhile_is_shown_and_not_overwritten(desk: Workplace, seed_file: Path) -> None:
    ann, bob = desk.visit(), desk.visit()
    seen_by_ann, seen_by_bob = ann.read(SETTINGS), bob.read(SETTINGS)
    assert save(bob, seen_by_bob, alerts="daily").status_code == 303
    written = seed_file.read_bytes()
    answer = save(ann, seen_by_ann, alerts="weekly", must_mention="lithium")
    assert answer.status_code == 409
    assert seed_file.read_bytes() == written
    assert "was changed meanwhile, so nothing was written" in answer.text
    assert "alerts: daily" in answer.text  # the file
    again = fields(answer.text)
    assert (again["alerts"], again["must_mention"]) == ("weekly", "lithium")  # what Ann entered
    assert save(ann, answer.text).status_code == 303
    assert read_seed(seed_file).settings.alerts == "weekly"


def test_a_file_whose_lists_span_lines_is_left_to_its_writer(desk: Workplace, seed_file: Path) -> None:
    listed = SEED.replace("recipients: [ann@example.org]", "recipients:\n  - ann@example.org\n  - bob@example.org")
    seed_file.write_text(listed, "utf-8")
    browser = desk.visit()
    form = fields(browser.read(SETTINGS)) | {"recipients": "eve@example.org"}
    assert "edit the file itself" in browser.complaint(SETTINGS, form)
    assert seed_file.read_text("utf-8") == listed
    assert save(browser, browser.read(SETTINGS), alerts="daily").status_code == 303
    assert read_seed(seed_file).settings.recipients == ("ann@example.org", "bob@example.org")


def test_a_name_cannot_count_in_two_ways(desk: Workplace, seed_file: Path) -> None:
    browser, before = desk.visit(), seed_file.read_bytes()
    form = fields(browser.read(SETTINGS)) | {"more": "Geneva", "leave_out": "geneva"}
    assert "Leave_out has" not in browser.complaint(SETTINGS, form)
    assert "stands in leave_out too: keep one of them" in browser.complaint(SETTINGS, form)
    assert seed_file.read_bytes() == before
