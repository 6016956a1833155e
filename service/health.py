"""The health of an installation, for container health checks, load balancers, monitoring and the doctor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from news import has_happened, is_due
from pipeline.runtime import Runtime
from storage import StoreError

PATIENCE = timedelta(hours=2)  # without a pass; longer if passes are scheduled less often


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the installation is healthy, and the reason in one line."""

    well: bool
    message: str


def look_at_health(runtime: Runtime, now: datetime, since: datetime | None = None) -> Health:
    """Check that the database answers and that passes are being made.

    `since` is when the caller started to watch: a new installation gets the same time before "no pass" counts as a
    failure.
    """
    try:
        passes = runtime.store.latest_passes("monitor")
    except StoreError as error:
        return Health(False, str(error))
    patience = max(PATIENCE, 4 * timedelta(seconds=runtime.settings.monitor_interval))
    last = passes[0].finished_at if passes else None
    in_time = [one for one in (last, since) if one and not is_due(one + patience, now, patience)]
    if in_time or not (last or since):
        return Health(True, f"last pass {last:%Y-%m-%d %H:%M} UTC" if last else "no pass yet")
    if last and not has_happened(last, now):
        why = "in the future: the clock was ahead then, or is behind now"
        return Health(False, f"the last pass is dated {last:%Y-%m-%d %H:%M} UTC, {why}")
    began = max(one for one in (last, since) if one)
    return Health(False, f"no pass since {began:%Y-%m-%d %H:%M} UTC")
