"""Follow a story, stop following it, pause it: changes to the seed files, and to the store with them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from extractors import (
    add_settings,
    compose_seed,
    drop_setting,
    name_seed,
    propose_name,
    read_seed,
    read_seed_bytes,
    read_seed_content,
    read_seeds,
    save_new,
)
from news import Answer, Article, Seed, Verdict, canonical_url
from pipeline.execution import PlainExecution
from pipeline.leases import Clock
from pipeline.match_answers import accept_report, answer_match, group_promoted
from pipeline.options import BackfillOptions
from pipeline.outcomes import PassReport
from pipeline.passes import run_backfill
from pipeline.progress import ProgressCallback
from pipeline.runtime import Runtime
from pipeline.settings import Settings
from pipeline.story_sources import StoryDraft
from storage import StoreError

UNFOLLOWED = "unfollowed"  # the folder beside the seeds that takes the files of stories no longer followed
_SUFFIXES = (".md", ".txt")


class FollowingError(Exception):
    """A story cannot be followed, paused or dropped as asked; the message is one line that names it."""


@dataclass(frozen=True, slots=True)
class FollowedStory:
    """A story that is followed now: its seed and its file."""

    seed: Seed
    path: Path


def find_followed(settings: Settings, url: str = "", text: str = "") -> FollowedStory | None:
    """The story in the folder of seeds that starts with the article at this address or with this text, if any."""
    wanted = canonical_url(url) if url else ""
    for seed in read_seeds(settings.seeds_dir)[0]:
        same_url = bool(wanted) and bool(seed.url) and canonical_url(seed.url) == wanted
        if same_url or (text and seed.text.split() == text.split()):
            return FollowedStory(seed, file_of(settings, seed.name))
    return None


def file_of(settings: Settings, name: str) -> Path:
    """The file of a seed, given its name or its path. Raises FollowingError."""
    named = Path(name)
    folder = settings.seeds_dir
    files = [one for one in _seed_files(folder) if name_seed(one) == name or one == named]
    if not files and named.is_file() and named.resolve().parent == folder.resolve():
        files = [folder / named.name]
    if not files:
        known = sorted(filter(None, map(name_seed, _seed_files(folder))))
        there = f"known: {', '.join(known)}" if known else f"{folder} contains no seeds"
        raise FollowingError(f"no seed file is called {name!r} ({there})")
    return files[0]


def _seed_files(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if one.suffix.lower() in _SUFFIXES and one.is_file())
    except OSError:
        return []


def name_story(runtime: Runtime, draft: StoryDraft, name: str = "") -> StoryDraft:
    """Name the seed of a story: as asked, by its file, or by its title.

    A story that was followed before, by its address, gets its old name and with it its follow-ups. Raises
    FollowingError if the name that is asked for is taken or unusable, StoreError.
    """
    if not name:
        return replace(draft, seed=replace(draft.seed, name=_free_name(runtime, draft)))
    if name_seed(Path(f"{name}{draft.suffix}")) != name:
        raise FollowingError(f"{name!r} cannot be the name of a seed: use letters, digits, hyphens and underscores")
    if name in set(map(name_seed, _seed_files(runtime.settings.seeds_dir))):
        raise FollowingError(f"{name!r} is the name of another seed in {runtime.settings.seeds_dir}")
    return replace(draft, seed=replace(draft.seed, name=name))


def write_story(settings: Settings, draft: StoryDraft, chosen: Mapping[str, object]) -> FollowedStory:
    """Write the seed file of a named story, with the settings `chosen` besides those in its own file.

    Raises extractors.SeedFileError.
    """
    content = add_settings(draft.content, chosen) if draft.content else compose_seed(draft.seed, chosen)
    held = draft.replaces if _is_in(draft.replaces, settings) else None
    path = held or settings.seeds_dir / f"{draft.seed.name}{draft.suffix}"
    return FollowedStory(save_new(path, content, replaces=held is not None), path)


def _is_in(path: Path | None, settings: Settings) -> bool:
    return path is not None and path.resolve().parent == settings.seeds_dir.resolve()


def _free_name(runtime: Runtime, draft: StoryDraft) -> str:
    if _is_in(draft.replaces, runtime.settings) and draft.replaces:
        return name_seed(draft.replaces)
    stored = runtime.store.seeds(include_inactive=True) if runtime.has_store else []
    present = set(map(name_seed, _seed_files(runtime.settings.seeds_dir)))
    address = canonical_url(draft.seed.url) if draft.seed.url else ""
    again = [one.name for one in stored if address and one.url and canonical_url(one.url) == address]
    if again and again[0] not in present:
        return again[0]
    taken = {*present, *(one.name for one in stored)}
    own = draft.seed.name
    return own if own and own not in taken else propose_name(own or draft.seed.title, taken)


def search_archive(
    runtime: Runtime, story: FollowedStory, clock: Clock, progress: ProgressCallback | None = None
) -> PassReport:
    """Store a new seed and compare it with the archive. Raises StoreError, SettingsError."""
    return run_backfill(runtime, BackfillOptions(seed=story.seed.name), PlainExecution(), clock, progress)


def apply_answers(
    runtime: Runtime, name: str, articles: Mapping[str, Article], given: Mapping[str, Answer | None], now: datetime
) -> None:
    """Store answers that were given before a seed was followed; an article that was not found is added by a "yes".

    Raises StoreError, ModelError.
    """
    said = {url: answer for url, answer in given.items() if answer}
    if not said:
        return
    found = {one.article.url: one for one in runtime.store.matches(name, verdicts=tuple(Verdict))}
    for url, answer in said.items():
        if url in found:
            answer_match(runtime, found[url], answer, now)
        elif answer is Answer.YES:
            seed = next(one for one in runtime.store.seeds() if one.name == name)
            accept_report(runtime, seed, articles[url], now)
    group_promoted(runtime, now)


def unfollow(runtime: Runtime, name: str) -> tuple[Path, Path]:
    """Stop following a story: its file is moved to the folder `unfollowed`, what was found stays stored.

    Returns its old and its new path. Raises FollowingError, StoreError.
    """
    path = file_of(runtime.settings, name)
    kept = path.parent / UNFOLLOWED / path.name
    number = 2
    while kept.exists():
        kept, number = kept.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    try:
        kept.parent.mkdir(exist_ok=True)
        path.rename(kept)
    except OSError as error:
        raise FollowingError(f"{path}: cannot be moved to {kept.parent}: {error.strerror}") from error
    _put_away(runtime, name_seed(path))
    return path, kept


def pause(runtime: Runtime, name: str) -> FollowedStory | None:
    """Pause a story by a line in its file; None if it was paused already.

    It is not compared and mails nobody until `resume`, after which it is compared with what came meanwhile. Raises
    FollowingError, extractors.SeedFileError, StoreError.
    """
    path = file_of(runtime.settings, name)
    if read_seed(path).settings.paused:
        return None
    content = drop_setting(read_seed_bytes(path), "paused")
    seed = _rewrite(path, add_settings(content, {"paused": True}), paused=True)
    _put_away(runtime, seed.name)
    return FollowedStory(seed, path)


def resume(runtime: Runtime, name: str) -> FollowedStory | None:
    """Follow a paused story again; None if it was not paused. Raises FollowingError, extractors.SeedFileError."""
    path = file_of(runtime.settings, name)
    if not read_seed(path).settings.paused:
        return None
    return FollowedStory(_rewrite(path, drop_setting(read_seed_bytes(path), "paused"), paused=False), path)


def _put_away(runtime: Runtime, name: str) -> None:
    """Take a seed out of those that are compared at once, not only with the next pass."""
    if not runtime.has_store:
        return
    try:
        runtime.store.put_away(name)
    except StoreError as error:
        raise FollowingError(f"{name}: its file is changed, and the database with the next pass: {error}") from error


def _rewrite(path: Path, content: bytes, *, paused: bool) -> Seed:
    """Replace a seed file by one in which only `paused` differs."""
    before = read_seed(path)
    expected = replace(before, settings=replace(before.settings, paused=paused))
    if read_seed_content(path, content) != expected:
        wanted = "add the line `paused: yes` to" if paused else "remove `paused` from"
        raise FollowingError(f"{path}: its settings cannot be changed safely: {wanted} them yourself")
    return save_new(path, content, replaces=True)
