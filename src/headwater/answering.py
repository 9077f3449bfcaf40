"""What the served site asks the tracing stage: a reader's question of a case, answered as plain data."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np

from headwater.base.unnamed import UNNAMED
from headwater.base.warehouse import Warehouse
from headwater.picturing import flow_of_asked
from headwater.publish.pictures.flow import Flow
from headwater.publish.questions.question import Question, Traced
from headwater.trace.answer import answer_to
from headwater.trace.bands import routes_of
from headwater.trace.case_book import CaseBook, case_book
from headwater.trace.case_columns import COLUMNS, read_tables
from headwater.trace.case_names import entities_of
from headwater.trace.case_rows import MOST_PROVEN
from headwater.trace.certificate import short_certificate_of, without_people
from headwater.trace.compiled import ENOUGH
from headwater.tracing import Asked, ask_book

MOST_DRAWN, MOST_LOOKED_AT = 40, 4_000_000
"""Bands of a picture, and payments that may be looked at for the least of them all: each goes through the ledger."""


class CaseTracer:
    """Traces in the warehouse of one case, whose payments are read once for each edition."""

    def __init__(self, home: Path, threads: int) -> None:
        self._home, self._threads = home, threads
        self._edition: list[tuple[str, str]] = []
        self._book: CaseBook | None = None
        self._beside = ThreadPoolExecutor(1, "rules")

    def __call__(self, question: Question, tell: Callable[[int], None]) -> Traced:
        """The answer to a question; `tell` is called with the number of each step as it begins.

        Raises:
            NameLookupError: if a name does not point at one entity.
            CaseError: if nothing was paid by a donor or to the target.
        """
        tell(1)
        book = self._read()
        tell(2)
        asked = next(ask_book(book, (question.donors, [question.target]), question.classes, beside=self._beside))
        tell(3)
        donors = entities_of(question.donors, book.who)
        (target,) = entities_of([question.target], book.who)
        return Traced(
            donors=tuple((one, book.who.labels[book.who.number[one]]) for one in donors),
            target=(target, book.who.labels[book.who.number[target]]),
            numbers=asked.answer.to_json(),
            is_exact=asked.answer.exact or asked.answer.bounds.low == asked.answer.bounds.high,
            flow=_flow(asked),
            certificate=_proof(asked) if question.with_proof else b"",
        )

    def make_ready(self) -> None:
        """Reads the payments and who is who, puts the ledger in time, and has the compiled code loaded.

        The latter by one question of those who pay and receive most often: loading takes longer than most questions.
        """
        book = self._read()
        entities_of((), book.who)
        ledger = book.book.ledger
        if len(ledger.cents) >= ENOUGH:
            donor = int(np.bincount(ledger.payer).argmax())
            received = np.bincount(ledger.payee)
            received[donor : donor + 1] = 0
            target = int(received.argmax())
            problem = book.problem((donor,), (target,), np.flatnonzero(ledger.payee == target).astype(np.int32))
            answer_to(problem, (ledger.names[donor],), (ledger.names[target],), self._beside)
        nobody = book.mask(())
        book.downstream(nobody), book.upstream(nobody)

    def _read(self) -> CaseBook:
        warehouse = Warehouse(self._home)
        stored = warehouse.manifest.tables
        edition = sorted((name, stored[name].sha256) for name in COLUMNS if name in stored)
        if self._book is None or edition != self._edition:
            connection = warehouse.connect(self._threads)
            self._book, self._edition = case_book(read_tables(connection.table)), edition
            connection.disconnect()
        return self._book


def _flow(asked: Asked) -> Flow:
    """What the picture draws; no bands where they are too many to tell apart, or their least takes long to find."""
    answer = asked.answer
    most = min(MOST_DRAWN, MOST_LOOKED_AT // len(asked.problem.book.ledger.cents))
    # no node stands twice on a path: each of its payments is a band of its own, and thousands need not be joined
    if max((len(path.payments) for path in answer.paths), default=0) <= most:
        routes = routes_of(asked.problem, answer)
        if len({step for route in routes for step in pairwise(route) if step[0] != step[1]}) <= most:
            return flow_of_asked(asked)
    return Flow(answer.donors, answer.targets, answer.target_total_cents, answer.bounds.low, answer.bounds.high, ())


def _proof(asked: Asked) -> bytes:
    """What proves the answer, with those joined who may not be named; empty where it is too long to hand on."""
    whole = short_certificate_of(asked.problem, asked.answer, MOST_PROVEN)
    return b"" if whole is None else json.dumps(without_people(whole, UNNAMED), ensure_ascii=False).encode()
