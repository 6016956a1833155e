"""End an exchange that takes too long in all, however steadily the other side sends."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self


class Alarm:
    """Shuts the socket that `find_socket` returns so many seconds after its start, unless it is cancelled.

    The timeout of the socket does not see that an exchange takes too long: it begins anew with each byte. `has_rung`
    says that the time was up; a connection made after that must not be used.
    """

    def __init__(self, seconds: float, find_socket: Callable[[], socket.socket | None]) -> None:
        self.has_rung = False
        self._find_socket = find_socket
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def start(self) -> None:
        """Begin to count the seconds."""
        self._timer.start()

    def cancel(self) -> None:
        """Keep it from ringing from now on."""
        self._timer.cancel()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()

    def _ring(self) -> None:
        self.has_rung = True
        with suppress(OSError, AttributeError):  # it may be closing at this moment
            sock = self._find_socket()
            if sock is not None:
                socket.socket.shutdown(sock, socket.SHUT_RDWR)  # an SSLSocket's own would change what is being read
