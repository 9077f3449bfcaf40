"""Traces of a case: each donor set against each candidate, with bounds and the rules that are built."""

from collections.abc import Mapping

import pyarrow as pa

from headwater.base.case import DonorSet
from headwater.base.stage import Inputs
from headwater.trace.case_book import TABLES, CaseBook, case_book, reached
from headwater.trace.ledger import Payment, ledger_of
from headwater.trace.problem import Book, book_of, problem_of
from headwater.trace.rules.direct import direct
from headwater.trace.rules.pro_rata import pro_rata
from headwater.trace.tables import TRACES, Trace

READS = TABLES
WRITES = (TRACES,)
FILES = ("case.toml",)


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Reads payments and who is who; writes one row for each donor set, candidate and class it can reach."""
    book = case_book({name: inputs.rows(name) for name in TABLES})
    ledger = book_of(ledger_of(book.payments))
    known = frozenset(ledger.ledger.names)
    candidates = sorted({row["candidate_entity_id"] for row in inputs.rows("candidacies")})
    found: list[Trace] = []
    for done, donor_set in enumerate(inputs.case.donor_sets):
        inputs.progress("trace", done, len(inputs.case.donor_sets))
        donors = [book.label_of[book.entity_of[member]] for member in donor_set.members if member in book.entity_of]
        reach = reached_from(donors, book.payments)
        for candidate in candidates:
            found += _traces(donor_set, donors, candidate, (book, ledger, known, reach))
    return {"traces": TRACES.of_rows(found)}


def reached_from(donors: list[str], payments: tuple[Payment, ...]) -> set[str]:
    """The payments that money of the donors could touch if dates did not matter; outside of it all is zero."""
    onward: dict[str, set[str]] = {}
    for payment in payments:
        onward.setdefault(payment.payer, set()).update(name for name in (payment.payee, payment.earmarked_for) if name)
    seen = reached(donors, onward)
    return {payment.id for payment in payments if payment.payer in seen}


def _traces(
    donor_set: DonorSet, donors: list[str], candidate: str, books: tuple[CaseBook, Book, frozenset[str], set[str]]
) -> list[Trace]:
    book, ledger, known, reach = books
    target = book.target(candidate)
    nodes = [node for node in target.nodes if node in known]
    found = []
    for target_class, payments in target.payments.items():
        if reach.isdisjoint(payments) or set(donors) & set(nodes):
            continue
        problem = problem_of(ledger, donors, nodes, payments)
        bounds = problem.ranged.bounds
        found.append(
            Trace(
                donor_set=donor_set.id,
                target_entity_id=candidate,
                target_class=target_class,
                target_total_cents=problem.question.cents(problem.book.transfers),
                direct_cents=direct(problem),
                low_cents=bounds.low,
                high_cents=bounds.high,
                pro_rata_cents=pro_rata(problem),
                is_exact=problem.ranged.exact or bounds.low == bounds.high,
            )
        )
    return found
