"""How the values of settings are written: lists, addresses, and what a pattern describes."""

import re
from typing import Any

from pydantic import AfterValidator

from extractors import has_valid_host
from news import parse_address


def split_words(value: Any) -> Any:
    """Split a string such as "a@x.org, b@y.org" at commas, semicolons and spaces; return other values unchanged."""
    return tuple(filter(None, re.split(r"[,;\s]+", value))) if isinstance(value, str) else value


def split_commas(value: Any) -> Any:
    """Split a string at commas alone, for names that may contain spaces; return other values unchanged."""
    return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


def check_address(address: str) -> str:
    """Return the address if it is a mail address; otherwise raise ValueError."""
    try:
        parse_address(address)
    except ValueError:
        raise ValueError(f"{address!r} is not a mail address") from None
    return address


def check_host(address: str) -> str:
    """Return a web address, or "", if its host and port are valid; otherwise raise ValueError."""
    if address and not has_valid_host(address):
        raise ValueError(f"{address!r} is no web address: its host or port is not valid")
    return address


def written_as(pattern: str, expected: str) -> AfterValidator:
    """A check that the whole value matches the pattern; its error says in words what is expected."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"must be {expected}")
        return value

    return AfterValidator(check)
