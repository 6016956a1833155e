"""Writing seed files: whatever a page says becomes a file that reads back as the same seed, or none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors import SeedFileError, add_settings, compose_seed, drop_setting, propose_name, read_seed, save_new
from news import Seed

TEXT = "The President said the agreement would be signed.\nNobody else was asked, he said # at all."
HOSTILE = [
    'Deal: "yes" # [x] - {a: b}',
    "line\n---\nrecipients: [evil@example.org]",
    "\x1b]0;owned\x07\x1b[31mred \u202etxt.exe",
    "2025-03-01",
    "'",
    "&anchor *alias !!python/object:os.system",
    "表題：合意",
    "yes",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_any_headline_becomes_a_file_that_reads_back(tmp_path: Path, title: str) -> None:
    seed = Seed("deal", title, TEXT, "https://news.example/a?b=c#d", datetime(2025, 3, 1, 18, 30, tzinfo=UTC))
    path = tmp_path / "deal.txt"
    content = compose_seed(seed, {"recipients": ("ann@news.example", "bob@news.example"), "alerts": "daily"})
    saved = save_new(path, content)
    assert saved == read_seed(path)
    assert "".join(saved.title.split()) == "".join(
        "".join(one for one in title if ord(one) > 31 and one != "\u202e").split()
    )
    assert (saved.text, saved.url, saved.published) == (seed.text, seed.url, seed.published)
    assert saved.settings.recipients == ("ann@news.example", "bob@news.example")
    assert saved.settings.alerts == "daily"
    assert "\x1b" not in path.read_text("utf-8")


def test_names_of_files_are_safe_and_not_taken() -> None:
    assert propose_name("Deal: ../../etc/passwd", ()) == "deal-etc-passwd"
    assert propose_name("The Deal!", ("the-deal", "The-Deal-2")) == "the-deal-3"
    assert propose_name("¿?!", ()) == "story"
    assert propose_name("README", ()) == "readme-story"
    assert propose_name("表題：合意", ()) == "表題-合意"
    assert 0 < len(propose_name("word " * 99, ())) <= 40
    assert len(propose_name("x" * 300, ())) <= 40


def test_settings_are_added_and_dropped_without_touching_the_rest() -> None:
    crlf = b"\xef\xbb\xbf---\r\ntitle: A deal\r\n---\r\nThe text.\r\npaused: it said\r\n"
    added = add_settings(crlf, {"paused": True})
    assert added == b"\xef\xbb\xbf---\r\npaused: yes\r\ntitle: A deal\r\n---\r\nThe text.\r\npaused: it said\r\n"
    assert drop_setting(added, "paused") == crlf
    assert drop_setting(crlf, "paused") == crlf
    assert add_settings(b"Only text.\n", {"alerts": "none"}) == b"---\nalerts: none\n---\nOnly text.\n"


def test_a_file_that_exists_is_not_overwritten_and_no_other_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "seeds/deal.txt"
    save_new(path, b"The first text of the story.\n")
    with pytest.raises(SeedFileError, match="File exists"):
        save_new(path, b"Another text.\n")
    with pytest.raises(SeedFileError, match="unknown key"):
        save_new(path.with_name("other.txt"), b"---\ncolour: red\n---\nText.\n")
    assert [one.name for one in path.parent.iterdir()] == ["deal.txt"]
    assert path.read_bytes() == b"The first text of the story.\n"


@pytest.mark.parametrize(
    "content", ["https://news.example/a\n", "<https://news.example/a>", "[The deal](https://news.example/a)\n"]
)
@pytest.mark.parametrize("front", ["", "---\ntitle: The deal\n---\n"])
def test_a_file_with_nothing_but_an_address_is_an_error_that_says_what_to_do(
    tmp_path: Path, content: str, front: str
) -> None:
    (tmp_path / "deal.md").write_text(front + content)
    with pytest.raises(SeedFileError, match=r"storywake follow https://news.example/a` fetches"):
        read_seed(tmp_path / "deal.md")


def test_the_address_in_the_advice_is_safe_to_paste_into_a_shell(tmp_path: Path) -> None:
    (tmp_path / "deal.txt").write_text("https://news.example/a?b;touch&x=$HOME\n")
    with pytest.raises(SeedFileError, match=r"follow 'https://news.example/a\?b;touch&x=\$HOME'` fetches"):
        read_seed(tmp_path / "deal.txt")


def test_front_matter_with_an_address_and_no_text_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "deal.txt").write_text("---\nurl: https://news.example/a\n---\n")
    with pytest.raises(SeedFileError, match=r"storywake follow https://news.example/a` fetches"):
        read_seed(tmp_path / "deal.txt")
