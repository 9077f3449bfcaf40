"""A reader's SQL on the public views: read only, with a limit of time, rows and size."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from headwater.base.errors import CaseError
from headwater.base.query import fault_of, refuse_other_than_select
from headwater.base.views import open_public
from headwater.base.warehouse import Warehouse
from headwater.publish.api.limits import CHARACTERS, LONGEST, MEGABYTES, ROWS, SECONDS

AT_ONCE = 2
_BATCH = 100


class BusyError(CaseError):
    """As many queries are at work as may be."""


class RefusedError(CaseError):
    """What is asked is no SELECT on the public views."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The first rows of an answer, as text; `is_whole` says whether these are all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_whole: bool

    def to_json(self) -> bytes:
        """The answer as ``api/sql.json`` gives it."""
        said = {"columns": self.columns, "rows": self.rows, "is_whole": self.is_whole}
        return json.dumps(said, ensure_ascii=False, default=str, indent=1).encode()


class Desk:
    """Answers queries over the warehouse of one case; it may be asked from several threads."""

    def __init__(self, home: Path, seconds: float = SECONDS) -> None:
        self._home, self._seconds = home, seconds
        self._free = threading.BoundedSemaphore(AT_ONCE)
        self._opening = threading.Lock()
        self._mark: object = None
        self._public: Any = None

    def ask(self, sql: str, mark: object) -> Answered:
        """The first rows of the answer to one SELECT on the public views.

        Args:
            sql: what the reader wrote.
            mark: which edition the warehouse holds; another mark opens it anew.

        Raises:
            BusyError: if as many queries are at work as may be.
            RefusedError: if it is no such query.
            CaseError: if it fails, or takes too long.
        """
        if len(sql) > LONGEST:
            raise CaseError(f"the query has more than {LONGEST} characters")
        try:
            refuse_other_than_select(sql)
        except CaseError as error:
            raise RefusedError(str(error)) from error
        if not self._free.acquire(blocking=False):
            raise BusyError("other queries are at work; try again in a few seconds")
        try:
            with self._cursor(mark) as cursor:
                return self._answered(cursor, sql)
        finally:
            self._free.release()

    def _answered(self, cursor: duckdb.DuckDBPyConnection, sql: str) -> Answered:
        is_late = threading.Event()

        def stop() -> None:
            is_late.set()
            cursor.interrupt()

        watch = threading.Timer(self._seconds, stop)
        watch.start()
        try:
            cursor.execute(sql)
            columns = tuple(column[0] for column in cursor.description or ())
            rows, is_whole = _first_rows(cursor)
        except duckdb.Error as error:
            if is_late.is_set():
                raise CaseError(f"the query took more than {self._seconds:g} seconds") from error
            raise CaseError(fault_of(error)) from error
        finally:
            watch.cancel()
            watch.join()
        return Answered(columns, rows, is_whole)

    @contextmanager
    def _cursor(self, mark: object) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._opening:
            if self._public is None or self._mark != mark:
                # One that is still at work keeps its own; nobody else gets it any more.
                self._public, self._mark = open_public(Warehouse(self._home), 1, MEGABYTES), mark
            cursor: duckdb.DuckDBPyConnection = self._public.con.cursor()
        try:
            yield cursor
        finally:
            cursor.close()


def _size(cell: Any) -> int:
    """About how many characters a cell is as JSON; lists, structs and bytes can be long, too."""
    if isinstance(cell, str | bytes):
        return len(cell)
    parts = [*cell, *cell.values()] if isinstance(cell, dict) else cell if isinstance(cell, list | tuple) else ()
    return 8 + sum(map(_size, parts))


def _first_rows(cursor: duckdb.DuckDBPyConnection) -> tuple[tuple[tuple[Any, ...], ...], bool]:
    rows: list[tuple[Any, ...]] = []
    left = CHARACTERS
    while batch := cursor.fetchmany(_BATCH):
        for row in batch:
            left -= _size(row)
            if len(rows) == ROWS or left < 0:
                return tuple(rows), False
            rows.append(row)
    return tuple(rows), True
