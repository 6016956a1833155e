"""Draw the pictures of docs/pictures: the mail, the desk and a run, from a demo that is open in another terminal.

make demo                                  (in one terminal, until it says where the desk is)
.venv/bin/python tools/pictures.py         (in another one; needs an installed Chromium)
"""

import email
import email.policy
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
DESK, PREFECT = "http://127.0.0.1:8030", "http://127.0.0.1:4200"
STORY = "/stories/us-ukraine-minerals-deal"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def draw_mail(browser: Browser, folder: Path) -> None:
    """The HTML of the last mail."""
    latest = max(folder.glob("*.eml"))
    message = email.message_from_bytes(latest.read_bytes(), policy=email.policy.default)
    body = message.get_body(("html",))
    assert body is not None
    page = browser.new_page(viewport={"width": 640, "height": 900})
    page.set_content(body.get_content())
    page.screenshot(path=PICTURES / "mail.png")


def draw_desk(browser: Browser) -> None:
    """A story at the desk."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{DESK}{STORY}")
    page.screenshot(path=PICTURES / "desk.png")


def draw_run(browser: Browser, login: str) -> None:
    """The last run of the monitor in the Prefect UI."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(f"{PREFECT}/runs")
    _log_in(page, login)
    page.get_by_role("link", name="follow-up").first.click()
    page.get_by_text("send mail").first.wait_for()
    page.reload()  # without the notices of the time before the login
    page.get_by_text("Artifacts").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / "run.png")


def _log_in(page: Page, login: str) -> None:
    field = page.locator("input[type=password]")
    field.wait_for()
    field.fill(login)
    field.press("Enter")
    page.wait_for_load_state("networkidle")


def main(demo: Path) -> None:
    """Draw all pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no Chromium is installed")
    PICTURES.mkdir(exist_ok=True)
    login = (demo / "prefect" / "ui-password").read_text("utf-8").strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        draw_mail(browser, demo / "mail")
        draw_desk(browser)
        draw_run(browser, login)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "demo")
