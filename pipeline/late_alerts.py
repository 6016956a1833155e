"""Raise the alerts that a run with its clock ahead did not owe, because a story seemed to have expired."""

import logging
from datetime import datetime

from alerts import has_expired, owed_recipients
from news import CLOCK_SKEW
from pipeline.runtime import Runtime
from pipeline.settings import services
from trails import counted

logger = logging.getLogger(__name__)


def raise_late_alerts(runtime: Runtime, now: datetime) -> int:
    """Raise alerts about follow-ups dated in the future, and date these now; returns how many. Raises StoreError.

    Only those of seeds with a last day that is not over: for all others, alerts were raised when they were found.
    """
    settings, late = runtime.settings, 0
    for seed in runtime.store.seeds():
        if seed.settings.expires is None or has_expired(seed, now):
            continue
        for one in runtime.store.matches(seed.name, since=now + CLOCK_SKEW):
            owed = owed_recipients(one.match, seed, settings.recipients, now, also=services(settings))
            if owed and one.standing.is_alerted and not one.alerts:
                runtime.store.raise_late_alerts(one.id, owed, now)
                late += 1
    if late:
        what = counted(late, "follow-up was", "follow-ups were")
        logger.warning("%s found by a run whose clock was ahead, past the end of its story; told now", what)
    return late
