"""Whatever a message contains, reading it raises nothing and takes no longer than its length deserves."""

import time
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts import Bounce, Ignored, Reply, Unreadable, find_instructions, read_reply
from tests.alerts.incoming import OURS, SENT, SIGNING, commands, make_answer

LIMIT = 2.0  # seconds of processor time


def read(message: bytes) -> Reply | Bounce | Ignored | Unreadable:
    found = read_reply(message, SIGNING)
    if isinstance(found, Reply):
        find_instructions(found, SENT)
    return found


def nest(levels: int) -> bytes:
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(levels))
    return f"From: eve@example.org\nSubject: hi\n{parts}Content-Type: text/plain\n\nhello\n".encode()


HEAD = f"From: ann@example.org\nIn-Reply-To: {OURS}\n".encode()
COSTLY = {
    "nested multiparts": nest(300),
    "many nested multiparts": nest(20_000),
    "nested messages": HEAD + b"Content-Type: message/rfc822\n\n" * 2_000 + b"stop",
    "folded nested messages": HEAD + b"Content-Type:\n message/rfc822\n\n" * 2_000 + b"stop",
    "nested digests": HEAD
    + b"".join(b"Content-Type: multipart/digest; boundary=b%d\n\n--b%d\n\n" % (n, n) for n in range(49)),
    "lines below nested parts": nest(49) + b"\n" * 1_000_000,
    "parentheses in From": b"From: " + b"(" * 2_000 + f"\nIn-Reply-To: {OURS}\n\nstop".encode(),
    "parentheses in every header": b"".join(b"%b: %b\n" % (n, b"(" * 50_000) for n in (b"From", b"To", b"Cc", b"Date"))
    + b"\nx",
    "encoded words": HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 40_000 + b"\n\nstop",
    "encoded words of an unknown kind": HEAD + b"Subject: " + b"=?x?b?" * 90_000 + b"\n\nstop",
    "parameters": HEAD + b"Content-Type: text/plain" + b";" * 900_000 + b"\n\nstop",
    "numbered parameters": HEAD
    + b"Content-Type: text/plain"
    + b"".join(b";a*%d*=x" % n for n in range(50_000))
    + b"\n\nstop",
    "parts with parameters": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\n\n"
    + (b"--b\nContent-Type: text/plain" + b";" * 3_000 + b"\n\nx\n") * 320,
    "small parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 140_000,
    "headers": HEAD + b"A: b\n" * 190_000 + b"\nstop",
    "one line": HEAD + b"\n" + b"stop " * 190_000,
    "short lines": HEAD + b"\n" + b"x\n" * 490_000,
    "lines like headers": HEAD + b"\n" + b"a: b\n" * 190_000,
    "tags": HEAD + b"Content-Type: text/html\n\n" + b"<a " * 300_000,
    "comments": HEAD + b"Content-Type: text/html\n\n" + b"<!--" * 240_000,
    "open elements": HEAD + b"Content-Type: text/html\n\n" + b"<b>" * 300_000,
    "closed elements": HEAD + b"Content-Type: text/html\n\n" + b"<b>" * 499 + b"<i></b>" * 130_000,
    "entities": HEAD + b"Content-Type: text/html\n\n" + b"&#x" * 300_000,
    "punycode": HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"a" * 900_000,
    "uuencoded": HEAD + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + b"M" * 900_000,
    "report": HEAD + b"Content-Type: multipart/report; boundary=b\n\n" + b"Final-Recipient: x\n" * 50_000,
    "report of blank lines": HEAD + b"Content-Type: multipart/report; boundary=b\n\n" + b"\n \n" * 300_000,
    "qmail": HEAD + b"\nHi. This is the \n" + b"<a>:\n" * 180_000 + OURS.encode(),
    "brackets in From": b"From: " + b"<" * 900_000 + f"\nTo: {OURS}\n\nstop".encode(),
    "words": HEAD + b"\n" + b"no d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 d1 x\n" * 13_000,
}


@pytest.mark.parametrize("message", COSTLY.values(), ids=COSTLY)
def test_a_costly_message_is_read_in_time(message: bytes) -> None:
    began = time.process_time()
    read(message)
    assert time.process_time() - began < LIMIT


@pytest.mark.parametrize("message", [nest(300), nest(60)])
def test_a_message_with_too_many_parts_inside_each_other_is_unreadable(message: bytes) -> None:
    assert read(message) == Unreadable("it has too many parts inside each other")


@pytest.mark.parametrize("name", ["encoded words", "parameters", "headers", "nested digests"])
def test_an_odd_message_is_not_called_unreadable(name: str) -> None:
    assert not isinstance(read(COSTLY[name]), Unreadable)


def test_an_answer_above_a_large_attachment_is_read() -> None:
    body = (
        "--b\nContent-Type: text/plain\n\nstop\n--b\nContent-Type: image/png\n\n"
        + "A" * 76
        + ("\n" + "A" * 76) * 40_000
    )
    assert commands(make_answer(body, kind="multipart/mixed; boundary=b")) == [("stop", ())]


WORDS = st.sampled_from(
    ["stop", "no d1", "yes", "> quoted", "From: a@b.c", "--b", "=?utf-8?q?=FF?=", "\x00", "\ud800", OURS]
)
TEXT = st.lists(WORDS | st.text(max_size=30), max_size=12).map("\n".join)
NAMES = st.sampled_from(
    "From To Cc Subject Date Message-ID In-Reply-To References Content-Type Content-Transfer-Encoding Auto-Submitted "
    "Content-Disposition Return-Path Precedence X-Failed-Recipients Delivered-To Reply-To MIME-Version".split()
)
VALUES = st.sampled_from(
    [OURS, "a@b.c", "<>", "", "(((", '"', "text/html; charset=\xff", "multipart/mixed", "multipart/mixed; boundary=b",
     "multipart/report; report-type=delivery-status; boundary=b", "message/rfc822", "message/delivery-status",
     "multipart/alternative; boundary=\"b", "base64", "quoted-printable", "x-uuencode", "text/plain; charset=idna",
     "attachment; filename*=utf-16''%ff", "=?utf-8?b?_?=", "=?x?q?a?="]
) | st.text(max_size=40)  # fmt: skip
LINES = st.tuples(NAMES | st.text(max_size=12), VALUES).map(lambda pair: f"{pair[0]}: {pair[1]}")
KINDS = st.sampled_from(["mixed", "alternative", "related", "signed", "report", "digest", "x-odd"])


def to_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def make_leaf(headers: list[str], body: str, encoding: str) -> bytes:
    content = to_bytes(body) if encoding == "utf-8" else body.encode(encoding, "replace")
    return to_bytes("\n".join(headers)) + b"\n\n" + content


def make_parent(kind: str, boundary: str, headers: list[str], children: list[bytes]) -> bytes:
    head = to_bytes("\n".join([f'Content-Type: multipart/{kind}; boundary="{boundary}"', *headers]))
    return head + b"\n\n" + b"".join(b"--" + to_bytes(boundary) + b"\n" + child + b"\n" for child in children)


ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-7", "latin-1", "cp037", "shift_jis"])
LEAVES = st.builds(make_leaf, st.lists(LINES, max_size=6), TEXT, ENCODINGS)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.builds(
        make_parent,
        KINDS,
        st.sampled_from(["b", "bb", "b c", "ü", ""]),
        st.lists(LINES, max_size=4),
        st.lists(parts, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(st.binary(max_size=600) | TREES, st.booleans())
def test_no_message_raises(message: bytes, answers: bool) -> None:
    whole = HEAD + message if answers else message
    assert isinstance(read(whole), Reply | Bounce | Ignored | Unreadable)


@settings(max_examples=100, deadline=None)
@given(TEXT, st.sampled_from(["plain", "html"]))
def test_no_text_of_a_well_formed_answer_is_unreadable(text: str, subtype: str) -> None:
    message: Any = EmailMessage()
    message["From"], message["In-Reply-To"] = "ann@example.org", OURS
    message.set_content(text.encode("utf-8", "replace").decode("utf-8").replace("\x00", ""), subtype=subtype)
    assert isinstance(read(message.as_bytes()), Reply)


def test_messages_within_messages_are_read() -> None:
    outer, inner = MIMEMultipart("mixed"), MIMENonMultipart("text", "plain")
    inner.set_payload("stop")
    outer["From"], outer["In-Reply-To"] = "ann@example.org", OURS
    for _ in range(20):
        outer.attach(MIMEMessage(inner))
    assert isinstance(read(outer.as_bytes()), Reply)
