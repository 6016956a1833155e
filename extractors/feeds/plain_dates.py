"""Parse dates of feeds that conform to the standards; feedparser handles a dozen other formats."""

import re
from datetime import datetime, timedelta
from time import struct_time

_MONTHS = {name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_ZONES = {
    "GMT": 0,
    "UTC": 0,
    "UT": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
_RFC822 = re.compile(
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(?P<day>\d\d?) (?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}})"
    rf" (?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) (?:(?P<zone>{'|'.join(_ZONES)})|(?P<offset>[+-]\d\d\d\d))",
    re.ASCII,
)
_W3C = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?(?:(?P<zone>Z)|(?P<offset>[+-]\d\d:\d\d)))?",
    re.ASCII,
)


def read_plain_date(text: str) -> struct_time | None:
    """Parse an RFC 822 or W3C date to UTC; None for other formats and for invalid days or hours."""
    found = _RFC822.fullmatch(text) or _W3C.fullmatch(text)
    if not found:
        return None
    month = _MONTHS.get(found["month"]) or int(found["month"])
    clock = int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0)
    try:
        stated = datetime(int(found["year"]), month, int(found["day"]), *clock)  # noqa: DTZ001
        return (stated - _offset(found["zone"], found["offset"])).utctimetuple()
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None, offset: str | None) -> timedelta:
    if not offset:
        return timedelta(hours=_ZONES.get(zone or "", 0))
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timedelta(minutes=-minutes if offset[0] == "-" else minutes)
