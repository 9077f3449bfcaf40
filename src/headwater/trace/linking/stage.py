"""Linking rules over a case: each rule's file decided for every donor set alike, with counts over a grid."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from headwater.base.stage import Inputs
from headwater.trace.case_book import TABLES, CaseBook, case_book
from headwater.trace.linking.affiliations import read_affiliations
from headwater.trace.linking.book import LinkBook, link_book
from headwater.trace.linking.deciding import Decider
from headwater.trace.linking.reading import read_rules
from headwater.trace.linking.rule import Rule
from headwater.trace.linking.summing import count_rows, level_rows, overlap_rows, payment_rows, texts_of
from headwater.trace.linking.tables import (
    LINKING_COUNTS,
    LINKING_LEVELS,
    LINKING_OVERLAPS,
    LINKING_PAYMENTS,
    LINKING_RULES,
    LINKING_TEXTS,
    LinkingRule,
)
from headwater.trace.problem import problem_of
from headwater.trace.rules import RULES

READS = (*TABLES, "traces")
WRITES = (LINKING_RULES, LINKING_TEXTS, LINKING_LEVELS, LINKING_PAYMENTS, LINKING_COUNTS, LINKING_OVERLAPS)
FILES = ("case.toml", "linking/*")
_CENTRAL = ("pro_rata", "fifo", "lifo")


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Reads payments, who is who and the traces; writes what every linking rule says of every donor set."""
    rules = read_rules(inputs.case.folder)
    cased = case_book({name: inputs.rows(name) for name in TABLES})
    kinds = {row["entity_id"]: row["kind"] for row in inputs.rows("entities")}
    candidates = {row["candidate_entity_id"] for row in inputs.rows("candidacies")}
    affiliations = read_affiliations(inputs.case.folder, cased.entity_of)
    book = link_book(cased, inputs.case.donor_sets, kinds, candidates, (), affiliations)
    traces = [with_rules(row, book, cased) for row in inputs.rows("traces", TRACES_ORDER)]
    book = link_book(cased, inputs.case.donor_sets, kinds, candidates, traces, affiliations)
    decider = Decider(book)
    found: dict[str, list[Any]] = {table.name: [] for table in WRITES}
    for done, rule in enumerate(rules):
        inputs.progress("linking rules", done, len(rules))
        for name, rows in rows_of(rule, book, decider).items():
            found[name] += rows
    return {table.name: table.of_rows(found[table.name]) for table in WRITES}


TRACES_ORDER = ("donor_set", "target_entity_id", "target_class")


def rows_of(rule: Rule, book: LinkBook, decider: Decider) -> dict[str, list[Any]]:
    """One rule's rows of every table.

    Raises:
        InputError: naming the rule's file, if one of its queries fails.
    """
    rule_row = LinkingRule(
        rule.id, rule.version, rule.title, rule.author, rule.text, rule.source, rule.file, rule.say(rule.defaults)
    )
    levels: list[Any] = []
    payments: list[Any] = []
    overlaps: list[Any] = []
    for level in rule.levels:
        links = decider.decide(rule, level, rule.defaults)
        for row, link in level_rows(rule, level, links, book):
            levels.append(row)
            payments += payment_rows(row.link_id, link)
        overlaps += overlap_rows(rule, level, links, book)
    return {
        "linking_rules": [rule_row],
        "linking_texts": list(texts_of(rule)),
        "linking_levels": levels,
        "linking_payments": payments,
        "linking_counts": list(count_rows(rule, book, decider)),
        "linking_overlaps": overlaps,
    }


def with_rules(row: Mapping[str, Any], book: LinkBook, cased: CaseBook) -> dict[str, Any]:
    """A row of ``traces`` with the cents of each rule that may be central, computed where the row lacks one.

    Every rule lies inside the bounds, so nothing is computed where these are one number.
    """
    whole = dict(row)
    lacking = [name for name in _CENTRAL if f"{name}_cents" not in whole]
    if not lacking:
        return whole
    if whole["low_cents"] == whole["high_cents"]:
        return whole | {f"{name}_cents": whole["low_cents"] for name in lacking}
    known = set(book.ledger.names)
    donors = sorted({book.label_of[one] for one in book.donor_sets[whole["donor_set"]]} & known)
    target = cased.target(whole["target_entity_id"])
    nodes = sorted(set(target.nodes) & known)
    problem = problem_of(book.ledger, donors, nodes, target.payments[whole["target_class"]])
    return whole | {f"{name}_cents": dict(RULES)[name](problem) for name in lacking}
