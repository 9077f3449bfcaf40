"""Traces of a case: each donor set against each candidate, with bounds, every rule, one way and what proves them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from headwater.base.stage import Inputs
from headwater.trace.answer import answer_to
from headwater.trace.case_book import TABLES, CaseBook, case_book, reached
from headwater.trace.case_rows import Key, certificate_rows, rule_rows, trace_row, way_rows
from headwater.trace.ledger import Payment, ledger_of
from headwater.trace.problem import Problem, book_of, problem_of
from headwater.trace.rules.direct import direct
from headwater.trace.rules.pro_rata import pro_rata
from headwater.trace.tables import TRACE_BANDS, TRACE_CERTIFICATES, TRACE_RULES, TRACE_STEPS, TRACES, Trace

READS = TABLES
WRITES = (TRACES, TRACE_RULES, TRACE_BANDS, TRACE_STEPS, TRACE_CERTIFICATES)
FILES = ("case.toml",)


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Reads payments and who is who; writes what each donor set can have brought to each candidate, by class."""
    book = case_book({name: inputs.rows(name) for name in TABLES})
    entity_of = {book.label_of[entity]: entity for found in book.spellings.values() for entity in found}
    rows: dict[str, list[Any]] = {table.name: [] for table in WRITES}
    for key, donors, problem in questions(inputs, book):
        answer = answer_to(problem, donors, (book.label_of[key[1]],))
        rows["traces"].append(trace_row(key, problem, answer.direct_cents, answer.rules["pro_rata"]))
        rows["trace_rules"] += rule_rows(key, answer)
        bands, steps = way_rows(key, problem, answer, entity_of)
        rows["trace_bands"] += bands
        rows["trace_steps"] += steps
        rows["trace_certificates"] += certificate_rows(key, problem, answer)
    return {table.name: table.of_rows(rows[table.name]) for table in WRITES}


def figures(inputs: Inputs) -> list[Trace]:
    """The rows of ``traces`` alone: what a change of who is who is measured by."""
    book = case_book({name: inputs.rows(name) for name in TABLES})
    return [trace_row(key, problem, direct(problem), pro_rata(problem)) for key, _, problem in questions(inputs, book)]


def questions(inputs: Inputs, book: CaseBook) -> Iterator[tuple[Key, tuple[str, ...], Problem]]:
    """Every donor set with each candidate and class that its money could touch; with the labels of its donors."""
    ledger = book_of(ledger_of(book.payments))
    known = frozenset(ledger.ledger.names)
    candidates = sorted({row["candidate_entity_id"] for row in inputs.rows("candidacies")})
    targets = {
        (candidate, target_class): ([node for node in target.nodes if node in known], payments)
        for candidate, target in ((one, book.target(one)) for one in candidates)
        for target_class, payments in target.payments.items()
    }
    for done, donor_set in enumerate(inputs.case.donor_sets):
        inputs.progress("trace", done, len(inputs.case.donor_sets))
        members = (book.label_of[book.entity_of[one]] for one in donor_set.members if one in book.entity_of)
        donors = tuple(name for name in dict.fromkeys(members) if name in known)
        reach = reached_from(donors, book.payments)
        for target, (nodes, payments) in targets.items():
            if not (reach.isdisjoint(payments) or set(donors) & set(nodes)):
                yield (donor_set.id, *target), donors, problem_of(ledger, donors, nodes, payments)


def reached_from(donors: Sequence[str], payments: tuple[Payment, ...]) -> set[str]:
    """The payments that money of the donors could touch if dates did not matter; outside of it all is zero."""
    onward: dict[str, set[str]] = {}
    for payment in payments:
        onward.setdefault(payment.payer, set()).update(name for name in (payment.payee, payment.earmarked_for) if name)
    seen = reached(donors, onward)
    return {payment.id for payment in payments if payment.payer in seen}
