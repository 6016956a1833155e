"""Validate and convert the values of a seed's front matter.

Values arrive as strings as written in the file, because YAML would turn 22:00 into the number 1320. Each reader raises
ValueError with the expected form.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from extractors.web.addresses import has_valid_host
from news import AlertRhythm, Sensitivity, find_language, parse_address

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
_COUNT = re.compile(r"[1-9][0-9]?|100")

Reader = Callable[[Sequence[str]], Any]


def read_text(values: Sequence[str]) -> str:
    """One line of text."""
    return " ".join(_only(values, "one line of text").split())


def read_texts(values: Sequence[str]) -> tuple[str, ...]:
    """A list, or one line with commas; without duplicates, in order."""
    texts = [" ".join(part.split()) for value in values for part in value.split(",")]
    return tuple(dict.fromkeys(text for text in texts if text))


def read_languages(values: Sequence[str]) -> tuple[str, ...]:
    """A list of languages, as ISO 639-1 codes or English names; their codes."""
    found = {text: find_language(text) for text in read_texts(values)}
    if unknown := next((text for text, code in found.items() if not code), ""):
        raise ValueError(f"codes or names such as fr or Ukrainian ({unknown!r} is not known)")
    return tuple(dict.fromkeys(found.values()))


def read_url(values: Sequence[str]) -> str:
    """An http or https address."""
    expected = "an address that begins with http:// or https://"
    url = _only(values, expected).strip()
    if not url.lower().startswith(("http://", "https://")) or re.search(r"\s", url):
        raise ValueError(expected)
    if not has_valid_host(url):
        raise ValueError(f"{expected}, whose host and port are valid")
    return url


def read_urls(values: Sequence[str]) -> tuple[str, ...]:
    """A list of http or https addresses."""
    return tuple(read_url([url]) for url in read_texts(values))


def read_moment(values: Sequence[str]) -> datetime:
    """A date (midnight UTC), or a date and time (UTC if it has no zone)."""
    expected = "a date such as 2025-03-01, or with a time: 2025-03-01 18:30"
    try:
        moment = datetime.fromisoformat(_only(values, expected).strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(expected) from None


def read_date(values: Sequence[str]) -> date:
    """A date."""
    expected = "a date such as 2025-06-30"
    try:
        return date.fromisoformat(_only(values, expected).strip())
    except ValueError:
        raise ValueError(expected) from None


def read_count(values: Sequence[str]) -> int:
    """A whole number from 1 to 100."""
    expected = "a whole number from 1 to 100"
    text = _only(values, expected).strip()
    if not _COUNT.fullmatch(text):
        raise ValueError(expected)
    return int(text)


def read_yes_or_no(values: Sequence[str]) -> bool:
    """Yes or no, in one of the usual words."""
    expected = "yes or no"
    word = _only(values, expected).strip().lower()
    if word not in {"yes", "no", "true", "false", "on", "off"}:
        raise ValueError(expected)
    return word in {"yes", "true", "on"}


def read_recipients(values: Sequence[str]) -> tuple[str, ...]:
    """Mail addresses."""
    recipients = read_texts(values)
    for recipient in recipients:
        if not _is_address(recipient):
            raise ValueError(f"addresses such as name@example.org, and {recipient[:80]!r} is none")
    return recipients


def _is_address(text: str) -> bool:
    try:
        _, host = parse_address(text)
    except ValueError:
        return False
    return "." in host or host == "localhost"  # otherwise probably a typo, such as name@example


def read_timezone(values: Sequence[str]) -> str:
    """The name of a timezone."""
    expected = "a timezone such as Europe/Kyiv"
    name = _only(values, expected).strip()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = get_close_matches(name, available_timezones(), n=1)
        raise ValueError(f"{expected}; did you mean {near[0]}?" if near else expected) from None
    return name


def read_quiet_hours(values: Sequence[str]) -> tuple[time, time]:
    """Two times of day, start and end."""
    expected = "two times of day such as 22:00-07:00"
    ends = re.split(r"\s*[-–—]\s*", values[0].strip()) if len(values) == 1 else list(values)
    clocks = [_CLOCK.fullmatch(end.strip()) for end in ends]
    try:
        start, end = [time(int(clock[1]), int(clock[2] or 0)) for clock in clocks if clock]
    except ValueError:
        raise ValueError(expected) from None
    if len(clocks) != 2 or start == end:
        raise ValueError(expected)
    return start, end


def _one_of(names: Sequence[str]) -> Reader:
    expected = f"one of {', '.join(names)}"

    def read_choice(values: Sequence[str]) -> str:
        choice = _only(values, expected).strip().lower()
        if choice not in names:
            near = get_close_matches(choice, names, n=1)
            raise ValueError(f"{expected}; did you mean {near[0]}?" if near else expected)
        return choice

    return read_choice


def _only(values: Sequence[str], expected: str) -> str:
    if len(values) != 1:
        raise ValueError(expected)
    return values[0]


READERS: Mapping[str, Reader] = {
    "title": read_text,
    "url": read_url,
    "published": read_moment,
    "recipients": read_recipients,
    "sensitivity": _one_of(get_args(Sensitivity)),
    "alerts": _one_of(get_args(AlertRhythm)),
    "timezone": read_timezone,
    "quiet_hours": read_quiet_hours,
    "feeds": read_texts,
    "must_mention": read_texts,
    "never_mention": read_texts,
    "languages": read_languages,
    "leave_out": read_texts,
    "more": read_texts,
    "less": read_texts,
    "expires": read_date,
    "webhooks": read_urls,
    "snooze": read_date,
    "mails_a_day": read_count,
    "still_watching": read_yes_or_no,
    "paused": read_yes_or_no,
}


def read_setting(key: str, text: str) -> Any:
    """The value of a setting as it is written in one line. Raises ValueError with the expected form."""
    return READERS[key]([text])
