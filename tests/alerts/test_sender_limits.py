"""Which replies of a mail server are about the sender's own limit, and not about a recipient or a mail."""

import pytest

from alerts.sender_limits import is_sender_limit


@pytest.mark.parametrize(
    "reply",
    [
        "550 5.4.5 Daily user sending limit exceeded. For more information see support.example",
        "550-5.4.5 Daily SMTP relay limit exceeded for user",
        "421 4.7.0 Try again later, closing connection",
        "421 Too many concurrent SMTP connections; please try again later",
        "421 4.7.28 Our system has detected an unusual rate of unsolicited mail",
        "452 4.3.1 Insufficient system storage",
        "452 4.3.2 System not accepting network messages",
        "450 4.7.1 Error: too much mail from 192.0.2.9",
        "451 4.7.1 Sender rate limit exceeded, try again in 10 minutes",
        "452 4.5.3 Domain example.org exceeded the limit of 100 mails an hour",
        "454 Throttling failure: Daily message quota exceeded",
        "454 4.7.0 Throttling failure: Maximum sending rate exceeded.",
        "550 5.7.1 Hourly rate limit exceeded",
        "550 5.7.0 Message rate exceeded the limit, too many messages",
        "550 Domain example.org has exceeded the max emails per hour (500/500 (100%)) allowed. Message discarded.",
        "550 User desk has exceeded its 24-hour sending limit. Messages to 250 recipients have been sent.",
        "550 5.1.90 Your messages can't be sent because you've reached your daily limit for message recipients",
        "550 5.7.705 Access denied, tenant has exceeded threshold",
        "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException",
        "554 5.7.1 The daily message limit has been reached",
    ],
)
def test_a_limit_of_the_sender(reply: str) -> None:
    assert is_sender_limit(int(reply[:3]), reply[4:])


@pytest.mark.parametrize(
    "reply",
    [
        "250 2.0.0 OK",
        "550 5.1.1 The email account that you tried to reach does not exist",
        "550 no such user",
        "552 5.2.2 The email account that you tried to reach is over quota",
        "452 4.2.2 The recipient's inbox is out of storage space",
        "452 4.2.2 Mailbox full, quota exceeded",
        "552 Quota exceeded: mailbox for bob is full",
        "450 4.2.1 The user you are trying to contact is receiving mail too quickly",
        "552 5.3.4 Message size exceeds fixed limit",
        "552 message size exceeds the limit",
        "451 4.7.1 Greylisted, please try again in 5 minutes",
        "450 4.7.1 Client host rejected: cannot find your hostname",
        "550 5.7.1 Message rejected as spam by content filtering",
        "554 5.4.6 Hop count exceeded, possible mail loop",
        "550 5.7.26 This mail is unauthenticated",
    ],
)
def test_a_refusal_for_another_reason(reply: str) -> None:
    assert not is_sender_limit(int(reply[:3]), reply[4:])


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("450 4.7.1 Too many messages for this recipient, rate limited", False),
        ("451 4.4.5 Connections to destination are exhausted", False),
        ("421 4.4.1 no route to the recipient", False),
        ("450 4.7.1 <ann@example.org>: Recipient address rejected: hourly quota of desk exceeded", True),
        ("452 4.5.3 Too many messages, limit for recipients exceeded", True),
        ("421 4.3.2 closing", True),
    ],
)
def test_a_limit_of_the_recipient_in_the_reply_to_one(reply: str, expected: bool) -> None:
    assert is_sender_limit(int(reply[:3]), reply[4:], at_recipient=True) is expected
    assert is_sender_limit(421, reply[4:])
