"""A server on loopback that falls silent."""

import socketserver
import threading
from collections.abc import Sequence
from contextlib import suppress


class SilentServer(socketserver.ThreadingTCPServer):
    """Says the first of `replies` at once and the others each after a line, and then nothing.

    `fell_silent` is set when it has said them all, `lost` when the client has closed a connection after that.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self, replies: Sequence[str] = ()) -> None:
        self.replies = replies
        self.fell_silent, self.lost = threading.Event(), threading.Event()
        super().__init__(("127.0.0.1", 0), _Session)
        self.at = f"127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class _Session(socketserver.StreamRequestHandler):
    server: SilentServer

    def handle(self) -> None:
        with suppress(OSError):
            for number, reply in enumerate(self.server.replies):
                if number:
                    self.rfile.readline()
                self.wfile.write(f"{reply}\r\n".encode())
            self.server.fell_silent.set()
            self.rfile.read()
        self.server.lost.set()
