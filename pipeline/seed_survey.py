"""How the stories stand: the files in the folder of seeds, with what the database knows about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from extractors import OpmlError, SeedFileError, find_ignored, read_opml, read_seeds
from news import Profile, Seed, SeedDouble, SeedFacts, SeedStanding, SeedState, find_doubles, judge_seed
from pipeline.runtime import Runtime
from pipeline.settings import Settings, services
from storage import StoreError


@dataclass(frozen=True, slots=True)
class SurveyedSeed:
    """A seed, or a file that is none, and how it stands; `seed` is None where the file cannot be read."""

    name: str
    standing: SeedStanding
    seed: Seed | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """All seeds by name, the errors of unreadable files, and why the database was not looked at ("" if it was)."""

    seeds: tuple[SurveyedSeed, ...]
    errors: tuple[SeedFileError, ...] = ()
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the database knows of the seeds, by name."""

    seeds: Mapping[str, Seed] = field(default_factory=dict)
    away: frozenset[str] = frozenset()
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    searching: frozenset[str] = frozenset()


def survey_seeds(runtime: Runtime, now: datetime, only: str = "") -> Survey:
    """How every seed stands, or only that of this name; only reads, and makes no database."""
    settings = runtime.settings
    found, errors = read_seeds(settings.seeds_dir) if settings.seeds_dir.exists() else ([], [])
    try:
        stored, unseen = _read_store(runtime, only), ""
    except StoreError as error:
        stored, unseen = _Stored(), str(error)
    folders = _folders(settings)
    doubles = find_doubles(found, settings.recipients, services(settings), now.date())
    seeds = [SurveyedSeed(seed.name, _judge(seed, settings, stored, folders, doubles, now), seed) for seed in found]
    seeds += [SurveyedSeed(one.path.name, SeedStanding(SeedState.UNREADABLE, (one.problem,))) for one in errors]
    named = {one.name for one in seeds} | {error.seed for error in errors}
    gone = SeedStanding(SeedState.AWAY, (f"no file in {settings.seeds_dir} is this seed",))
    active = stored.seeds.keys() - stored.away
    seeds += [SurveyedSeed(name, gone, stored.seeds[name]) for name in sorted(active - named)]
    listed = sorted([*seeds, *_ignored(settings)], key=lambda one: one.name)
    return Survey(tuple(one for one in listed if only in {"", one.name}), tuple(errors), unseen)


def _ignored(settings: Settings) -> list[SurveyedSeed]:
    paths = [path for path in find_ignored(settings.seeds_dir) if path.resolve() != settings.feeds_file.resolve()]
    advice = "is not read: save its text as .txt or .md"
    return [
        SurveyedSeed(path.name, SeedStanding(SeedState.IGNORED, (f"{path.suffix or 'this file'} {advice}",)))
        for path in paths
    ]


def _read_store(runtime: Runtime, only: str) -> _Stored:
    if not runtime.has_store:
        return _Stored()
    store = runtime.store
    known = {seed.name: seed for seed in store.seeds(include_inactive=True)}
    away = known.keys() - {seed.name for seed in store.seeds()}
    profiles = {name: profile for name, (_, profile) in store.profiles([only] if only else ()).items()}
    return _Stored(known, frozenset(away), profiles, frozenset(store.seeds_to_compare()))


def _judge(
    seed: Seed,
    settings: Settings,
    stored: _Stored,
    folders: frozenset[str] | None,
    doubles: Sequence[SeedDouble],
    now: datetime,
) -> SeedStanding:
    known = stored.seeds.get(seed.name)
    same_text = known is not None and (known.title, known.text) == (seed.title, seed.text)
    own = seed.settings
    facts = SeedFacts(
        now.astimezone(ZoneInfo(own.timezone)).date(),
        known,
        seed.name in stored.away,
        stored.profiles.get(seed.name) if same_text else None,
        seed.name in stored.searching,
        folders,
        bool(own.recipients or own.webhooks or settings.recipients or services(settings)),
        "; ".join(filter(None, (double.reason_for(seed.name) for double in doubles))),
    )
    return judge_seed(seed, facts)


def _folders(settings: Settings) -> frozenset[str] | None:
    try:
        feeds, _ = read_opml(settings.feeds_file)
    except OpmlError:
        return None
    return frozenset(folder for feed in feeds for folder in feed.folders)
