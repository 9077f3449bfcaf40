"""Linking rules over a case: each rule's file decided for every donor set alike, with counts over a grid."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from headwater.base.stage import Inputs
from headwater.trace.case_book import candidates_of, case_book
from headwater.trace.case_columns import COLUMNS, read_tables
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

READS = (*COLUMNS, "traces", "trace_rules")
WRITES = (LINKING_RULES, LINKING_TEXTS, LINKING_LEVELS, LINKING_PAYMENTS, LINKING_COUNTS, LINKING_OVERLAPS)
FILES = ("case.toml", "linking/*")


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Reads payments, who is who and the traces; writes what every linking rule says of every donor set."""
    rules = read_rules(inputs.case.folder)
    cased = case_book(read_tables(inputs.read))
    affiliations = read_affiliations(inputs.case.folder, cased.who.entity_of)
    traces = with_rules(inputs.rows("traces", TRACES_ORDER), inputs.rows("trace_rules"))
    book = link_book(cased, inputs.case.donor_sets, candidates_of(cased), traces, affiliations)
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


def with_rules(traces: Iterable[Mapping[str, Any]], rules: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of ``traces``, each with the cents of every rule as a column of its own."""
    by_key: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for row in rules:
        by_key[tuple(row[name] for name in TRACES_ORDER)][f"{row['rule']}_cents"] = row["cents"]
    return [{**by_key[tuple(row[name] for name in TRACES_ORDER)], **row} for row in traces]
