"""Serves an application on a free port, in a thread of the test's own process."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp


@contextmanager
def serving(app: ASGIApp, backlog: int = 100, **settings: Any) -> Iterator[int]:
    """The port on which an application is served until the end; errors alone are logged."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=backlog)
    server = uvicorn.Server(uvicorn.Config(app, **{"log_level": "error", "ws": "none", **settings}))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
