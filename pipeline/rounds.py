"""Repeat the steps of a pass while reading takes long, so that slow sites hold up nobody's alerts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic

from pipeline.outcomes import CompareOutcome, DeliverOutcome, PassReport, ReadOutcome, RepliesOutcome, add_up
from pipeline.stages import PassRun

LEAST_SECONDS = 60.0  # in which new rounds may begin, however short the interval between two runs

# Takes the report so far, and returns it with its own part filled in.
Step = Callable[[PassRun, PassReport], PassReport]


def in_rounds(run: PassRun, report: PassReport, *, found: Sequence[Step], sent: Sequence[Step] = ()) -> PassReport:
    """Do the steps that find follow-ups and those that send them, again and again until the time for reading suffices.

    No round begins after half the interval between two runs, or after one that read nothing: the rest is for the next
    run. Of the steps that send, only the last is repeated.
    """
    until = monotonic() + max(LEAST_SECONDS, run.runtime.settings.monitor_interval / 2)
    whole, steps = report, (*found, *sent)
    while True:
        blank = replace(report, reading=ReadOutcome(), comparing=CompareOutcome())
        blank = replace(blank, replies=RepliesOutcome(), delivering=DeliverOutcome())
        for step in steps:
            blank = step(run, blank)
        whole = _add(whole, blank)
        is_unfinished = blank.reading.put_off or blank.reading.out_of_time
        if not is_unfinished or not blank.reading.entries or monotonic() > until:
            return whole
        steps = (*found, *sent[-1:])


def _add(whole: PassReport, part: PassReport) -> PassReport:
    """Add the outcomes of a round; what is left is what the last round left."""
    reading = add_up(ReadOutcome, [whole.reading, part.reading])
    sending = add_up(DeliverOutcome, [whole.delivering, part.delivering])
    last = part.delivering
    return replace(
        whole,
        reading=replace(reading, put_off=part.reading.put_off, out_of_time=part.reading.out_of_time),
        comparing=add_up(CompareOutcome, [whole.comparing, part.comparing]),
        replies=add_up(RepliesOutcome, [whole.replies, part.replies]),
        delivering=replace(sending, held=last.held, waiting=last.waiting, left=last.left),
    )
