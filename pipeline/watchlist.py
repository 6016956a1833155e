"""The seeds as they are watched now: with their profiles and trails, and the index that finds those of an article.

A pass asks for them before every batch, so only seeds that have changed are read again.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from extractors import ModelError, can_encode_gists
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
    language_of_article,
    shaping,
    weigh,
)
from pipeline.gists import gists_of, gists_of_each, lead_gists_of
from pipeline.runtime import Runtime
from pipeline.stages import PassRun

MOST_ON_TRAIL = 150  # those with the highest scores; the other reports of a long story are similar to one of them
FEW = 100  # compared articles from which skimming may reject pages
SLACK = 0.75  # logits that a skimmed page may fall short by
GIST_SLACK = 2.7  # the same where vectors are compared: what a skimmed page has before its lead changes them
LEAD = 120  # characters of a text whose vector takes half of the time of its opening's
LEAD_SLACK = GIST_SLACK + 3.3  # logits; of the follow-ups in four corpora, 98 % lose less than this by it
NEARLY = 0.5  # logits that an article may fall short by to be a candidate for a spot check
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Watch:
    """The index, the change counter of each seed when it was read, and whether its trails lead across languages."""

    index: SeedIndex
    changes: Mapping[str, int]
    is_abroad: bool


def can_compare(run: PassRun, stage: str) -> bool:
    """Whether articles can be compared. Reads the seeds first, so that no article is claimed if a model is missing."""
    if run.misconfigured:
        return False  # it was reported already
    if run.runtime.settings.task_runner != "threads":
        return True  # the workers compare, and this process needs no model
    try:
        watch(run.runtime)
    except ModelError as error:
        run.note_failure(stage, error)
        return False
    return True


def watch(runtime: Runtime, *, abroad: bool = False) -> SeedIndex:
    """The index of the active seeds with their trails, as stored now. Raises StoreError, ModelError.

    `abroad`: with the vectors by which trails lead on to texts in another language than their seed's. Once asked for,
    they stay: where all is in one language, nothing is spent on them.
    """
    changes = runtime.store.seed_changes()
    return runtime.renewed("watch", lambda earlier: _renew(runtime, earlier, changes, abroad=abroad)).index


def watch_for(runtime: Runtime, articles: Iterable[Article]) -> SeedIndex:
    """The index for the comparison of these articles. Raises StoreError, ModelError."""
    index = watch(runtime)
    return watch(runtime, abroad=True) if _leads_abroad(index, articles) else index


def _leads_abroad(index: SeedIndex, articles: Iterable[Article]) -> bool:
    return index.texts.gists.has_foreign or any(
        language_of_article(article.title, article.text) != "en" for article in articles
    )


def watch_for_skimming(runtime: Runtime, *, abroad: bool = False) -> SeedIndex | None:
    """The index of the seeds that a skimmed page is compared with, `abroad` as of `watch`.

    None if every page is to be read in full.
    """
    # while little is stored, trails are short: a page turned away now might lie on a trail an hour later
    if runtime.settings.read_in_full or not runtime.store.has_compared(FEW):
        return None
    try:
        return watch(runtime, abroad=abroad)
    except ModelError:
        return None  # the comparison reports the error, and its articles wait until there is a model


def _renew(runtime: Runtime, earlier: _Watch | None, changes: Mapping[str, int], *, abroad: bool) -> _Watch:
    is_abroad = abroad or (earlier is not None and earlier.is_abroad)
    if earlier and (earlier.changes, earlier.is_abroad) == (changes, is_abroad):
        return earlier
    before = {one.seed.name: one for one in earlier.index.followed} if earlier else {}
    alike = earlier if earlier and earlier.is_abroad == is_abroad else None
    unchanged = {name for name in before if alike and alike.changes.get(name) == changes.get(name)}
    seeds = runtime.store.seeds()
    weighed = {seed.name: before[seed.name].weighed for seed in seeds if _says_the_same(seed, before)}
    profiles = _profiles(runtime, [seed for seed in seeds if seed.name not in weighed])
    weighed |= {name: weigh(profile, runtime.background) for name, profile in profiles.items()}
    followed = [
        before[seed.name] if seed.name in unchanged else _follow(runtime, seed, weighed[seed.name], abroad=is_abroad)
        for seed in seeds
    ]
    return _Watch(SeedIndex(runtime.background, followed, earlier.index if earlier else None), changes, is_abroad)


def _says_the_same(seed: Seed, before: Mapping[str, Followed]) -> bool:
    """Whether nothing of a seed has changed but settings that leave its profile as it is."""
    one = before.get(seed.name)
    if one is None or shaping(one.seed.settings) != shaping(seed.settings):
        return False
    return replace(one.seed, settings=seed.settings) == seed


def glance_at(runtime: Runtime, index: SeedIndex, article: Article) -> Glance:
    """An article as the seeds of an index can see it before it is read in full. Raises ModelError."""
    return Glance(article, index.background, _gist_of(runtime, index, article))


def _gist_of(runtime: Runtime, index: SeedIndex, article: Article) -> tuple[float, ...]:
    return gists_of(runtime, [(article.title, article.text)], whole=index.texts.gists.has_foreign)[0]


def leads_of(index: SeedIndex, articles: Sequence[Article]) -> list[tuple[float, ...]]:
    """The vectors of the leads of skimmed articles, by which most of those in other languages are turned away.

    Empty for those that need none. Encoding them together takes half the time. Raises ModelError.
    """
    pairs = [(article.title, article.text) for article in articles]
    return lead_gists_of(pairs, LEAD, whole=index.texts.gists.has_foreign)


def concerns_any(runtime: Runtime, index: SeedIndex, article: Article, lead: Sequence[float] | None) -> bool:
    """Whether a skimmed article is to be read in full: it could concern a seed, or is chosen for a spot check.

    `lead` is the vector of its lead; None: it is made here. Raises StoreError, ModelError.
    """
    if lead is None:
        (lead,) = leads_of(index, [article])
        index = watch(runtime, abroad=True) if lead else index
    seen = Glance(article, index.background, lead)
    if seen.gist:
        if not index.look(seen, LEAD_SLACK + NEARLY, is_skim=True):
            return False
        seen = seen.with_gist(_gist_of(runtime, index, article))
    slack = GIST_SLACK if seen.gist else SLACK
    chances = index.look(seen, slack + NEARLY, is_skim=True)
    return any(one.margin >= -slack for one in chances) or (bool(chances) and is_spot_checked(article.url))


def follow(runtime: Runtime, seed: Seed, *, abroad: bool = False) -> Followed:
    """A seed with its profile and, where there is a store, its trail; `abroad` as of `watch`.

    Raises StoreError, ModelError.
    """
    return _follow(runtime, seed, weigh(runtime.profile_of(seed), runtime.background), abroad=abroad)


def _follow(runtime: Runtime, seed: Seed, weighed: Weighed, *, abroad: bool) -> Followed:
    stored = _matches(runtime, seed)
    leading = _leading_on(seed, stored)
    dates = [one.article.published for one in leading]
    gists = _gists_on(runtime, leading, weighed.profile.language) if abroad else ()
    return Followed(
        seed,
        weighed,
        Trail(weighed.wording, [runtime.wording_of(one.article) for one in leading], gists),
        headlines=tuple(one.article.title for one in leading),
        latest=max([*dates, *([seed.published] if seed.published else [])], default=None),
        lessons=learn(runtime, seed, stored),
    )


def _gists_on(runtime: Runtime, leading: Sequence[StoredMatch], language: str) -> list[tuple[float, ...]]:
    """The vectors by which follow-ups lead on to other languages: of those in this language, which is the seed's."""
    texts = [(one.article.title, one.article.text) for one in leading]
    own = [text for text in texts if language_of_article(*text) == language]
    made = dict(zip(own, gists_of_each(runtime, own), strict=True))
    return [made.get(text, ()) for text in texts]


def _matches(runtime: Runtime, seed: Seed) -> list[StoredMatch]:
    """The matches of a seed, with those that an answer rejected; none where there is no store."""
    return runtime.store.matches(seed.name, verdicts=tuple(Verdict)) if runtime.has_store else []


def lessons_of(runtime: Runtime, seed: Seed) -> Lessons:
    """What the answers to a seed's stored matches teach; nothing where there is no store. Raises StoreError."""
    return learn(runtime, seed, _matches(runtime, seed))


def learn(runtime: Runtime, seed: Seed, matches: Sequence[StoredMatch]) -> Lessons:
    """What the answers to a seed's matches teach."""
    given = [one for one in matches if one.answer is not Answer.NONE]
    return Lessons([answered(one, runtime.wording_of(one.article), seed) for one in given])


def _leading_on(seed: Seed, stored: Sequence[StoredMatch]) -> list[StoredMatch]:
    """The matches on the seed's trail: its follow-ups."""
    allowed = [one for one in stored if _leads_on(seed, one)]
    chosen = sorted(allowed, key=lambda one: (-one.match.score, one.id))[:MOST_ON_TRAIL]
    if len(allowed) > len(chosen):
        logger.info("%s: the trail runs over the %d strongest of %d", seed.name, len(chosen), len(allowed))
    return chosen


def _leads_on(seed: Seed, stored: StoredMatch) -> bool:
    return stored.match.verdict is Verdict.FOLLOW_UP and not find_objection(seed, stored.article)


def _profiles(runtime: Runtime, seeds: Sequence[Seed]) -> dict[str, Profile]:
    """The profiles of seeds by name, from the cache where they are current."""
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
    of_seed = (seed.headline, seed.text, seed.url, str(seed.published), *map(str, shaping(seed.settings)))
    sources = (_program(), runtime.settings.spacy_model, f"gists: {can_encode_gists()}", *of_seed)
    return hashlib.sha256("\0".join(sources).encode("utf-8", "replace")).hexdigest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _sources(path)
        elif not path.name.endswith(".pyc"):
            yield path


@cache
def _program() -> str:
    """A digest of the code and tables that make profiles: another version may make other ones."""
    sources = [path for room in ("news", "extractors") for path in _sources(files(room))]
    digest = hashlib.sha256()
    for path in sorted(sources, key=str):
        digest.update(path.read_bytes())
    return digest.hexdigest()
