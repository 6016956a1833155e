"""Cut an exchange with a server that takes too long in all, or that the run cannot wait for any more."""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, InvalidStateError
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from ssl import SSLContext

OnStop = Callable[[Callable[[], None]], AbstractContextManager[object]]
"""Has a function called when the run is to stop while the block runs; at once if it is to stop already."""


class Alarm:
    """Makes a connection, and can cut it at any time, also while it is being made.

    The timeout of a socket does not see that an exchange takes too long, because it begins anew with each byte, and
    nothing ends the lookup of a name. `has_rung`: the exchange was cut, and no connection is made any more;
    `is_stopped`: it was cut because the run is to stop.
    """

    def __init__(self, on_stop: OnStop = nullcontext) -> None:
        self.has_rung = self.is_stopped = False
        self._on_stop = on_stop
        self._lock = threading.Lock()
        self._connecting: Future[socket.socket] = Future()
        self._socket: socket.socket | None = None

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Cut the exchange in the block if it takes longer, however steadily the other side sends."""
        self.has_rung = self.is_stopped = False
        timer = threading.Timer(seconds, self._ring)
        timer.daemon = True
        timer.start()
        try:
            with self._on_stop(self._stop):
                yield
        finally:
            timer.cancel()

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect; `timeout` is that of the socket. Raises OSError, TimeoutError when it is cut."""
        with self._lock:
            if self.has_rung:
                raise TimeoutError
            self._connecting = Future()
        wanted = (self._connecting, (host, port), timeout)
        threading.Thread(target=_connect, args=wanted, name=f"connect to {host}", daemon=True).start()
        return self.watch(self._connecting.result())

    def secure(self, sock: socket.socket, context: SSLContext, host: str) -> socket.socket:
        """Begin TLS on a connection. Raises OSError."""
        with self.in_handshake(sock):
            secured = context.wrap_socket(sock, server_hostname=host)
        return self.watch(secured)

    @contextmanager
    def in_handshake(self, sock: socket.socket) -> Iterator[None]:
        """Keep a connection in reach while TLS is begun on it in the block, which takes its socket over."""
        with sock.dup() as handle:
            self.watch(handle)
            yield

    def watch(self, sock: socket.socket) -> socket.socket:
        """Have this socket shut from now on."""
        with self._lock:
            self._socket = sock
            if self.has_rung:
                self._shut()
        return sock

    def _stop(self) -> None:
        self.is_stopped = True
        self._ring()

    def _ring(self) -> None:
        with self._lock:
            self.has_rung = True
            with suppress(InvalidStateError):
                self._connecting.set_exception(TimeoutError())
            self._shut()

    def _shut(self) -> None:
        with suppress(OSError):  # it may be closed already
            if self._socket is not None:
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # an SSLSocket's own would change what is read


def _connect(wanted: Future[socket.socket], address: tuple[str, int], timeout: float) -> None:
    try:
        made = socket.create_connection(address, timeout)
    except Exception as error:  # noqa: BLE001  it is raised where the connection is waited for
        with suppress(InvalidStateError):
            wanted.set_exception(error)
        return
    try:
        wanted.set_result(made)
    except InvalidStateError:  # nobody waits for it any more
        made.close()
