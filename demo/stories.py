"""The stories of the sample newsroom: read from their files and validated."""

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
SEED_FILE = Path(__file__).parent / "seed.md"  # of its own: the one in seeds/ is the user's
FIRST_MOMENT = datetime(2025, 3, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2025, 3, 10, 23, 59, 59, tzinfo=UTC)

StoryKind = Literal["follow-up", "copy", "look-alike", "unrelated"]
_KEYS = {"outlet", "title", "published", "kind", "section", "summary"}


class StoryFileError(ValueError):
    """A story file is invalid; the message names the file and the problem."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story of an invented outlet.

    `stem` is the name of its file without the extension; `copy_of` is the stem of the story it is a copy of, "" if it
    is not a copy. `paragraphs` are plain text; those that start with "## " are headings.
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
        """The headline as a URL slug."""
        return slugify(self.title)

    @property
    def path(self) -> str:
        """The path of its page on the outlet's host."""
        return f"/{slugify(self.section)}/{self.published:%Y/%m/%d}/{self.slug}"


def slugify(text: str, limit: int = 70) -> str:
    """Make a slug of lower-case letters, digits and single hyphens; longer ones are cut, between words if possible."""
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "").replace("’", "")).strip("-")
    return slug if len(slug) <= limit else slug[: limit + 1].rpartition("-")[0] or slug[:limit]


def read_stories(folder: Path = STORIES) -> tuple[Story, ...]:
    """All stories in `folder`, oldest first. Raises StoryFileError for the first invalid one."""
    stories = tuple(read_story(path) for path in sorted(folder.glob("*.md")))
    check_together(stories)
    return tuple(sorted(stories, key=lambda story: (story.published, story.stem)))


def read_story(path: Path) -> Story:
    """The story in a file. Raises StoryFileError."""
    try:
        front, body = frontmatter.parse(path.read_text("utf-8"))
        return make_story(path.stem, front, body)
    except (StoryFileError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise StoryFileError(f"{path}: {' '.join(str(error).split())}") from error


def make_story(stem: str, front: Mapping[str, object], body: str) -> Story:
    """The story made from the front matter and body of a file. Raises StoryFileError."""
    check_front(front)
    paragraphs = tuple(" ".join(block.split()) for block in re.split(r"\n\s*\n", body) if block.strip())
    if not paragraphs:
        raise StoryFileError("no text")
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
    """Raise StoryFileError for a missing, unknown or invalid value."""
    if missing := sorted(key for key in _KEYS if not front.get(key)):
        raise StoryFileError(f"missing in the front matter: {', '.join(missing)}")
    if unknown := sorted(front.keys() - _KEYS - {"copy_of"}):
        raise StoryFileError(f"unknown in the front matter: {', '.join(unknown)}")
    if front["outlet"] not in OUTLETS:
        raise StoryFileError(f"unknown outlet {front['outlet']!r}")
    if front["kind"] not in get_args(StoryKind):
        raise StoryFileError(f"unknown kind {front['kind']!r}")
    if (front["kind"] == "copy") != bool(front.get("copy_of")):
        raise StoryFileError("kind copy needs copy_of, and no other kind may have it")


def check_date(published: object) -> datetime:
    """The date and time in UTC. Raises StoryFileError if it is not within the newsroom's ten days."""
    if not isinstance(published, datetime) or published.tzinfo is None:
        raise StoryFileError(f"published {published!r} is not a date and time with an offset")
    if not FIRST_MOMENT <= published <= LAST_MOMENT:
        raise StoryFileError(f"published {published} is not within 1-10 March 2025 UTC")
    return published.astimezone(UTC)


def check_together(stories: Iterable[Story]) -> None:
    """Raise StoryFileError for a copy of an unknown story, and for two stories with the same URL."""
    stories = tuple(stories)
    stems = {story.stem for story in stories}
    for story in stories:
        if story.copy_of and (story.copy_of not in stems or story.copy_of == story.stem):
            raise StoryFileError(f"{story.stem}: copy of {story.copy_of!r}, which is not another story")
    addresses = Counter((story.outlet, story.path) for story in stories)
    if twice := [address for address, count in addresses.items() if count > 1]:
        raise StoryFileError(f"two stories have the same URL: {twice[0][0]}{twice[0][1]}")
