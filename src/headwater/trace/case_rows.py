"""One answer as rows of the trace tables: its rules, one way in which the most can have arrived, and its proof."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from headwater.base.unnamed import UNNAMED
from headwater.trace.answer import Answer
from headwater.trace.bands import Node, bands_of, routes_of
from headwater.trace.certificate import short_certificate_of, without_people
from headwater.trace.problem import Problem
from headwater.trace.tables import Trace, TraceBand, TraceCertificate, TraceRule, TraceStep

MOST_PATHS = 500
MOST_PROVEN = 50_000
Key = tuple[str, str, str]
"""Donor set, target's entity id, target class."""


def trace_row(key: Key, problem: Problem, direct_cents: int, pro_rata_cents: int) -> Trace:
    """The row of ``traces``."""
    bounds = problem.ranged.bounds
    total = problem.question.cents(problem.book.transfers)
    exact = problem.ranged.exact or bounds.low == bounds.high
    return Trace(*key, total, direct_cents, bounds.low, bounds.high, pro_rata_cents, exact)


def rule_rows(key: Key, answer: Answer) -> Iterator[TraceRule]:
    """What each rule gives, marked where it lies outside the bounds."""
    every = {"direct": answer.direct_cents, **answer.rules}
    for position, (rule, cents) in enumerate(every.items(), start=1):
        yield TraceRule(*key, rule, position, cents, answer.bounds.holds(cents))


def way_rows(
    key: Key, problem: Problem, answer: Answer, entity_of: Mapping[str, str]
) -> tuple[list[TraceBand], list[TraceStep]]:
    """The bands of the answer's paths, all of them, and the steps of its largest paths.

    Args:
        key: of the row.
        problem: the question.
        answer: its answer.
        entity_of: the entity of each label that may be named.
    """
    bands, routes = bands_of(problem, answer), routes_of(problem, answer)
    number = {(band.tail, band.head): at for at, band in enumerate(bands, start=1)}
    drawn = []
    for at, band in enumerate(bands, start=1):
        ends = (*_end(band.tail, entity_of), *_end(band.head, entity_of))
        days = [day for part in band.parts for day in part.days]
        first, last = date.fromordinal(min(days)), date.fromordinal(max(days))
        drawn.append(TraceBand(*key, at, *ends, band.cents, band.low_cents, len(band.parts), first, last))
    steps = [
        TraceStep(*key, at, step, payment, path.cents, number.get((route[step - 1], route[step]), 0))
        for at, (path, route) in enumerate(zip(answer.paths[:MOST_PATHS], routes, strict=False), start=1)
        for step, payment in enumerate(path.payments, start=1)
    ]
    return drawn, steps


def certificate_rows(key: Key, problem: Problem, answer: Answer) -> Iterator[TraceCertificate]:
    """The proof of the bounds, where they are reached and it is not too long to hand on."""
    if answer.exact:
        whole = short_certificate_of(problem, answer, MOST_PROVEN)
        if whole is not None:
            yield TraceCertificate(*key, json.dumps(without_people(whole, UNNAMED), ensure_ascii=False))


def _end(node: Node, entity_of: Mapping[str, str]) -> tuple[str, str, int]:
    name, place = node
    return entity_of.get(name, ""), name, place
