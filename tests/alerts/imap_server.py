"""A server on loopback with the commands of IMAP4rev1 that are needed to read one folder."""

import base64
import re
import socketserver
import threading
import time
from contextlib import suppress

_PARTIAL = re.compile(r"BODY\.PEEK\[\]<0\.(\d+)>")


class ImapServer(socketserver.ThreadingTCPServer):
    """Serves the messages in `stored` by UID; None is one that it refuses to hand out, as `refusals` say by UID.

    A refusal is a whole line, with {} for the tag, or "" for OK without a message.
    `hangs_up` has the UIDs at which it drops the connection, `transferred` counts the bytes that it sent. With
    `echoes`, it repeats the login that it refuses; with `drips`, it sends a byte at a time, this many seconds apart.
    """

    allow_reuse_address = daemon_threads = True
    request_queue_size = 20

    def __init__(self, password: str = "hidden") -> None:
        self.password = password
        self.stored: dict[str, bytes | None] = {
            "1": b"Subject: one\r\n\r\nstop\r\n",
            "2": b"Subject: two\r\n\r\nno d1\r\n",
        }
        self.flags: dict[str, set[str]] = {}
        self.folders = {"INBOX", "Answers"}
        self.hangs_up: set[str] = set()
        self.refusals: dict[str, str] = {}
        self.capabilities = "IMAP4rev1 AUTH=PLAIN"
        self.echo = "LOGIN failed for {}"
        self.drips = 0.0
        self.is_terse = False  # some servers send no SEARCH response if nothing is found
        self.transferred = self.logins = 0
        super().__init__(("127.0.0.1", 0), _Session)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def url(self, user: str = "ann", password: str = "hidden", folder: str = "") -> str:
        return f"imap://{user}:{password}@127.0.0.1:{self.server_address[1]}/{folder}"

    def named(self, *flags: str) -> list[str]:
        """The messages with these flags."""
        return [name for name in self.stored if set(flags) <= self.flags.get(name, set())]


class _Session(socketserver.StreamRequestHandler):
    server: ImapServer

    def handle(self) -> None:
        with suppress(ConnectionError):
            self.say("* OK ready")
            for line in iter(self.rfile.readline, b""):
                tag, _, command = line.decode().strip().partition(" ")
                if self.execute(tag, command) is False:
                    return

    def say(self, text: str) -> None:
        self.send(f"{text}\r\n".encode())

    def send(self, content: bytes) -> None:
        self.server.transferred += len(content)
        pieces = [content[place : place + 1] for place in range(len(content))] if self.server.drips else [content]
        for piece in pieces:
            self.wfile.write(piece)
            time.sleep(self.server.drips)

    def execute(self, tag: str, command: str) -> bool:
        words = command.upper().split()
        handler = getattr(self, f"do_{'_'.join(words[:2] if words[0] == 'UID' else words[:1]).lower()}", None)
        refusal = handler(command.split(maxsplit=3)) if handler else None
        if refusal == "hang up":
            return False
        if refusal and "{}" in refusal:
            self.say(refusal.format(tag))
        else:
            self.say(f"{tag} NO {refusal}" if refusal else f"{tag} OK done")
        return True

    def do_capability(self, _words: list[str]) -> None:
        self.say(f"* CAPABILITY {self.server.capabilities}")

    def do_login(self, words: list[str]) -> str:
        self.server.logins += 1
        given = " ".join(words[2:])
        literal = re.fullmatch(r"\{(\d+)\}", given)
        if literal:
            self.say("+ go on")
            given = '"' + self.rfile.read(int(literal[1])).decode() + '"'
            self.rfile.readline()
        quoted = self.server.password.replace("\\", "\\\\").replace('"', '\\"')
        return "" if given == f'"{quoted}"' else self.server.echo.format(" ".join(words))

    def do_authenticate(self, _words: list[str]) -> str:
        self.say("+ ")
        given = self.rfile.readline().decode().strip()
        _, _, password = base64.b64decode(given).decode().split("\0")
        return "" if password == self.server.password else self.server.echo.format(given)

    def do_select(self, words: list[str]) -> str:
        if " ".join(words[1:]).strip('"') not in self.server.folders:
            return "no such folder"
        self.say(f"* {len(self.server.stored)} EXISTS")
        return ""

    def do_uid_search(self, words: list[str]) -> None:
        if words[2] == "UID":
            found = [name for name in self.server.stored if [name] == words[3:]]
        elif words[2:] == ["UNSEEN"]:
            found = [name for name in self.server.stored if "\\Seen" not in self.server.flags.get(name, set())]
        else:
            found = self.server.named("\\Seen", "\\Flagged")
        if found or not self.server.is_terse:
            self.say(f"* SEARCH {' '.join(found)}")

    def do_uid_fetch(self, words: list[str]) -> str:
        name, wanted = words[2], _PARTIAL.search(words[3])
        if name in self.server.hangs_up:
            return "hang up"
        body = self.server.stored.get(name)
        if body is None:
            return self.server.refusals.get(name, "message is corrupt") if name in self.server.stored else ""
        if wanted:
            body = body[: int(wanted[1])]
        self.send(f"* 1 FETCH (UID {name} BODY[]<0> {{{len(body)}}}\r\n".encode() + body + b")\r\n")
        return ""

    def do_uid_store(self, words: list[str]) -> None:
        self.server.flags.setdefault(words[2], set()).update(re.findall(r"\\\w+", words[3]))
