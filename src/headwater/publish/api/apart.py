"""The process of its own in which a reader's SQL runs, so that what a query takes of memory never is the server's.

What the database counts against its own limit are the blocks of its tables; a text that a function makes is none of
them, so one query could take all that the machine has. The operating system refuses that here: a query that asks for
more fails, or takes with it this process alone.
"""

import json
import sys
import threading
from importlib.util import find_spec
from math import isfinite
from pathlib import Path
from typing import Any

import duckdb

from headwater.base.errors import CaseError
from headwater.base.query import fault_of
from headwater.base.views import open_public
from headwater.base.warehouse import Warehouse
from headwater.publish.api.limits import CHARACTERS, ROWS

_BATCH = 100
_SLACK = 512
"""Megabytes beside the database's own: for the answer, and for what it makes without counting it."""
_TOO_MUCH = b'{"error": "the query fails: it needs more memory than a query has", "ends": true}'
_EMPTY = 256
"""Megabytes of a process that has asked nothing, where the system doesn't say."""


def main(home: str, seconds: float, megabytes: int) -> None:
    """Answers queries, a line of JSON each, until there are no more or one has come to the end of the memory."""
    public = open_public(Warehouse(Path(home)), 1, megabytes)
    _bound(megabytes + _SLACK)
    for line in sys.stdin.buffer:
        said = _said(public.con, json.loads(line), seconds)
        sys.stdout.buffer.write(said + b"\n")
        sys.stdout.buffer.flush()
        if said == _TOO_MUCH:
            return


def _bound(megabytes: int) -> None:
    """Lets this process take so much more memory than it has now, where the system can be told so."""
    if find_spec("resource") is None:
        return
    import resource  # noqa: PLC0415 - not on every system

    try:
        status = Path("/proc/self/status").read_text("utf-8")
        held = int(status.partition("VmData:")[2].split()[0]) << 10
    except (OSError, IndexError):
        held = _EMPTY << 20
    most = held + (megabytes << 20)
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _said(public: Any, sql: str, seconds: float) -> bytes:
    """The answer, or why there is none, as JSON."""
    cursor = public.cursor()
    try:
        return json.dumps(_answered(cursor, sql, seconds), default=str, allow_nan=False).encode()
    except CaseError as error:
        return json.dumps({"error": str(error)}).encode()
    except TypeError:
        return b'{"error": "the query gives a map whose keys are no names; give its entries instead"}'
    except (MemoryError, duckdb.OutOfMemoryException):
        return _TOO_MUCH
    finally:
        cursor.close()


def _answered(cursor: duckdb.DuckDBPyConnection, sql: str, seconds: float) -> dict[str, Any]:
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        cursor.interrupt()

    watch = threading.Timer(seconds, stop)
    watch.start()
    try:
        cursor.execute(sql)
        columns = [column[0] for column in cursor.description or ()]
        rows, is_whole = _first_rows(cursor)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        if is_late.is_set():
            raise CaseError(f"the query took more than {seconds:g} seconds") from error
        raise CaseError(fault_of(error)) from error
    finally:
        watch.cancel()
        watch.join()
    return {"columns": columns, "rows": rows, "is_whole": is_whole}


def _size(cell: Any) -> int:
    """About how many characters a cell is as JSON; lists, structs and bytes can be long, too."""
    if isinstance(cell, str | bytes):
        return len(cell)
    parts = [*cell, *cell.values()] if isinstance(cell, dict) else cell if isinstance(cell, list | tuple) else ()
    return 8 + sum(map(_size, parts))


def _first_rows(cursor: duckdb.DuckDBPyConnection) -> tuple[list[tuple[Any, ...]], bool]:
    rows: list[tuple[Any, ...]] = []
    left = CHARACTERS
    while batch := cursor.fetchmany(_BATCH):
        for row in batch:
            left -= _size(row)
            if len(rows) == ROWS or left < 0:
                return rows, False
            rows.append(tuple(map(_plain, row)))
    return rows, True


def _plain(cell: Any) -> Any:
    """A cell as JSON can say it: a number that is none or without end as a text, bytes as hexadecimal digits."""
    if isinstance(cell, float) and not isfinite(cell):
        return json.dumps(cell)
    if isinstance(cell, bytes):
        return cell.hex()
    if isinstance(cell, list | tuple):
        return [_plain(one) for one in cell]
    return {name: _plain(one) for name, one in cell.items()} if isinstance(cell, dict) else cell
