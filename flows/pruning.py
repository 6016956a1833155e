"""The step that forgets what is no longer needed."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from flows.runtime import Runtime

logger = logging.getLogger(__name__)


def prune(runtime: Runtime, now: datetime, retention_days: int | None = None) -> Mapping[str, int]:
    """Remove what is older than so many days (the setting's, when None) and say how much of each kind went.

    Matches and their articles stay; keys stay known, so nothing comes back as new. Raises StoreError.
    """
    days = retention_days or runtime.settings.retention_days
    removed = runtime.store.prune(now - timedelta(days=days))
    logger.info("Removed what is older than %d days: %s", days, dict(removed))
    return removed
