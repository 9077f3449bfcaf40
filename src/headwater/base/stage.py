"""What a stage is: the tables it reads and writes, the case files it depends on, and one function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import ibis
import pyarrow as pa
import pyarrow.dataset as ds
from ibis.backends.duckdb import Backend

from headwater.base.case import Case
from headwater.base.derived import Derived
from headwater.base.progress import Progress, no_progress
from headwater.base.table import Table


@dataclass(frozen=True)
class Inputs:
    """What a stage's function is given: the case, a connection with its input tables, and where to report."""

    case: Case
    home: Path
    connection: Backend
    progress: Progress = no_progress

    def read(self, name: str) -> ibis.Table:
        """An input table as an Ibis expression."""
        return self.connection.table(name)

    def rows(self, name: str, order: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """An input table as a list of rows, sorted."""
        expression = self.read(name)
        found: list[dict[str, Any]] = (expression.order_by(*order) if order else expression).to_pyarrow().to_pylist()
        return found


class InParts(NamedTuple):
    """Expressions whose rows follow one another in the order of the table's key, each computed by itself.

    To sort all rows at once takes memory that grows with them.
    """

    parts: tuple[ibis.Table, ...]


Computed: TypeAlias = ibis.Table | InParts | pa.Table | ds.FileSystemDataset | Derived
"""A table as a stage gives it: an expression on its inputs, whole or in parts, rows in memory, Parquet files that are
there already, or a query that is computed whenever the table is read."""

Compute = Callable[[Inputs], Mapping[str, Computed]]


@dataclass(frozen=True)
class Stage:
    """One step of the way from filings to pages.

    ``files`` are patterns of case files whose content the stage depends on; ``extra_key`` gives a hash of
    anything else that it depends on, besides its tables: optional tables, and the archive, whose files in the case's
    home ``home_files`` are patterns of.
    """

    name: str
    reads: tuple[str, ...]
    writes: tuple[Table, ...]
    compute: Compute
    files: tuple[str, ...] = ()
    extra_key: Callable[[Path], str] = field(default=lambda _home: "")
    home_files: tuple[str, ...] = ()
