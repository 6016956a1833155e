"""The outcomes of batches add up to the outcome of their stage."""

from datetime import UTC, datetime

from pipeline.outcomes import CompareOutcome, DeliverOutcome, PassReport, PollOutcome, ReadOutcome, add_up
from trails import counted

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)


def test_numbers_are_added_mappings_merged_and_tuples_joined() -> None:
    first = ReadOutcome(entries=2, articles=1, skipped={"no text": 1}, errors={"a": "x"})
    second = ReadOutcome(entries=3, articles=2, skipped={"no text": 2, "404": 1}, errors={"b": "y"})
    whole = add_up(ReadOutcome, [first, second])
    assert whole == ReadOutcome(5, 3, skipped={"no text": 3, "404": 1}, errors={"a": "x", "b": "y"})
    pairs = [CompareOutcome(found=(("s", "u"),)), CompareOutcome(found=(("s", "v"),))]
    assert add_up(CompareOutcome, pairs).found == (("s", "u"), ("s", "v"))


def test_errors_under_the_same_name_are_all_kept() -> None:
    batches = [PollOutcome(errors={"News": "a: 404"}), PollOutcome(errors={"News": "b: 500"})]
    assert add_up(PollOutcome, batches).errors == {"News": "a: 404", "News (2)": "b: 500"}


def test_no_batches_add_up_to_an_empty_outcome() -> None:
    assert add_up(PollOutcome, []) == PollOutcome()


def test_the_headline_summarises_the_pass() -> None:
    polling = PollOutcome(polled=40, errors={"a": "x", "b": "y"})
    report = PassReport(NOON, NOON, polling=polling)
    assert report.headline == "0 new follow-ups, 0 mails, 2 of 40 feeds failed"
    assert PassReport(NOON, NOON, failures=("poll a: x",)).headline.endswith("0 feeds polled, 1 failure")
    assert counted(1, "batch", "batches") == "1 batch"
    failing = PassReport(NOON, NOON, kind="digest", delivering=DeliverOutcome(sent=2, failed=1))
    assert failing.headline == "2 mails (1 failed)"
    assert not failing.delivering.every_mail_failed
    assert DeliverOutcome(failed=1).every_mail_failed
    assert not DeliverOutcome().every_mail_failed
