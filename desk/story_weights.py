"""Who and what counts in a story: its names as chips, what they change in the archive, and its file written."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from desk.access import Visitor
from desk.desk import Desk, DeskHere, DeskInputError, EditorForm, Posted, Reader, RefusedError, go_to
from desk.pages import render_page
from desk.previewed import WEIGHING, list_chips, preview_values, read_chips
from desk.story_settings import digest_of, file_and_content, write_settings
from extractors import read_seed_content
from news import Seed
from trails import clean

router = APIRouter()
_LABELS = {"more": "matters more", "less": "matters less", "leave_out": "does not count"}


@router.get("/stories/{name}/weights")
def show_weights(request: Request, desk: DeskHere, visitor: Reader, name: str) -> Response:
    """The names of the first article, each with how much it counts; for editors, who may change it."""
    if not visitor.can_edit:
        raise RefusedError("you may read here, but not change anything: ask for the role of an editor")
    path, content = file_and_content(desk, name)
    seed = read_seed_content(path, content)
    return _page(request, desk, visitor, seed, digest_of(content), seed)


@router.post("/stories/{name}/weights/preview")
def preview_weights(request: Request, desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """What the choices would change; nothing is written."""
    seed = read_seed_content(*file_and_content(desk, name))
    chosen = replace(seed, settings=replace(seed.settings, **_chosen(posted, seed)))
    return _page(request, desk, posted.visitor, seed, posted.text("digest", 80), chosen)


def _page(request: Request, desk: Desk, visitor: Visitor, seed: Seed, digest: str, chosen: Seed) -> Response:
    everything = replace(seed.settings, leave_out=(), more=(), less=())
    profile = desk.runtime.profile_of(replace(seed, settings=everything))
    values: dict[str, Any] = {"seed": seed, "digest": digest, "chips": list_chips(profile, chosen.settings)}
    values |= preview_values(desk, chosen, seed.settings)
    return render_page(request, "weights.html.j2", visitor, values)


@router.post("/stories/{name}/weights")
def save_weights(desk: DeskHere, posted: EditorForm, name: str) -> Response:
    """Write the choices into the story's file."""
    here = f"/stories/{name}/weights"
    path, content = file_and_content(desk, name)
    if posted.text("digest", 80) != digest_of(content):
        raise DeskInputError(f"{path} was changed meanwhile, so nothing was written: look at it, and choose again")
    asked = _chosen(posted, read_seed_content(path, content))
    return go_to(here, change_weights(desk, posted.visitor.name, name, asked))


def change_weights(desk: Desk, who: str, name: str, asked: Mapping[str, Any]) -> int:
    """Write which names count how much into the story's file, and write that down; returns the id of the action.

    Raises DeskInputError, also where nothing changes, and the errors of `write_settings`.
    """
    path, content = file_and_content(desk, name)
    settings = read_seed_content(path, content).settings
    chosen = {key: list(names) for key, names in asked.items() if tuple(names) != getattr(settings, key)}
    if not chosen:
        raise DeskInputError("nothing was changed")
    write_settings(path, content, {key: names or () for key, names in chosen.items()})
    said = "; ".join(f"{_LABELS[key]}: {', '.join(map(clean, names)) or 'nothing'}" for key, names in chosen.items())
    return desk.record(who, name, f"Changed what counts in the story ({said}), in {path}")


def _chosen(posted: Posted, seed: Seed) -> dict[str, Any]:
    """The settings by the chips; names in the file that are none of the chips stay where they are."""
    shown = {name.casefold() for name in map(str, posted.form.getlist("chip"))}
    kept = {key: [name for name in getattr(seed.settings, key) if name.casefold() not in shown] for key in WEIGHING}
    return {key: (*kept[key], *names) for key, names in read_chips(posted).items()}
