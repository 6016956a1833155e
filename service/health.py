"""Whether an installation is alive: for a container, a load balancer or a monitor that asks, and for the doctor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.runtime import Runtime
from storage import StoreError

PATIENCE = timedelta(hours=2)  # without a pass; longer where passes are rarer


@dataclass(frozen=True, slots=True)
class Health:
    """Whether all is well, and the one line that says why."""

    well: bool
    told: str


def look_at_health(runtime: Runtime, now: datetime, since: datetime | None = None) -> Health:
    """Whether the database answers and passes are made; `since`: when we began to look, for an installation is young
    before it is silent.
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
