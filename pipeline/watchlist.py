"""The seeds as they are watched now: with their profiles, their trails, and the index that a look at an article takes.

Made anew only where something has changed: a pass asks for them before every batch.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from extractors import ModelError
from news import (
    Answer,
    Article,
    Followed,
    Glance,
    Lessons,
    Profile,
    Seed,
    SeedIndex,
    StoredMatch,
    Trail,
    Verdict,
    Weighed,
    answered,
    find_objection,
    is_spot_checked,
    weigh,
)
from pipeline.runtime import Runtime
from pipeline.stages import PassRun

MOST_ON_TRAIL = 150  # the strongest; what else a long story brought is near one of them
SLACK = 0.75  # logits that a page at a glance may fall short by: of 250 follow-ups in real markup it loses one
NEARLY = 0.5  # logits that an article may have missed the full comparison by, to be one of those that spot checks take
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredTrail:
    """A trail, and the matches on it in its order."""

    trail: Trail
    matches: tuple[StoredMatch, ...]

    def latest(self, seed: Seed) -> datetime | None:
        """When the story was last told."""
        dates = [one.article.published for one in self.matches]
        return max([*dates, *([seed.published] if seed.published else [])], default=None)


@dataclass(frozen=True, slots=True)
class _Watch:
    """What is watched, and how often each seed had changed when it was seen."""

    index: SeedIndex
    changes: Mapping[str, int]


def can_compare(run: PassRun, stage: str) -> bool:
    """Ready the seeds before anything is claimed: a missing model then holds no article back from the next pass."""
    if run.misconfigured:
        return False  # it was said already
    if run.runtime.settings.task_runner != "threads":
        return True  # the workers do it, and this process needs no model
    try:
        watch(run.runtime)
    except ModelError as error:
        run.note_failure(stage, error)
        return False
    return True


def watch(runtime: Runtime) -> SeedIndex:
    """The active seeds with their trails as they are stored now. Raises StoreError, ModelError."""
    changes = runtime.store.seed_changes()
    return runtime.renewed("watch", lambda earlier: _renew(runtime, earlier, changes)).index


def _renew(runtime: Runtime, earlier: _Watch | None, changes: Mapping[str, int]) -> _Watch:
    if earlier and earlier.changes == changes:
        return earlier
    before = {one.seed.name: one for one in earlier.index.followed} if earlier else {}
    unchanged = {name for name in before if earlier and earlier.changes.get(name) == changes.get(name)}
    seeds = runtime.store.seeds()
    weighed = {seed.name: before[seed.name].weighed for seed in seeds if _says_the_same(seed, before)}
    profiles = _profiles(runtime, [seed for seed in seeds if seed.name not in weighed])
    weighed |= {name: weigh(profile, runtime.background) for name, profile in profiles.items()}
    followed = [
        before[seed.name] if seed.name in unchanged else _follow(runtime, seed, weighed[seed.name]) for seed in seeds
    ]
    return _Watch(SeedIndex(runtime.background, followed, earlier.index if earlier else None), changes)


def _says_the_same(seed: Seed, before: Mapping[str, Followed]) -> bool:
    """Whether a seed's text is what it was, whatever has changed of its settings and what it has learnt."""
    one = before.get(seed.name)
    return one is not None and replace(one.seed, settings=seed.settings) == seed


def concerns_any(index: SeedIndex, article: Article) -> bool:
    """Whether an article seen at a glance is to be read in full: it could concern a seed, or is to be a spot check."""
    chances = index.look(Glance(article, index.background), SLACK + NEARLY)
    return any(one.margin >= -SLACK for one in chances) or (bool(chances) and is_spot_checked(article.url))


def follow(runtime: Runtime, seed: Seed) -> Followed:
    """A seed with its profile and, where there is a store, its trail. Raises StoreError, ModelError."""
    return _follow(runtime, seed, weigh(runtime.profile_of(seed), runtime.background))


def _follow(runtime: Runtime, seed: Seed, weighed: Weighed) -> Followed:
    bare = Followed(seed, weighed, Trail(weighed.wording))
    if not runtime.has_store:
        return bare
    matches = runtime.store.matches(seed.name, verdicts=(Verdict.FOLLOW_UP, Verdict.NEAR_MISS))
    stored = _lay_trail(runtime, bare, matches)
    headlines = tuple(one.article.title for one in stored.matches)
    return Followed(seed, weighed, stored.trail, headlines, stored.latest(seed), _learn(runtime, seed, matches))


def lessons_of(runtime: Runtime, seed: Seed) -> Lessons:
    """What the answers to a seed's stored matches teach; nothing where there is no store. Raises StoreError."""
    stored = (Verdict.FOLLOW_UP, Verdict.NEAR_MISS)
    matches = runtime.store.matches(seed.name, verdicts=stored) if runtime.has_store else []
    return _learn(runtime, seed, matches)


def _learn(runtime: Runtime, seed: Seed, matches: Sequence[StoredMatch]) -> Lessons:
    """What the answers to a seed's matches teach."""
    given = [one for one in matches if one.answer is not Answer.NONE]
    return Lessons([answered(one, runtime.wording_of(one.article), seed) for one in given])


def _lay_trail(runtime: Runtime, followed: Followed, stored: Sequence[StoredMatch]) -> StoredTrail:
    """The trail over a seed's follow-ups, and over the near misses that the user called follow-ups."""
    allowed = [one for one in stored if _leads_on(followed.seed, one)]
    chosen = sorted(allowed, key=lambda one: (-one.match.score, one.id))[:MOST_ON_TRAIL]
    if len(allowed) > len(chosen):
        logger.info("%s: the trail runs over the %d strongest of %d", followed.seed.name, len(chosen), len(allowed))
    wordings = [runtime.wording_of(one.article) for one in chosen]
    return StoredTrail(Trail(followed.weighed.wording, wordings), tuple(chosen))


def _leads_on(seed: Seed, stored: StoredMatch) -> bool:
    found = stored.match.verdict is Verdict.FOLLOW_UP or stored.answer is Answer.YES
    return found and stored.answer is not Answer.NO and not find_objection(seed, stored.article)


def _profiles(runtime: Runtime, seeds: Sequence[Seed]) -> dict[str, Profile]:
    """The profiles of seeds by name: as kept, or made now and kept."""
    stored = runtime.store.profiles() if seeds else {}
    found = {}
    for seed in seeds:
        made_from, profile = stored.get(seed.name, ("", None))
        wanted = _made_from(runtime, seed)
        if profile is None or made_from != wanted:
            profile = runtime.profile_of(seed)
            runtime.store.save_profile(seed.name, wanted, profile)
        found[seed.name] = profile
    return found


def _made_from(runtime: Runtime, seed: Seed) -> str:
    told = (_program(), runtime.settings.spacy_model, seed.headline, seed.text, str(seed.published))
    return hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()


def _modules(folder: Traversable) -> Iterator[Traversable]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _modules(path)
        elif path.name.endswith(".py"):
            yield path


@cache
def _program() -> str:
    """What of this program makes profiles, as a digest: another version of it may make others."""
    sources = [path for room in ("news", "extractors") for path in _modules(files(room))]
    digest = hashlib.sha256()
    for path in sorted(sources, key=str):
        digest.update(path.read_bytes())
    return digest.hexdigest()
