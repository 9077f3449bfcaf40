"""A server on 127.0.0.1 that does what real ones do wrong: each test scripts its answers byte by byte."""

import hashlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count

Act = Callable[["Request"], None]
PATIENCE = 3.0
"""No thread of a test waits longer than this, whatever goes wrong."""


@dataclass
class Request:
    """What was asked, and the connection to answer on."""

    path: str
    headers: dict[str, str]
    connection: socket.socket

    def send(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        """Answers with what the test says; a length is stated unless the test states another or none (empty)."""
        given = {"Content-Length": str(len(body)), **(headers or {})}
        lines = [f"HTTP/1.1 {status} said", *(f"{name}: {text}" for name, text in given.items() if text)]
        self.connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    def reset(self) -> None:
        """Breaks the connection off hard."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


@dataclass
class Server:
    """Answers each path's requests with its acts in turn; the last act answers all that follow."""

    port: int
    acts: dict[str, list[Act]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    scheme: str = "http"

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def answer(self, connection: socket.socket) -> None:
        """Reads one request and lets its act answer it."""
        head = b""
        while b"\r\n\r\n" not in head:
            block = connection.recv(65536)
            if not block:
                return
            head += block
        first, *lines = head.decode("latin-1").split("\r\n\r\n", maxsplit=1)[0].split("\r\n")
        path = first.split(" ")[1]
        headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
        request = Request(path, headers, connection)
        self.asked.append(request)
        acts = self.acts.get(path)
        if not acts:
            request.send(404)
            return
        (acts.pop(0) if len(acts) > 1 else acts[0])(request)


@contextmanager
def served(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that stops by itself at the end of the test."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    server = Server(listener.getsockname()[1], scheme="https" if tls else "http")
    is_over = threading.Event()
    threads: list[threading.Thread] = []

    def talk(plain: socket.socket) -> None:
        # A client that breaks off, or refuses the certificate, is what some tests are about.
        with suppress(OSError), plain:
            plain.settimeout(PATIENCE)
            with tls.wrap_socket(plain, server_side=True) if tls else plain as connection:
                server.answer(connection)

    def listen() -> None:
        for _ in count():
            if is_over.is_set():
                return
            with suppress(TimeoutError):
                plain, _ = listener.accept()
                threads.append(threading.Thread(target=talk, args=(plain,), daemon=True))
                threads[-1].start()

    main = threading.Thread(target=listen, daemon=True)
    main.start()
    try:
        yield server
    finally:
        is_over.set()
        main.join(PATIENCE)
        listener.close()
        for thread in threads:
            thread.join(PATIENCE)


LONG_AGO = "Thu, 01 Feb 2024 00:00:00 GMT"
NOW = "Fri, 01 Mar 2024 00:00:00 GMT"


@dataclass
class Stored:
    """A file as an honest server holds it; `acts` break what they are named for."""

    body: bytes
    etag: str = ""
    modified: str = LONG_AGO

    def __post_init__(self) -> None:
        self.etag = self.etag or f'"{hashlib.sha256(self.body).hexdigest()[:12]}"'

    @property
    def marks(self) -> dict[str, str]:
        """The headers that tell this version from others."""
        return {"ETag": self.etag, "Last-Modified": self.modified, "Date": NOW}

    def honest(self, request: Request) -> None:
        """Honours conditions and ranges."""
        asked = request.headers
        if asked.get("if-none-match") == self.etag:
            request.send(304, headers=self.marks)
            return
        if "range" in asked and asked.get("if-range") in {self.etag, self.modified}:
            start = int(asked["range"].removeprefix("bytes=").removesuffix("-"))
            size = len(self.body)
            span = {"Content-Range": f"bytes {start}-{size - 1}/{size}"}
            request.send(206, self.body[start:], {**self.marks, **span})
            return
        request.send(200, self.body, self.marks)

    def plain(self, request: Request) -> None:
        """Gives the whole file whatever is asked."""
        request.send(200, self.body, self.marks)

    def cut(self, at: int) -> Act:
        """Closes the connection after so many bytes."""
        return lambda request: self._begin(request, at)

    def reset(self, at: int) -> Act:
        """Breaks the connection off hard after so many bytes."""

        def act(request: Request) -> None:
            self._begin(request, at)
            request.reset()

        return act

    def stalled(self, at: int, until: threading.Event) -> Act:
        """Sends so many bytes and then nothing."""

        def act(request: Request) -> None:
            self._begin(request, at)
            until.wait(PATIENCE)

        return act

    def _begin(self, request: Request, at: int) -> None:
        request.send(200, self.body[:at], {**self.marks, "Content-Length": str(len(self.body))})


def failing(status: int, headers: dict[str, str] | None = None) -> Act:
    """Answers with an error."""
    return lambda request: request.send(status, b"no", headers)


def redirecting(to: str, status: int = 302) -> Act:
    """Answers with a redirect."""
    return lambda request: request.send(status, headers={"Location": to})
