"""What a story would find in the archive, and the chips by which its names count more, less or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from alerts import clean_evidence, explain, headline_of, outlet_of
from desk.desk import Desk, DeskInputError, Posted
from extractors import read_setting
from news import (
    THRESHOLDS,
    Actor,
    Compared,
    Preview,
    Profile,
    Seed,
    SeedSettings,
    Sensitivity,
    Topic,
    find_changes,
    names_of,
)
from pipeline import preview_seeds
from trails import clean, moment, web_address

_ACTORS, _TOPICS = 24, 16  # chips
_SHOWN = 40  # headlines that some strictness lets in
_NEAREST = 8  # that none does
_CHANGES = 20  # headlines that come in, and as many that go out
WEIGHING = ("more", "less", "leave_out")  # the settings that chips choose, in the order of their options
STRICTNESS: Mapping[Sensitivity, str] = {
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


@dataclass(frozen=True, slots=True)
class Chip:
    """An actor or topic of the first article. `chosen` is the setting that names it, "" if it counts as usual."""

    name: str
    is_topic: bool = False
    chosen: str = ""


def list_chips(profile: Profile, settings: SeedSettings) -> list[Chip]:
    """The weightiest names of a profile, and every one that the settings name, in the settings' words."""
    said = {name.casefold(): Chip(name, chosen=key) for key in WEIGHING for name in getattr(settings, key)}
    actors = _chips(profile.actors, said, _ACTORS)
    known = {one.name.casefold() for one in actors}
    topics = (replace(one, is_topic=True) for one in _chips(profile.topics, said, _TOPICS))
    return [*actors, *(one for one in topics if one.name.casefold() not in known)]


def _chips(found: Iterable[Actor | Topic], said: Mapping[str, Chip], most: int) -> list[Chip]:
    chips = [
        next((said[name.casefold()] for name in names_of(one) if name.casefold() in said), Chip(one.name))
        for one in found
    ]
    return [one for number, one in enumerate(chips) if number < most or one.chosen]


def read_chips(posted: Posted) -> dict[str, Any]:
    """The names that a form's chips put into each of the settings."""
    names, choices = (list(map(str, posted.form.getlist(key))) for key in ("chip", "counts"))
    if len(names) != len(choices) or not {*choices} <= {"", *WEIGHING}:
        raise DeskInputError("the choices of what counts are incomplete: reload the page and choose again")
    chosen = {key: [name for name, choice in zip(names, choices, strict=True) if choice == key] for key in WEIGHING}
    return {key: read_setting(key, ", ".join(found)) if found else () for key, found in chosen.items()}


def preview_values(desk: Desk, seed: Seed, before: SeedSettings) -> dict[str, Any]:
    """What the preview of a seed shows, and what it changes against the seed with the settings `before`."""
    versions = [replace(seed, settings=before), seed] if before != seed.settings else [seed]
    *earlier, found = preview_seeds(desk.runtime, versions, desk.now())
    comes, goes = find_changes(earlier[0], found) if earlier else ((), ())
    return {
        "preview": found,
        "reports": _shown(found),
        "counts": {name: _count(found, least) for name, least in THRESHOLDS.items()},
        "strictness": STRICTNESS,
        "has_changes": bool(earlier),
        "comes_in": (len(comes), [view_report(one) for one in comes[:_CHANGES]]),
        "goes_out": (len(goes), [view_report(one) for one in goes[:_CHANGES]]),
    }


def _shown(found: Preview) -> list[PreviewedReport]:
    """The surest reports that some strictness lets in, and the nearest of the others."""
    viewed = [view_report(one) for one in found.compared]
    return [*[one for one in viewed if one.least][:_SHOWN], *[one for one in viewed if not one.least][:_NEAREST]]


def view_report(one: Compared) -> PreviewedReport:
    """A compared article as the page shows it."""
    evidence = clean_evidence(one.match.evidence)
    ranked: Sequence[tuple[Sensitivity, float]] = sorted(THRESHOLDS.items(), key=lambda pair: -pair[1])
    admitting = [name for name, least in ranked if _admits(one, least)]
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
