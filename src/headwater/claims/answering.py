"""Runs a claim's query on the public views and the claim's own facts, and on nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

import duckdb
import sqlglot
from ibis.backends.duckdb import Backend
from sqlglot import exp
from sqlglot.errors import SqlglotError

from headwater.base.errors import ClaimError
from headwater.base.views import VIEWS
from headwater.claims.facts import Fact
from headwater.claims.fields import Parameter
from headwater.claims.reading import ClaimFile, Reading
from headwater.claims.stated import Interval
from headwater.claims.units import mixed_units

_READABLE = {view.name for view in VIEWS} - {"claims", "claim_facts", "verdicts"} | {"fact", "facts"}
"""What a query may read. A verdict may not rest on an earlier build's verdicts."""
_DIGITS = 12
"""Floats are compared after rounding to so many significant digits, so that their noise decides nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a claim, and what it is called in an error."""

    claim: ClaimFile
    query: str
    name: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def fault(self, reason: str) -> ClaimError:
        """The error that names the claim's file and the query at fault."""
        where = f"reading {self.name!r}, query" if self.name else "field query"
        return ClaimError(f"{self.claim.path}: {where}: {reason}")


def answer(claim: ClaimFile, reading: Reading, connection: Backend) -> Interval:
    """What the records say: the one row of a reading's query, as an interval.

    The query returns the column ``value``, or ``low`` and ``high``; null means not known. Where it says ``$name`` it
    is given the parameter of that name.

    Raises:
        ClaimError: if the query is not one SELECT over the public views, fails, or answers in another shape.
    """
    asked = Asked(claim, reading.query, reading.name, reading.parameters)
    _refuse_other_tables(asked)
    _refuse_odd_parameters(asked)
    if fault := mixed_units(reading.query, claim.facts):
        raise asked.fault(fault)
    for statement in fact_views(claim.facts):
        connection.raw_sql(statement)
    names, rows = _run(asked, connection)
    if set(names) not in ({"value"}, {"low", "high"}) or len(names) > 2:
        raise asked.fault(f"returns the columns {', '.join(names)}, not value, or low and high")
    if len(rows) != 1:
        raise asked.fault(f"returns {'no row' if not rows else 'two rows or more'}, not one")
    cells = {column: _number(asked, column, cell) for column, cell in zip(names, rows[0], strict=True)}
    low, high = (cells["value"],) * 2 if "value" in cells else (cells["low"], cells["high"])
    try:
        return Interval(low, high)
    except ValueError as error:
        raise asked.fault(str(error)) from error


def reads_own_facts(query: str) -> bool:
    """Whether a query, already accepted, reads the claim's own facts only."""
    tree = sqlglot.parse_one(query, dialect="duckdb")
    own = {"fact", "facts"} | {cte.alias for cte in tree.find_all(exp.CTE)}
    return all(table.name in own for table in tree.find_all(exp.Table))


def fact_views(facts: tuple[Fact, ...]) -> tuple[str, str]:
    """SQL of the views of a claim's own facts: ``fact`` has a row for each, ``facts`` a column for each."""
    rows = [(fact.name, _literal(fact, "value"), _literal(fact, "date"), fact.unit, fact.citation) for fact in facts]
    listed = ", ".join(
        f"('{name}', {value}, {day}, {_quoted(unit)}, {_quoted(citation)})" for name, value, day, unit, citation in rows
    )
    long = (
        f"SELECT * FROM (VALUES {listed}) AS t(name, value, date, unit, citation)"
        if rows
        else "SELECT NULL::VARCHAR AS name, NULL::DOUBLE AS value, NULL::DATE AS date WHERE false"
    )
    columns = [
        f'{value if fact.day is None else day} AS "{fact.name}"'
        for fact, (_n, value, day, _u, _c) in zip(facts, rows, strict=True)
    ]
    wide = f"SELECT {', '.join(columns) or 'NULL AS nothing'}"
    return (f"CREATE OR REPLACE TEMP VIEW fact AS {long}", f"CREATE OR REPLACE TEMP VIEW facts AS {wide}")


def _refuse_other_tables(asked: Asked) -> None:
    try:
        parsed = [tree for tree in sqlglot.parse(asked.query, dialect="duckdb") if tree is not None]
    except SqlglotError as error:
        raise asked.fault(_first_line(error)) from error
    if len(parsed) != 1 or not isinstance(parsed[0], exp.Query):
        raise asked.fault("is not one SELECT")
    tables = list(parsed[0].find_all(exp.Table))
    readable = _READABLE | {cte.alias for cte in parsed[0].find_all(exp.CTE)}
    for table in tables:
        if table.db or table.name not in readable:
            raise asked.fault(f"reads {table.sql(dialect='duckdb')}, which is no public view that a claim may read")
    if asked.claim.rule == "own parts" and not reads_own_facts(asked.query):
        raise asked.fault("reads more than the article's own numbers, as the rule 'own parts' does not allow")
    if any(table.name == "fact" for table in tables):
        _refuse_unknown_facts(asked, list(parsed[0].find_all(exp.EQ)))


def _refuse_unknown_facts(asked: Asked, equals: list[exp.EQ]) -> None:
    known = {fact.name for fact in asked.claim.facts}
    for equal in equals:
        sides = (equal.left, equal.right)
        is_name = any(isinstance(side, exp.Column) and side.name == "name" for side in sides)
        text = next((side.this for side in sides if isinstance(side, exp.Literal) and side.is_string), None)
        if is_name and text is not None and text not in known:
            raise asked.fault(f"unknown fact {text!r}")


def _refuse_odd_parameters(asked: Asked) -> None:
    wanted = {node.name for node in sqlglot.parse_one(asked.query, dialect="duckdb").find_all(exp.Placeholder)}
    if unknown := sorted(wanted - set(asked.parameters)):
        raise asked.fault(f"unknown parameter ${unknown[0]}")
    if unused := sorted(set(asked.parameters) - wanted):
        raise asked.fault(f"does not use the parameter {unused[0]}")


def _given(asked: Asked) -> dict[str, Any]:
    """The parameters as the database takes them: whole numbers whole, others as they are."""
    return {
        name: int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
        for name, value in asked.parameters.items()
    }


def _run(asked: Asked, connection: Backend) -> tuple[list[str], list[tuple[Any, ...]]]:
    try:
        found = connection.con.execute(asked.query, _given(asked) or None)
        return [column[0] for column in found.description or ()], found.fetchmany(2)
    except duckdb.Error as error:
        raise asked.fault(_first_line(error)) from error


def _number(asked: Asked, column: str, cell: Any) -> Fraction | None:
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        raise asked.fault(f"returns {column} = {str(cell)[:40]!r}, not a number")
    if not isfinite(cell):
        raise asked.fault(f"returns {column} = {cell}, not a finite number")
    return Fraction(f"{cell:.{_DIGITS}g}") if isinstance(cell, float) else Fraction(cell)


def _literal(fact: Fact, kind: str) -> str:
    if kind == "value":
        return "NULL::DOUBLE" if fact.value is None else f"{fact.value:f}::DOUBLE"
    return "NULL::DATE" if fact.day is None else f"DATE '{fact.day.isoformat()}'"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
