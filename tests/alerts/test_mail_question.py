"""The question at the end of a mail: in both parts, with links or the words to reply, and harmless."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from alerts import Signing, render
from news import Article, Digest, Evidence, Match, StoredMatch, Verdict

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
SENDER = "storywake@example.org"
MAIL = Signing(b"key", SENDER)
WEB = Signing(b"key", "", "https://alerts.example.org/")
HOSTILE = "<b>Envoys</b>\r\nmeet\x1b[31m"


def ask(make_digest: Callable[..., Digest], **article: str) -> Digest:
    """A digest with a question about this article."""
    about = replace(Article("https://herald.example/7", "Envoys meet", "T.", "Herald", NOON), **article)  # type: ignore[arg-type]
    match = Match("us-ukraine-minerals-deal", 0.4, Verdict.NEAR_MISS, Evidence())
    return replace(make_digest(), question=StoredMatch(345, about, match, NOON))


def parts(message: EmailMessage) -> list[str]:
    found = [message.get_body((kind,)) for kind in ("plain", "html")]
    return [str(part.get_content()) for part in found if part]


def test_the_question_says_how_to_reply(make_digest: Callable[..., Digest]) -> None:
    for part in parts(render(ask(make_digest), SENDER, MAIL)):
        assert part.count("Does this continue the story?") == 1
        for words in ("Envoys meet", "Herald", "4 Mar 2025", "https://herald.example/7", "yes q345", "no q345"):
            assert words in part


def test_the_question_has_links_where_a_web_address_is_set(make_digest: Callable[..., Digest]) -> None:
    for part in parts(render(ask(make_digest), SENDER, WEB)):
        assert "/yes%20q345" in part
        assert "/no%20q345" in part
        assert "eply “yes" not in part


def test_a_mail_without_a_question_asks_none(make_digest: Callable[..., Digest]) -> None:
    assert not any("Does this continue" in part for part in parts(render(make_digest(), SENDER, MAIL)))


@pytest.mark.parametrize("url", ["javascript:alert(1)", 'https://herald.example/"onclick=x'])
def test_outside_text_in_a_question_is_harmless(make_digest: Callable[..., Digest], url: str) -> None:
    plain, html = parts(render(ask(make_digest, title=HOSTILE, url=url), SENDER, MAIL))
    assert "\x1b" not in plain
    assert "<b>Envoys" not in html
    assert 'href="javascript' not in html
    assert '"onclick' not in html


def test_the_same_digest_with_a_question_gives_the_same_bytes(make_digest: Callable[..., Digest]) -> None:
    one, other = (render(ask(make_digest), SENDER, MAIL).as_bytes() for _ in range(2))
    assert one == other
