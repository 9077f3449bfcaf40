"""The build: runs the stages whose inputs or code changed, and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import monotonic

import duckdb
import ibis
import pyarrow as pa
import pyarrow.dataset as ds
import structlog
from ibis.backends.duckdb import Backend

from headwater.base.case import Case
from headwater.base.code import code_hash
from headwater.base.derived import Derived
from headwater.base.errors import WarehouseError
from headwater.base.files import hash_files
from headwater.base.ids import stable_id
from headwater.base.parts import STRETCH, Parts, parts_of, write_sorted
from headwater.base.progress import Progress, no_progress
from headwater.base.settings import read_settings
from headwater.base.settled import Depends, settle
from headwater.base.stage import Computed, InParts, Inputs, Stage
from headwater.base.table import Table
from headwater.base.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Ran:
    """What a build did with one stage."""

    stage: str
    was_built: bool
    seconds: float
    rows: int


def build(
    stages: Sequence[Stage],
    case: Case,
    home: Path,
    progress: Progress = no_progress,
    said: Callable[[Ran], None] = lambda _ran: None,
) -> list[Ran]:
    """Brings every stage's tables up to date, in order.

    Args:
        stages: the stages in the order of their tables.
        case: the case to build.
        home: the folder of its archive and warehouse.
        progress: called while a stage works.
        said: called after each stage.

    Raises:
        BuildRunningError: if another build of this case is at work.
        WarehouseError: if the disk has no room for a table.
        HeadwaterError: whatever a stage finds wrong; the tables stay as they were.
    """
    warehouse = Warehouse(home)
    with warehouse.building():
        return [_run(stage, case, warehouse, progress, said) for stage in stages]


def build_whole(stages: Sequence[Stage], case: Case, home: Path, progress: Progress = no_progress) -> None:
    """As `build`, of all stages there are; leaves a mark by which the next build can tell that nothing has changed."""
    case_files = sorted({pattern for stage in stages for pattern in stage.files})
    depends = Depends(case_files, sorted({pattern for stage in stages for pattern in stage.home_files}))
    state = depends.state(case, home)
    build(stages, case, home, progress)
    settle(home, depends, state)


def _run(stage: Stage, case: Case, warehouse: Warehouse, progress: Progress, said: Callable[[Ran], None]) -> Ran:
    began = monotonic()
    key = _key(stage, case, warehouse)
    manifest = warehouse.manifest
    current = manifest.stages.get(stage.name) == key and all(warehouse.holds(t.name) for t in stage.writes)
    if not current:
        with _saying_where(stage, warehouse):
            inputs = Inputs(case, warehouse.home, warehouse.connect(), progress)
            tables = stage.compute(inputs)
            ready = {t.name: _ready(t, tables, warehouse, inputs.connection) for t in stage.writes}
            warehouse.commit(stage.name, key, ready)
        manifest = warehouse.manifest
    rows = sum(manifest.tables[t.name].rows for t in stage.writes)
    ran = Ran(stage.name, not current, monotonic() - began, rows)
    structlog.get_logger().info("stage", name=ran.stage, built=ran.was_built, rows=rows)
    said(ran)
    return ran


@contextmanager
def _saying_where(stage: Stage, warehouse: Warehouse) -> Iterator[None]:
    """Names the stage, where the engine's memory does not suffice or the system names no file, as on a full disk."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        most = read_settings().memory_mb
        reason = f"needs more memory than HEADWATER_MEMORY allows, {most} MB"
        raise WarehouseError(f"{warehouse.folder}: stage {stage.name} {reason}; allow more") from error
    except OSError as error:
        if error.filename:
            raise
        reason = error.strerror or str(error)
        raise WarehouseError(f"{warehouse.folder}: stage {stage.name} cannot be built here ({reason})") from error


def _key(stage: Stage, case: Case, warehouse: Warehouse) -> str:
    tables = warehouse.manifest.tables
    missing = [name for name in stage.reads if name not in tables]
    if missing:
        raise WarehouseError(f"stage {stage.name} reads {missing[0]}, which no earlier stage wrote")
    files = sorted(path for pattern in stage.files for path in case.folder.glob(pattern) if path.is_file())
    return stable_id(
        "K",
        stage.name,
        code_hash(stage.name.split(".")[0]),
        *(f"{name}={tables[name].sha256}" for name in stage.reads),
        hash_files(files, case.folder),
        stage.extra_key(warehouse.home),
    )


def _ready(
    table: Table, computed: Mapping[str, Computed], warehouse: Warehouse, connection: Backend
) -> pa.Table | Parts | Derived:
    """A table as the warehouse takes it: checked, in the order of its key; part files as they lie."""
    if table.name not in computed:
        raise WarehouseError(f"the stage did not compute the table {table.name}")
    found = computed[table.name]
    if isinstance(found, Derived):
        table.has_all(found.expression.columns)
        return found
    if isinstance(found, ds.FileSystemDataset):
        return parts_of(table, [Path(name) for name in found.files])
    if isinstance(found, pa.Table):
        return table.checked(found.sort_by([(name, "ascending") for name in table.key]))
    parts = found.parts if isinstance(found, InParts) else (found,)
    rows = chain.from_iterable(_rows(table, part, warehouse, connection) for part in parts)
    return (write_sorted(warehouse.part(table.name), table, rows),)


def _rows(table: Table, found: ibis.Table, warehouse: Warehouse, connection: Backend) -> Iterator[pa.RecordBatch]:
    """An expression's rows in the order of the table's key."""
    table.has_all(found.columns)
    warehouse.let_go(connection)
    connection.create_view("computed", found.select(*table.names), overwrite=True)
    order = ", ".join(f'"{name}"' for name in table.key)
    sql = f"SELECT * FROM computed ORDER BY {order}"
    try:
        rows = _begun(connection, sql)
    except (duckdb.OutOfMemoryException, OSError):
        # Before the first row nothing is lost by asking again.
        warehouse.give_more(connection)
        rows = _begun(connection, sql)
    yield from rows
    warehouse.let_go(connection)


def _begun(connection: Backend, sql: str) -> Iterator[pa.RecordBatch]:
    """The rows of a query whose first ones are there: by then it has sorted all of them."""
    rows = connection.raw_sql(sql).to_arrow_reader(STRETCH)
    first = next(rows, None)
    return chain([] if first is None else [first], rows)
