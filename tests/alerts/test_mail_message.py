"""Rendered mails: what the reader sees, and what must not be in them."""

import email
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser
from pathlib import Path
from unicodedata import category
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts import message_id, render
from alerts.mail_headers import list_id
from alerts.signatures import Signing, find_signed
from news import (
    Article,
    Correction,
    CorrectionKind,
    Digest,
    Evidence,
    Match,
    Seed,
    Standing,
    StoredMatch,
    StorySoFar,
    Verdict,
    WaitingAlert,
)
from news.explanation import lead_back

GOLDEN = Path(__file__).parent / "golden" / "digest.txt"
NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
SENDER = "storywake@example.org"
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "Precedence", "MIME-Version"),
    "Content-Type",
}
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
TAGS = set("html head meta title style body div table tr td a span bdi br strong code b i".split())
OUTSIDE = st.text(max_size=200) | st.text(alphabet='aé中 =?_"\\<>&:;\r\n\t\0\u202e\u200b()[]{}%/', max_size=200)
MakeAlert = Callable[..., WaitingAlert]
MakeDigest = Callable[..., Digest]
MakeSeed = Callable[..., Seed]


class Reading(HTMLParser):
    """The words, bold words, links, tags and attributes of an HTML part."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.bold: list[str] = []
        self.links: dict[str, str] = {}
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self._open: list[str] = []
        self._href = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self._href = dict(attrs).get("href") or self._href
        if tag not in {"meta", "br"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            return
        self.words.append(data)
        if "strong" in self._open:
            self.bold.append(data)
        if "a" in self._open:
            self.links[self._href] = data

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def parse(digest: Digest) -> EmailMessage:
    message = email.message_from_bytes(render(digest, SENDER).as_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture(scope="session")
def three(make_alert: MakeAlert, make_seed: MakeSeed, make_digest: MakeDigest) -> Digest:
    """Three follow-ups of different strength; the second has every kind of evidence."""
    seed = make_seed(title="US–Ukraine minerals deal", timezone="Europe/Berlin")
    return make_digest(
        make_alert(
            1,
            seed=seed,
            title="Leaders agree to rearm",
            outlet="Soir",
            score=0.52,
            actors=(),
            topics=(),
            sentences=(),
            published_from="first seen",
        ),
        make_alert(
            2,
            seed=seed,
            title="Washington pauses aid",
            score=0.874,
            published=datetime(2025, 3, 2, 13, 5, tzinfo=UTC),
            actors=("Donald Trump", "Volodymyr Zelenskyy"),
            topics=("security guarantees",),
            sentences=(
                "Mr Trump paused aid after his row with Zelensky.",
                "A “security guarantee” was not offered.",
                "That is easy to say from Washington, Zelensky thinks.",
                "By Staff report, published 03/03/2025",
            ),
        ),
        make_alert(3, seed=seed, title="Talks in Jeddah", score=0.6),
    )


def test_the_text_part_is_the_golden_file(three: Digest) -> None:
    assert text_of(parse(three)) == GOLDEN.read_text("utf-8")


def test_both_parts_have_the_same_content(three: Digest) -> None:
    message = parse(three)
    shown = Reading(html_of(message)).text
    for line in text_of(message).splitlines():
        for piece in line.removeprefix("> ").removeprefix("Why: ").removeprefix("Note: ").strip("-()").split(" · "):
            if not piece.startswith("https://"):
                assert re.sub(r"[`*]| \(\d outlets?$", "", piece).strip() in shown


def test_the_html_part_links_headlines_and_highlights_shared_names(three: Digest) -> None:
    html = html_of(parse(three))
    reading = Reading(html)
    assert reading.links == {
        "https://courier.example/2": "Washington pauses aid",
        "https://courier.example/3": "Talks in Jeddah",
        "https://courier.example/1": "Leaders agree to rearm",
    }
    assert list(reading.links) == [f"https://courier.example/{n}" for n in (3, 2, 1)]
    assert reading.bold == ["Trump", "military aid", "Trump", "Zelensky", "security guarantee"]
    assert ("lang", "en") in reading.attributes


def test_the_html_part_loads_nothing(three: Digest) -> None:
    reading = Reading(html_of(parse(three)))
    assert reading.tags <= TAGS
    assert not {name for name, _ in reading.attributes} & {"src", "srcset", "background", "action", "onclick"}
    assert "url(" not in html_of(parse(three))


def test_the_headers_of_a_digest(three: Digest) -> None:
    message = parse(three)
    assert message["Subject"] == "Talks in Jeddah (+2 more)"
    assert message["From"].addresses[0].display_name == "storywake: US–Ukraine minerals deal"
    assert message["From"].addresses[0].addr_spec == SENDER
    assert message["To"] == "ann@example.org"
    assert message["Date"].datetime == NOON
    assert message["Message-ID"] == message_id(three, SENDER)
    assert message["List-Id"] == "<us-ukraine-minerals-deal.storywake.example.org>"
    assert (message["Auto-Submitted"], message["Precedence"]) == ("auto-generated", "list")
    assert set(message.keys()) == HEADERS


def test_the_subject_of_a_single_follow_up_is_its_headline(make_digest: MakeDigest) -> None:
    assert parse(make_digest())["Subject"] == "Headline 1"


def test_the_same_digest_always_gives_the_same_bytes(three: Digest) -> None:
    data = render(three, SENDER).as_bytes()
    assert data == render(three, SENDER).as_bytes()
    assert message_id(three, SENDER) == "<storywake.0ae48260e4f198594fe21e64@example.org>"


def test_the_message_id_depends_only_on_seed_recipient_and_alerts(
    make_digest: MakeDigest, make_alert: MakeAlert, make_seed: MakeSeed
) -> None:
    one, two = make_alert(1), make_alert(2)
    first = message_id(make_digest(one, two), SENDER)
    assert first == message_id(make_digest(two, one), SENDER)
    assert first == message_id(make_digest(one, make_alert(2, score=0.4, title="Corrected")), SENDER)
    others = [
        make_digest(one),
        make_digest(make_alert(1, recipient="bob@example.org"), two),
        make_digest(make_alert(1, seed=make_seed(name="other")), two),
        make_digest(one, make_alert(2, raised_at=datetime(2026, 1, 1, tzinfo=UTC))),
    ]
    assert len({first, *(message_id(other, SENDER) for other in others)}) == 5


@pytest.mark.parametrize("name", ["a", "A", "ä", "a b", "a-b", "x" * 90, "", "-"])
def test_a_list_id_has_the_form_of_a_host_name(make_digest: MakeDigest, make_seed: MakeSeed, name: str) -> None:
    label, *rest = list_id(make_digest(seed=make_seed(name=name)), SENDER).strip("<>").split(".")
    assert rest == ["storywake", "example", "org"]
    assert label.replace("-", "a").isalnum()
    assert label.isascii()
    assert len(label) <= 63


def test_seeds_with_different_names_have_different_list_ids(make_digest: MakeDigest, make_seed: MakeSeed) -> None:
    names = ["a-b", "a b", "A-B", "ä", "ö", "", "x" * 80, "x" * 81]
    assert len({list_id(make_digest(seed=make_seed(name=name)), SENDER) for name in names}) == len(names)


@pytest.mark.parametrize(
    "title",
    [
        "Peace\r\nBcc: victim@example.org",
        "Peace\nX-Evil: 1\n\nbody",
        "Peace\x0bBcc: a@b\x85Bcc: c@d\u2028Bcc: e@f",
        "=?utf-8?q?Peace=0D=0ABcc=3A_victim=40example.org?=",
        "=?utf-8?b?UGVhY2UNCkJjYzogYUBi?=",
        "Peace " * 3000,
        "P" * 5000,
        "和" * 5000,
        "\ud83d broken",
    ],
)
def test_a_headline_cannot_inject_headers(
    make_digest: MakeDigest, make_alert: MakeAlert, make_seed: MakeSeed, title: str
) -> None:
    digest = make_digest(make_alert(title=title, outlet=title, seed=make_seed(title=title)))
    message = parse(digest)
    assert set(message.keys()) == HEADERS
    assert len(message["Subject"]) <= 150
    assert str(message["Subject"]).isprintable()
    assert "=?" not in title or "= ?utf-8?" in message["Subject"]
    assert all(len(line) <= 78 for line in render(digest, SENDER).as_bytes().split(b"\r\n\r\n")[0].split(b"\r\n"))


def test_characters_that_reorder_or_hide_text_are_removed(make_digest: MakeDigest) -> None:
    message = parse(make_digest(title="Pay\u202e dnuf\u2066 of\u200b a\u200dny b\u00adank\ufeff"))
    assert message["Subject"] == "Pay dnuf of any bank"
    assert not set("\u202e\u2066\u200b\u200d\u00ad\ufeff") & set(text_of(message) + html_of(message))


def test_joiners_are_kept_in_scripts_that_need_them(make_digest: MakeDigest) -> None:
    assert parse(make_digest(title="گفت‌وگو 👩‍🚒"))["Subject"] == "گفت‌وگو 👩‍🚒"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "</title></style><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}{% include 'digest.txt.j2' %}",
        "<!--[if mso]><b>x</b><![endif]-->",
        "Trump</strong><script>alert(1)</script>",
        "&lt;script&gt;&#60;script&#62;",
    ],
)
def test_markup_in_outside_text_is_escaped(make_digest: MakeDigest, make_seed: MakeSeed, attack: str) -> None:
    digest = make_digest(
        title=attack,
        outlet=attack,
        sentences=(f"{attack} Trump",),
        actors=(attack, "Donald Trump"),
        topics=(attack,),
        note=attack,
        language='en"><script>',
        seed=make_seed(name=attack, title=attack),
    )
    html = html_of(parse(digest))
    reading = Reading(html)
    assert reading.tags <= TAGS
    assert "<script" not in html
    assert reading.text.count(attack) >= 4
    assert not any(name.startswith("on") for name, _ in reading.attributes)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//courier.example/1",
        "https://bank.example@evil.example/",
        "https://",
        "https://courier.example/\r\nBcc: a@b",
        "https://courier.example/\u202egpj.exe",
        "https://[broken",
        "https://courier.example/" + "a" * 5000,
        "",
    ],
)
def test_only_safe_web_addresses_are_linked(make_digest: MakeDigest, url: str) -> None:
    reading = Reading(html_of(parse(make_digest(url=url))))
    assert reading.links == {}
    assert "Headline 1" in reading.text
    assert " ".join(url.replace("\u202e", "").split())[:60] in reading.text


def test_an_address_that_is_not_linked_is_also_shown_in_the_list_of_headlines(
    make_digest: MakeDigest, make_alert: MakeAlert
) -> None:
    last = make_alert(99, score=0.5, url="ftp://courier.example/99")
    message = parse(make_digest(*(make_alert(n) for n in range(20)), last))
    assert "ftp://courier.example/99" in text_of(message)
    assert "ftp://courier.example/99" in Reading(html_of(message)).text
    assert "ftp://courier.example/99" not in Reading(html_of(message)).links


def test_quotes_in_a_url_do_not_end_its_attribute(make_digest: MakeDigest) -> None:
    url = 'https://courier.example/?a=1&b="><script>'
    assert Reading(html_of(parse(make_digest(url=url)))).links == {url: "Headline 1"}


@given(title=OUTSIDE, outlet=OUTSIDE, sentence=OUTSIDE, seed_title=OUTSIDE, url=OUTSIDE)
def test_any_text_gives_a_valid_mail(
    make_digest: MakeDigest,
    make_seed: MakeSeed,
    title: str,
    outlet: str,
    sentence: str,
    seed_title: str,
    url: str,
) -> None:
    digest = make_digest(
        title=title,
        outlet=outlet,
        sentences=(sentence,),
        actors=(outlet,),
        topics=(sentence[:9],),
        url=f"https://{url}",
        seed=make_seed(title=seed_title),
    )
    data = render(digest, SENDER).as_bytes()
    message = parse(digest)

    assert set(message.keys()) == HEADERS
    assert not any(part.defects for part in message.walk())
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 78
    kept = "".join(letter for letter in title.replace("=?", "= ?") if letter.isprintable() and letter.isalnum())
    assert "".join(letter for letter in message["Subject"] if letter.isalnum()).startswith(kept[:60])
    assert not any(category(letter) in UNSEEN for letter in message["Subject"])
    name, address = parseaddr(str(email.message_from_bytes(data)["From"]).replace("\r\n", ""))
    assert address == SENDER
    assert str(make_header(decode_header(name))).startswith("storywake:")

    html = html_of(message)
    reading = Reading(html)
    assert reading.tags <= TAGS
    assert "<script" not in html.lower()
    assert all(urlsplit(link).scheme == "https" for link in reading.links)
    assert not any(category(letter) in UNSEEN for letter in text_of(message).replace("\n", "") + html.replace("\n", ""))


def test_five_updates_are_shown_in_full_and_the_others_by_headline(
    make_digest: MakeDigest, make_alert: MakeAlert
) -> None:
    message = parse(make_digest(*(make_alert(n) for n in range(225))))
    text, reading = text_of(message), Reading(html_of(message))
    assert message["Subject"] == "Headline 0 (+224 more)"
    assert text.count("Why: ") == 5
    assert "12. Headline 11 (1 outlet)\nand 213 more\n" in text
    assert "95 more, by headline" in text
    assert "* Headline 99 (Courier" in text
    assert len(reading.links) == 100
    for shown in (text, reading.text):
        assert "And 125 more did not fit in this mail" in shown


@pytest.mark.parametrize("letter", ["a", "я", "和"])
def test_a_mail_has_at_most_100_kb_whatever_it_reports(
    make_digest: MakeDigest, make_alert: MakeAlert, letter: str
) -> None:
    long = letter * 150
    alerts = [
        make_alert(
            n,
            title=f"{n} {long}",
            outlet=long,
            news=(f"{long} {long}.", f"{n} {long}.", f"{long} {n}."),
            url=f"https://courier.example/{n}/{'a' * 1900}",
        )
        for n in range(300)
    ]
    message = parse(make_digest(*alerts))
    assert len(render(make_digest(*alerts), SENDER).as_bytes()) <= 100_000
    shown = len(Reading(html_of(message)).links)
    assert shown >= 2
    assert f"And {300 - shown} more did not fit in this mail." in text_of(message)


def test_the_biggest_update_comes_first_then_the_newest(make_digest: MakeDigest, make_alert: MakeAlert) -> None:
    two = ("Washington stops all shipments.", "Poland keeps the stocks it has.")
    first = make_alert(1, title="Old", published=NOON - timedelta(hours=9))
    newer = make_alert(2, title="New", published=NOON - timedelta(hours=1))
    bigger = make_alert(3, title="Big", published=NOON - timedelta(hours=5), news=two, score=0.7)
    text = text_of(parse(make_digest(first, newer, bigger)))
    assert text.index("1. Big (1 outlet)") < text.index("2. New (1 outlet)") < text.index("3. Old (1 outlet)")


def test_an_article_alerted_to_two_spellings_of_an_address_is_shown_once(
    make_digest: MakeDigest, make_alert: MakeAlert
) -> None:
    again = make_alert(2, recipient="ann@EXAMPLE.org", url="https://courier.example/1")
    message = parse(make_digest(make_alert(1), again))
    assert message["Subject"] == "Headline 1"
    assert text_of(message).count("https://courier.example/1") == 1


def test_an_article_without_a_title_is_headed_by_its_text(make_digest: MakeDigest) -> None:
    assert parse(make_digest(title="\u200b "))["Subject"] == "Trump paused military aid on Monday."
    assert parse(make_digest(title="", sentences=(), text="", url="ftp://x"))["Subject"] == "ftp://x"


@pytest.mark.parametrize("recipients", [(), ("ann@EXAMPLE.org",)])
def test_only_the_operator_reads_where_the_recipient_is_configured(
    make_digest: MakeDigest, make_seed: MakeSeed, recipients: tuple[str, ...]
) -> None:
    digest = make_digest(seed=make_seed(recipients=recipients))
    for operator in ("", "Ops@example.org", "ann@EXAMPLE.org"):
        data = render(digest, SENDER, operator=operator).as_bytes()
        message = email.message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        for shown in (text_of(message), Reading(html_of(message)).text):
            if operator.startswith("ann"):
                assert ("lists your address under" if recipients else "STORYWAKE_RECIPIENTS") in shown
                assert "alerts: none" in shown
            else:
                who = operator or "the person who runs storywake for you"
                assert f"ask {who}." in shown
                assert f"{who} put your address on the list" in shown
                assert not re.search(r"seed|STORYWAKE|alerts:|recipients|%", shown)


def test_a_non_ascii_local_part_makes_headers_in_utf8(make_digest: MakeDigest) -> None:
    data = render(make_digest(recipient="жанна@example.org", title="Війна"), SENDER).as_bytes()
    assert "To: жанна@example.org".encode() in data


def test_a_non_ascii_domain_is_encoded_in_ascii(make_digest: MakeDigest) -> None:
    assert parse(make_digest(recipient="ann@bücher.example"))["To"] == "ann@xn--bcher-kva.example"


@pytest.mark.parametrize("address", ["", "nobody", "a@b\r\nBcc: c@d", "a b@c", "@c", "a@", "a@b, c@d", "a@" + "x" * 70])
def test_an_invalid_address_is_an_error(make_digest: MakeDigest, address: str) -> None:
    with pytest.raises(ValueError, match="is no mail address"):
        render(make_digest(recipient=address), SENDER)
    with pytest.raises(ValueError, match="is no mail address"):
        render(make_digest(), address)


def test_long_names_and_domains_are_never_encoded(make_digest: MakeDigest, make_seed: MakeSeed) -> None:
    domain = f"{'a' * 60}.{'b' * 60}.example"
    digest = make_digest(seed=make_seed(name="x" * 63), recipient=f"{'l' * 60}@{domain}")
    data = render(digest, f"storywake@{domain}").as_bytes()
    assert f"\r\nList-Id: <{'x' * 63}.storywake.{domain}>\r\n".encode() in data
    assert f"@{domain}>\r\n".encode() in data.partition(b"\r\nMessage-ID: <storywake.")[2]
    assert f"\r\nTo: {'l' * 60}@{domain}\r\n".encode() in data


def test_a_sender_may_have_a_display_name(make_digest: MakeDigest) -> None:
    message = render(make_digest(), "News desk <desk@example.org>")
    assert message["From"].addresses[0].addr_spec == "desk@example.org"
    assert message["Message-ID"].endswith("@example.org>")


def test_an_empty_digest_is_an_error(make_seed: MakeSeed) -> None:
    with pytest.raises(ValueError, match="no alerts"):
        render(Digest(make_seed(), "ann@example.org", (), NOON), SENDER)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("America/New_York", "9 Mar 2025, 01:30 EST"),
        ("Asia/Kolkata", "9 Mar 2025, 12:00 IST"),
        ("America/Sao_Paulo", "9 Mar 2025, 03:30 UTC-03"),
        ("Nowhere/Atall", "9 Mar 2025, 06:30 UTC"),
    ],
)
def test_times_are_in_the_timezone_of_the_seed(
    make_digest: MakeDigest, make_seed: MakeSeed, zone: str, shown: str
) -> None:
    published = datetime(2025, 3, 9, 6, 30, tzinfo=UTC)
    assert shown in text_of(parse(make_digest(seed=make_seed(timezone=zone), published=published)))


SIGNING = Signing(b"k" * 32, "desk@example.org")


def report(number: int, score: float, outlet: str, *news: str) -> StoredMatch:
    """A stored report of development 7, published that many hours after noon."""
    when, standing = NOON + timedelta(hours=number), Standing.JOINS if number else Standing.OPENS
    article = Article(f"https://{outlet.lower()}.example/{number}", f"{outlet} reports", "Text.", outlet, when)
    match = Match("minerals", score, Verdict.FOLLOW_UP, Evidence(("Donald Trump",)))
    return StoredMatch(number, article, match, when, development=7, standing=standing, news=news)


@pytest.fixture(scope="session")
def grouped(make_digest: MakeDigest, make_alert: MakeAlert) -> Digest:
    """One development with reports by three outlets, of which the second is the best, in a story of three days."""
    reports = (
        report(0, 0.7, "Soir", "Washington stops all shipments."),
        report(1, 0.95, "Courier", "Donald Trump spoke of 30 days."),
        report(2, 0.6, "Herald"),
    )
    alert = make_alert(
        1,
        url=reports[0].article.url,
        outlet="Soir",
        score=0.7,
        development=7,
        match_id=0,
        standing=Standing.OPENS,
        news=("Washington stops all shipments.",),
    )
    coverage = ((NOON.date() - timedelta(days=2), 4), (NOON.date(), 3))
    so_far = StorySoFar(reports, coverage, ("<first@example.org>", "<last@example.org>"))
    return replace(make_digest(alert), so_far=so_far)


def test_an_update_is_shown_by_its_own_report_with_the_new_sentences_and_the_other_outlets(
    grouped: Digest,
) -> None:
    message = email.message_from_bytes(render(grouped, SENDER, SIGNING).as_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Subject"] == "Headline 1"
    reading = Reading(html_of(message))
    for shown in (text_of(message), reading.text):
        assert "What is new" in shown
        assert "Donald Trump spoke of 30 days. (Courier)" in shown
        assert "Also in Courier, Herald" in shown
        assert "three outlets" in shown
        assert "no d7" in shown
        assert "reply “stop”" in shown.split("What is new")[0]
    assert "https://herald.example/2" in reading.links
    assert "Donald Trump" in reading.bold


def test_each_update_is_a_card_that_names_its_development(grouped: Digest, make_alert: MakeAlert) -> None:
    """A report that retells belongs to the update before it."""
    later = replace(
        report(9, 0.6, "Gazette", "Shipments resume on Friday."),
        standing=Standing.ADDS,
        development_opening="Soir reports",
    )
    retold = replace(report(10, 0.9, "Ledger", "Lorries leave Poland on Friday."), standing=Standing.JOINS)
    update = make_alert(
        9,
        title="Shipments resume after 30 days",
        url=later.article.url,
        outlet="Gazette",
        development=7,
        standing=Standing.ADDS,
        news=later.news,
    )
    so_far = replace(grouped.so_far, reports=(*grouped.so_far.reports, later, retold))
    message = parse(replace(grouped, alerts=(update,), so_far=so_far))
    assert message["Subject"] == "Update: Shipments resume after 30 days"
    text = text_of(message)
    assert "1 update in “" in text
    assert "Update to *Soir reports*\nShipments resume after 30 days" in text
    assert "Also in Ledger\n" in text
    assert "Lorries leave Poland on Friday. (Ledger)" in text
    assert "Courier" not in text
    both = text_of(parse(replace(grouped, alerts=(*grouped.alerts, update), so_far=so_far)))
    assert "1 new development and 1 update in “" in both
    assert "update to *Soir reports*: Shipments resume after 30 days (2 outlets)" in both


def test_the_story_so_far_is_quoted_with_outlet_and_day(grouped: Digest) -> None:
    earlier = (
        report(-30, 0.9, "Herald", "That was a surprise to all.", "Trump received Zelensky in Washington."),
        report(-20, 0.9, "Soir"),
    )
    message = parse(replace(grouped, so_far=replace(grouped.so_far, earlier=earlier)))
    for shown in (text_of(message), Reading(html_of(message)).text):
        story = shown.split("The story so far")[1]
        assert "Trump received Zelensky in Washington. (Herald, 3 Mar)" in story
        assert "Soir reports (Soir, 3 Mar)" in story
        assert "surprise" not in story
        assert story.index("Soir, 3 Mar") < story.index("Reports per day")


def test_reports_taken_for_retellings_are_named_unless_they_are_sources_of_an_update_in_the_mail(
    grouped: Digest,
) -> None:
    others = [report(-number, 0.8, f"Outlet{number}", "A treaty was signed.") for number in range(10, 17)]
    source = grouped.so_far.reports[1]
    message = parse(replace(grouped, so_far=replace(grouped.so_far, retold=(source, *others))))
    for shown in (text_of(message), Reading(html_of(message)).text):
        story = shown.split("Also found, and taken for news that you have")[1].split("Reports per day")[0]
        assert "Outlet10 reports (Outlet10, 4 Mar)" in story
        assert ("Outlet14" in story, "Outlet15" in story, "Courier" in story) == (True, False, False)
        assert "And 2 more of these." in story
    assert "https://outlet10.example/-10" in html_of(message)
    assert "Also found" not in text_of(parse(grouped))


@pytest.mark.parametrize(
    ("days", "start"),
    [
        (13, ""),
        (14, "First report in two weeks: "),
        (70, "First report in two months: "),
        (800, "First report in two years: "),
    ],
)
def test_the_subject_says_for_how_long_a_story_was_silent(grouped: Digest, days: int, start: str) -> None:
    coverage = ((NOON.date() - timedelta(days=days + 40), 4), (NOON.date() - timedelta(days=days), 1), (NOON.date(), 3))
    message = parse(replace(grouped, so_far=replace(grouped.so_far, coverage=coverage)))
    assert message["Subject"] == f"{start}Headline 1"


def test_no_silence_is_claimed_of_a_time_in_which_nobody_looked(grouped: Digest) -> None:
    seed = replace(grouped.seed, published=NOON - timedelta(days=40))
    message = parse(replace(grouped, seed=seed, so_far=replace(grouped.so_far, coverage=((NOON.date(), 3),))))
    assert message["Subject"] == "Headline 1"


def test_an_update_after_a_silence_says_so_with_one_colon(grouped: Digest, make_alert: MakeAlert) -> None:
    alert = make_alert(4, title="Firefly signs treaty", development=7, standing=Standing.ADDS)
    coverage = ((NOON.date() - timedelta(days=21), 4),)
    message = parse(replace(grouped, alerts=(alert,), so_far=replace(grouped.so_far, coverage=coverage)))
    assert message["Subject"] == "First report in three weeks: Firefly signs treaty"


@pytest.mark.parametrize("mark", ["Live: ", "UPDATED - ", "Breaking news | Live updates: "])
def test_the_outlets_own_label_does_not_follow_ours(grouped: Digest, make_alert: MakeAlert, mark: str) -> None:
    update = make_alert(4, title=f"{mark}Firefly signs treaty", development=7, standing=Standing.ADDS)
    assert parse(replace(grouped, alerts=(update,)))["Subject"] == "Update: Firefly signs treaty"
    opening = make_alert(4, title=f"{mark}Firefly signs treaty", development=7)
    assert parse(replace(grouped, alerts=(opening,)))["Subject"] == f"{mark}Firefly signs treaty"


LED_BACK = lead_back(Evidence(("Firefly",), ("lithium treaty",))).note


@pytest.mark.parametrize(
    ("days", "note", "is_late"), [(4, LED_BACK, True), (0, LED_BACK, False), (4, "It shares Firefly.", False)]
)
def test_a_report_to_which_only_later_ones_led_says_so(
    grouped: Digest, make_alert: MakeAlert, days: int, note: str, *, is_late: bool
) -> None:
    published = NOON - timedelta(days=days, hours=2)
    message = parse(replace(grouped, alerts=(make_alert(4, published=published, note=note, development=7),)))
    for shown in (text_of(message), Reading(html_of(message)).text):
        assert ("UTC, found only now, when later reports led to it" in " ".join(shown.split())) is is_late


def test_a_report_without_a_sentence_to_quote_shows_how_it_begins(grouped: Digest, make_alert: MakeAlert) -> None:
    text = "Courier\nThey all say it, and some of them mean it\nHe said so on the day after the vote."
    alert = make_alert(4, title="The oldest sentence", text=text, sentences=("He said so on the day.",), development=7)
    shown = text_of(parse(replace(grouped, alerts=(alert,))))
    assert "> They all say it, and some of them mean it\n" in shown
    assert "What is new" not in shown


def test_a_word_with_a_hyphen_is_no_label(grouped: Digest, make_alert: MakeAlert) -> None:
    alert = make_alert(4, title="Live-in carer charged", development=7, standing=Standing.ADDS)
    assert parse(replace(grouped, alerts=(alert,)))["Subject"] == "Update: Live-in carer charged"


def test_a_report_without_a_title_says_its_sentence_once(grouped: Digest, make_alert: MakeAlert) -> None:
    said = "The mayor of Fredville resigned on Monday after the audit, her office said."
    alert = make_alert(4, title="", text=said, development=7, news=(said,))
    match = replace(alert.match, evidence=replace(alert.match.evidence, sentences=(said,)))
    alert = replace(alert, match=match)
    assert text_of(parse(replace(grouped, alerts=(alert,)))).count("resigned on Monday") == 1


def test_marks_in_a_title_become_single_ones_within_the_mail_s_own(grouped: Digest) -> None:
    seed = replace(grouped.seed, title="“Time to make things right”: Kyiv reaches out")
    message = parse(replace(grouped, seed=seed))
    for shown in (text_of(message), Reading(html_of(message)).text):
        assert shown.count("“‘Time to make things right’: Kyiv reaches out”") == 2


@pytest.mark.parametrize(
    ("kind", "start", "counted"),
    [
        (CorrectionKind.CORRECTED, "Correction", "1 correction"),
        (CorrectionKind.WITHDRAWN, "Withdrawn", "1 withdrawal"),
        (CorrectionKind.RETITLED, "Headline changed", "1 headline change"),
        (CorrectionKind.UPDATED, "Report updated", "1 updated report"),
    ],
)
def test_a_correction_says_what_was_said_and_what_is_said_now(
    grouped: Digest, make_alert: MakeAlert, kind: CorrectionKind, start: str, counted: str
) -> None:
    correction = Correction(kind, "Firefly <signs> treaty", "Firefly did not sign the treaty with Sylvania.")
    alert = make_alert(
        4,
        title="CORRECTED: Firefly did not sign treaty",
        development=7,
        standing=Standing.ADDS,
        news=("Firefly did not sign the treaty with Sylvania.",),
        correction=correction,
    )
    message = parse(replace(grouped, alerts=(*grouped.alerts, alert)))
    assert message["Subject"] == f"{start}: Firefly did not sign treaty (+1 more)"
    assert message["In-Reply-To"] == "<last@example.org>"
    for shown in (text_of(message), Reading(html_of(message)).text):
        assert f"{counted} and 1 new development in “" in shown
        assert f"1. {start.lower()}: Firefly did not sign treaty" in shown
        assert "Said before: Firefly <signs> treaty" in shown
        assert "Says now: Firefly did not sign the treaty with Sylvania." in shown
        assert shown.count("Firefly did not sign the treaty with Sylvania.") == 1


def test_a_correction_is_marked_with_the_language_of_its_report(grouped: Digest, make_alert: MakeAlert) -> None:
    correction = Correction(CorrectionKind.CORRECTED, "Firefly a signé.", "Firefly n’a pas signé.")
    alert = make_alert(4, title="Firefly n’a pas signé", development=7, standing=Standing.ADDS, correction=correction)
    alert = replace(alert, article=replace(alert.article, language="fr"))
    html = html_of(parse(replace(grouped, alerts=(alert,))))
    for sentence in (correction.said, correction.says):
        assert f'<span dir="auto" lang="fr">{sentence}</span>' in html


def test_figures_on_which_outlets_disagree_are_shown_with_who_says_which(grouped: Digest) -> None:
    first, second, *rest = grouped.so_far.reports
    reports = (
        replace(first, article=replace(first.article, title="12 dead in Brakna mine")),
        replace(second, article=replace(second.article, title="At least 14 dead in Brakna mine")),
        *rest,
    )
    alerts = tuple(replace(one, article=reports[0].article) for one in grouped.alerts)
    message = parse(replace(grouped, alerts=alerts, so_far=replace(grouped.so_far, reports=reports)))
    for shown in (text_of(message), Reading(html_of(message)).text):
        assert "Figures differ: 12 dead (Soir), 14 dead (Courier)" in shown


def test_the_chart_has_a_bar_for_each_day_including_days_without_reports(grouped: Digest) -> None:
    lines = text_of(parse(grouped)).split("Reports per day")[1].splitlines()[1:4]
    days = [line.split() for line in lines]
    assert days == [["2", "Mar", "▇" * 20, "4"], ["3", "Mar", "–"], ["4", "Mar", "▇" * 15, "3"]]
    assert "3 Mar" in Reading(html_of(parse(grouped))).text


def test_mails_of_a_seed_are_one_thread_and_can_be_answered(grouped: Digest) -> None:
    message = email.message_from_bytes(render(grouped, SENDER, SIGNING).as_bytes(), policy=policy.default)
    assert message["In-Reply-To"] == "<last@example.org>"
    *thread, own = message["References"].split()
    assert thread == ["<first@example.org>", "<last@example.org>"]
    stop = message["List-Unsubscribe"].strip()
    assert stop.startswith("<mailto:desk@example.org?subject=stop%20storywake.")
    signed = find_signed(message["Message-ID"], SIGNING)
    assert signed
    assert signed == find_signed(stop, SIGNING)
    # a mail service may replace the Message-ID; these headers stay
    assert signed == find_signed(own, SIGNING) == find_signed(message["Reply-To"], SIGNING)
    assert own not in {message["Message-ID"], *thread}
    assert message["Reply-To"].endswith("<desk@example.org>")
    assert not find_signed(message["Message-ID"], Signing(b"another"))


def test_without_an_inbox_the_mail_does_not_mention_answers(grouped: Digest) -> None:
    message = parse(grouped)
    assert message["List-Unsubscribe"] is None
    assert message["Reply-To"] is None
    assert "answer" not in text_of(message).casefold()


def test_the_summary_counts_the_alerts_held_over(grouped: Digest) -> None:
    assert "(3 held back because the daily limit" in text_of(parse(replace(grouped, held_over=3)))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le président est prêt.", "Le Courrier, in French · "),
        ("en", "The president is ready.", "Le Courrier · "),
        ("", "Президент сказал, что не подпишет соглашение, но готов к переговорам.", "Le Courrier, in Russian · "),
        ("xx", "Text.", "Le Courrier · "),
    ],
)
def test_a_report_in_another_language_than_the_story_says_so(
    make_digest: MakeDigest, make_seed: MakeSeed, language: str, text: str, expected: str
) -> None:
    digest = make_digest(seed=make_seed(), language=language, text=text, outlet="Le Courrier", title="Zelensky")
    message = parse(digest)
    assert expected in text_of(message)
    assert expected in Reading(html_of(message)).text
