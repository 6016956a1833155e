"""Following a new story: paste its address or text, see what it would have found, answer a few questions, follow it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from alerts import clean_evidence, explain, headline_of, outlet_of
from desk.desk import Desk, DeskHere, DeskInputError, EditorForm, Posted, Reader, go_to
from desk.pages import render_page
from extractors import find_address, read_setting
from news import (
    THRESHOLDS,
    Answer,
    Compared,
    Preview,
    Seed,
    Sensitivity,
    find_weaknesses,
)
from pipeline import (
    StoryDraft,
    apply_answers,
    find_followed,
    name_story,
    next_question,
    preview_seed,
    read_story,
    read_story_text,
    search_archive,
    write_story,
)
from trails import clean, moment, web_address

router = APIRouter()
_SHOWN = 40  # headlines that some strictness lets in
_NEAREST = 8  # that none does
_ASKED = 5
_LONGEST_TEXT = 1_000_000  # characters
_STRICTNESS: Mapping[Sensitivity, str] = {
    "low": "strict: fewer, surer reports",
    "normal": "as usual",
    "high": "loose: nothing missed, more that is off the story",
}


@dataclass(frozen=True, slots=True)
class PreviewedReport:
    """A report that the story would find; `least` is the strictest setting that lets it in, "" if none does."""

    title: str
    url: str
    outlet: str
    published: str
    score: float
    why: str
    least: str


@router.get("/new")
def show_form(request: Request, visitor: Reader, url: str = "") -> Response:
    """The page to begin with."""
    return render_page(request, "new_story.html.j2", visitor, {"source": web_address(url)})


@router.post("/new")
def preview(request: Request, desk: DeskHere, posted: EditorForm) -> Response:
    """Show how the story is understood, and what it would have found."""
    draft = _read(desk, posted.text("source", _LONGEST_TEXT))
    if followed := find_followed(desk.settings, draft.seed.url, draft.seed.text):
        return go_to(f"/stories/{followed.seed.name}", error="This story is followed already")
    profile = desk.runtime.profile_of(draft.seed)
    found = preview_seed(desk.runtime, draft.seed, desk.now())
    values = {
        "seed": draft.seed,
        "profile": profile,
        "weaknesses": [clean(one) for one in find_weaknesses(draft.seed, profile)],
        "preview": found,
        "reports": _shown(found),
        "questions": [_view(one) for one in _questions(desk, draft.seed, found)],
        "counts": {name: _count(found, least) for name, least in THRESHOLDS.items()},
        "strictness": _STRICTNESS,
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


def _shown(found: Preview) -> list[PreviewedReport]:
    """The surest reports that some strictness lets in, and the nearest of the others."""
    viewed = [_view(one) for one in found.compared]
    return [*[one for one in viewed if one.least][:_SHOWN], *[one for one in viewed if not one.least][:_NEAREST]]


def _questions(desk: Desk, seed: Seed, found: Preview) -> list[Compared]:
    """The articles about which answers would teach most."""
    asked: dict[str, Answer | None] = {}
    chosen: list[Compared] = []
    while len(chosen) < _ASKED and (one := next_question(desk.runtime, seed, found, asked, desk.now())):
        asked[one.article.url] = None
        chosen.append(one)
    return chosen


def _view(one: Compared) -> PreviewedReport:
    evidence = clean_evidence(one.match.evidence)
    admitting = [name for name, least in sorted(THRESHOLDS.items(), key=lambda pair: -pair[1]) if _admits(one, least)]
    return PreviewedReport(
        clean(headline_of(one.article, evidence)),
        web_address(one.article.url),
        outlet_of(one.article),
        moment(one.article.published),
        one.match.score,
        explain(one.match, evidence, 1),
        admitting[0] if admitting else "",
    )


def _admits(one: Compared, least: float) -> bool:
    return one.match.score >= least


def _count(found: Preview, least: float) -> int:
    return sum(_admits(one, least) for one in found.compared)


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
    what = f"Followed “{clean(seed.title)}”; the archive had {found or 'no'} {'report' if found == 1 else 'reports'}"
    return go_to(f"/stories/{story.seed.name}", desk.record(posted.visitor.name, story.seed.name, what))


def _seed_in(posted: Posted) -> Seed:
    """The story as the preview put it into the form."""
    text, title = posted.text("text", _LONGEST_TEXT), " ".join(posted.text("title", 500).split())
    if not text or not title:
        raise DeskInputError("the story has no text or no title")
    published = posted.text("published", 40)
    dated = _setting("published", published) if published else None
    return Seed("", title, text, web_address(posted.text("url", 4000)), dated)


def chosen_settings(posted: Posted) -> dict[str, object]:
    """The settings in a form that are not empty. Raises DeskInputError."""
    names = ("recipients", "alerts", "sensitivity", "must_mention", "never_mention", "leave_out")
    said = {name: ", ".join(map(str, posted.form.getlist(name))).strip() for name in names}
    plain = {"alerts": "immediate", "sensitivity": "normal"}
    return {name: _setting(name, text) for name, text in said.items() if text and text != plain.get(name)}


def _setting(name: str, text: str) -> Any:
    try:
        return read_setting(name, text)
    except ValueError as error:
        raise DeskInputError(f"{name.replace('_', ' ')}: {clean(text)[:80]!r}, expected {error}") from None


def _answers(posted: Posted) -> dict[str, Answer]:
    """The answers by address: a field for each question, numbered, beside a field with its address."""
    pairs = ((posted.text(f"address{n}", 4000), posted.text(f"answer{n}", 5)) for n in range(_ASKED))
    return {url: Answer(said) for url, said in pairs if url and said in {"yes", "no"}}
