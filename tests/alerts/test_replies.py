"""Parsing incoming mail: only signed answers of people are trusted, and no message raises an error."""

import pytest

from alerts import Command, Ignored, Reply, Signing, find_instructions, read_reply, seems_automatic
from alerts.signatures import sign
from tests.alerts.incoming import (
    HEADLINE,
    OURS,
    PRINT,
    SENT,
    SENT_TEXT,
    SIGNING,
    commands,
    make_alternatives,
    make_answer,
    reason,
)

NAME = sign(PRINT, SIGNING)
SES = "<0102018f1a2b3c4d-aaaa-000000@eu-west-1.amazonses.com>"
OTHER = f"<{sign('f' * 24, SIGNING)}@example.org>"


def test_each_line_is_a_command_and_quoted_text_is_ignored() -> None:
    assert commands(make_answer("no d1\nyes d2\n\n> stop\nmute 9d")) == [("no", (1,)), ("yes", (2,)), ("mute", ())]


def test_a_line_further_down_than_a_person_writes_is_not_read() -> None:
    assert commands(make_answer("Dear desk,\n" * 39 + "stop")) == [("stop", ())]
    assert commands(make_answer("Dear desk,\n" * 40 + "stop")) == []


@pytest.mark.parametrize("plain", ["", " \n\n", "\u00a0"])
def test_html_is_read_if_the_text_part_is_empty(plain: str) -> None:
    assert commands(make_alternatives(plain, "<div dir=auto>stop</div>")) == [("stop", ())]


def test_html_is_not_read_if_there_is_a_text_part() -> None:
    assert commands(make_alternatives("no d1", "<p>stop</p>")) == [("no", (1,))]


def test_attachments_and_forwarded_messages_are_not_read() -> None:
    parts = [
        "Content-Type: text/plain\n\nyes d1\n",
        "Content-Type: text/plain\nContent-Disposition: attachment\n\nstop\n",
        'Content-Type: text/plain; name="notes.txt"\n\nstop\n',
        "Content-Type: message/rfc822\n\nSubject: x\n\nstop\n",
    ]
    body = "".join(f"--b\n{part}" for part in parts) + "--b--\n"
    assert commands(make_answer(body, kind="multipart/mixed; boundary=b")) == [("yes", (1,))]


@pytest.mark.parametrize("charset", ["unicode-1-1-utf-7", "utf8mb4", "punycode", "x-unknown", "zlib", "undefined"])
def test_an_odd_charset_does_not_matter(charset: str) -> None:
    assert commands(make_answer("no d1", kind=f"text/plain; charset={charset}")) == [("no", (1,))]


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("STOP", ["stop"]),
        ("=?utf-8?b?U1RPUA==?=", ["stop"]),
        (f"no d1 Re: Update: {HEADLINE}", ["no"]),
        ("Re: unsubscribe", ["stop"]),
        (f"Re: Update: {HEADLINE}", []),
        ("Re: No", []),  # a mail program has cut our subject
        (f"AW: Update: {HEADLINE}", []),
        (f"Update: {HEADLINE}", []),
        ("Stop the presses", []),
        (f"stop {NAME}", ["stop"]),
    ],
)
def test_the_subject_is_read_if_the_text_has_no_command(subject: str, expected: list[str]) -> None:
    assert [command for command, _ in commands(make_answer("Sent from my phone", subject=subject))] == expected
    assert [command for command, _ in commands(make_answer("mute", subject=subject))] == [Command.MUTE]


@pytest.mark.parametrize(
    "headers",
    [
        [f"References: {OURS} {SES}"],
        [f"References: <answer.{NAME}@example.org>\r\n {SES}", f"In-Reply-To: {SES}"],
        [f"To: {NAME} <desk@example.org>", f"References: {SES}"],
        [f"Cc: desk+{NAME}@example.org"],
        [f"Delivered-To: desk+{NAME}@example.org"],
        [f"Subject: stop {NAME}"],
    ],
)
def test_the_signed_name_is_found_without_our_message_id(headers: list[str]) -> None:
    message = "\r\n".join(["From: ann@example.org", *headers, "", "stop"]).encode()
    read = read_reply(message, SIGNING)
    assert isinstance(read, Reply)
    assert read.fingerprint == PRINT


def test_a_headline_that_is_a_command_is_not_obeyed_as_the_subject() -> None:
    reply = read_reply(make_answer("Thanks", subject="Stop"), SIGNING)
    assert isinstance(reply, Reply)
    assert [one.command for one in find_instructions(reply, b"Subject: Other\n\nx")] == ["stop"]
    assert find_instructions(reply, b"Subject: Stop\n\nx") == ()


def test_the_signed_name_in_a_quoted_link_will_do() -> None:
    body = f"stop\n\n> {SENT_TEXT}\n> Stop these mails: https://alerts.example.org/answer/{NAME}/stop"
    assert commands(make_answer(body, name="")) == [("stop", ())]


@pytest.mark.parametrize("references", [f"{OTHER} {OURS}", f"{OTHER}\r\n {OURS}\r\n {SES}"])
def test_an_answer_is_to_the_last_mail_of_the_thread(references: str) -> None:
    assert commands(make_answer("stop", f"References: {references}", name="")) == [("stop", ())]
    assert commands(make_answer("stop", f"References: {references}", f"To: {NAME} <d@x.y>", name=SES)) == [("stop", ())]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (make_answer("stop", name=f"<storywake.{PRINT}.{'0' * 16}@example.org>"), "signature is invalid"),
        (make_answer("stop", name=f"<storywake.{PRINT}@example.org>"), "does not answer one of our mails"),
        (make_answer("stop", name="<somebody@else.example>"), "does not answer one of our mails"),
        (make_answer("stop", name=f"<{sign(PRINT, Signing(b'another'))}@example.org>"), "signature is invalid"),
        (make_answer("stop").replace(b"From: Ann <ann@example.org>", b"From: Ann"), "not a mail address"),
        (make_answer("stop").replace(b"From: Ann <ann@example.org>", b"X: y"), "not a mail address"),
    ],
)
def test_an_ignored_answer_has_a_reason(message: bytes, expected: str) -> None:
    assert expected in reason(message)


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ('"ann@example.org" <eve@example.org>', "eve@example.org"),
        ('"Ann <ann@example.org>" <eve@example.org>', "eve@example.org"),
        ("Eve <ann@example.org> <eve@example.org>", "eve@example.org"),
        ("ann@example.org", "ann@example.org"),
        ("=?utf-8?q?J=C3=BCrgen?= <juergen@example.org>", "juergen@example.org"),
        ("ann@example.org (Ann)", "ann@example.org"),
        ("Ann <Ann@EXAMPLE.org>", "Ann@example.org"),
    ],
)
def test_the_sender_is_the_address_in_from(header: str, sender: str) -> None:
    read = read_reply(make_answer("stop").replace(b"Ann <ann@example.org>", header.encode()), SIGNING)
    assert isinstance(read, Reply)
    assert read.sender == sender


AUTOMATIC = [
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: auto-generated; owner-email=x",
    "X-Autoreply: yes",
    "X-Autorespond: Ann is away",
    "Precedence: bulk",
    "Precedence: auto_reply",
    "Precedence: junk",
    "X-Auto-Response-Suppress: All",
    "X-Auto-Response-Suppress: DR, OOF, AutoReply",
    "Return-Path: <>",
    "Return-Path: < >",
    "Return-Path: <MAILER-DAEMON>",
    "Return-Path: <ann@example.org>\r\nReturn-Path: <>",
    "List-Id: <desk.example.org>",
    "X-Auto-Reply: yes",
    "X-Auto-Reply-From: ann@example.org",
    "X-Autoresponder: Ann is away",
    "X-Autogenerated: Reply",
    "X-Vacation: 1",
    "X-FC-MachineGenerated: true",
    "X-POST-MessageClass: 9; Autoresponder",
    "X-Mailer: vacation 1.2",
    "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
    "X-MS-Exchange-Inbox-Rules-Loop: Ann@example.org",
]


@pytest.mark.parametrize("header", AUTOMATIC)
def test_an_automatic_mail_is_ignored_by_its_headers(header: str) -> None:
    assert reason(make_answer("stop", header)) == "it was sent automatically"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Return-Path: <ann@example.org>",
        "X-Auto-Response-Suppress: None",
        "X-Auto-Response-Suppress: DR",
        "X-Autoreply: no",
        "X-Mailer: Apple Mail (2.3774)",
        # passed on by a rule of the mailbox that it was sent to
        "X-MS-Exchange-Inbox-Rules-Loop: desk@example.org\r\nX-MS-Exchange-Generated-Message-Source: Rules Agent",
    ],
)
def test_a_person_is_not_taken_for_a_robot(header: str) -> None:
    assert commands(make_answer("stop", header)) == [("stop", ())]


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Update",
        "Out of Office: Update",
        "Out of office",
        "Automatische Antwort: Update",
        "=?utf-8?q?R=C3=A9ponse_automatique_=3A_Update?=",
        "Respuesta automática: Update",
        "Risposta automatica: Update",
        "Automatisch antwoord: Update",
        "Autosvar: Update",
        "Odpowiedź automatyczna: Update",
        "Автоматический ответ: Update",
        "自動返信: Update",
        "Abwesenheitsnotiz",
        "[EXTERNAL] Automatic reply: Update",
        "Autoreply: Update",
        "AUTO-REPLY",
        "OOO Re: Update",
        "Out-of-office: Update",
        "Reponse automatique : Update",
        "RÉPONSE AUTOMATIQUE",
        "Respuesta automatica",
        "Resposta automàtica: Update",
        "Odpowiedz automatyczna: Update",
        "Poza biurem",
        "Automatická odpověď: Update",
        "Automatické odpovědi: Update",
        "Automatická odpoveď: Update",
        "Automaattinen vastaus: Update",
        "Poissaoloilmoitus",
        "Automatisk svar: Update",
        "Automatiskt svar: Update",
        "Fraværsmelding",
        "Automatikus válasz: Update",
        "Házon kívül: Update",
        "Otomatik Yanıt: Update",
        "OTOMATİK YANIT: Update",
        "Автоответ: Update",
        "Автоматична відповідь: Update",
        "Аўтаматычны адказ: Update",
        "Автоматски одговор: Update",
        "Automatinis atsakymas: Update",
        "Automātiska atbilde: Update",
        "Automaatvastus: Update",
        "Sjálfvirkt svar: Update",
        "Përgjigje automatike: Update",
        "自動応答: Update",
        "自动回复：Update",
        "不在通知 Update",
        "자동 회신: Update",
        "부재중입니다",
        "الرد التلقائي: Update",
        "پاسخ خودکار: Update",
        "מענה אוטומטי: Update",
        "स्वचालित उत्तर: Update",
        "ตอบกลับอัตโนมัติ: Update",
        "Trả lời tự động: Update",
        "Balasan automatik: Update",
    ],
)
def test_an_automatic_mail_is_ignored_by_its_subject(subject: str) -> None:
    assert reason(make_answer("No one is here.\nstop", subject=subject)) == "it was sent automatically"


@pytest.mark.parametrize(
    "subject", ["Re: Absentees", "Absentee ballots", "Auto makers", "Ooops", "Re: Autosvar", "Автор"]
)
def test_a_subject_that_only_resembles_an_automatic_one_is_a_persons(subject: str) -> None:
    for text, command in (("no", "no"), ("stop", "stop"), ("yes d2", "yes"), ("Yes.", "yes"), ("mute 7d", "mute")):
        assert [one for one, _ in commands(make_answer(text, subject=subject))] == [command]


@pytest.mark.parametrize(
    "before", ["Kendiliğinden yanıt", "Uathfhreagra", "Jibu la kiotomatiki", "自動的返信", "अपने आप भेजा गया"]
)
def test_an_unknown_phrase_before_our_subject_is_a_programs(before: str) -> None:
    for subject in (f"{before}: Update: {HEADLINE}", f"{before} : Update: {HEADLINE[:20]}…"):
        reply = read_reply(make_answer("Nobody is here.", subject=subject), SIGNING)
        assert isinstance(reply, Reply)
        assert seems_automatic(reply, SENT)


@pytest.mark.parametrize(
    "subject",
    [
        f"Re: Update: {HEADLINE}",
        f"Atb: Update: {HEADLINE}",
        f"Отв: Update: {HEADLINE}",
        f"回复: Update: {HEADLINE}",
        f"RE: [EXTERNAL] RE: Update: {HEADLINE}",
        f"Not sure about this Re: Update: {HEADLINE}",
        f"Update: {HEADLINE}",
        "Re: No",
        "A question: who wrote this?",
        "",
    ],
)
def test_a_persons_subject_is_not_taken_for_a_programs(subject: str) -> None:
    reply = read_reply(make_answer("What is this?", subject=subject or " "), SIGNING)
    assert isinstance(reply, Reply)
    assert not seems_automatic(reply, SENT)


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@mx.example", "postmaster@x.example", "no-reply@x.example"])
def test_a_mail_of_a_robots_address_is_ignored(sender: str) -> None:
    message = make_answer("stop").replace(b"ann@example.org", sender.encode())
    assert isinstance(read_reply(message, SIGNING), Ignored)


def test_a_read_receipt_is_ignored() -> None:
    parts = "--b\nContent-Type: text/plain\n\nstop\n--b\nContent-Type: message/disposition-notification\n\n"
    body = f"{parts}Original-Message-ID: {OURS}\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n"
    kind = "multipart/report; report-type=disposition-notification; boundary=b"
    assert reason(make_answer(body, kind=kind)) == "it was sent automatically"
