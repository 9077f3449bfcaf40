"""The manifest: which files, or which query, make up each table of a warehouse, and what each stage last ran with."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import ibis
import sqlglot
from sqlglot import exp

from headwater.base.ids import stable_id


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a stored table: its name in the folder, the hash of its bytes, and how many rows it has."""

    file: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored table: its files in the order of their names."""

    files: tuple[StoredFile, ...]

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return sum(file.rows for file in self.files)

    @property
    def sha256(self) -> str:
        """A hash of the table's content: of its files' hashes, in sorted order."""
        return stable_id("T", *sorted(file.sha256 for file in self.files))

    def is_there(self, folder: Path, _tables: Mapping[str, "Entry"]) -> bool:
        """Whether each of its files is in the folder."""
        return bool(self.files) and all((folder / file.file).is_file() for file in self.files)

    def select(self, folder: Path, _schema: str) -> str:
        """The query that reads it."""
        # The engine takes each file to be as long as the first, and plans by that: of two tables the one that seems
        # short is held in memory.
        by_length = sorted(self.files, key=lambda file: -file.rows)
        paths = ", ".join(quoted(folder / file.file) for file in by_length)
        return f"SELECT * FROM read_parquet([{paths}])"


@dataclass(frozen=True, slots=True)
class Query:
    """One table that is computed whenever it is read: a query on stored tables, each named by itself."""

    sql: str
    reads: tuple[str, ...]
    rows: int
    sha256: str

    def is_there(self, folder: Path, tables: Mapping[str, "Entry"]) -> bool:
        """Whether each table that it reads is there."""
        return all(name in tables and tables[name].is_there(folder, tables) for name in self.reads)

    def select(self, _folder: Path, schema: str) -> str:
        """The query, with its tables in a schema of the connection."""

        def placed(node: exp.Expression) -> exp.Expression:
            if isinstance(node, exp.Table) and node.name in self.reads and not node.db:
                node.set("db", exp.to_identifier(schema, quoted=True))
            return node

        return sqlglot.parse_one(self.sql, read="duckdb").transform(placed).sql("duckdb")


Entry: TypeAlias = Stored | Query


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


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the warehouse holds: the tables, and the key with which each stage last ran."""

    tables: Mapping[str, Entry]
    stages: Mapping[str, str]


def written(entry: Entry) -> Any:
    """An entry as JSON: a list of files, or the parts of a query."""
    return [asdict(file) for file in entry.files] if isinstance(entry, Stored) else asdict(entry)


def entry_of(data: Any) -> Entry:
    """The entry that JSON holds.

    Raises:
        ValueError, KeyError, TypeError: if it holds none.
    """
    if isinstance(data, list):
        return Stored(tuple(StoredFile(**file) for file in data))
    return Query(data["sql"], tuple(data["reads"]), int(data["rows"]), str(data["sha256"]))


def quoted(path: Path) -> str:
    """A path as a text of SQL."""
    return "'" + str(path.resolve()).replace("'", "''") + "'"
