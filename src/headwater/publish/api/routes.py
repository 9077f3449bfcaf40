"""What the served site answers beside pages and files: rows as JSON, a reader's SQL, and the description of both."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from headwater.base.errors import CaseError
from headwater.publish.api.limits import LONGEST, ROWS, SECONDS
from headwater.publish.api.openapi import ADDRESS, openapi_json
from headwater.publish.api.sql import Answered, BusyError, Desk, RefusedError
from headwater.publish.api.tables import FOLDER, asked, rows_json, view_of
from headwater.publish.citing import Citations
from headwater.publish.render import render_as
from headwater.publish.site_db import SiteDb

SQL_PAGE = "sql.html"
_JSON = "application/json"
_HTML = "text/html; charset=utf-8"
_ANYWHERE = {"access-control-allow-origin": "*"}
"""Anybody's page may read what everybody may read."""


class Open(Protocol):
    """The site's file as it stands, and a mark of its edition."""

    def opened(self) -> tuple[SiteDb, object]:
        """The file, open in this thread, and its mark."""


def routes(site: Open, desk: Desk) -> list[Route]:
    """The routes, to stand before that of the pages."""

    def described(request: Request) -> Response:
        db, _mark = site.opened()
        return marked(request, openapi_json(db), _JSON)

    def rows(request: Request) -> Response:
        db, _mark = site.opened()
        view = view_of(f"{FOLDER}{request.path_params['name']}")
        if not view or not db.has(view):
            return fault(f"there is no view at this address; {ADDRESS} lists them", 404)
        try:
            return marked(request, rows_json(db, asked(view, _words(request))), _JSON)
        except CaseError as error:
            return fault(str(error), 400)

    def queried(request: Request) -> Response:
        try:
            return marked(request, _ask(site, desk, request).to_json(), _JSON)
        except BusyError as error:
            return fault(str(error), 503, {"retry-after": "3"})
        except RefusedError as error:
            return fault(str(error), 403)
        except CaseError as error:
            return fault(str(error), 400)

    def page(request: Request) -> Response:
        db, _mark = site.opened()
        body, status = _page(db, lambda: _ask(site, desk, request), request.query_params.get("sql", ""))
        return Response(body, status_code=status, media_type=_HTML)

    return [
        Route(f"/{ADDRESS}", described, methods=["GET"]),
        Route(f"/{FOLDER}sql.json", queried, methods=["GET"]),
        Route(f"/{FOLDER}{{name}}", rows, methods=["GET"]),
        Route(f"/{SQL_PAGE}", page, methods=["GET"]),
    ]


def marked(request: Request, body: bytes, media_type: str) -> Response:
    """The body with a mark of its bytes, or nothing where the reader has these bytes already."""
    headers = {"etag": f'"{sha256(body).hexdigest()[:32]}"', **_ANYWHERE}
    if is_held(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def is_held(request: Request, etag: str) -> bool:
    """Whether the reader says that it holds what has this mark, or anything (RFC 9110, 13.1.2)."""
    said = request.headers.get("if-none-match", "")
    return etag in said or said.strip() == "*"


def fault(words: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Why nothing is answered, in one sentence."""
    body = json.dumps({"error": words}, ensure_ascii=False).encode()
    return Response(body, status_code=status, media_type=_JSON, headers={**_ANYWHERE, **(headers or {})})


def _words(request: Request) -> dict[str, str]:
    """The words behind ``?``, each once.

    Raises:
        CaseError: if one stands twice.
    """
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in found:
            raise CaseError(f"{name[:40]!r} stands twice")
        found[name] = value
    return found


def _ask(site: Open, desk: Desk, request: Request) -> Answered:
    words = _words(request)
    if set(words) != {"sql"} or not words["sql"].strip():
        raise CaseError("ask with ?sql= and one SELECT on the public views")
    _db, mark = site.opened()
    return desk.ask(words["sql"], mark)


def _page(db: SiteDb, ask: Callable[[], Answered], sql: str) -> tuple[bytes, int]:
    """The page on which a reader writes SQL, with the answer or why there is none."""
    answered: Answered | None = None
    error, status = "", 200
    if sql.strip():
        try:
            answered = ask()
        except BusyError as busy:
            error, status = str(busy), 503
        except RefusedError as refused:
            error, status = str(refused), 403
        except CaseError as wrong:
            error, status = str(wrong), 400
    found: dict[str, Any] = {
        "title": "SQL on the public views",
        "crumbs": [],
        "cites": Citations(db),
        "sql": sql[:LONGEST],
        "error": error,
        "columns": answered.columns if answered else (),
        "rows": [["" if cell is None else str(cell) for cell in row] for row in answered.rows] if answered else [],
        "is_asked": answered is not None,
        "is_whole": answered.is_whole if answered else True,
        "most_rows": f"{ROWS:,}",
        "most_seconds": f"{SECONDS:g}",
        "views": db.rows("SELECT name, row_means FROM site_views ORDER BY name"),
    }
    return render_as(db, SQL_PAGE, "sql.html", found), status
