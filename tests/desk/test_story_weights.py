"""Who and what counts in a story: chips on a page of its own, what they change, and the file that is written."""

import re
from pathlib import Path
from typing import cast

import pytest

from extractors import read_seed
from news import THRESHOLDS
from tests.desk.conftest import STORY, Workplace
from tests.desk.test_new_story import chip_names, chips
from tests.desk.visiting import Browser, said
from tests.world import SEED

WEIGHTS = f"{STORY}/weights"


@pytest.fixture
def seed_file(desk: Workplace) -> Path:
    return Path(desk.world.folder) / "seeds" / "treaty.md"


def form(browser: Browser, **choices: str) -> dict[str, object]:
    page = browser.read(WEIGHTS)
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest
    return {"digest": digest[1], **chips(page, {name.replace("_", " "): chosen for name, chosen in choices.items()})}


def chosen(page: str) -> dict[str, str]:
    picked = re.findall(r'name="chip" value="([^"]*)".*?<option value="(\w*)" selected', page)
    return {name: choice for name, choice in picked if choice}


def test_choices_are_previewed_saved_and_shown_again(desk: Workplace, seed_file: Path) -> None:
    browser = desk.visit()
    assert f'href="{WEIGHTS}"' in browser.read(f"{STORY}/settings")
    wanted = form(browser, Geneva="leave_out", lithium_treaty="more")
    before = seed_file.read_bytes()
    shown = browser.post(f"{WEIGHTS}/preview", wanted)
    assert shown.status_code == 200
    assert chosen(shown.text) == {"Geneva": "leave_out", "lithium treaty": "more"}
    assert "By what you chose" in shown.text or "What you chose lets nothing else in" in shown.text
    assert seed_file.read_bytes() == before
    page = browser.do(WEIGHTS, wanted)
    assert "matters more: lithium treaty" in said(page)
    assert chosen(page) == {"Geneva": "leave_out", "lithium treaty": "more"}
    settings = read_seed(seed_file).settings
    assert (settings.leave_out, settings.more, settings.less) == (("Geneva",), ("lithium treaty",), ())
    page = browser.do(WEIGHTS, form(browser, lithium_treaty="less"))
    settings = read_seed(seed_file).settings
    assert (settings.leave_out, settings.more, settings.less) == ((), (), ("lithium treaty",))
    browser.do(WEIGHTS, form(browser))
    assert seed_file.read_bytes() == before
    assert browser.complaint(WEIGHTS, form(browser)) == "nothing was changed"


def test_the_preview_names_what_goes_out(desk: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    for strictness in THRESHOLDS:  # which the words alone do not reach
        monkeypatch.setitem(cast(dict[str, float], THRESHOLDS), strictness, 0.95)
    browser = desk.visit()
    everything = dict.fromkeys((name.replace(" ", "_") for name in chip_names(browser.read(WEIGHTS))), "leave_out")
    shown = browser.post(f"{WEIGHTS}/preview", form(browser, **everything))
    goes = shown.text.split('aria-label="Goes out"')[1].split("</section>")[0]
    assert "https://courier.example/" in goes
    assert "left out" in goes


def test_names_of_the_file_that_are_no_chips_stay_and_aliases_are_recognised(desk: Workplace, seed_file: Path) -> None:
    line = "more: [Atlantis, firefly]"
    seed_file.write_text(SEED.replace("recipients:", f"{line}\nrecipients:"), "utf-8")
    browser = desk.visit()
    assert chosen(browser.read(WEIGHTS)) == {"firefly": "more"}
    browser.do(WEIGHTS, form(browser, Geneva="less"))
    settings = read_seed(seed_file).settings
    assert settings.less == ("Geneva",)
    assert "Atlantis" in settings.more


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(desk: Workplace, seed_file: Path) -> None:
    browser = desk.visit()
    late = form(browser, Geneva="less")
    seed_file.write_text(SEED.replace("recipients:", "alerts: daily\nrecipients:"), "utf-8")
    assert "was changed meanwhile" in browser.complaint(WEIGHTS, late)
    assert read_seed(seed_file).settings.less == ()


def test_readers_are_refused(staffed: Workplace) -> None:
    reader = staffed.sign_in("rob")
    assert reader.get(WEIGHTS).status_code == 403
    assert reader.post(WEIGHTS, {"chip": [], "counts": []}).status_code == 403
    assert reader.post(f"{WEIGHTS}/preview", {"chip": [], "counts": []}).status_code == 403
