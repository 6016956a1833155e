"""The block that mails alarms: it stores no secret, and reads the settings when it sends."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from alerts import MailError, render_alarm


def test_the_block_stores_nothing_and_mails_to_the_operator_of_the_settings(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.mail_block import StorywakeMail

    assert StorywakeMail().model_dump(exclude={"block_type_slug"}) == {}
    with pytest.raises(MailError, match="STORYWAKE_OPERATOR must be set where the Prefect server runs"):
        StorywakeMail().send("It failed.", "storywake: monitor failed", world.now)
    for name, value in world.variables().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("STORYWAKE_OPERATOR", "olga@example.org")
    StorywakeMail().send("It failed.", "storywake: monitor failed", world.now)
    (mail,) = world.letterbox.mails
    assert (mail["To"], mail["Subject"]) == ("olga@example.org", "storywake: monitor failed")


def test_an_alarm_about_a_run_and_its_state_that_is_sent_twice_has_the_same_message_id(world: Any) -> None:
    def message_id(body: str, minutes: int) -> str:
        sent_at = world.now + timedelta(minutes=minutes)
        return str(render_alarm("storywake: it failed", body, "s@example.org", "o@example.org", sent_at)["Message-ID"])

    failed, crashed = "It failed.\n\nReference: 0a1b failed\n", "It crashed.\n\nReference: 0a1b crashed\n"
    assert message_id(failed, 0) == message_id(failed.replace("It", "The run"), 5)
    assert message_id(failed, 0) != message_id(crashed, 0)
    assert message_id("No feed was polled.", 0) != message_id("No feed was polled.", 120)  # each is news


def test_every_automation_says_what_it_does_and_a_failed_run_is_named_in_its_mail() -> None:
    from flows.automations import RUN_FAILED, Patience, make_alarms

    made = make_alarms(uuid4(), Patience())
    assert len(made) == 5
    assert all(len(one.description) > 40 for one in made)
    assert "{{ flow_run.id }} {{ flow_run.state.name" in RUN_FAILED
