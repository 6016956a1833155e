"""From a mail to its reply: the recipient's commands are applied, once, and those of nobody else."""

import mailbox
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from alerts import Command
from pipeline import SettingsError, answers, open_for, open_runtime, read_inbox
from pipeline.leases import alone
from pipeline.reply_actions import ACTIONS
from tests.alerts.imap_server import ImapServer
from tests.patience import PATIENCE


@pytest.fixture
def box(world: Any) -> mailbox.Maildir:
    return mailbox.Maildir(world.folder / "answers", create=True)


def changes(world: Any) -> dict[str, str]:
    return {"inbox_url": f"maildir://{world.folder}/answers"}


def reply(mail: EmailMessage, body: str, sender: str = "ann@example.org") -> bytes:
    return f"From: {sender}\r\nIn-Reply-To: {mail['Message-ID']}\r\nSubject: Re\r\n\r\n{body}\r\n".encode()


def read(world: Any) -> Any:
    with open_runtime(world.settings(**changes(world))) as runtime:
        return read_inbox(runtime, world.now)


def test_no_records_an_answer_and_stop_stops_mails_until_start(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    world.run(changes=changes(world))
    (mail,) = world.letterbox.mails
    box.add(reply(mail, "no d1\nstop"))
    outcome = read(world)
    assert outcome.done == ["ann@example.org, treaty: no to d1", "ann@example.org, treaty: mails stopped"]
    assert read(world).read == 0
    with open_runtime(world.settings()) as runtime:
        assert runtime.store.matches() == []
        (match,) = runtime.store.development(1)
        assert match.answer == "no"
        assert runtime.store.mutes(world.now) == {("treaty", "ann@example.org"): None}
    box.add(reply(mail, "start"))
    assert read(world).done == ["ann@example.org, treaty: mails resumed"]


def test_a_recipient_is_known_however_the_address_is_spelled(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    world.run(changes=changes(world))
    (mail,) = world.letterbox.mails
    with open_runtime(world.settings()) as runtime:
        store = runtime.store
        store.mute("treaty", "Ann Miller <ann@EXAMPLE.org>", None)
        store.mute("treaty", "Ann@example.org", None)  # another mailbox, as far as anybody knows
        box.add(reply(mail, "mute 2d"))
        read(world)
        kept = {("treaty", "Ann@example.org"): None}
        assert store.mutes(world.now) == kept | {("treaty", "ann@example.org"): world.now + timedelta(days=2)}
        store.mute("treaty", "Ann Miller <ann@EXAMPLE.org>", None)
        box.add(reply(mail, "start"))
        read(world)
        assert store.mutes(world.now) == kept


def test_a_muted_recipient_gets_held_alerts_when_the_mute_ends(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    world.run(changes=changes(world))
    box.add(reply(world.letterbox.mails[0], "mute 2d"))
    assert read(world).read == 1
    world.later(hours=20)
    world.web.page("/sign.html", "Treaty signed in the Palace of Trantura by Chicolini", TEXT)
    world.web.feed("/late.xml", [{"title": "Treaty signed", "link": "/sign.html", "published": world.now}])
    world.follow("/late.xml")
    assert world.run(changes=changes(world)).delivering.held == 1
    world.later(hours=30)
    assert world.run(changes=changes(world)).delivering.sent == 1


def test_an_inbox_that_another_run_is_reading_is_skipped(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    world.run(changes=changes(world))
    box.add(reply(world.letterbox.mails[0], "stop"))
    with open_runtime(world.settings()) as other, alone(other, "read the inbox", world.now) as mine:
        assert mine
        assert read(world).read == 0
    assert read(world).read == 1


TEXT = (
    "Sylvania and Freedonia signed the lithium treaty in the Palace of Trantura on 14 March, Ambassador Trentino said. "
    "President Rufus Firefly and his minister Chicolini of Freedonia shook hands with 300 guests. The security "
    "guarantees are laid down in a second document. Gloria Teasdale called the lithium treaty the best news in years."
)


def test_replies_from_another_address_or_to_a_forged_or_old_mail_are_ignored(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    world.run(changes=changes(world))
    (mail,) = world.letterbox.mails
    box.add(reply(mail, "stop", sender="eve@example.org"))
    forged = EmailMessage()
    forged["Message-ID"] = mail["Message-ID"].replace("<storywake.", "<storywake.f")[:-30] + "@example.org>"
    box.add(reply(forged, "stop"))
    box.add(reply(mail, "no d99"))
    assert read(world).done == []
    world.later(days=91)
    box.add(reply(mail, "stop"))
    outcome = read(world)
    assert outcome.done == []
    assert "too old" in outcome.refused[0]
    with open_runtime(world.settings()) as runtime:
        assert runtime.store.mutes(world.now) == {}


def test_a_bounce_is_recorded_and_reported_to_the_operator(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    world.run(changes=changes(world))
    name = world.letterbox.mails[0]["Message-ID"]
    report = (
        "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
        "\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"Diagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {name}\r\n\r\n--b--\r\n"
    )
    box.add(report.encode())
    assert read(world).done == ["mail to ann@example.org bounced: smtp; 550 no such user"]
    with open_runtime(world.settings()) as runtime:
        assert runtime.store.bounces() == {"ann@example.org": "smtp; 550 no such user"}
    world.run(changes={"operator": "desk@example.org"})
    assert world.letterbox.mails[-1]["Subject"].startswith("Mail to ann@example.org came back")


def test_the_bounce_of_a_member_of_a_list_names_the_member(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    world.run(changes=changes(world))
    copy = f"--- Below this line is a copy of the message.\n\nMessage-ID: {world.letterbox.mails[0]['Message-ID']}\n"
    text = f"Hi. This is the qmail-send program at mx.\n\n<bob@example.org>:\nno such user\n\n{copy}"
    box.add(f"From: MAILER-DAEMON@mx.example\nReturn-Path: <>\n\n{text}".encode())
    assert read(world).done == ["mail to bob@example.org, an address behind ann@example.org, bounced: no such user"]
    with open_runtime(world.settings()) as runtime:
        assert runtime.store.bounces() == {"bob@example.org": "no such user"}


def test_a_missing_inbox_setting_is_named_in_the_error(world: Any) -> None:
    with open_runtime(world.settings()) as runtime, pytest.raises(SettingsError, match="STORYWAKE_INBOX_URL"):
        read_inbox(runtime, world.now)


def test_replies_are_applied_before_mails_are_sent_and_an_unreadable_inbox_delays_no_mail(
    world: Any, box: mailbox.Maildir
) -> None:
    world.publish()
    world.run(changes=changes(world))
    box.add(reply(world.letterbox.mails[0], "stop"))
    world.later(hours=1)
    assert "ann@example.org, treaty: mails stopped" in world.run(changes=changes(world)).notes
    world.later(hours=1)
    gone = {"inbox_url": f"maildir://{world.folder}/nowhere"}
    (note,) = world.run(changes=gone).notes
    assert note.startswith("replies were not read: inbox ")


def test_a_dry_run_reads_replies_and_leaves_them_for_the_next_run(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    world.run(changes=changes(world))
    box.add(reply(world.letterbox.mails[0], "stop"))
    for _ in range(2):
        with open_for(world.settings(**changes(world)), world.now, dry_run=True) as runtime:
            assert read_inbox(runtime, world.now).done == ["ann@example.org, treaty: mails stopped"]
    assert [message.get_flags() for message in box] == [""]
    assert read(world).read == 1
    assert read(world).read == 0


def test_every_command_has_an_action() -> None:
    assert ACTIONS.keys() == set(Command)


def test_yes_is_recorded_and_an_answer_about_a_development_not_in_the_mail_is_refused(
    world: Any, box: mailbox.Maildir
) -> None:
    world.publish()
    world.run(changes=changes(world))
    box.add(reply(world.letterbox.mails[0], "yes\nno d99"))
    outcome = read(world)
    assert outcome.done == ["ann@example.org, treaty: yes to d1"]
    assert outcome.refused == ["ann@example.org said no to d99, which is not in that mail"]
    with open_runtime(world.settings()) as runtime:
        assert runtime.store.matches()[0].answer == "yes"


def test_senders_are_compared_without_case_and_tags(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    world.run(changes=changes(world))
    for sender in ("ANN@Example.org", "ann+storywake@example.org", "Ann Miller <Ann+x@example.org>"):
        box.add(reply(world.letterbox.mails[0], "yes", sender=sender))
    assert read(world).done == ["ann@example.org, treaty: yes to d1"] * 3


def send(world: Any) -> list[EmailMessage]:
    """The mails that a run sends now."""
    known = len(world.letterbox.mails)
    world.run(changes=changes(world))
    mails: list[EmailMessage] = world.letterbox.mails[known:]
    return mails


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


def test_a_stop_is_confirmed_by_one_mail_and_a_reply_to_it_starts_mails_again(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    (first,) = send(world)
    for _ in range(2):
        box.add(reply(first, "stop"))
    (confirmation,) = send(world)
    assert confirmation["To"] == "ann@example.org"
    assert confirmation["Subject"] == "Mails stopped: Freedonia and Sylvania argue over a lithium treaty"
    assert confirmation["Auto-Submitted"] == "auto-replied"
    assert first["Message-ID"] in confirmation["References"]
    assert "reply to this mail with one word: start\n" in text_of(confirmation)
    box.add(
        reply(confirmation, "Start.").replace(b"Subject", b"To: " + confirmation["Reply-To"].encode() + b"\r\nSubject")
    )
    assert read(world).done == ["ann@example.org, treaty: mails resumed"]
    assert send(world) == []


def test_a_reply_that_is_not_understood_is_answered_once_a_day(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    (first,) = send(world)
    for text in ("Thanks, will do", "Stop by my desk", "no d99"):
        box.add(reply(first, text))
    (answer,) = send(world)
    assert answer["To"] == "ann@example.org"
    assert answer["Subject"].startswith("Not understood: ")
    assert "\nThis is another story: no d1\n" in text_of(answer)
    assert "\nStop mails about this story: stop\n" in text_of(answer)
    box.add(reply(first, "Thanks again"))
    assert send(world) == []
    world.later(days=1)
    box.add(reply(first, "Thanks again"))
    assert len(send(world)) == 1


def test_robots_and_strangers_are_not_answered(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    (first,) = send(world)
    usual = {"From": "ann@example.org", "In-Reply-To": first["Message-ID"], "Subject": "Re: x"}
    odd = {
        "Auto-Submitted": "auto-replied",
        "Precedence": "bulk",
        "From": "eve@example.org",
        "In-Reply-To": "<x@y>",
        "Return-Path": "<>",
    }
    odd["Subject"] = f"Kendi kendine yanit: {first['Subject']}"  # in a language of which no phrase is known
    for name, value in odd.items():
        head = "".join(f"{key}: {value}\r\n" for key, value in {**usual, name: value}.items())
        box.add(f"{head}\r\nHello".encode())
    assert send(world) == []
    assert len(box) == len(odd)


def poison(levels: int = 300) -> bytes:
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(levels))
    return f"From: stranger@example.org\r\nSubject: hi\r\n{parts}Content-Type: text/plain\r\n\r\nhello\r\n".encode()


def test_a_message_that_cannot_be_read_is_put_aside_and_stops_nothing(world: Any, box: mailbox.Maildir) -> None:
    world.publish()
    box.add(poison())
    report = world.run(changes=changes(world))
    assert report.delivering.sent == 1
    assert (report.replies.read, report.replies.put_aside) == (1, 1)
    assert report.replies.unread == {"message 1": "it has too many parts inside each other"}
    assert [message.get_flags() for message in box] == ["FS"]
    box.add(reply(world.letterbox.mails[0], "stop"))
    assert read(world).done == ["ann@example.org, treaty: mails stopped"]


def test_an_error_of_ours_in_one_message_stops_no_other(
    world: Any, box: mailbox.Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish()
    (first,) = send(world)
    for text in ("mute", "stop"):
        box.add(reply(first, text))
    monkeypatch.setitem(ACTIONS, Command.MUTE, lambda _request: 1 / 0)
    outcome = read(world)
    assert outcome.put_aside == ["an unexpected error: ZeroDivisionError"]
    assert outcome.done == ["ann@example.org, treaty: mails stopped"]


def test_messages_left_over_wait_for_the_next_run(
    world: Any, box: mailbox.Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish()
    (first,) = send(world)
    for _ in range(3):
        box.add(reply(first, "yes"))
    monkeypatch.setattr(answers, "MOST_MESSAGES", 2)
    report = world.run(changes=changes(world))
    assert report.replies.read == 2
    assert "1 new message left in the inbox for the next run" in report.notes
    assert read(world).read == 1


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with ImapServer() as server:
        yield server
        server.shutdown()


def read_server(world: Any, server: ImapServer, **options: Any) -> Any:
    with open_runtime(world.settings(inbox_url=server.url())) as runtime:
        return read_inbox(runtime, world.now, **options)


def test_a_message_that_makes_the_server_hang_up_stops_no_other(world: Any, server: ImapServer) -> None:
    world.publish()
    (first,) = send_with(world, server)
    server.stored = {"1": b"x", "2": None, "3": reply(first, "stop")}
    server.hangs_up, server.flags = {"1"}, {}
    outcome = read_server(world, server)
    assert outcome.done == ["ann@example.org, treaty: mails stopped"]
    assert outcome.error.startswith("inbox 127.0.0.1:")
    assert outcome.put_aside == [
        f"inbox 127.0.0.1:{server.server_address[1]}: the server refused to hand out a message"
    ]
    assert server.named("\\Seen") == ["2", "3"]  # the first is tried again


def test_many_messages_that_make_the_server_hang_up_do_not_hide_the_reply_behind_them(
    world: Any, server: ImapServer
) -> None:
    world.publish()
    (first,) = send_with(world, server)
    breakers = [str(number) for number in range(1, 7)]
    server.stored = {**dict.fromkeys(breakers, b"x"), "9": reply(first, "stop")}
    server.hangs_up, server.flags = set(breakers), {}
    outcome = read_server(world, server)
    assert outcome.done == ["ann@example.org, treaty: mails stopped"]
    assert (outcome.read, outcome.left, outcome.put_aside) == (1, 6, [])
    server.hangs_up = set()  # the connection was at fault, and not the messages
    outcome = read_server(world, server)
    assert (outcome.read, outcome.left, outcome.error) == (6, 0, "")


def test_a_server_that_refuses_the_login_is_not_asked_again_and_again(world: Any, server: ImapServer) -> None:
    server.password = "changed"
    outcome = read_server(world, server)
    assert "login" in outcome.error.lower()
    assert server.logins == answers.FAILURES


def send_with(world: Any, server: ImapServer) -> list[EmailMessage]:
    world.run(changes={"inbox_url": server.url()})
    mails: list[EmailMessage] = world.letterbox.mails
    return mails


def test_a_server_that_answers_too_slowly_does_not_keep_mails_from_being_sent(
    world: Any, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish()
    server.stored, server.drips = {"1": b"x" * 100_000}, 0.01
    monkeypatch.setattr(answers.read_inbox, "__defaults__", (1.0,))
    report = world.run(changes={"inbox_url": server.url()})
    assert report.seconds[answers.STAGE] < PATIENCE
    assert report.delivering.sent == 1
    (note,) = (note for note in report.notes if note.startswith("replies were not read: "))
    assert note.endswith("it took longer than 1 seconds")
