"""The health of an installation, for container health checks, load balancers, monitoring and the doctor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
    began = max([one.finished_at for one in passes] + ([since] if since else []), default=None)
    patience = max(PATIENCE, 4 * timedelta(seconds=runtime.settings.monitor_interval))
    if began is None:
        return Health(True, "no pass yet")
    if now - began > patience:
        return Health(False, f"no pass since {began:%Y-%m-%d %H:%M} UTC")
    return Health(True, f"last pass {passes[0].finished_at:%Y-%m-%d %H:%M} UTC" if passes else "no pass yet")
