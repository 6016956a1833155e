"""What is a mail address, wherever one is read."""

import pytest

from news import parse_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ann@example.org", ("ann", "example.org")),
        ("Ann.O'Hara+news@EXAMPLE.org", ("Ann.O'Hara+news", "example.org")),
        ("storywake@localhost", ("storywake", "localhost")),
        ("root@mail_1.newsroom.internal", ("root", "mail_1.newsroom.internal")),
        ("ann@127.0.0.1", ("ann", "127.0.0.1")),
        ("Ünal@BÜCHER.example", ("Ünal", "xn--bcher-kva.example")),
        ("жанна@пошта.укр", ("жанна", "xn--80a1acn3a.xn--j1amh")),
        ("desk@हिन्दी.example", ("desk", "xn--j2bd4cyah0f.example")),
        ("ann@straße.example", ("ann", "xn--strae-oqa.example")),
        ("x" * 64 + "@example.org", ("x" * 64, "example.org")),
    ],
)
def test_an_address_has_a_local_part_and_a_host(text: str, expected: tuple[str, str]) -> None:
    assert parse_address(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nobody",
        "@example.org",
        "ann@",
        "ann@@example.org",
        "ann@home@example.org",
        "Ann <ann@example.org>",
        "ann @example.org",
        "ann@example.org ",
        "ann@example.org\n",
        "ann@example.org\r\nBcc: bob@example.org",
        "ann\x85@example.org",
        "ann\u2028@example.org",
        "ann\ud83d@example.org",
        "a..b@example.org",
        ".ann@example.org",
        "ann.@example.org",
        '"ann b"@example.org',
        "ann(desk)@example.org",
        "ann@example..org",
        "ann@.example.org",
        "ann@-example.org",
        "ann@example-.org",
        "ann@exam’ple.org",
        "ann@exam\u2028ple.org",
        "ann@[127.0.0.1]",
        "ann@" + "x" * 64 + ".org",
        "ann@" + "ü" * 60 + ".org",
        "x" * 65 + "@example.org",
        "ann@" + "example." * 32 + "org",
        "ann,bob@example.org",
        "ann;bob@example.org",
    ],
)
def test_what_could_be_misread_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no mail address$"):
        parse_address(text)
