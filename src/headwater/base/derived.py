"""Tables as queries: one that is computed whenever it is read, and what reads any table of the manifest."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import ibis
import sqlglot
from sqlglot import exp

from headwater.base.ids import stable_id
from headwater.base.manifest import Entry, Query, Stored, quoted


@dataclass(frozen=True)
class Derived:
    """A table that a stage gives as an expression to be computed whenever it is read, not as rows.

    ``expression`` is written over unbound tables, which ``reads`` names; it has as many rows as the first of them.
    """

    expression: ibis.Table
    reads: tuple[str, ...]

    def entry(self, tables: Mapping[str, Entry]) -> Query:
        """How the manifest holds it, once the tables that it reads are there."""
        sql = str(ibis.to_sql(self.expression, dialect="duckdb"))
        sha256 = stable_id("T", sql, *(tables[name].sha256 for name in self.reads))
        return Query(sql, self.reads, tables[self.reads[0]].rows, sha256)


def select_of(entry: Entry, folder: Path, schema: str) -> str:
    """The query that reads a table of the manifest, whose files lie in `folder`, other tables in a schema."""
    return _files_of(entry, folder) if isinstance(entry, Stored) else _placed(entry, schema)


def _files_of(stored: Stored, folder: Path) -> str:
    # The engine takes each file to be as long as the first, and plans by that: of two tables the one that seems
    # short is held in memory.
    by_length = sorted(stored.files, key=lambda file: -file.rows)
    paths = ", ".join(quoted(folder / file.file) for file in by_length)
    return f"SELECT * FROM read_parquet([{paths}])"


def _placed(query: Query, schema: str) -> str:
    def placed(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Table) and node.name in query.reads and not node.db:
            node.set("db", exp.to_identifier(schema, quoted=True))
        return node

    return sqlglot.parse_one(query.sql, read="duckdb").transform(placed).sql("duckdb")
