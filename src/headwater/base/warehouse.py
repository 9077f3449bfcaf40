"""The warehouse: one Parquet file a table, named by its content, and one manifest that is replaced at once.

A table is never changed in place. A stage's tables are written beside the old ones and become visible together
when the manifest is replaced, so a kill at any moment leaves the last whole state, and readers need no lock.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.duckdb import Backend

from headwater.base.errors import BuildRunningError, WarehouseError
from headwater.base.files import hash_file, sync_folder, write_whole

_FORMAT = "headwater.manifest/1"


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored table: its file, the hash of that file, and how many rows it has."""

    file: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the warehouse holds: the tables, and the key with which each stage last ran."""

    tables: Mapping[str, Stored]
    stages: Mapping[str, str]


class Warehouse:
    """The tables of one case."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "warehouse"

    @property
    def manifest(self) -> Manifest:
        """The manifest as it stands now; empty before the first build.

        Raises:
            WarehouseError: if the manifest is damaged or written by another version.
        """
        path = self.folder / "manifest.json"
        if not path.exists():
            return Manifest({}, {})
        try:
            data = json.loads(path.read_bytes())
            if data["format"] != _FORMAT:
                raise WarehouseError(f"{path}: format {data['format']!r} is not {_FORMAT}; delete the folder")
            tables = {name: Stored(**stored) for name, stored in data["tables"].items()}
            return Manifest(tables, data["stages"])
        except (ValueError, KeyError, TypeError) as error:
            raise WarehouseError(f"{path}: damaged ({error}); delete the folder and build again") from error

    def holds(self, table: str) -> bool:
        """Whether a table is in the manifest and its file is there."""
        stored = self.manifest.tables.get(table)
        return stored is not None and (self.folder / stored.file).is_file()

    @contextmanager
    def building(self) -> Iterator[None]:
        """Holds the warehouse for one build; the hold ends with the process, however it ends.

        Raises:
            BuildRunningError: if another build holds it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "build.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                message = f"another build is working in {self.folder}; wait for it to end"
                raise BuildRunningError(message) from None
            self._sweep()
            yield

    def commit(self, stage: str, key: str, tables: Mapping[str, pa.Table]) -> None:
        """Writes a stage's tables and makes them visible together, with the key they were built from."""
        stored = {name: self._store(name, data) for name, data in tables.items()}
        old = self.manifest
        content = {
            "format": _FORMAT,
            "tables": {name: asdict(entry) for name, entry in sorted({**old.tables, **stored}.items())},
            "stages": dict(sorted({**old.stages, stage: key}.items())),
        }
        write_whole(self.folder / "manifest.json", json.dumps(content, indent=1).encode())

    def connect(self, threads: int = 0, schema: str = "main") -> Backend:
        """A DuckDB connection in memory with a view of every table of the manifest, for Ibis and for SQL."""
        connection = ibis.duckdb.connect()
        connection.raw_sql("SET enable_progress_bar = false")
        if threads:
            connection.raw_sql(f"SET threads = {threads}")
        connection.raw_sql(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        for name, stored in self.manifest.tables.items():
            if not self.holds(name):
                continue
            path = str((self.folder / stored.file).resolve()).replace("'", "''")
            connection.raw_sql(f'CREATE VIEW "{schema}"."{name}" AS SELECT * FROM read_parquet(\'{path}\')')
        return connection

    def _store(self, name: str, data: pa.Table) -> Stored:
        part = self.folder / f".{name}.{os.getpid()}.part"
        pq.write_table(data, part, compression="zstd", store_schema=False)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        digest = hash_file(part)
        file = f"{name}-{digest[:16]}.parquet"
        part.replace(self.folder / file)
        sync_folder(self.folder)
        return Stored(file, digest, data.num_rows)

    def _sweep(self) -> None:
        """Removes what no manifest names: tables of earlier builds and parts that a kill left."""
        kept = {stored.file for stored in self.manifest.tables.values()}
        for path in self.folder.iterdir():
            left_over = path.suffix == ".parquet" and path.name not in kept
            if left_over or path.suffix == ".part":
                path.unlink(missing_ok=True)
