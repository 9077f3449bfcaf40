"""The served site: the static site's pages rendered on request, and each page's data as JSON."""

import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from headwater.publish.addresses import data_file
from headwater.publish.api.routes import is_held, routes
from headwater.publish.api.sql import Desk
from headwater.publish.export import csv_parts
from headwater.publish.questions.question import Tracer
from headwater.publish.questions.routes import Asking, trace_routes
from headwater.publish.render import render_missing
from headwater.publish.roster_served import roster_route
from headwater.publish.site import Content, content
from headwater.publish.site_db import FILE_NAME, FOLDER, SiteDb
from headwater.publish.waiting import PatientProtocol
from headwater.publish.written import PAGES_MARK, is_of, written_content

HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; "
        "base-uri 'none'; form-action 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
EMBED_HEADERS: Mapping[str, str] = {
    **{key: value for key, value in HEADERS.items() if key != "cross-origin-opener-policy"},
    "content-security-policy": HEADERS["content-security-policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    ),
    "cross-origin-resource-policy": "cross-origin",
}
"""Pictures are made to stand on other people's pages; nothing else may be framed."""
_EMBEDS = "/pictures/"
LIMITS: Mapping[str, Any] = {
    "log_level": "warning",
    "server_header": False,
    "ws": "none",
    "http": PatientProtocol,
    "limit_concurrency": 500,
    "timeout_keep_alive": 5,
    "h11_max_incomplete_event_size": 16_384,
}
"""How the server is run: connections beyond the limit are told to come back, half a request is not waited for."""
_ANYWHERE = {"access-control-allow-origin": "*"}
_DATA = ("application/json", "text/csv; charset=utf-8")
"""What programs of other pages may read."""
_KEPT_PAGES = 512
Mark = tuple[int, int, int]
_LONGEST_ADDRESS = 300


class Site:
    """The site's file, open once a thread; a rebuilt file is taken up at the next request."""

    def __init__(self, home: Path) -> None:
        self._path, self._folder = home / FILE_NAME, home / FOLDER
        self._mine, self._opening = threading.local(), threading.Lock()
        self._first: tuple[Mark, SiteDb, bool] | None = None
        self._kept: OrderedDict[tuple[Mark, str], Content] = OrderedDict()
        # opens the file, so that a case without one is told at the start, and spares the first reader the wait
        self.at("index.html")

    def at(self, address: str) -> Content | None:
        """What stands at an address; what was sent lately is kept in memory."""
        if len(address) > _LONGEST_ADDRESS:
            return None
        mark = self._mark()
        return self.ready(address) or self._keep((mark, address), content(self._open(mark), address))

    def ready(self, address: str) -> Content | None:
        """What can be sent at once: what is kept, or stands written as a page or as one of its files."""
        mark = self._mark()
        kept = self._kept.get((mark, address))
        if kept or len(address) > _LONGEST_ADDRESS:
            return kept
        db = self._open(mark)
        return (
            self._keep((mark, address), written_content(self._folder, db, address)) if self._mine.is_written else None
        )

    def missing(self, address: str) -> Content:
        """The page for an address where nothing stands."""
        return Content(render_missing(self._open(self._mark()), address), "text/html; charset=utf-8")

    def table(self, address: str) -> tuple[str, Iterator[bytes]] | None:
        """A public view as CSV in pieces, read through a connection of its own; None where there is no such file.

        The mark before it is of the edition: the pieces are not gone through for one of their bytes.
        """
        view = address.removeprefix("data/").removesuffix(".csv")
        db = self._open(self._mark())
        if address != data_file(view) or not db.has(view):
            return None
        return f'W/"{db.case["edition"]}-{view}"', _pieces(self._path, view)

    def opened(self) -> tuple[SiteDb, Mark]:
        """The site's file, open in this thread, and a mark of its edition."""
        mark = self._mark()
        return self._open(mark), mark

    def _keep(self, key: tuple[Mark, str], found: Content | None) -> Content | None:
        """Keeps what was found, and lets go of what was kept first."""
        if found:
            with self._opening:
                self._kept[key] = found
                if len(self._kept) > _KEPT_PAGES:
                    self._kept.popitem(last=False)
        return found

    def _mark(self) -> Mark:
        """What stands in the case's home now: which file, and which folder of pages."""
        found = self._path.stat()
        try:
            pages = (self._folder / PAGES_MARK).stat().st_mtime_ns
        except OSError:
            pages = 0
        return found.st_ino, found.st_mtime_ns, pages

    def _open(self, mark: Mark) -> SiteDb:
        if getattr(self._mine, "mark", None) != mark:
            first, is_written = self._edition(mark)
            self._mine.db, self._mine.is_written, self._mine.mark = first.again(), is_written, mark
        db: SiteDb = self._mine.db
        return db

    def _edition(self, mark: Mark) -> tuple[SiteDb, bool]:
        """The file, opened once for all threads to open again, and whether its pages stand written."""
        with self._opening:
            if self._first is None or self._first[0] != mark:
                db = SiteDb(self._path)
                self._first = (mark, db, is_of(self._folder, db))
            return self._first[1:]


class SafeHeaders:
    """Adds the security headers to every answer, errors among them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and marks the answer."""

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = EMBED_HEADERS if scope["path"].startswith(_EMBEDS) else HEADERS
                added = [(key.encode(), value.encode()) for key, value in said.items()]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, send_marked)


def make_app(home: Path, tracer: Tracer | None = None) -> Starlette:
    """The application over ``<home>/site.sqlite``; it reads and answers GET and HEAD only.

    Args:
        home: the case's home.
        tracer: answers readers' own traces; without one their form leads nowhere.

    Raises:
        WarehouseError: if the case has no site yet.
    """
    site = Site(home)

    async def answer(request: Request) -> Response:
        # what is ready is sent by the thread that reads requests: another one would wait for its turn
        address = _whole(request.path_params["address"])
        ready = site.ready(address)
        return _sent(request, ready) if ready else await run_in_threadpool(own, request, address)

    def own(request: Request, address: str) -> Response:
        address = _whole(address)
        table = site.table(address)
        if table is not None:
            return _streamed(request, *table)
        found = site.at(address)
        if found is None:
            return _missing(site, request, address)
        return _sent(request, found)

    asking = Asking(site, tracer, own) if tracer else None

    @asynccontextmanager
    async def preparing(_app: Starlette) -> AsyncIterator[None]:
        if asking:
            asking.prepare()
        yield

    return Starlette(
        routes=[
            *(trace_routes(asking) if asking else ()),
            *routes(site, Desk(home)),
            roster_route(site),
            Route("/{address:path}", answer, methods=["GET"]),
        ],
        middleware=[Middleware(SafeHeaders)],
        lifespan=preparing,
    )


def serve(home: Path, port: int, tracer: Tracer | None = None, host: str = "127.0.0.1") -> None:
    """Serves the site of a case until it is interrupted.

    Raises:
        WarehouseError: if the case has no site yet.
    """
    uvicorn.run(make_app(home, tracer), host=host, port=port, **LIMITS)


def _whole(address: str) -> str:
    return f"{address}index.html" if address == "" or address.endswith("/") else address


def _sent(request: Request, found: Content) -> Response:
    """A content with a mark of its bytes, or nothing where the reader has these bytes already."""
    headers = {"etag": found.etag} | (_ANYWHERE if found.media_type in _DATA else {})
    if is_held(request, found.etag):
        return Response(status_code=304, headers=headers)
    return Response(found.body, media_type=found.media_type, headers=headers)


def _missing(site: Site, request: Request, address: str) -> Response:
    """A folder without its slash leads to its index; anything else has no page."""
    if site.at(f"{address}/index.html") is not None:
        return RedirectResponse(f"{request.scope.get('root_path', '')}/{address}/", status_code=308)
    missing = site.missing(address)
    return Response(missing.body, status_code=404, media_type=missing.media_type)


def _streamed(request: Request, etag: str, pieces: Iterator[bytes]) -> Response:
    headers = {"etag": etag, **_ANYWHERE}
    if is_held(request, etag):
        return Response(status_code=304, headers=headers)
    return StreamingResponse(pieces, media_type="text/csv; charset=utf-8", headers=headers)


def _pieces(path: Path, view: str) -> Iterator[bytes]:
    with SiteDb(path) as db:
        yield from csv_parts(db, view)
