"""A program that webhooks call, on this machine; what it answers follows from the path called."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Call:
    path: str
    headers: dict[str, str]
    body: str

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    port: int = 0
    calls: list[Call] = field(default_factory=list)
    # Seconds that it takes to answer.
    stalls: float = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    @property
    def ids(self) -> list[str]:
        return [call.id for call in self.calls]


def this_machine(address: str) -> bool:
    return address == "127.0.0.1"


class Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        call = Call(self.path, dict(self.headers), self.rfile.read(length).decode())
        self.receiver.calls.append(call)
        time.sleep(self.receiver.stalls)
        name, _, argument = self.path.strip("/").partition("/")
        with suppress(OSError):
            getattr(self, f"do_{name}", self.do_status)(argument or name)

    def do_status(self, status: str, body: bytes = b"", **headers: str) -> None:
        self.send_response(int(status))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_words(self, words: str) -> None:
        self.do_status("500", words.encode() + b"\0\n\xff")

    def do_later(self, seconds: str) -> None:
        self.do_status("429", Retry_After=seconds)

    def do_moved(self, _argument: str) -> None:
        self.do_status("302", Location=f"http://127.0.0.1:{self.receiver.port}/200")

    def do_hang(self, _argument: str) -> None:
        time.sleep(3)

    def do_drip(self, _argument: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X-More: yes\r\n")
            time.sleep(0.05)

    def do_body_drips(self, status: str) -> None:
        self.wfile.write(f"HTTP/1.1 {status} Answer\r\n\r\n".encode())
        while True:
            self.wfile.write(b"more ")
            time.sleep(0.05)

    def do_huge(self, _argument: str) -> None:
        self.wfile.write(b"HTTP/1.1 500 No\r\n\r\n")
        while True:
            self.wfile.write(b"x" * 65_536)

    def do_cut(self, _argument: str) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    with listening(type("Handler", (Handler,), {"receiver": receiver})) as port:
        receiver.port = port
        yield receiver


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """The port on which it answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads, server.block_on_close = True, False
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
