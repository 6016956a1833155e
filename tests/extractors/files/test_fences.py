"""Tests for extractors.files.fences."""

from pathlib import Path

import pytest

from extractors import SeedFileError, read_seed

TEXT = (
    "Firefly signs the lithium treaty\n\nPresident Firefly of Freedonia signed the treaty with Sylvania on Thursday.\n"
)


def refusal(folder: Path, text: str) -> str:
    path = folder / "treaty.md"
    path.write_text(text, "utf-8")
    with pytest.raises(SeedFileError) as caught:
        read_seed(path)
    return str(caught.value).removeprefix(str(path))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"\u2014\nrecipients: [ann@example.org]\n\u2014\n{TEXT}", 2),
        (f"+++\npaused: yes\n+++\n{TEXT}", 2),
        (f"\u200b---\nalerts: daily\n---\n{TEXT}", 2),
        (f"recipients: [ann@example.org]\n---\n{TEXT}", 1),
        (f"title: A treaty\npublished: 2025-03-01\n\n{TEXT}", 1),
        (f"# Treaty\n\nnever_mention: [cup]\n\n{TEXT}", 3),
        (f"---\ntitle: A treaty\n---\nrecipients: [ann@example.org]\n---\n{TEXT}", 4),
    ],
)
def test_settings_outside_the_front_matter_are_an_error(tmp_path: Path, text: str, line: int) -> None:
    assert refusal(tmp_path, text).startswith(f":{line}: the setting ")


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", ">>>>>>> theirs"])
def test_a_file_whose_versions_were_not_merged_is_an_error(tmp_path: Path, mark: str) -> None:
    assert refusal(tmp_path, f"{TEXT}\n{mark}\n{TEXT}") == ":5: is a mark of two versions that were not merged"
    assert refusal(tmp_path, f"---\ntitle: A treaty\n---\n{mark}\n{TEXT}").startswith(":4: is a mark")


@pytest.mark.parametrize("start", ["{\\rtf1\\ansi ", "<!DOCTYPE html><p>", "\n<html lang=en>"])
def test_a_document_of_another_program_is_an_error(tmp_path: Path, start: str) -> None:
    assert "a web page or a word processor's document" in refusal(tmp_path, start + TEXT)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"Title: {TEXT}",
        f"{TEXT}\nMore: the treaty has ten pages.",
        f"Treaty\n======\n\n{TEXT}",
        f"Treaty\n\n---\n\n{TEXT}",
        f"LIVE: {TEXT}Update: aides left.\n",
        f"{TEXT}\nrecipients of aid: nobody knows",
    ],
)
def test_an_article_without_settings_is_no_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "treaty.md"
    path.write_text(text, "utf-8")
    assert "Sylvania" in read_seed(path).text
