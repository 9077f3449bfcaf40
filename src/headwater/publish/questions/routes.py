"""What the served site answers to a reader's own trace: the page, its data, the picture and the proof."""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from headwater.base.errors import AmbiguousNameError, CaseError, HeadwaterError, UnknownNameError
from headwater.publish import addresses
from headwater.publish.apart import told_apart
from headwater.publish.api.routes import fault, marked
from headwater.publish.citing import Citations
from headwater.publish.page import Context
from headwater.publish.pages import traces
from headwater.publish.questions.answer_page import answer_json, answer_page, words_of_question
from headwater.publish.questions.answer_pictures import BAR, FILE_ENDINGS, WAY, picture_file
from headwater.publish.questions.desk import FullError, Job, TraceDesk
from headwater.publish.questions.question import STEPS, Question, Traced, Tracer, question_of
from headwater.publish.render import render_as
from headwater.publish.site_db import SiteDb

DATA, PROOF = "api/trace.json", "traces/certificate.json"
MOST_AT_ONCE = 3_000_000
"""Payments from which on they are read when the form is first seen, not when the server starts."""
SECONDS = 1.0
"""How long an answer is waited for before the page says how far it is."""
_AGAIN = {"refresh": "1", "retry-after": "1"}
_TOO_LONG = "too long for a page; `headwater trace` with --certificate or --picture writes it"
_NOTHING = "no money of the donors can have reached these payments"
_TEMPLATE = "traces.html"
_WITH_ID = re.compile(r" \((E[0-9a-f]{16})\)$")
_HTML, _JSON = "text/html; charset=utf-8", "application/json"


class Open(Protocol):
    """The site's file as it stands, and a mark of its edition."""

    def opened(self) -> tuple[SiteDb, Hashable]:
        """The file, open in this thread, and its mark."""


class Asking:
    """Answers requests for readers' traces.

    Args:
        site: the site's file.
        tracer: answers questions.
        own: answers for an address as if this module were not there: without a question the page is as written.
    """

    def __init__(self, site: Open, tracer: Tracer, own: Callable[[Request, str], Response]) -> None:
        self._site, self._own, self._desk = site, own, TraceDesk(tracer)

    def prepare(self) -> None:
        """Has the tracer made ready before anybody asks, for a case that is quickly read and takes little memory."""
        db, mark = self._site.opened()
        if (db.value("SELECT row_count FROM site_views WHERE name = 'payments'") or MOST_AT_ONCE) < MOST_AT_ONCE:
            self._desk.make_ready(mark)

    def page(self, request: Request) -> Response:
        """The page with the answer, with how far it is, or with why there is none."""
        db, mark = self._site.opened()
        question = None
        try:
            question = question_of(request.query_params.multi_items())
            if question is None or not db.has("payments"):
                self._desk.make_ready(mark)
                return self._own(request, addresses.TRACES)
            job = self._desk.ask(question, mark)
            traced = job.within(SECONDS)
        except HeadwaterError as error:
            return _shown(db, _told(db, question, error), _status(question, error))
        if traced is None:
            return _shown(db, _waiting(db, question, job), 202)
        return _shown(db, answer_page(db, question, traced), 200)

    def part(
        self, media_type: str, made: Callable[[Question, Traced], bytes], *, with_proof: bool = False
    ) -> Callable[[Request], Response]:
        """Answers with one part of what was traced."""

        def answered(request: Request) -> Response:
            question = None
            try:
                question = question_of(request.query_params.multi_items())
                if question is None:
                    raise CaseError("name at least one donor (from) and one target (to)")
                wanted = replace(question, with_proof=with_proof)
                traced = self._desk.ask(wanted, self._site.opened()[1]).within(SECONDS)
            except HeadwaterError as error:
                return fault(str(error), _status(question, error))
            if traced is None:
                return fault("the trace is at work; ask again in a second", 202, _AGAIN)
            body = made(question, traced)
            why = _TOO_LONG if traced.numbers["paths"] else _NOTHING
            return marked(request, body, media_type) if body else fault(why, 404)

        return answered

    def picture(self, which: str, ending: str) -> Callable[[Request], Response]:
        """Answers with one picture as a file; 404 where it has more bands than are drawn."""

        def made(question: Question, traced: Traced) -> bytes:
            return picture_file(self._site.opened()[0], question, traced, which, ending)

        return self.part(FILE_ENDINGS[ending], made)


def trace_routes(asking: Asking) -> list[Route]:
    """The routes, to stand before that of the pages."""
    found = {
        addresses.TRACES: asking.page,
        addresses.TRACES.removesuffix("index.html"): asking.page,
        DATA: asking.part(_JSON, answer_json),
        PROOF: asking.part(_JSON, lambda _, traced: traced.certificate, with_proof=True),
        **{f"traces/{which}{ending}": asking.picture(which, ending) for which in (BAR, WAY) for ending in FILE_ENDINGS},
    }
    return [Route(f"/{address}", answer, methods=["GET"]) for address, answer in found.items()]


def _status(question: Question | None, error: HeadwaterError) -> int:
    if question is None:
        return 400
    return 503 if isinstance(error, FullError) else 404


def _shown(db: SiteDb, found: Context, status: int) -> Response:
    body = render_as(db, addresses.TRACES, _TEMPLATE, found)
    return Response(body, status, _AGAIN if status == 202 else None, _HTML)


def _told(db: SiteDb, question: Question | None, error: HeadwaterError) -> Context:
    """The form as it was filled in, why there is no answer, and the questions that may have been meant."""
    found = _asked(db, question) | {"error": str(error).replace("expenditures_", "independent expenditures ")}
    if question is None or not isinstance(error, AmbiguousNameError | UnknownNameError):
        return found
    names = error.entities if isinstance(error, AmbiguousNameError) else error.nearest
    meant = [(_known(db, name), _instead(question, error.name, name)) for name in names[:20]]
    said = f"{error.name!r} is the name of several; which one is meant?" if error.name in _bare(names) else str(error)
    return found | {"error": said, "instead": [(name, words_of_question(one)) for name, one in meant]}


def _bare(names: Iterable[str]) -> set[str]:
    """Names without the ids that tell them apart."""
    return {_WITH_ID.sub("", name) for name in names}


def _known(db: SiteDb, name: str) -> str:
    """A name with an id behind it as pages tell it apart, where they do."""
    found = _WITH_ID.search(name)
    words = told_apart(db).get(found[1]) if found else None
    return f"{_WITH_ID.sub('', name)} ({words})" if words else name


def _instead(question: Question, name: str, other: str) -> Question:
    """The question with one name in the place of another."""
    donors = tuple(dict.fromkeys(other if one == name else one for one in question.donors))
    return Question(donors, other if question.target == name else question.target, question.count)


def _waiting(db: SiteDb, question: Question, job: Job) -> Context:
    waiting = {"step": job.step + 1, "steps": len(STEPS), "said": STEPS[job.step], "words": words_of_question(question)}
    return _asked(db, question) | {"waiting": waiting}


def _asked(db: SiteDb, question: Question | None) -> Context:
    asked = (question.donors, question.target, question.count) if question else ((), "", "")
    return {"title": traces.TITLE, "crumbs": [], "rows": [], "cites": Citations(db), **traces.form(*asked)}
