"""Time as the reader's clock shows it, in the zone of a seed."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def zone_named(name: str) -> tzinfo:
    """The zone of that name; UTC when this machine does not know it, which every time shown then says."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return UTC


def describe_time(moment: datetime, zone: tzinfo) -> str:
    """A moment as a reader writes it: "2 Mar 2025, 14:05 CET"; English whatever the locale."""
    local = moment.astimezone(zone)
    name = local.tzname() or "UTC"
    shown = f"UTC{name}" if name[0] in "+-" else name
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M} {shown}"


def describe_day(day: date) -> str:
    """A day as a reader writes it: "2 Mar"."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def is_within(moment: datetime, hours: tuple[time, time] | None, zone: tzinfo) -> bool:
    """Whether the wall clock in `zone` stands in `hours`: from the first time up to, not including, the second.

    Hours that end before they start cross midnight; hours that end when they start are none.
    """
    if hours is None:
        return False
    start, end = hours
    clock = moment.astimezone(zone).time()
    return start <= clock < end if start <= end else clock >= start or clock < end


def add_days(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """The same hour of the wall clock some days later, also where the clock was changed in between.

    Counted from the full hour: a pass that started some minutes late must not make every later mail later still.
    """
    local = moment.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    return (local + timedelta(days=days)).astimezone(UTC)
