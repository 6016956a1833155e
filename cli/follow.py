"""`storywake follow`: follow the story that an article starts."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from cli.descriptions import examples
from cli.errors import BadInputError
from cli.follow_questions import ask_about, ask_how_often, ask_to_follow, ask_who
from cli.follow_report import follow_object, say_archive, say_next, say_story
from cli.lookup import settings
from cli.terminal import progress, remark, say, say_json

if TYPE_CHECKING:
    from datetime import datetime

    from news import Answer, Preview
    from pipeline import FollowedStory, PassReport, Runtime, Settings, StoryDraft

_STDIN = "-"
_EXAMPLES = examples(
    "storywake follow https://news.example/2025/03/minerals-deal",
    "storywake follow article.txt --recipients ann@newsroom.example --alerts daily",
    "storywake follow https://news.example/minerals-deal --yes --json",
    "storywake follow - --yes < article.txt",
)


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("follow", epilog=_EXAMPLES)(follow)


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the options say: without questions, under which name, who is mailed and how often ("": not said)."""

    yes: bool
    as_json: bool
    name: str
    recipients: str
    alerts: str


def follow(
    source: Annotated[str, typer.Argument(help="The article: its address, a file (.txt, .md, .html), or - for stdin.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing: follow with the defaults.")] = False,
    recipients: Annotated[str, typer.Option(metavar="ADDRESS,…", help="Who gets the mails.")] = "",
    alerts: Annotated[str, typer.Option(metavar="RHYTHM", help="immediate, daily, weekly or none.")] = "",
    name: Annotated[str, typer.Option(help="The name of the story; default: made of the headline.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; needs --yes.")] = False,
) -> None:
    """Follow the story that an article starts: show it, ask what you want, write its file, search the archive."""
    from pipeline import open_runtime, utc_now

    if as_json and not yes:
        raise BadInputError("--json prints no questions: add --yes")
    if not yes and not sys.stdin.isatty():
        raise BadInputError("follow asks questions, and nobody is there to answer them: add --yes to follow without")
    wishes = _Wishes(yes, as_json, name, _checked("recipients", recipients), _checked("alerts", alerts))
    found, now = settings(), utc_now()
    if _already(found, url=source, as_json=as_json):
        return
    with open_runtime(found) as runtime:
        _follow(runtime, source, wishes, now)


def _checked(key: str, text: str) -> str:
    from extractors import read_setting

    try:
        if text:
            read_setting(key, text)
    except ValueError as error:
        raise BadInputError(f"--{key}: {text[:80]!r}, expected {error}") from None
    return text


def _already(found: Settings, *, url: str = "", text: str = "", as_json: bool = False) -> bool:
    """Whether an article is the start of a story that is followed; if so, say which."""
    from extractors import find_address
    from pipeline import find_followed

    story = find_followed(found, find_address(url), text)
    if story is None:
        return False
    if as_json:
        say_json({"seed": story.seed.name, "file": str(story.path), "new": False})
        return True
    paused = f"; it is paused: `storywake resume {story.seed.name}`" if story.seed.settings.paused else ""
    say(f"“{story.seed.title}” is followed already, as {story.seed.name} ({story.path}){paused}.")
    return True


def _follow(runtime: Runtime, source: str, wishes: _Wishes, now: datetime) -> None:
    from pipeline import name_story, preview_seed

    found = runtime.settings
    with progress(quiet=True) as update:
        update("reading the article", 0, None)
        draft = _read(runtime, source, now)
        if _already(found, url=draft.seed.url, text=draft.seed.text, as_json=wishes.as_json):
            return
        _refuse_what_is_stated(draft, wishes)
        draft = name_story(runtime, draft, wishes.name)
        profile = runtime.profile_of(draft.seed)
        preview = preview_seed(runtime, draft.seed, now, update)
    if not wishes.as_json:
        say_story(draft.seed, profile)
        say_archive(preview)
    try:
        decided = _decide(runtime, draft, preview, wishes, now)
    except KeyboardInterrupt:
        remark("Not followed; nothing was written.")
        raise
    if decided is None:
        say("Not followed; nothing was written.")
        return
    story, report = _begin(runtime, draft, preview, decided, quiet=wishes.as_json)
    if wishes.as_json:
        say_json(follow_object(story, profile, preview, report))
    else:
        say_next(runtime, story, report)


def _read(runtime: Runtime, source: str, now: datetime) -> StoryDraft:
    from pipeline import MOST_STORY_BYTES, read_story, read_story_text

    if source != _STDIN:
        return read_story(runtime, source, now)
    if sys.stdin.isatty():
        remark("Paste the article, or its address; then press Ctrl-D on a line of its own:")
    return read_story_text(runtime, sys.stdin.buffer.read(MOST_STORY_BYTES + 1), now)


def _refuse_what_is_stated(draft: StoryDraft, wishes: _Wishes) -> None:
    for key, said in (("recipients", wishes.recipients), ("alerts", wishes.alerts)):
        if said and draft.states(key):
            raise BadInputError(f"--{key}: the file itself says {key}; change it there")


@dataclass(frozen=True, slots=True)
class _Decided:
    """The settings to write, and the answers by address (None: skipped)."""

    chosen: dict[str, object]
    given: dict[str, Answer | None]


def _decide(runtime: Runtime, draft: StoryDraft, preview: Preview, wishes: _Wishes, now: datetime) -> _Decided | None:
    """What to write, by the options or the user's answers; None if the story is not to be followed."""
    from extractors import read_setting

    given: dict[str, Answer | None] = {}
    who, rhythm = wishes.recipients, wishes.alerts
    if not wishes.yes:
        if not ask_to_follow():
            return None
        given = ask_about(runtime, draft.seed, preview, now)
        who = who or ("" if draft.states("recipients") else ask_who(runtime.settings.recipients))
        rhythm = rhythm or ("" if draft.states("alerts") else ask_how_often())
    said = (("recipients", who), ("alerts", rhythm))
    return _Decided({key: read_setting(key, text) for key, text in said if text}, given)


def _begin(
    runtime: Runtime, draft: StoryDraft, preview: Preview, decided: _Decided, *, quiet: bool
) -> tuple[FollowedStory, PassReport]:
    from pipeline import apply_answers, search_archive, utc_now, write_story

    story = write_story(runtime.settings, draft, decided.chosen)
    remark(f"Written: {story.path}")
    try:
        with progress(quiet=quiet) as update:
            report = search_archive(runtime, story, utc_now, update)
        articles = {one.article.url: one.article for one in preview.compared}
        apply_answers(runtime, story.seed.name, articles, decided.given, utc_now())
    except KeyboardInterrupt:
        remark(f"{story.seed.name} is followed; the next run searches the rest of the archive.")
        raise
    return story, report
