"""Connections that check the exact address they connect to, and that end at a deadline whatever the server does."""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from ssl import SSLContext
from typing import Any

import httpcore2
import httpx2

from extractors.web.response_head import LONGEST_HEAD, find_head_end, is_interim, mend_head
from extractors.web.ssrf_guard import AddressError, Network

LONGEST_SILENCE = 10.0  # seconds between two bytes


class Deadline:
    """A point in time after which every wait ends, given in seconds from now. `cut` ends them before it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._cut = threading.Event()
        self._lock = threading.Lock()
        self._connecting: Future[httpcore2.NetworkStream] = Future()
        self._socket: socket.socket | None = None

    @property
    def is_cut(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._cut.is_set()

    def left(self) -> float:
        """The seconds left. Raises httpcore2's ReadTimeout if there are none."""
        seconds = self._end - time.monotonic()
        if seconds <= 0 or self.is_cut:
            raise httpcore2.ReadTimeout("the time is up")
        return seconds

    def extend(self, seconds: float) -> None:
        """Postpone the deadline by an intended wait."""
        self._end += seconds

    def pause(self, seconds: float) -> None:
        """Wait, which does not count."""
        self._cut.wait(seconds)
        self.extend(seconds)

    def cut(self) -> None:
        """End every wait now; from another thread."""
        with self._lock:
            self._cut.set()
            with suppress(InvalidStateError):
                self._connecting.set_exception(httpcore2.ConnectTimeout("the connection is not wanted any more"))
            self._shut()

    def connecting(self, connect: Callable[[], httpcore2.NetworkStream]) -> httpcore2.NetworkStream:
        """Connect in a thread of its own, because nothing ends the system's lookup of a name."""
        seconds = self.left()
        with self._lock:
            self._connecting = Future()
        wanted = (self._connecting, connect)
        threading.Thread(target=_connect, args=wanted, name="connect", daemon=True).start()
        try:
            return self._connecting.result(seconds)
        except TimeoutError:
            self._connecting.cancel()
            raise httpcore2.ConnectTimeout("no connection in time") from None

    def watch(self, sock: socket.socket) -> None:
        """Have this socket shut when the waits end."""
        with self._lock:
            self._socket = sock
            if self.is_cut:
                self._shut()

    def _shut(self) -> None:
        with suppress(OSError):  # it may be closed already
            if self._socket is not None:
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # an SSLSocket's own would change what is read


def _connect(wanted: Future[httpcore2.NetworkStream], connect: Callable[[], httpcore2.NetworkStream]) -> None:
    try:
        made = connect()
    except Exception as error:  # noqa: BLE001  it is raised where the connection is waited for
        with suppress(InvalidStateError):
            wanted.set_exception(error)
        return
    try:
        wanted.set_result(made)
    except InvalidStateError:  # nobody waits for it any more
        made.close()


class Transport(httpx2.BaseTransport):
    """The transport for httpx2; raises httpcore2's errors and AddressError."""

    def __init__(self, network: Network, ssl_context: SSLContext, deadline: Deadline) -> None:
        backend = CheckedBackend(network, deadline)
        self._pool = httpcore2.ConnectionPool(ssl_context=ssl_context, network_backend=backend)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; the body of the response is streamed."""
        address = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        headers, content = request.headers.raw, request.read()
        response = self._pool.handle_request(
            httpcore2.Request(request.method, address, headers=headers, content=content or None)
        )
        return httpx2.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class CheckedBackend(httpcore2.NetworkBackend):
    """Connections that go only to allowed addresses and end at one deadline.

    A host is looked up once and the connection uses the checked address, so a name that changes its address between
    check and use (DNS rebinding) gains nothing.
    """

    def __init__(self, network: Network, deadline: Deadline) -> None:
        self._network = network
        self._deadline = deadline
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first allowed address that answers. Raises AddressError if none is allowed."""
        stream = self._deadline.connecting(lambda: self._connect(host, port, local_address, socket_options))
        self._deadline.watch(stream.get_extra_info("socket"))
        return _TimedStream(stream, self._deadline)

    def _connect(
        self, host: str, port: int, local_address: str | None, socket_options: Iterable[Any] | None
    ) -> httpcore2.NetworkStream:
        addresses = self._allowed_addresses(host, port)
        for number, address in enumerate(addresses, start=1):
            patience = self._deadline.left() / (len(addresses) - number + 1)
            try:
                return self._sockets.connect_tcp(address, port, patience, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise AddressError(f"{host} has no address")

    def _allowed_addresses(self, host: str, port: int) -> list[str]:
        if not self._network.is_allowed_name(host):
            raise AddressError(f"{host} is not a public host name", is_private=True)
        if not self._network.is_allowed_port(port):
            raise AddressError(f"port {port} is not for the web", is_private=True)
        addresses = list(dict.fromkeys(self._look_up(host, port)))
        allowed = [address for address in addresses if self._network.is_allowed(address)]
        if addresses and not allowed:
            problem = f"{host} resolves to {addresses[0]}, which is not a public address"
            raise AddressError(problem, is_private=True)
        return allowed

    def _look_up(self, host: str, port: int) -> list[str]:
        try:
            return self._network.resolve(host, port)
        except (OSError, ValueError) as error:
            raise httpcore2.ConnectError(f"no address found for {host}") from error


class _TimedStream(httpcore2.NetworkStream):
    """A connection in which every step is limited to the time left, so that a slow server cannot hold it open.

    The head of each response is mended before the HTTP library, which is stricter than browsers, sees it.
    """

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline
        self._awaits_head = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._read_head(max_bytes) if self._awaits_head else self._receive(max_bytes)

    def _receive(self, max_bytes: int) -> bytes:
        return self._stream.read(max_bytes, min(self._deadline.left(), LONGEST_SILENCE))

    def _read_head(self, max_bytes: int) -> bytes:
        received = bytearray()
        while len(received) <= LONGEST_HEAD:
            more = self._receive(max_bytes)
            end = find_head_end(received, more)
            if end:
                self._awaits_head = is_interim(received)
                return mend_head(bytes(received[:end])) + bytes(received[end:])
            if not more:
                break
        return bytes(received)  # the HTTP library says what is wrong with it

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left())
        self._awaits_head = True

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        with self._stream.get_extra_info("socket").dup() as handle:  # the handshake takes the socket itself over
            self._deadline.watch(handle)
            secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        self._deadline.watch(secured.get_extra_info("socket"))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
