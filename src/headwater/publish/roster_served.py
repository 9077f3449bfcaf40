"""The served answer to the form that asks who held office on a day: the same page, for whatever day is asked."""

from datetime import date
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from headwater.publish.addresses import ROSTER_DAY
from headwater.publish.render import render
from headwater.publish.site_db import SiteDb

_KIND = "roster_day"
_TEXT = "text/plain; charset=utf-8"


class Open(Protocol):
    """The site's file as it stands, and a mark of its edition."""

    def opened(self) -> tuple[SiteDb, object]:
        """The file, open in this thread, and its mark."""


def roster_route(site: Open) -> Route:
    """The route of the page with the form; without a day it is the page itself."""

    def answer(request: Request) -> Response:
        db, _mark = site.opened()
        asked = request.query_params.get("day", "").strip()
        if not db.has("terms", "term_spans"):
            return Response("no roster is in these records", status_code=404, media_type=_TEXT)
        if asked and not _is_day(asked):
            return Response("day: not a day such as 2024-11-05", status_code=400, media_type=_TEXT)
        return Response(render(db, ROSTER_DAY, _KIND, asked), media_type="text/html; charset=utf-8")

    return Route(f"/{ROSTER_DAY}", answer, methods=["GET"])


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
