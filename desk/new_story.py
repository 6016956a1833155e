"""Following a new story: paste its address or text, see what it would have found, answer a few questions, follow it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from desk.desk import Desk, DeskHere, DeskInputError, EditorForm, Posted, Reader, go_to
from desk.pages import render_page
from desk.previewed import WEIGHING, list_chips, preview_values, read_chips, view_report
from extractors import find_address, read_setting
from news import Answer, Compared, Preview, Seed, SeedSettings, find_weaknesses
from pipeline import (
    StoryDraft,
    apply_answers,
    find_followed,
    name_story,
    next_question,
    read_story,
    read_story_text,
    search_archive,
    write_story,
)
from trails import clean, counted, web_address

router = APIRouter()
_ASKED = 5
_LONGEST_TEXT = 1_000_000  # characters


@router.get("/new")
def show_form(request: Request, visitor: Reader, url: str = "") -> Response:
    """The page to begin with."""
    return render_page(request, "new_story.html.j2", visitor, {"source": web_address(url)})


@router.post("/new")
def preview(request: Request, desk: DeskHere, posted: EditorForm) -> Response:
    """Show how the story is understood, and what it would have found; with choices made, what they change."""
    source = posted.text("source", _LONGEST_TEXT)
    bare = _seed_in(posted) if not source and posted.text("text", _LONGEST_TEXT) else _read(desk, source).seed
    if followed := find_followed(desk.settings, bare.url, bare.text):
        return go_to(f"/stories/{followed.seed.name}", error="This story is followed already")
    chosen = chosen_settings(posted)
    plain = replace(bare, settings=SeedSettings(**{key: chosen[key] for key in chosen if key not in WEIGHING}))
    seed = replace(plain, settings=replace(plain.settings, **{key: chosen[key] for key in WEIGHING if key in chosen}))
    profile = desk.runtime.profile_of(plain)
    values = preview_values(desk, seed, plain.settings)
    given = _answers(posted)
    values |= {
        "seed": seed,
        "chips": list_chips(profile, seed.settings),
        "weaknesses": [clean(one) for one in find_weaknesses(seed, profile)],
        "questions": [(view_report(one), given.get(one.article.url, "")) for one in _questions(desk, seed, values)],
        "default_recipients": desk.settings.recipients,
    }
    return render_page(request, "preview.html.j2", visitor=posted.visitor, values=values)


def _read(desk: Desk, source: str) -> StoryDraft:
    """The story in an address or a text. A path is never read: the form comes from outside."""
    if not source:
        raise DeskInputError("paste the address of an article, or its text")
    if find_address(source):
        return read_story(desk.runtime, source, desk.now())
    return read_story_text(desk.runtime, source.encode("utf-8", "replace"), desk.now())


def _questions(desk: Desk, seed: Seed, values: Mapping[str, Any]) -> list[Compared]:
    """The articles of a preview about which answers would teach most."""
    found: Preview = values["preview"]
    asked: dict[str, Answer | None] = {}
    chosen: list[Compared] = []
    while len(chosen) < _ASKED and (one := next_question(desk.runtime, seed, found, asked, desk.now())):
        asked[one.article.url] = None
        chosen.append(one)
    return chosen


@router.post("/new/follow")
def follow(desk: DeskHere, posted: EditorForm) -> Response:
    """Write the story's file with what was chosen, search the archive, apply the answers."""
    seed = _seed_in(posted)
    if followed := find_followed(desk.settings, seed.url, seed.text):
        return go_to(f"/stories/{followed.seed.name}", error="This story is followed already")
    draft = name_story(desk.runtime, StoryDraft(seed))
    story = write_story(desk.settings, draft, chosen_settings(posted))
    report = search_archive(desk.runtime, story, desk.now)
    given = _answers(posted)
    articles = desk.store.articles_at(given)
    apply_answers(desk.runtime, story.seed.name, articles, {url: given[url] for url in articles}, desk.now())
    found = report.comparing.follow_ups
    what = f"Followed “{clean(seed.title)}”; the archive had {counted(found, 'report') if found else 'no reports'}"
    return go_to(f"/stories/{story.seed.name}", desk.record(posted.visitor.name, story.seed.name, what))


def _seed_in(posted: Posted) -> Seed:
    """The story as the preview put it into the form."""
    text, title = posted.text("text", _LONGEST_TEXT), " ".join(posted.text("title", 500).split())
    if not text or not title:
        raise DeskInputError("the story has no text or no title")
    published = posted.text("published", 40)
    dated = _setting("published", published) if published else None
    return Seed("", title, text, web_address(posted.text("url", 4000)), dated)


def chosen_settings(posted: Posted) -> dict[str, Any]:
    """The settings in a form that are not empty. Raises DeskInputError."""
    names = ("recipients", "alerts", "sensitivity", "must_mention", "never_mention")
    said = {name: posted.text(name) for name in names}
    plain = {"alerts": "immediate", "sensitivity": "normal"}
    written = {name: _setting(name, text) for name, text in said.items() if text and text != plain.get(name)}
    return written | {name: names for name, names in read_chips(posted).items() if names}


def _setting(name: str, text: str) -> Any:
    try:
        return read_setting(name, text)
    except ValueError as error:
        raise DeskInputError(f"{name.replace('_', ' ')}: {clean(text)[:80]!r}, expected {error}") from None


def _answers(posted: Posted) -> dict[str, Answer]:
    """The answers by address: a field for each question, numbered, beside a field with its address."""
    pairs = ((posted.text(f"address{n}", 4000), posted.text(f"answer{n}", 5)) for n in range(_ASKED))
    return {url: Answer(said) for url, said in pairs if url and said in {"yes", "no"}}
