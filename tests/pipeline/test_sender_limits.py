"""A mail server that takes no more mail from us for now: mails wait, whoever they are for, and none is given up."""

from datetime import timedelta
from typing import Any

import pytest

from pipeline import open_runtime
from tests.world import SEED

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
        (note,) = (note for note in report.notes if "takes no more mail for now" in note)
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
