"""The settings of a story as a form that writes its file; a file changed meanwhile is shown, not overwritten."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from desk.desk import Desk, DeskHere, DeskInputError, EditorForm, Reader, RefusedError, go_to
from desk.pages import render_page
from desk.previewed import WEIGHING
from extractors import (
    SeedFileError,
    add_settings,
    drop_setting,
    find_contradiction,
    read_seed_bytes,
    read_seed_content,
    read_setting,
    save_new,
)
from news import Seed, SeedSettings
from pipeline import FollowingError
from pipeline.following import file_of
from trails import clean

router = APIRouter()
# The fields of the form in their order: name, label, explanation.
FIELDS: Sequence[tuple[str, str, str]] = (
    ("title", "Title", "as it stands in mails and lists"),
    ("recipients", "Recipients", "mail addresses, separated by commas; empty: those of the installation"),
    ("alerts", "Rhythm", "immediate, daily, weekly or none"),
    ("sensitivity", "How strict", "low: fewer, surer reports; normal; high: nothing missed"),
    ("timezone", "Timezone", "such as Europe/Kyiv; quiet hours and days are counted in it"),
    ("quiet_hours", "Quiet hours", "such as 22:00-07:00; mails wait until they end"),
    ("mails_a_day", "Mails a day", "at most so many for each recipient"),
    ("feeds", "Feed folders", "only feeds in these folders; empty: all"),
    ("must_mention", "Must mention", "a report counts only if it has all of these words"),
    ("never_mention", "Never mention", "a report with one of these words does not count"),
    ("languages", "Languages", "such as en, fr or Ukrainian; only reports in these count; empty: in all"),
    ("more", "Matters more", "actors or topics of the first article that weigh three times as much"),
    ("less", "Matters less", "those that weigh a third"),
    ("leave_out", "Leave out", "those that do not count"),
    ("expires", "Last day", "such as 2025-12-31; empty: never ends"),
    ("snooze", "Snooze until", "such as 2025-06-01; mails are held until then"),
    ("still_watching", "Still watching", "yes: a short mail after each week without news"),
    ("webhooks", "Webhooks", "addresses that get each development as JSON"),
)
_CHOICES = {
    "alerts": ("immediate", "daily", "weekly", "none"),
    "sensitivity": ("low", "normal", "high"),
    "still_watching": ("no", "yes"),
}
_LONGEST = 4000
_DEFAULTS = SeedSettings()


@router.get("/stories/{name}/settings")
def show_settings(request: Request, desk: DeskHere, visitor: Reader, name: str) -> Response:
    """The form, filled in from the file; for editors only, because recipients and webhooks stand in it."""
    if not visitor.can_edit:
        raise RefusedError("the settings of a story are shown to editors only, because they name its recipients")
    path, content = file_and_content(desk, name)
    return _form(request, desk, visitor, name, path, content, _written(read_seed_content(path, content)))


def _form(
    request: Request,
    desk: Desk,
    visitor: Any,
    name: str,
    path: Path,
    content: bytes,
    filled: dict[str, str],
    *,
    problem: str = "",
) -> Response:
    fields = [(key, label, more, filled.get(key, ""), _CHOICES.get(key, ())) for key, label, more in FIELDS]
    values = {
        "seed": desk.seed(name),
        "fields": fields,
        "digest": digest_of(content),
        "path": path,
        "problem": problem,
        "file": clean_file(content) if problem else "",
    }
    return render_page(request, "settings.html.j2", visitor, values, 409 if problem else 200)


def clean_file(content: bytes) -> str:
    """The front matter and the beginning of a file, to be shown."""
    return content.decode("utf-8", "replace")[:_LONGEST]


@router.post("/stories/{name}/settings")
def save_settings(request: Request, desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Write what differs into the file; everything else in it stays byte by byte."""
    path, content = file_and_content(desk, name)
    before = read_seed_content(path, content)
    asked = {key: posted.text(key, _LONGEST) for key, _, _ in FIELDS}
    if posted.text("digest", 80) != digest_of(content):
        problem = f"{path} was changed meanwhile, so nothing was written. What you entered is below, the file under it."
        return _form(request, desk, posted.visitor, name, path, content, asked, problem=problem)
    written = _written(before)
    changed = {key: _value(key, text) for key, text in asked.items() if text != written[key]}
    if not changed:
        return go_to(f"/stories/{name}/settings", error="Nothing was changed")
    write_settings(path, content, changed)
    what = f"Changed {', '.join(_label(key).casefold() for key in changed)} of the story, in {path}"
    return go_to(f"/stories/{name}/settings", desk.record(posted.visitor.name, name, what))


def write_settings(path: Path, content: bytes, changed: dict[str, Any]) -> None:
    """Write settings into a seed file that has this content; an empty value takes the setting out.

    Raises DeskInputError, FollowingError, SeedFileError.
    """
    before = read_seed_content(path, content)
    weighing = {key: getattr(before.settings, key) for key in WEIGHING}
    if contradiction := find_contradiction(weighing | changed):
        raise DeskInputError(clean(contradiction[1]))
    rewritten = _rewrite(content, changed)
    if not _is_meant(before, path, rewritten, changed):
        raise FollowingError(f"{path}: its settings cannot be changed safely here: edit the file itself")
    save_new(path, rewritten, replaces=True)


def _rewrite(content: bytes, changed: dict[str, Any]) -> bytes:
    for key in changed:
        content = drop_setting(content, key)
    return add_settings(content, {key: value for key, value in changed.items() if value not in ("", (), None)})


def _is_meant(before: Seed, path: Path, rewritten: bytes, changed: Collection[str]) -> bool:
    """Whether nothing but these settings is changed; more would be where a list spans several lines."""
    try:
        after = read_seed_content(path, rewritten)
    except SeedFileError:
        return False
    wanted, found = _written(before), _written(after)
    return after.text == before.text and all(wanted[key] == found[key] for key, _, _ in FIELDS if key not in changed)


def file_and_content(desk: Desk, name: str) -> tuple[Path, bytes]:
    """The file of a story, and what it says now. Raises UnknownPageError, FollowingError, SeedFileError."""
    path = file_of(desk.settings, desk.seed(name).name)
    return path, read_seed_bytes(path)


def digest_of(content: bytes) -> str:
    """The digest of a file, which changes with it."""
    return hashlib.sha256(content).hexdigest()


def _label(key: str) -> str:
    return next(label for name, label, _ in FIELDS if name == key)


def _value(key: str, text: str) -> Any:
    """A field's value as it goes into the file. Raises DeskInputError."""
    if not text:
        return ""
    try:
        value = read_setting(key, text)
    except ValueError as error:
        raise DeskInputError(f"{_label(key)}: {clean(text)[:80]!r}, expected {error}") from None
    return list(value) if isinstance(value, tuple) and key != "quiet_hours" else _as_written(value)


def _written(seed: Seed) -> dict[str, str]:
    """The settings of a seed as the form has them."""
    settings = {key: _as_written(getattr(seed.settings, key)) for key, _, _ in FIELDS if key != "title"}
    return {"title": seed.title, **settings}


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        if value and isinstance(value[0], time):
            return "-".join(f"{one:%H:%M}" for one in value)
        return ", ".join(map(str, value))
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
