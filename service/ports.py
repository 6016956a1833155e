"""Ports to listen on."""

import socket

LOOPBACK = "127.0.0.1"


def find_port(host: str, wanted: int) -> int:
    """The wanted port if it is free, any free one for 0. Raises OSError if it is taken or cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # as servers do, so that a port in TIME_WAIT counts as free
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, wanted))
        return int(probe.getsockname()[1])


def reached_at(host: str) -> str:
    """How a browser on this machine writes the host that a server listens on: a wildcard address becomes loopback."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104  only compared, not bound
        return LOOPBACK
    return f"[{host}]" if ":" in host else host
