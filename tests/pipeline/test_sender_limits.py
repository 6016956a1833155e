"""A mail server that takes no more mail from us for now: mails wait, whoever they are for, and none is given up."""

from typing import Any

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
