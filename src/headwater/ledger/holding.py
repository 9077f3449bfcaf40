"""What a run of the rules holds in its connection: tables in memory where lines are few, else packed in a file.

An engine that keeps its tables in memory keeps them as they are, several hundred bytes for each line, and turns to
the disk with all of it where that is too much. In a file of the engine's own format they take a tenth, and are read as
fast.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
from ibis.backends import BaseBackend

from headwater.base.manifest import quoted
from headwater.base.settings import read_settings
from headwater.base.warehouse import Warehouse

FEW = 1 << 21
"""So many lines are held in memory."""
_FEW_TEXTS = 255

_HOLD = {"duckdb": "CREATE OR REPLACE TEMP TABLE {} AS ", "pyspark": "CACHE TABLE {} AS "}
_PACKED, _NUMBERS, _COMING = "judging_packed", "judging_numbers", "judging_coming"


class Holding:
    """The tables of one run, each by its name."""

    def __init__(self, connection: BaseBackend, lines: int) -> None:
        self._connection, self._is_duckdb = connection, connection.name == "duckdb"
        self._folder = self._attached() if self._is_duckdb and lines > FEW else None
        self._left = 0

    def table(self, name: str, *parts: str) -> None:
        """Computes a query into a table, or of an engine that packs several queries, one after the other."""
        self._filled(self._into(name), self._place(name), parts)
        self._named(name)

    def numbered(self, name: str, slices: Iterator[str], number: str) -> None:
        """Computes queries into one table, with a column that numbers the rows from 0, in any order.

        Args:
            name: the table.
            slices: the queries of an engine that packs, each asked for when the one before it is done; of others one.
            number: the column.
        """
        if not self._is_duckdb:
            (sql,) = slices
            self.table(name, f"SELECT *, row_number() OVER (ORDER BY NULL) - 1 AS {number} FROM ({sql})")
            return
        into, count = self._into(name), 0
        for sql in slices:
            # A window over all rows would hold them all once more.
            begun = f"CREATE OR REPLACE TEMP SEQUENCE {_NUMBERS} MINVALUE 0 START {count}"
            self._computed(begun, f"{into} SELECT *, nextval('{_NUMBERS}') AS {number} FROM ({sql})")
            (count,) = self._connection.raw_sql(f"SELECT count(*) FROM {self._place(name)}").fetchone()
            into = f"INSERT INTO {self._place(name)}"
        self._named(name)

    def rows(self, name: str, rows: pa.RecordBatchReader) -> None:
        """Holds rows that come from elsewhere, and only once.

        Raises:
            duckdb.OutOfMemoryException: if memory does not suffice.
        """
        self._connection.con.register(_COMING, rows)
        # Asked for again, as `_computed` does, rows that were read already would be missing without a word.
        self._run([f"{self._into(name)}SELECT * FROM {_COMING}"])
        self._connection.con.unregister(_COMING)
        self._named(name)

    def kept(self, name: str, parts: Iterator[str]) -> None:
        """Computes queries into one table that stays when all else is let go of.

        Args:
            name: the table.
            parts: the queries, as `numbered` takes them.
        """
        if not self._is_duckdb:
            (sql,) = parts
            self.table(name, sql)
            return
        self._filled(f"CREATE OR REPLACE TEMP TABLE {name} AS ", name, parts)

    def listed(self, sql: str, table: str, columns: Sequence[str]) -> str:
        """A query whose texts of few values are places in a list of them: held and compared in a fraction of the time.

        The lists are in the order of the texts, so that the places are too.

        Args:
            sql: the query.
            table: where its texts come from.
            columns: the texts, named so in both.
        """
        if not self._is_duckdb:
            return sql
        asked = ", ".join(f"list(DISTINCT {name})" for name in columns)
        (found,) = self._connection.raw_sql(f"SELECT {asked} FROM {table}").fetchall()
        lists = {name: sorted(texts) for name, texts in zip(columns, found, strict=True) if texts}
        few = {name: ", ".join(map(_literal, texts)) for name, texts in lists.items() if len(texts) <= _FEW_TEXTS}
        told = ", ".join(f"CAST({name} AS ENUM ({texts})) AS {name}" for name, texts in few.items())
        return f"SELECT * REPLACE ({told}) FROM ({sql})" if told else sql

    def view(self, name: str, sql: str) -> None:
        """Gives a query a name."""
        self._connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def remove(self, view: str, table: str, found: str) -> None:
        """Takes the places that were found from a view of all rows of a table."""
        gone = f"place IN (SELECT place FROM {found})"
        if self._is_duckdb:
            self._connection.raw_sql(f"DELETE FROM {self._place(table)} WHERE {gone}")
            return
        self._left += 1
        self.table(f"{view}_{self._left}", f"SELECT * FROM {view} WHERE NOT {gone}")
        self.view(view, f"SELECT * FROM {view}_{self._left}")

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Leaves to others half of the memory of an engine that packs its tables."""
        if self._folder is not None:
            self._connection.raw_sql(f"SET memory_limit = '{read_settings().memory_mb // 2}MB'")
        yield
        if self._folder is not None:
            Warehouse.let_go(self._connection)

    def close(self) -> None:
        """Lets go of what was packed."""
        if self._folder is not None:
            self._connection.raw_sql(f"DETACH {_PACKED}")
            shutil.rmtree(self._folder, ignore_errors=True)

    def _filled(self, into: str, place: str, parts: Iterable[str]) -> None:
        for sql in parts:
            self._computed(into + sql)
            into = f"INSERT INTO {place} "

    def _computed(self, *statements: str) -> None:
        """Runs statements; where memory does not suffice, all of them again with half as much more, then in one thread.

        One thread holds less at a time than several do.
        """
        try:
            self._run(statements)
        except duckdb.OutOfMemoryException:
            self._run_with_care(statements)
        if self._folder is not None:
            Warehouse.let_go(self._connection)

    def _run_with_care(self, statements: Sequence[str]) -> None:
        asked = self._connection.raw_sql("SELECT current_setting('threads'), current_setting('memory_limit')")
        threads, memory = asked.fetchone()
        Warehouse.give_more(self._connection)
        try:
            self._run(statements)
        except duckdb.OutOfMemoryException:
            self._connection.raw_sql("SET threads = 1")
            self._run(statements)
        self._run([f"SET threads = {threads}", f"SET memory_limit = '{memory}'"])

    def _run(self, statements: Sequence[str]) -> None:
        for statement in statements:
            self._connection.raw_sql(statement)

    def _into(self, name: str) -> str:
        if self._folder is None:
            return _HOLD[self._connection.name].format(name)
        return f"CREATE OR REPLACE TABLE {self._place(name)} AS "

    def _named(self, name: str) -> None:
        if self._folder is not None:
            self.view(name, f"SELECT * FROM {self._place(name)}")

    def _place(self, name: str) -> str:
        return name if self._folder is None else f"{_PACKED}.main.{name}"

    def _attached(self) -> Path:
        """A folder beside the one to which the engine spills, with the file of what is packed."""
        (spill,) = self._connection.raw_sql("SELECT current_setting('temp_directory')").fetchone()
        folder = Path(f"{spill}-{_PACKED}")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        # What is packed is thrown away in the end: to make it durable took a sixth of the work.
        self._connection.raw_sql("SET checkpoint_threshold = '1TB'")
        # The most thorough packing of texts takes a fifth of all the time in which lines are packed.
        self._connection.raw_sql("SET disabled_compression_methods = 'fsst'")
        self._connection.raw_sql("PRAGMA disable_checkpoint_on_shutdown")
        self._connection.raw_sql(f"ATTACH {quoted(folder / 'tables')} AS {_PACKED} (RECOVERY_MODE no_wal_writes)")
        return folder


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
