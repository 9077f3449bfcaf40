"""Readers that ask and do not read hold no place for ever: the server goes on for everybody else."""

import socket
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from headwater.publish import waiting
from headwater.publish.server import LIMITS
from tests.publish.serving import serving

MOST = 20
PIECE = b"x" * 65_536


async def _much() -> AsyncIterator[bytes]:
    for _ in range(4_096):
        yield PIECE


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server with the limits of the site's, for few connections, and an answer of 256 MB."""
    monkeypatch.setattr(waiting, "UNREAD_SECONDS", 0.5)
    app = Starlette(
        routes=[
            Route("/much", lambda _request: StreamingResponse(_much())),
            Route("/", lambda _request: PlainTextResponse("here")),
        ]
    )
    limits = {**LIMITS, "log_level": "critical", "limit_concurrency": MOST}
    with serving(app, **limits) as found:
        yield found


def asked(port: int, path: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
    return connection


def whole(connection: socket.socket) -> bytes:
    found = b""
    with connection:
        while piece := connection.recv(65_536):
            found += piece
    return found


def test_who_does_not_read_is_let_go(port: int) -> None:
    held: list[socket.socket] = []
    answer = b"here"
    # each place is taken: a further connection is told to come back
    while b"503" not in answer and len(held) < 10 * MOST:
        held.append(asked(port, "/much"))
        assert held[-1].recv(8).startswith(b"HTTP/1.1")
        answer = whole(asked(port, "/"))
    deadline = time.monotonic() + 30
    assert b"503" in answer
    while b"here" not in answer and time.monotonic() < deadline:
        answer = whole(asked(port, "/"))
        time.sleep(0.1)
    for connection in held:
        connection.close()

    assert b"here" in answer


def test_who_reads_slowly_gets_all(port: int) -> None:
    connection = asked(port, "/much")
    size = 0
    with connection:
        while piece := connection.recv(4_194_304):
            size += len(piece)
            time.sleep(0.001)

    assert size > 4_096 * len(PIECE)
