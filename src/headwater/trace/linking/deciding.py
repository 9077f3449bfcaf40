"""Decides a level of a linking rule at one choice of parameters: by its query, or by a named evaluator."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp

from headwater.base.errors import InputError
from headwater.trace.linking import backed, original_monies, top_contributors, true_source
from headwater.trace.linking.book import LinkBook
from headwater.trace.linking.rule import Level, Link, Rule, Value

Evaluator = Callable[[LinkBook, Mapping[str, Value]], Iterable[Link]]
EVALUATORS: dict[str, tuple[Evaluator, Mapping[str, tuple[str, ...]]]] = {
    "backed": (backed.backed, backed.NEEDS),
    "top_contributors": (top_contributors.top_contributors, top_contributors.NEEDS),
    "original_monies": (original_monies.original_monies, original_monies.NEEDS),
    "true_source": (true_source.true_source, true_source.NEEDS),
}
"""Each evaluator with the settings it needs; one with words listed takes one of them, one without is a parameter."""

_TEXT, _CENTS = pa.string(), pa.int64()
TABLES = {
    "donors": (("donor_set", _TEXT), ("entity_id", _TEXT)),
    "entities": (("entity_id", _TEXT), ("kind", _TEXT)),
    "own": (("candidate_id", _TEXT), ("entity_id", _TEXT)),
    "gifts": (("payment_id", _TEXT), ("year", _CENTS), ("payer_id", _TEXT), ("payee_id", _TEXT), ("cents", _CENTS)),
    "spent": (
        ("payment_id", _TEXT), ("year", _CENTS), ("payer_id", _TEXT), ("candidate_id", _TEXT),
        ("target_class", _TEXT), ("cents", _CENTS),
    ),
    "traced": (
        ("donor_set", _TEXT), ("candidate_id", _TEXT), ("target_class", _TEXT), ("total_cents", _CENTS),
        ("direct_cents", _CENTS), ("low_cents", _CENTS), ("high_cents", _CENTS), ("pro_rata_cents", _CENTS),
        ("fifo_cents", _CENTS), ("lifo_cents", _CENTS),
    ),
    "affiliations": (("entity_id", _TEXT), ("other_id", _TEXT), ("kind", _TEXT)),
}  # fmt: skip
"""What a query may read; docs/methods/linking.md says what a row of each is."""

ANSWER = ("donor_set", "entity_id", "target_class", "arm", "via_entity_id", "cents", "low_cents", "high_cents",
          "reached", "evidence")  # fmt: skip
_NEEDED = ("donor_set", "entity_id", "cents")
_NAMED = re.compile(r"\$([a-z][a-z0-9_]*)")


class Decider:
    """A rule's levels decided on one book; queries run in a database that holds the book's tables and nothing else."""

    def __init__(self, book: LinkBook) -> None:
        self.book = book
        self._known: dict[str, list[Link]] = {}
        self._connection = duckdb.connect(":memory:")
        self._connection.execute("SET threads = 1")
        for name, columns in _columns_of(book).items():
            arrays = [pa.array(column, type=kind) for column, (_, kind) in zip(columns, TABLES[name], strict=True)]
            self._connection.register("given", pa.table(arrays, names=[column for column, _ in TABLES[name]]))
            self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            self._connection.unregister("given")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def decide(self, rule: Rule, level: Level, point: Mapping[str, Value]) -> list[Link]:
        """The links of one level, sorted; the same settings are decided once.

        Raises:
            InputError: naming the rule's file and level, if its query fails or answers in another shape.
        """
        settings = {**point, **level.settings}
        used = _NAMED.findall(level.query) if level.query else EVALUATORS[level.evaluator][1]
        key = repr((level.query or level.evaluator, sorted((name, str(settings[name])) for name in set(used))))
        if key not in self._known:
            found = self._asked(rule, level, settings) if level.query else self._evaluated(level, settings)
            self._known[key] = sorted(found, key=_order)
        return [link for link in self._known[key] if level.query or link.subject == level.subject]

    def _evaluated(self, level: Level, settings: Mapping[str, Value]) -> Iterable[Link]:
        evaluate, _ = EVALUATORS[level.evaluator]
        return evaluate(self.book, settings)

    def _asked(self, rule: Rule, level: Level, settings: Mapping[str, Value]) -> list[Link]:
        field = f"level {level.id}, query"
        named = {name: settings[name] for name in _NAMED.findall(level.query)}
        try:
            answer = self._connection.execute(level.query, named)
            names = [column[0] for column in answer.description or ()]
            rows = answer.fetchall()
        except duckdb.Error as error:
            raise InputError(rule.file, f"fails: {str(error).splitlines()[0]}", field=field) from None
        if (odd := set(names) - set(ANSWER)) or not set(_NEEDED) <= set(names) or len(set(names)) < len(names):
            said = f"has the column {min(odd)!r}" if odd else f"must have the columns {', '.join(_NEEDED)}, each once"
            raise InputError(rule.file, f"{said}; it may have {', '.join(ANSWER)}", field=field)
        found = [_link(level.subject, dict(zip(names, row, strict=True))) for row in rows]
        if wrong := next((link for link in found if isinstance(link, str)), None):
            raise InputError(rule.file, wrong, field=field)
        links = [link for link in found if isinstance(link, Link)]
        if fault := self._fault(links):
            raise InputError(rule.file, fault, field=field)
        return links

    def _fault(self, links: list[Link]) -> str:
        """What the links name that these records do not hold, or what stands twice."""
        for link in links:
            if link.donor_set not in self.book.donor_sets:
                return f"names the donor set {link.donor_set[:40]!r}, which the case does not have"
            if unknown := {link.entity_id, link.via_entity_id} - {""} - self.book.kinds.keys():
                return f"names the entity {min(unknown)[:40]!r}, which these records do not hold"
        keys = [_order(link) for link in links]
        twice = next((key for key in keys if keys.count(key) > 1), None) if len(set(keys)) < len(keys) else None
        return f"gives {' · '.join(one for one in twice if one)} twice" if twice else ""


def fault_of_query(query: str, parameters: Iterable[str]) -> str:
    """What is wrong with a level's query; empty if it is one SELECT on ``TABLES`` with known parameters."""
    if unknown := set(_NAMED.findall(query)) - set(parameters):
        return f"${min(unknown)} is not a parameter of the rule"
    try:
        statements = [one for one in sqlglot.parse(query, read="duckdb") if one is not None]
    except sqlglot.errors.SqlglotError as error:
        return f"cannot be read: {str(error).splitlines()[0]}"
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        return "is not one SELECT statement"
    readable = {*TABLES, *(part.alias for part in statements[0].find_all(exp.CTE))}
    for found in statements[0].find_all(exp.Table):
        if found.db or not isinstance(found.this, exp.Identifier) or found.name not in readable:
            return f"reads {found.sql(dialect='duckdb')[:60]}; it can read {', '.join(TABLES)}"
    return ""


def _order(link: Link) -> tuple[str, ...]:
    return link.donor_set, link.subject, link.entity_id, link.target_class, link.arm, link.via_entity_id


def _link(subject: str, row: Mapping[str, Any]) -> Link | str:
    """The link that a row of an answer is, or what is wrong with the row."""
    given: dict[str, Any] = {}
    for name in ("donor_set", "entity_id", "target_class", "arm", "via_entity_id"):
        value = row.get(name, "")
        if not isinstance(value, str):
            return f"column {name} holds {str(value)[:40]!r}, not a text"
        given[name] = value
    for name in ("cents", "low_cents", "high_cents"):
        value = row.get(name)
        if isinstance(value, Decimal) and value == int(value):
            value = int(value)
        is_whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**62
        if not is_whole and (value is not None or name == "cents"):
            return f"column {name} holds {str(value)[:40]!r}, not whole cents"
        given[name] = value
    for name in ("reached", "evidence"):
        value = row.get(name) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return f"column {name} is not a list of payment ids"
        given[name] = tuple(sorted(set(value)))
    return Link(subject=subject, **given)


def _columns_of(book: LinkBook) -> dict[str, list[Any]]:
    """The columns of every table of ``TABLES``."""
    gifts, entities = book.gifts, pa.array(book.cased.who.ids, pa.string())
    ends = (entities.take(pa.array(one)) for one in (gifts.payer, gifts.payee))
    found = {
        name: [[row[at] for row in rows] for at in range(len(TABLES[name]))] for name, rows in _rows_of(book).items()
    }
    return {**found, "gifts": [book.cased.ids.ids.take(pa.array(gifts.row)), gifts.year, *ends, gifts.cents]}


def _rows_of(book: LinkBook) -> dict[str, list[tuple[Any, ...]]]:
    return {
        "donors": [(one, member) for one, members in book.donor_sets.items() for member in sorted(members)],
        "entities": sorted(book.kinds.items()),
        "own": [(candidate, entity) for candidate, own in book.own.items() for entity in sorted(own)],
        "spent": [
            (one.payment_id, one.year, one.payer_id, one.candidate_id, one.target_class, one.cents)
            for one in book.spent
        ],
        "traced": [
            tuple(row[name] for name in (
                "donor_set", "target_entity_id", "target_class", "target_total_cents", "direct_cents", "low_cents",
                "high_cents", "pro_rata_cents", "fifo_cents", "lifo_cents",
            ))
            for row in book.traces
        ],
        "affiliations": [(one.entity_id, one.other_id, one.kind) for one in book.affiliations],
    }  # fmt: skip
