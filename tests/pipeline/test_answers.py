"""From a mail to its reply: the recipient's commands are applied, once, and those of nobody else."""

import mailbox
from email.message import EmailMessage
from typing import Any

import pytest

from alerts import Command
from pipeline import SettingsError, open_for, open_runtime, read_inbox
from pipeline.answers import ACTIONS
from pipeline.leases import alone


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
        (match,) = runtime.store.matches()
        assert match.answer == "no"
        assert runtime.store.mutes() == {("treaty", "ann@example.org"): None}
    box.add(reply(mail, "start"))
    assert read(world).done == ["ann@example.org, treaty: mails resumed"]


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
        assert runtime.store.mutes() == {}


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
