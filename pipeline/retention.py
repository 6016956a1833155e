"""Remove old data."""

import logging
import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from news import Cutoffs
from pipeline.clock_doubt import LATELY, may_be_ahead
from pipeline.leases import HELD_FOR, alone
from pipeline.options import HousekeepingOptions
from pipeline.runtime import Runtime
from pipeline.settings import Settings
from storage import PRUNED_AT_ONCE, PRUNED_KINDS, Store

HOUSEKEEPING = "housekeeping"
HELD = f"nothing was removed: another run is removing old data ({HELD_FOR})"
# Whether the clock has jumped ahead is told by the passes of this many days, and mails are given up by them.
_PASS_DAYS = 14
_PAUSE = 0.15  # seconds between two transactions: whoever waits for SQLite looks every 0.1 whether it is free
logger = logging.getLogger(__name__)


def prune(runtime: Runtime, now: datetime, options: HousekeepingOptions | None = None) -> Mapping[str, int] | str:
    """Remove what is older than the settings and options say, and return the number removed of each kind.

    Matches and their articles are kept, and so are entries that their feed still lists, or they would count as new.
    Returns why nothing was removed if another run is doing this, or if the clock could be ahead. Raises StoreError.
    """
    chosen = options or HousekeepingOptions()
    with alone(runtime, HOUSEKEEPING, now) as mine:
        if not mine:
            return HELD
        if not chosen.trust_clock and may_be_ahead(runtime, now):
            reason = (
                f"nothing was removed: there were runs, but none in the week before {now - LATELY:%Y-%m-%d}, so the "
                "clock may be ahead. Set the clock, or wait two days, or use `storywake prune --trust-clock`"
            )
            logger.warning("%s", reason)
            return reason
        since = _cutoffs(runtime.settings, chosen, now)
        removed = runtime.store.rehearse_prune(since) if chosen.dry_run else _remove(runtime.store, since)
    logger.info("%s: %s", "Would be removed" if chosen.dry_run else "Removed", dict(removed))
    return removed


def _remove(store: Store, since: Cutoffs) -> dict[str, int]:
    """Remove all that is older, in transactions of few rows; the number of each kind."""
    removed = dict.fromkeys(PRUNED_KINDS, 0)
    for kind in PRUNED_KINDS:
        while (number := store.prune(since, [kind])[kind]) >= PRUNED_AT_ONCE:
            removed[kind] += number
            time.sleep(_PAUSE)
        removed[kind] += number
    return removed


def _cutoffs(settings: Settings, options: HousekeepingOptions, now: datetime) -> Cutoffs:
    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    return Cutoffs(
        articles=before(options.retention_days or settings.retention_days),
        near_misses=before(options.near_miss_days or settings.near_miss_days),
        mails=before(options.mail_days or settings.mail_days),
        entries=before(settings.entry_days),
        passes=before(max(settings.pass_days, _PASS_DAYS)),
    )
