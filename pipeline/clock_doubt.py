"""Whether the clock may have jumped ahead, so that what looks old may not be."""

from datetime import UTC, datetime, timedelta

from pipeline.runtime import Runtime

# A clock that has jumped ahead is not believed before passes have been made for two days of its time.
LATELY = timedelta(days=2)
_BEFORE = timedelta(days=9)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def may_be_ahead(runtime: Runtime, now: datetime) -> bool:
    """Whether there was no pass for a week before the last two days, as after a jump of the clock, but before that.

    Passes of the last two days say nothing: they may have been made with the same clock. Raises StoreError.
    """
    has_passes = runtime.store.has_passes
    return has_passes(_LONG_AGO, now - _BEFORE) and not has_passes(now - _BEFORE, now - LATELY)
