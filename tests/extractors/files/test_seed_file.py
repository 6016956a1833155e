import os
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import SeedFileError, read_seed, read_seeds
from extractors.files.seed_file import SMALL, parse_seed
from news import Seed, SeedSettings

ORIGINAL = Path(__file__).resolve().parents[4] / "shared/seed/zelenskyy-minerals-deal.txt"
ROOT = Path(__file__).resolve().parents[3]
TEXT = "The President said the agreement would be signed."


def seed_of(folder: Path, text: str | bytes, name: str = "deal.md") -> Seed:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_seed(path)


def refusal(folder: Path, text: str | bytes, name: str = "deal.md") -> str:
    with pytest.raises(SeedFileError) as caught:
        seed_of(folder, text, name)
    message = str(caught.value)
    assert message.startswith(str(folder / name) + ":")
    assert "\n" not in message
    return message.removeprefix(str(folder / name))


def settings_of(folder: Path, front: str) -> SeedSettings:
    return seed_of(folder, f"---\n{front}\n---\n{TEXT}").settings


def test_all_fields_of_a_seed_are_read(tmp_path: Path) -> None:
    seed = seed_of(
        tmp_path,
        f"""---
title: "The deal: what comes next"
url: https://news.example/a
published: 2025-03-01 18:30:00+02:00
recipients:
  - desk@example.org
  - Ünal@bücher.example
  - desk@example.org
sensitivity: HIGH
alerts: daily
timezone: Europe/Kyiv
quiet_hours: 22:00-07:30
feeds: [world, us]
must_mention: Zelenskyy, minerals
never_mention: ["football"]
leave_out: Monday
more: [Zelenskyy, minerals deal]
less:
  - Vance
expires: 2025-09-01
---

# The deal: what comes next

{TEXT}
""",
    )
    assert (seed.name, seed.title, seed.text) == ("deal", "The deal: what comes next", TEXT)
    assert (seed.url, seed.published) == ("https://news.example/a", datetime(2025, 3, 1, 16, 30, tzinfo=UTC))
    assert seed.settings == SeedSettings(
        recipients=("desk@example.org", "Ünal@bücher.example"),
        sensitivity="high",
        alerts="daily",
        timezone="Europe/Kyiv",
        quiet_hours=(time(22), time(7, 30)),
        feeds=("world", "us"),
        must_mention=("Zelenskyy", "minerals"),
        never_mention=("football",),
        leave_out=("Monday",),
        more=("Zelenskyy", "minerals deal"),
        less=("Vance",),
        expires=date(2025, 9, 1),
    )


def test_plain_text_alone_is_a_seed(tmp_path: Path) -> None:
    seed = seed_of(tmp_path, f"{TEXT}\nAnd another paragraph.", "deal.txt")
    assert (seed.title, seed.text) == (TEXT, f"{TEXT}\nAnd another paragraph.")
    assert (seed.url, seed.published, seed.settings) == ("", None, SeedSettings())


def test_the_original_article_is_a_valid_seed() -> None:
    if not ORIGINAL.exists():
        pytest.skip(f"{ORIGINAL} is not here")
    seed = read_seed(ORIGINAL)
    assert seed.name == "zelenskyy-minerals-deal"
    assert seed.title == "A day after a heated exchange with US President Donald Trump in the Oval Office…"
    assert len(seed.text.splitlines()) == 7
    assert seed.published is None


def test_the_shipped_seeds_are_valid() -> None:
    seeds, errors = read_seeds(ROOT / "seeds")
    assert errors == []
    assert seeds


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# A *bold* heading #\n\nThe text.", "A bold heading"),
        ("Lead.\n\n## Later heading\n\nThe text.", "Later heading"),
        ("---\ntitle: Given\n---\n# Heading\n\nThe text.", "Given"),
        ("---\ntitle:\n---\n# Heading\n\nThe text.", "Heading"),
        ("No heading at all, only this sentence here. And more of it.", "No heading at all, only this sentence here."),
        ("word " * 60, "word " * 17 + "word…"),
    ],
)
def test_the_title_is_given_or_the_heading_or_the_first_sentence(tmp_path: Path, text: str, title: str) -> None:
    assert seed_of(tmp_path, text).title == title
    assert len(title) <= 91


def test_markdown_syntax_is_removed(tmp_path: Path) -> None:
    text = """# Title

Some **bold**, _slanted_ and `plain` words with a [link](https://x.example/a_b) that
wrap in the middle of snake_case_words and 2 * 3 * 4.
<!-- a remark -->

> quoted

- one
- two

***

![picture](x.png)Last."""
    assert seed_of(tmp_path, text).text.splitlines() == [
        "Some bold, slanted and plain words with a link that wrap in the middle of snake_case_words and 2 * 3 * 4.",
        "quoted",
        "one",
        "two",
        "Last.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Costs \*rose\* &amp; fell.", ["Costs *rose* & fell."]),
        (
            "See [the report][1] and [this].\n\n[1]: https://x.example/a\n[this]: https://x.example/b",
            ["See the report and this."],
        ),
        ("See <https://x.example/a>.", ["See https://x.example/a."]),
        ("It was <b>signed</b>.\n\n<div>In <i>Kyiv</i>.\n<script>x()</script></div>", ["It was signed.", "In Kyiv."]),
        ("    An indented paragraph\n    of an article.", ["An indented paragraph of an article."]),
        ("```\nfenced **off**\nlines\n```", ["fenced **off** lines"]),
        ("Said ``a ` b`` and **`c`**.", ["Said a ` b and c."]),
        ("> > quoted\ntwice\n>\n> 1. one\n> 2. two\n>    - nested", ["quoted twice", "one", "two", "nested"]),
        ("2025. március 1-jén aláírták.", ["2025. március 1-jén aláírták."]),
        ("A line  \nbroken\\\nhard.", ["A line broken hard."]),
    ],
)
def test_markdown_is_read_as_rendered(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert seed_of(tmp_path, text).text.splitlines() == expected


def test_underlined_headings_are_recognised_but_not_rules_below_paragraphs(tmp_path: Path) -> None:
    seed = seed_of(tmp_path, "A paragraph that ends at a rule.\n---\nThe deal\n========\nThe text.")
    assert seed.title == "The deal"
    assert seed.text.splitlines() == ["A paragraph that ends at a rule.", "The deal", "The text."]


def test_markdown_syntax_in_plain_text_is_kept(tmp_path: Path) -> None:
    text = "# No heading\n\n**2 * 3** [is](six) &amp; `so on`."
    assert seed_of(tmp_path, text, "deal.txt").text == text.replace("\n\n", "\n")


def test_hard_wrapped_plain_text_is_joined(tmp_path: Path) -> None:
    text = (
        "The President said on Saturday that the agreement would be signed\nonce there were guarantees.\n"
        "A new paragraph.\n"
    )
    assert seed_of(tmp_path, text, "deal.txt").text.splitlines() == [
        "The President said on Saturday that the agreement would be signed once there were guarantees.",
        "A new paragraph.",
    ]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_charsets_and_line_ends_of_editors_are_supported(tmp_path: Path, charset: str, line_end: str) -> None:
    text = "---\ntitle: “Präsident”\n---\nDer Präsident kam.\n".replace("\n", line_end)
    seed = seed_of(tmp_path, text.encode(charset))
    assert (seed.title, seed.text) == ("“Präsident”", "Der Präsident kam.")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ": is empty"),
        (" \n\n", ": is empty"),
        ("---\ntitle: X\n---\n", ": there is no text in it"),
        ("---\ntitle: X\n---\n# X\n", ": there is no text in it"),
        ("<!-- nothing -->", ": there is no text in it"),
        (b"\x89PNG\r\n\x1a\n\0\0", ": is binary"),
        (b"words \x81\x8d", ": is not readable as UTF-8 text"),
        (b"x" * 1_000_001, ": is larger than 1,000,000 bytes"),
        ("---\ntitle: X\ntext", ":1: the front matter that begins here is not closed"),
        ("---\ntitle: [a\nurl: x\n---\ntext", ":3: the front matter is not valid YAML"),
        ("---\n- a\n- b\n---\ntext", ":2: the front matter must be lines of the kind"),
        ("---\n" + "[" * 25_000 + "\n---\ntext", ": the front matter is not valid YAML"),
        ("---\ntitle: {a: b}\n---\ntext", ":2: title must be a value"),
        ("---\nalerts: daily\ntitle: X\n\nalerts: none\n---\ntext", ":5: alerts is given twice"),
        (
            "---\nless: vance\ntitle: X\nmore: [Trump, Vance]\n---\ntext",
            ":2: less has 'vance', which stands in more too",
        ),
        ("---\nleave_out: Vance\nmore: Vance\n---\ntext", ":3: more has 'Vance', which stands in leave_out too"),
    ],
)
def test_an_invalid_file_is_named_with_the_line(tmp_path: Path, text: str | bytes, problem: str) -> None:
    message = refusal(tmp_path, text)
    assert problem.removeprefix(": ") in message
    if problem[1].isdigit():
        assert message.startswith(problem)


@pytest.mark.parametrize(
    ("key", "advice"),
    [
        ("recipiants", "did you mean recipients?"),
        ("Must-Mention", "did you mean must_mention?"),
        ("time zone", "did you mean timezone?"),
        ("xyzzy", "known are title, url"),
    ],
)
def test_a_misspelt_key_is_an_error_with_a_suggestion(tmp_path: Path, key: str, advice: str) -> None:
    message = refusal(tmp_path, f"---\ntitle: X\n\n{key}: y\n---\n{TEXT}")
    assert message.startswith(f":4: unknown key {key!r}")
    assert advice in message


NO_HOSTS = (
    "http://[::1",
    "https://[zz]/feed",
    "http://a]b/",
    "http://host:abc/",
    "http://host:99999/",
    "http://host:0",
)
ODD = ("00050000", "008", "0", "101", "1_0", "1e1", "１２", "+5", "-5", "5.0", "nan", "0x1", "٥")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("url: news.example", "http://"),
        *(
            (f"{key}: '{url}'", f"{key} is {url!r}, expected an address that begins with")
            for key in ("url", "webhooks")
            for url in NO_HOSTS
        ),
        ("url: [https://a.example, https://b.example]", "an address"),
        ("published: yesterday", "a date such as"),
        ("published: 2025-02-30", "a date such as"),
        ("recipients: nobody", "'nobody' is none"),
        ("recipients: [a@b.example, 'x@@y']", "'x@@y' is none"),
        ("recipients: Jo <jo@example.org>", "is none"),
        ('recipients: ["a@b.example\\nBcc: c@d.example"]', "is none"),
        ('recipients: "a@b.example\\r\\n"x', "not valid YAML"),
        ("recipients: a..b@example.org", "is none"),
        ("recipients: a@-example.org", "is none"),
        ("recipients: a@example", "is none"),
        ("recipients: '@example.org'", "is none"),
        ("sensitivity: hihg", "did you mean high?"),
        ("alerts: hourly", "immediate, daily, weekly, none"),
        ("timezone: Europe/Kiyv", "did you mean Europe/K"),
        ("timezone: Europe", "a timezone such as"),
        ("timezone: ../../etc/passwd", "a timezone such as"),
        *(
            (f"mails_a_day: {number}", f"mails_a_day is {number!r}, expected a whole number from 1 to 100")
            for number in ODD
        ),
        ("quiet_hours: 25:00-07:00", "two times of day"),
        ("quiet_hours: ２２:00-07:00", "two times of day"),
        ("quiet_hours: 22:00", "two times of day"),
        ("quiet_hours: 22:00-22:00", "two times of day"),
        ("quiet_hours: [1, 2, 3]", "two times of day"),
        ("languages: [en, klingon]", "codes or names such as fr or Ukrainian ('klingon' is not known)"),
        ("expires: soon", "a date such as"),
        ("expires: 2025-09-01 10:00", "a date such as"),
    ],
)
def test_an_invalid_value_is_named_with_its_line_and_the_expected_form(
    tmp_path: Path, line: str, expected: str
) -> None:
    message = refusal(tmp_path, f"---\ntitle: X\n{line}\n---\n{TEXT}")
    assert message.startswith(":3: ")
    assert expected in message


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("quiet_hours: 22:00-07:00", {"quiet_hours": (time(22), time(7))}),
        ("quiet_hours: [22:00, 07:00]", {"quiet_hours": (time(22), time(7))}),
        ("quiet_hours: 22 – 7", {"quiet_hours": (time(22), time(7))}),
        ("recipients: a@b.example, c+d@localhost", {"recipients": ("a@b.example", "c+d@localhost")}),
        ("recipients:\n", {}),
        ("recipients: []", {}),
        ("expires: null", {}),
        ("must_mention: [2025, yes, 'New  York']", {"must_mention": ("2025", "yes", "New York")}),
        ("alerts: none", {"alerts": "none"}),
        ("languages: [no, uk]", {"languages": ("no", "uk")}),
        ("languages: en-GB, French, ukrainian, fr", {"languages": ("en", "fr", "uk")}),
        ("languages: []", {}),
        ("", {}),
    ],
)
def test_values_can_be_written_in_several_ways(tmp_path: Path, line: str, expected: dict[str, Any]) -> None:
    assert settings_of(tmp_path, line) == SeedSettings(**expected)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2025-03-01", datetime(2025, 3, 1, tzinfo=UTC)),
        ("2025-03-01 18:30", datetime(2025, 3, 1, 18, 30, tzinfo=UTC)),
        ("2025-03-01T18:30:00-05:00", datetime(2025, 3, 1, 23, 30, tzinfo=UTC)),
        ("'2025-03-01'", datetime(2025, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_date_without_a_zone_is_utc(tmp_path: Path, stated: str, expected: datetime) -> None:
    assert seed_of(tmp_path, f"---\npublished: {stated}\n---\n{TEXT}").published == expected


def test_yaml_aliases_are_not_expanded(tmp_path: Path) -> None:
    bomb = "title: &a [x]\n" + "\n".join(f"k{n}: [*a, *a]" for n in range(9))
    assert "unknown key 'k0'" in refusal(tmp_path, f"---\n{bomb}\n---\n{TEXT}")
    assert "must be a value" in refusal(tmp_path, f"---\nfeeds: &a [*a]\n---\n{TEXT}")


def test_no_python_objects_are_created(tmp_path: Path) -> None:
    seed = seed_of(tmp_path, f"---\ntitle: !!python/object/apply:os.getcwd []\n---\n{TEXT}")
    assert seed.title == TEXT


@pytest.mark.parametrize(
    ("file", "name"),
    [("deal.md", "deal"), ("The Deal, part 2.md", "The-Deal-part-2"), ("Київ.txt", "Київ"), ("a.b_c-1.md", "a.b_c-1")],
)
def test_a_seed_is_named_after_its_file(tmp_path: Path, file: str, name: str) -> None:
    assert seed_of(tmp_path, TEXT, file).name == name


def test_a_file_name_without_letters_and_digits_is_an_error(tmp_path: Path) -> None:
    assert "no letter or digit" in refusal(tmp_path, TEXT, "!!!.md")


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SeedFileError, match=r"nothing\.md: cannot be read: No such file"):
        read_seed(tmp_path / "nothing.md")
    with pytest.raises(SeedFileError, match="cannot be read"):
        read_seed(tmp_path)


def test_a_folder_is_read_in_order_and_errors_are_collected(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "README.md", ".hidden.md", "feeds.opml", "c.MD"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "bad.md").write_text("")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    seeds, errors = read_seeds(tmp_path)
    assert [seed.name for seed in seeds] == ["a", "b", "c"]
    assert [error.path.name for error in errors] == ["bad.md", "gone.md"]


def test_a_second_file_with_the_same_stem_is_an_error(tmp_path: Path) -> None:
    for name in ("deal.md", "deal.txt"):
        (tmp_path / name).write_text(name)
    seeds, errors = read_seeds(tmp_path)
    assert [seed.text for seed in seeds] == ["deal.md"]
    assert str(errors[0]).startswith(f"{tmp_path / 'deal.txt'}: another file is the seed 'deal' already")


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    seeds, errors = read_seeds(tmp_path / "none")
    assert seeds == []
    assert str(tmp_path / "none") in str(errors[0])


LINES = st.lists(
    st.sampled_from(
        [
            "---",
            "title: X",
            "alerts: daily",
            "quiet_hours: 1-2",
            "# Head",
            "Words here.",
            "",
            "- x",
            "&a",
            "*a",
            "a: b: c",
            "\t",
        ]
    )
    | st.text(max_size=12),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES.map("\n".join).map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=99))
def test_any_file_is_a_seed_or_one_clear_error(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "any.md"
    path.write_bytes(body)
    seeds, errors = read_seeds(tmp_path)
    assert len(seeds) + len(errors) == 1
    assert all(seed.text.strip() and seed.title.strip() for seed in seeds)
    assert all(str(error).startswith(f"{path}:") and len(str(error).splitlines()) == 1 for error in errors)


def test_a_seed_that_keeps_a_parser_busy_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "costly.md").write_text("![[" * 330_000, "utf-8")
    (tmp_path / "good.md").write_text("The ministers will sign the agreement on Wednesday.", "utf-8")
    began = process_time()
    seeds, errors = read_seeds(tmp_path)
    assert process_time() - began < 3  # of this process
    assert [seed.name for seed in seeds] == ["good"]
    assert [error.seed for error in errors] == ["costly"]
    assert "took more than" in str(errors[0])


def test_a_large_seed_is_read_as_a_small_one(tmp_path: Path) -> None:
    text = "---\ntitle: Ministers\n---\n" + "The ministers will sign the agreement on Wednesday.\n\n" * 1000
    (tmp_path / "large.md").write_text(text, "utf-8")
    assert len(text) > SMALL
    assert read_seed(tmp_path / "large.md") == parse_seed(tmp_path / "large.md", text.encode())
    (tmp_path / "large.md").write_text(text.replace("title", "titel"), "utf-8")
    with pytest.raises(SeedFileError, match=r"large\.md:2: unknown key 'titel'") as caught:
        read_seed(tmp_path / "large.md")
    assert caught.value.line == 2


def test_what_is_no_regular_file_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    seeds, errors = read_seeds(tmp_path)
    assert seeds == []
    assert [str(error).partition(": ")[2] for error in errors] == ["cannot be read: not a regular file"] * 2
