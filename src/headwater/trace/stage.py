"""Traces of a case: each donor set against each candidate, with bounds, every rule, one way and what proves them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from headwater.base.case import DonorSet
from headwater.base.progress import Progress, no_progress
from headwater.base.stage import Inputs
from headwater.trace.answer import answer_to
from headwater.trace.case_book import CaseBook, candidates_of, case_book
from headwater.trace.case_columns import COLUMNS, Tables, read_tables
from headwater.trace.case_rows import Key, certificate_rows, rule_rows, trace_row, way_rows
from headwater.trace.problem import Problem
from headwater.trace.rules.direct import direct
from headwater.trace.rules.pro_rata import pro_rata
from headwater.trace.tables import TRACE_BANDS, TRACE_CERTIFICATES, TRACE_RULES, TRACE_STEPS, TRACES, Trace

READS = tuple(COLUMNS)
WRITES = (TRACES, TRACE_RULES, TRACE_BANDS, TRACE_STEPS, TRACE_CERTIFICATES)
FILES = ("case.toml",)


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Reads payments and who is who; writes what each donor set can have brought to each candidate, by class."""
    book = case_book(read_tables(inputs.read))
    who = book.who
    entity_of = {who.labels[one]: who.ids[one] for one in np.flatnonzero(who.is_named & book.occurs)}
    entity_of |= {who.labels[who.number[one]]: one for one in candidates_of(book) if who.is_named[who.number[one]]}
    rows: dict[str, list[Any]] = {table.name: [] for table in WRITES}
    for key, donors, problem in questions(book, inputs.case.donor_sets, inputs.progress):
        answer = answer_to(problem, [who.labels[one] for one in donors], [who.labels[who.number[key[1]]]])
        rows["traces"].append(trace_row(key, problem, answer.direct_cents, answer.rules["pro_rata"]))
        rows["trace_rules"] += rule_rows(key, answer)
        bands, steps = way_rows(key, problem, answer, entity_of)
        rows["trace_bands"] += bands
        rows["trace_steps"] += steps
        rows["trace_certificates"] += certificate_rows(key, problem, answer)
    return {table.name: table.of_rows(rows[table.name]) for table in WRITES}


def figures(tables: Tables, donor_sets: Sequence[DonorSet]) -> list[Trace]:
    """The rows of ``traces`` alone: what a change of who is who is measured by."""
    book = case_book(tables)
    return [trace_row(key, one, direct(one), pro_rata(one)) for key, _, one in questions(book, donor_sets)]


def questions(
    book: CaseBook, donor_sets: Sequence[DonorSet], progress: Progress = no_progress
) -> Iterator[tuple[Key, tuple[int, ...], Problem]]:
    """Every donor set with each candidate and class that its money could touch; with the numbers of its donors."""
    targets = {
        (candidate, target_class): (target.nodes, rows)
        for candidate, target in ((one, book.target(one)) for one in candidates_of(book))
        for target_class, rows in target.payments.items()
    }
    for done, donor_set in enumerate(donor_sets):
        progress("trace", done, len(donor_sets))
        members = (book.who.number[book.who.entity_of[one]] for one in donor_set.members if one in book.who.entity_of)
        donors = tuple(one for one in dict.fromkeys(members) if book.occurs[one])
        paying = book.downstream(book.mask(donors))
        for target, (nodes, rows) in targets.items():
            if bool(paying[book.book.ledger.payer[rows]].any()) and not set(donors) & set(nodes):
                yield (donor_set.id, *target), donors, book.problem(donors, nodes, rows)
