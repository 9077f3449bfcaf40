"""One SELECT on the public views: what a person, a claim or a citation may ask."""

import re
from typing import Any

import duckdb
import sqlglot
from ibis.backends.duckdb import Backend
from sqlglot import exp

from headwater.base.errors import CaseError
from headwater.base.views import VIEWS

_READABLE = frozenset(view.name for view in VIEWS)
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_STATEMENTS = frozenset({"call", "desc", "describe", "pivot", "show", "summarize", "table", "unpivot", "values"})
"""Words that begin a statement of DuckDB, where the parser here takes them for the name of a table."""
_TELLS_OF_OUTSIDE = frozenset({"current_setting", "getenv", "getvariable", "query", "query_table"})


def select(connection: Backend, sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Column names and rows of one SELECT on the public views.

    Args:
        connection: as ``base.views.open_public`` gives it.
        sql: one statement that only reads public views.

    Raises:
        CaseError: with the first line of what is wrong, if it is anything else or fails.
    """
    refuse_other_than_select(sql)
    try:
        cursor = connection.raw_sql(sql)
        names = tuple(column[0] for column in cursor.description)
        return names, cursor.fetchall()
    except duckdb.Error as error:
        raise CaseError(fault_of(error)) from error


def refuse_other_than_select(sql: str) -> None:
    """Refuses what is not exactly one SELECT on public views.

    Raises:
        CaseError: saying why.
    """
    try:
        statements = [statement for statement in sqlglot.parse(sql, read="duckdb") if statement is not None]
        words = {token.token_type for token in sqlglot.tokenize(sql, read="duckdb")}
    except sqlglot.errors.SqlglotError as error:
        raise CaseError(f"the query cannot be read: {_first_line(error)}") from error
    except RecursionError as error:
        raise CaseError("the query cannot be read: its parts are nested too deeply") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise CaseError("the query is not one SELECT statement")
    if sqlglot.TokenType.TABLE in words:
        # ``TABLE x`` is a query to DuckDB, and to the parser here a column ``table`` called x
        raise CaseError("the query says TABLE; say SELECT * FROM")
    aliases = {cte.alias for cte in statements[0].find_all(exp.CTE)}
    if odd := [alias for alias in aliases if not _PLAIN.fullmatch(alias) or alias in _STATEMENTS]:
        raise CaseError(f"the query names a part {odd[0][:40]!r}; a name is small letters, digits and _, no statement")
    readable = _READABLE | aliases
    for found in statements[0].find_all(exp.Table):
        if found.db or not isinstance(found.this, exp.Identifier) or found.name not in readable:
            named = found.sql(dialect="duckdb")[:60]
            raise CaseError(f"the query reads {named}; it can read the public views: {', '.join(sorted(_READABLE))}")
    for call in statements[0].find_all(exp.Anonymous):
        if call.name.lower() in _TELLS_OF_OUTSIDE:
            raise CaseError(f"the query calls {call.name}, which tells of more than the public views")


def fault_of(error: duckdb.Error) -> str:
    """Why a query fails, in one line; a time with its zone needs a package that headwater does without."""
    if "'pytz'" in str(error):
        return "the query gives a time with a time zone; cast it to one without, such as now()::TIMESTAMP"
    return f"the query fails: {_first_line(error)}"


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
