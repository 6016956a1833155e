from collections import Counter
from pathlib import Path

import pytest

from demo import StoryFileError, read_stories
from demo.faults import STORY_FAULTS
from demo.outlets import OUTLETS
from demo.stories import FIRST_MOMENT, LAST_MOMENT, slugify

VALID = """---
outlet: lode
title: "A story"
published: 2025-03-04T09:15:00+02:00
kind: unrelated
section: Metals
summary: "In short."
---
First paragraph,
going on.

Second paragraph.
"""


def test_the_newsroom_has_the_expected_numbers_of_stories() -> None:
    stories = read_stories()
    kinds = Counter(story.kind for story in stories)
    assert len(stories) >= 80
    assert (kinds["follow-up"], kinds["copy"], kinds["look-alike"]) == (15, 12, 25)
    assert {story.outlet for story in stories} == set(OUTLETS)
    assert len({OUTLETS[story.outlet].feed_format for story in stories}) == 4


def test_the_stories_cover_the_ten_days_in_order() -> None:
    moments = [story.published for story in read_stories()]
    assert moments == sorted(moments)
    assert FIRST_MOMENT <= moments[0] <= moments[-1] <= LAST_MOMENT
    assert {moment.day for moment in moments} == set(range(1, 11))


def test_a_copy_is_published_later_and_by_another_outlet() -> None:
    stories = {story.stem: story for story in read_stories()}
    copies = [story for story in stories.values() if story.kind == "copy"]
    assert all(stories[copy.copy_of].kind == "follow-up" for copy in copies)
    assert all(stories[copy.copy_of].published < copy.published for copy in copies)
    assert all(stories[copy.copy_of].outlet != copy.outlet for copy in copies)


def test_every_story_with_a_fault_exists() -> None:
    assert set(STORY_FAULTS) <= {story.stem for story in read_stories()}


def test_a_story_file_is_parsed(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(VALID)
    (story,) = read_stories(tmp_path)
    assert (story.stem, story.slug, story.path) == ("one", "a-story", "/metals/2025/03/04/a-story")
    assert story.published.isoformat() == "2025-03-04T07:15:00+00:00"
    assert story.paragraphs == ("First paragraph, going on.", "Second paragraph.")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("outlet: lode", "outlet: load", "unknown outlet 'load'"),
        ("kind: unrelated", "kind: gossip", "unknown kind 'gossip'"),
        ("kind: unrelated", "kind: copy", "kind copy needs copy_of"),
        ("kind: unrelated", "kind: copy\ncopy_of: two", "copy of 'two', which is not another story"),
        ("kind: unrelated", "kind: copy\ncopy_of: one", "copy of 'one', which is not another story"),
        ("2025-03-04T09:15:00+02:00", "2025-03-01T01:15:00+02:00", "not within 1-10 March 2025"),
        ("2025-03-04T09:15:00+02:00", "2025-03-04", "not a date and time with an offset"),
        ("2025-03-04T09:15:00+02:00", "2025-03-04T09:15:00", "not a date and time with an offset"),
        ("section: Metals\n", "", "missing in the front matter: section"),
        ("section: Metals", "section: Metals\nauthor: me", "unknown in the front matter: author"),
        ('"A story"', '"A story', "did not find expected key"),
        ("First paragraph,\ngoing on.\n\nSecond paragraph.\n", "", "no text"),
    ],
)
def test_the_error_about_an_invalid_story_file_names_the_file(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in VALID
    (tmp_path / "one.md").write_text(VALID.replace(old, new))
    with pytest.raises(StoryFileError, match="one") as caught:
        read_stories(tmp_path)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_stories_with_the_same_url_are_an_error(tmp_path: Path) -> None:
    for stem in ("one", "two"):
        (tmp_path / f"{stem}.md").write_text(VALID)
    with pytest.raises(StoryFileError, match="two stories have the same URL: lode/metals/2025/03/04/a-story"):
        read_stories(tmp_path)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Zelenskyy’s “deal”: signed?", "zelenskyys-deal-signed"),
        ("../../etc/passwd\r\n", "etc-passwd"),
        ("Знак", ""),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 100, "x" * 70),
    ],
)
def test_a_slug_has_only_letters_digits_and_hyphens_and_a_limited_length(text: str, slug: str) -> None:
    assert slugify(text) == slug
