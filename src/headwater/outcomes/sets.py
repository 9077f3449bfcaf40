"""Sets with definitions: each a text and a query over rosters, events, contests and linking rules, as of its days."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from headwater.base.errors import CaseError
from headwater.outcomes.set_tables import Score, SetDefinition, SetMember

FILE = "sets.toml"
_FIELDS = {"id": str, "word": str, "counts": str, "text": str, "query": str, "as_of": list}
COLUMNS = ("member", "division", "evidence")
"""What a definition's query must give: who, where, and the row that makes it so; the last two may be left out."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One entry of ``sets.toml``."""

    id: str
    word: str
    counts: str
    text: str
    query: str
    as_of: tuple[date, ...]
    reads: tuple[str, ...]


def read_sets(folder: Path) -> list[Definition]:
    """The definitions of a case; none where it has no such file.

    Raises:
        CaseError: naming the definition and what is wrong with it.
    """
    path = folder / FILE
    if not path.exists():
        return []
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: {error}") from error
    if unknown := set(data) - {"sets"}:
        raise CaseError(f"{path}: unknown field {min(unknown)!r}")
    found = [_definition(path, row) for row in data.get("sets", ())]
    ids = [one.id for one in found]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise CaseError(f"{path}: two sets have the id {min(twice)!r}")
    return found


def definitions(listed: Iterable[Definition], tables: set[str]) -> list[SetDefinition]:
    """The definitions as rows; what they need beyond the tables given is said."""
    return [
        SetDefinition(one.id, one.word, one.counts, one.text, one.query, ", ".join(sorted(set(one.reads) - tables)))
        for one in listed
    ]


def members(connection: duckdb.DuckDBPyConnection, one: Definition, day: date) -> list[SetMember]:
    """Who is in a set as of a day.

    Raises:
        CaseError: if the query fails or does not give its members.
    """
    try:
        found = connection.execute(one.query, {"as_of": day} if "$as_of" in one.query else {})
        names = [column[0] for column in found.description or ()]
        rows = found.fetchall()
    except duckdb.Error as error:
        raise CaseError(f"{FILE}: set {one.id!r}: {str(error).splitlines()[0]}") from error
    if "member" not in names or set(names) - set(COLUMNS):
        raise CaseError(f"{FILE}: set {one.id!r}: the query gives {', '.join(names)}, not {', '.join(COLUMNS)}")
    said = [dict(zip(names, row, strict=True)) for row in rows]
    if any(row["member"] is None for row in said):
        raise CaseError(f"{FILE}: set {one.id!r}: a member has no name")
    return sorted({_member(one, day, row) for row in said}, key=lambda row: (row.member, row.division, row.evidence))


def score(one: Definition, day: date, found: list[SetMember] | None, missing: str) -> Score:
    """One count; a member that several rows prove counts once, and what cannot be computed is no zero."""
    names = list(dict.fromkeys((row.member, row.division) for row in found or ()))
    return Score(
        definition=one.id,
        word=one.word,
        counts=one.counts,
        as_of=day,
        count=None if found is None else len(names),
        members="; ".join(name for name, _division in names),
        missing=missing,
    )


def scored(
    connection: duckdb.DuckDBPyConnection, listed: Iterable[Definition], tables: set[str]
) -> Iterator[tuple[Score, list[SetMember]]]:
    """Every definition as of each of its days."""
    for one in listed:
        missing = sorted(set(one.reads) - tables)
        for day in one.as_of:
            found = None if missing else members(connection, one, day)
            why = f"not in these records: the table {', '.join(missing)}" if missing else ""
            yield score(one, day, found, why), found or []


def _member(one: Definition, day: date, row: dict[str, Any]) -> SetMember:
    return SetMember(one.id, day, str(row["member"]), str(row.get("division") or ""), str(row.get("evidence") or ""))


def _definition(path: Path, row: dict[str, Any]) -> Definition:
    name = row.get("id", "without id")
    for field, kind in _FIELDS.items():
        if not isinstance(row.get(field), kind) or not row[field]:
            raise CaseError(f"{path}: set {name!r}: field {field!r} is missing or not of the type {kind.__name__}")
    if unknown := set(row) - set(_FIELDS):
        raise CaseError(f"{path}: set {name!r}: unknown field {min(unknown)!r}")
    if not all(type(day) is date for day in row["as_of"]):
        raise CaseError(f"{path}: set {name!r}: as_of is not made of days such as 2024-11-05")
    reads = _tables_of(path, str(name), row["query"])
    return Definition(row["id"], row["word"], row["counts"], row["text"], row["query"], tuple(row["as_of"]), reads)


def _tables_of(path: Path, name: str, query: str) -> tuple[str, ...]:
    """The tables that a query reads; anything but one reading query is refused."""
    try:
        parsed = sqlglot.parse(query, read="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise CaseError(f"{path}: set {name!r}: {str(error).splitlines()[0]}") from error
    if len(parsed) != 1 or not isinstance(parsed[0], exp.Query):
        raise CaseError(f"{path}: set {name!r}: the query is not one SELECT")
    own = {cte.alias for cte in parsed[0].find_all(exp.CTE)}
    return tuple(sorted({one.name for one in parsed[0].find_all(exp.Table)} - own))
