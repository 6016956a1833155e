"""The stories of the sample newsroom: read from their files and checked, so that a slip in one cannot go unseen."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast, get_args

import frontmatter
import yaml

from demo.outlets import OUTLETS

STORIES = Path(__file__).parent / "stories"
SEED_FILE = Path(__file__).parent / "seed.md"  # a link to the one in seeds/, which no wheel holds
FIRST_MOMENT = datetime(2025, 3, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2025, 3, 10, 23, 59, 59, tzinfo=UTC)

StoryKind = Literal["follow-up", "copy", "look-alike", "unrelated"]
_KEYS = {"outlet", "title", "published", "kind", "section", "summary"}


class StoryFileError(ValueError):
    """A story file that cannot be used; the message names the file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story of an invented outlet.

    `stem` is its file's name without ending; `copy_of` is the stem of the story it repeats, "" when it is no copy.
    `paragraphs` are plain text; one that starts with "## " is a heading.
    """

    stem: str
    outlet: str
    title: str
    published: datetime
    kind: StoryKind
    section: str
    summary: str
    paragraphs: tuple[str, ...]
    copy_of: str = ""

    @property
    def slug(self) -> str:
        """The headline as it stands in an address."""
        return slugify(self.title)

    @property
    def path(self) -> str:
        """Where its page lies on its outlet's host."""
        return f"/{slugify(self.section)}/{self.published:%Y/%m/%d}/{self.slug}"


def slugify(text: str, limit: int = 70) -> str:
    """Lower-case letters, digits and single hyphens, cut at a word where it can be."""
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "").replace("’", "")).strip("-")
    return slug if len(slug) <= limit else slug[: limit + 1].rpartition("-")[0] or slug[:limit]


def read_stories(folder: Path = STORIES) -> tuple[Story, ...]:
    """All stories in `folder`, oldest first. Raises StoryFileError at the first that is not in order."""
    stories = tuple(read_story(path) for path in sorted(folder.glob("*.md")))
    check_together(stories)
    return tuple(sorted(stories, key=lambda story: (story.published, story.stem)))


def read_story(path: Path) -> Story:
    """The story in one file. Raises StoryFileError naming it."""
    try:
        front, body = frontmatter.parse(path.read_text("utf-8"))
        return make_story(path.stem, front, body)
    except (StoryFileError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise StoryFileError(f"{path}: {' '.join(str(error).split())}") from error


def make_story(stem: str, front: Mapping[str, object], body: str) -> Story:
    """The story that front matter and body describe. Raises StoryFileError saying what is wrong."""
    check_front(front)
    paragraphs = tuple(" ".join(block.split()) for block in re.split(r"\n\s*\n", body) if block.strip())
    if not paragraphs:
        raise StoryFileError("has no text")
    return Story(
        stem=stem,
        outlet=str(front["outlet"]),
        title=str(front["title"]).strip(),
        published=check_date(front["published"]),
        kind=cast("StoryKind", front["kind"]),
        section=str(front["section"]).strip(),
        summary=str(front["summary"]).strip(),
        paragraphs=paragraphs,
        copy_of=str(front.get("copy_of") or ""),
    )


def check_front(front: Mapping[str, object]) -> None:
    """Raise StoryFileError for a missing, unknown or impossible value."""
    if missing := sorted(key for key in _KEYS if not front.get(key)):
        raise StoryFileError(f"front matter lacks {', '.join(missing)}")
    if unknown := sorted(front.keys() - _KEYS - {"copy_of"}):
        raise StoryFileError(f"front matter has unknown {', '.join(unknown)}")
    if front["outlet"] not in OUTLETS:
        raise StoryFileError(f"unknown outlet {front['outlet']!r}")
    if front["kind"] not in get_args(StoryKind):
        raise StoryFileError(f"unknown kind {front['kind']!r}")
    if (front["kind"] == "copy") != bool(front.get("copy_of")):
        raise StoryFileError("copy_of belongs to kind copy, and only there")


def check_date(published: object) -> datetime:
    """The moment in UTC. Raises StoryFileError when it is no moment of the newsroom's ten days."""
    if not isinstance(published, datetime) or published.tzinfo is None:
        raise StoryFileError(f"published {published!r} is no moment with an offset")
    if not FIRST_MOMENT <= published <= LAST_MOMENT:
        raise StoryFileError(f"published {published} is not within 1-10 March 2025 UTC")
    return published.astimezone(UTC)


def check_together(stories: Iterable[Story]) -> None:
    """Raise StoryFileError for a copy of nothing, and for two pages at one address."""
    stories = tuple(stories)
    stems = {story.stem for story in stories}
    for story in stories:
        if story.copy_of and (story.copy_of not in stems or story.copy_of == story.stem):
            raise StoryFileError(f"{story.stem}: copy of {story.copy_of!r}, which is no other story")
    addresses = Counter((story.outlet, story.path) for story in stories)
    if twice := [address for address, count in addresses.items() if count > 1]:
        raise StoryFileError(f"two stories share an address: {twice[0][0]}{twice[0][1]}")
