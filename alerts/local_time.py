"""Times in the timezone of a seed, and how they are shown to readers."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def zone_named(name: str) -> tzinfo:
    """The timezone of that name; UTC if this machine does not know it. (`describe_time` shows which.)"""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return UTC


def describe_time(moment: datetime, zone: tzinfo) -> str:
    """A time as shown to readers: "2 Mar 2025, 14:05 CET"; in English whatever the locale."""
    local = moment.astimezone(zone)
    name = local.tzname() or "UTC"
    shown = f"UTC{name}" if name[0] in "+-" else name
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M} {shown}"


def describe_day(day: date) -> str:
    """A day as shown to readers: "2 Mar"."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def is_within(moment: datetime, hours: tuple[time, time] | None, zone: tzinfo) -> bool:
    """Whether the local time in `zone` is within `hours`: from the first time to before the second.

    Hours that end before they start cross midnight; hours that end when they start are empty.
    """
    if hours is None:
        return False
    start, end = hours
    clock = moment.astimezone(zone).time()
    return start <= clock < end if start <= end else clock >= start or clock < end


def add_days(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """The same local hour some days later, even if summer time begins or ends in between.

    Counted from the start of the hour, so that a pass that starts some minutes late does not delay every later mail.
    """
    local = moment.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    return (local + timedelta(days=days)).astimezone(UTC)
