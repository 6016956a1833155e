"""Whether an address can be that of a server."""

from urllib.parse import urlsplit


def has_valid_host(url: str) -> bool:
    """Whether a URL has a host, and a port that there can be if it names one."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
