"""A mail server that takes no more mail from us for now: mails wait, whoever they are for, and none is given up."""

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from pipeline import open_runtime
from tests.pipeline.receiver import Receiver, receiver, with_webhook
from tests.world import NOON, SEED

__all__ = ["receiver"]
QUOTA = "550 5.4.5 Daily user sending limit exceeded"
RECIPIENTS = ", ".join(f"reader{number}@example.org" for number in range(4))


def attempts(world: Any) -> list[int]:
    with open_runtime(world.settings()) as runtime:
        due = runtime.store.claim_deliveries(world.now, lease=world.now - world.now, limit=100)
        return [delivery.attempts for delivery in due]


def test_a_used_up_quota_counts_against_no_recipient(world: Any) -> None:
    world.seed("treaty", SEED.replace("ann@example.org", RECIPIENTS))
    world.publish()
    world.letterbox.reply = QUOTA
    for _ in range(4):
        report = world.run()
        assert (report.delivering.sent, report.delivering.failed, report.delivering.given_up) == (0, 2, 0)
        assert report.delivering.waiting == 4
        (note,) = (note for note in report.notes if "takes no more for now" in note)
        assert QUOTA in note
        world.later(days=2)
    assert attempts(world) == [0, 0, 0, 0]
    world.letterbox.reply = "250 OK"
    assert world.run().delivering.sent == 4


def test_a_full_mailbox_counts_against_its_owner_only(world: Any) -> None:
    world.publish()
    world.letterbox.reply = "552 5.2.2 mailbox over quota"
    assert world.run().delivering.failed == 1
    assert attempts(world) == [1]


def follow_with(world: Any, *recipients: str) -> None:
    world.seed("treaty", SEED.replace("ann@example.org", ", ".join(recipients)))
    world.publish()


@pytest.mark.parametrize("reply", ["421 4.3.0 closing the channel", "450 4.7.1 Slow down, hourly limit exceeded"])
def test_recipients_who_are_always_limited_hold_nobody_up_for_long(world: Any, reply: str) -> None:
    limited = {f"busy{number}@example.org" for number in range(3)}
    follow_with(world, *sorted(limited), "zoe@example.org")
    world.letterbox.refused, world.letterbox.refusal = limited, reply
    sent = 0
    for _ in range(3):
        report = world.run()
        assert report.delivering.given_up == 0
        sent += report.delivering.sent
        world.later(days=1)
    assert sent == 1
    assert [mail["To"] for mail in world.letterbox.mails] == ["zoe@example.org"]
    assert attempts(world) == [0, 0, 0]
    world.letterbox.refused = set()
    assert world.run().delivering.sent == 3
    assert len({mail["Message-ID"] for mail in world.letterbox.mails}) == 4


def test_a_limited_mail_rests_and_comes_after_the_others(world: Any) -> None:
    follow_with(world, "busy@example.org", "zoe@example.org")
    world.letterbox.refused, world.letterbox.refusal = {"busy@example.org"}, "421 too busy"
    first = world.run().delivering
    assert (first.sent, first.failed) == (1, 1)
    world.later(minutes=5)
    second = world.run()
    assert (second.delivering.failed, second.delivering.waiting) == (0, 1)
    assert any("1 mail left: they failed before" in note for note in second.notes)
    world.now += timedelta(minutes=10)
    assert world.run().delivering.failed == 1


def test_several_mails_to_one_limited_recipient_do_not_hold_the_others_up(world: Any) -> None:
    world.seed("accord", SEED.replace("ann@example.org", "busy@example.org"))
    follow_with(world, "busy@example.org", "zoe@example.org")
    world.letterbox.refused, world.letterbox.refusal = {"busy@example.org"}, "421 too busy"
    report = world.run().delivering
    assert (report.sent, report.failed, report.waiting) == (1, 1, 2)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("asked", ["7200", format_datetime(NOON + timedelta(hours=2), usegmt=True)])
def test_a_webhook_is_left_alone_for_as_long_as_it_asks(
    world: Any, receiver: Receiver, status: int, asked: str
) -> None:
    world.seed("accord", SEED.replace("recipients: [ann@example.org]", f"webhooks: [{receiver.url}]"))
    world.publish()
    with_webhook(world, receiver.url)
    receiver.status, receiver.headers = status, {"Retry-After": asked}
    first = world.run()
    assert (first.delivering.failed, first.delivering.given_up, first.delivering.waiting) == (1, 0, 2)
    assert "1 mail left: no more is taken for these recipients for now" in first.notes
    receiver.status, receiver.headers = 204, {}
    world.later(hours=1, minutes=55)
    second = world.run()
    assert (second.delivering.sent, second.delivering.failed) == (0, 0)
    assert "2 mails left: they failed before and are tried again later" in second.notes
    assert len(receiver.received) == 1
    assert attempts(world) == [0, 0]
    world.later(minutes=6)
    assert world.run().delivering.sent == 2


@pytest.mark.parametrize("asked", ["99999999999", format_datetime(NOON + timedelta(days=999), usegmt=True)])
def test_a_webhook_that_asks_for_too_long_is_tried_after_six_hours(world: Any, receiver: Receiver, asked: str) -> None:
    world.publish()
    with_webhook(world, receiver.url)
    receiver.status, receiver.headers = 503, {"Retry-After": asked}
    assert world.run().delivering.failed == 1
    world.later(hours=5, minutes=50)
    assert world.run().delivering.failed == 0
    world.later(minutes=11)
    assert world.run().delivering.failed == 1


def test_a_webhook_that_always_asks_to_wait_is_given_up(world: Any, receiver: Receiver) -> None:
    world.publish()
    with_webhook(world, receiver.url)
    receiver.status, receiver.headers = 429, {"Retry-After": "60"}
    for _ in range(6):
        assert world.run().delivering.failed == 1
        world.later(days=1)
    given_up = []
    for _ in range(6):
        given_up.append(world.run().delivering.given_up)
        world.later(hours=7)
    assert given_up == [0, 0, 0, 0, 1, 0]
