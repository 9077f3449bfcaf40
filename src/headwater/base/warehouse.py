"""The warehouse: Parquet files named by their content, and one manifest that says which files make up which table.

No file is ever changed in place. A stage's files are written beside the old ones and become visible together
when the manifest is replaced, so a kill at any moment leaves the last whole state, and readers need no lock.
A table may have many files, and grows by one more: those that are there stay as they are.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from headwater.base.derived import Derived, select_of
from headwater.base.errors import BuildRunningError
from headwater.base.files import is_at_work, sync_folder, write_whole
from headwater.base.manifest import FORMAT, Entry, Manifest, Query, Stored, StoredFile, quoted, read_manifest, written
from headwater.base.parts import PartFile, Parts, PartWriter, synced
from headwater.base.settings import read_settings

_SPILL = "spill-"
_NUMBERS = count(1)


class Warehouse:
    """The tables of one case."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "warehouse"

    @property
    def manifest(self) -> Manifest:
        """The manifest as it stands now; empty before the first build, and where an earlier version wrote it.

        Raises:
            WarehouseError: if the manifest is damaged or written by a later version.
        """
        return read_manifest(self.folder)

    def holds(self, table: str) -> bool:
        """Whether a table is in the manifest and its files are there."""
        tables = self.manifest.tables
        return table in tables and tables[table].is_there(self.folder, tables)

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

    def part(self, name: str) -> Path:
        """Where to write a file that a commit shall take; what is left of it goes with the next build."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f".{name}.{os.getpid()}-{next(_NUMBERS)}.part"

    def commit(self, stage: str, key: str, tables: Mapping[str, pa.Table | Parts | Derived]) -> None:
        """Makes a stage's tables visible together, with the key they were built from.

        Args:
            stage: the stage.
            key: what the tables were built from.
            tables: rows to write, or files as they lie: one that was written as a ``part`` is moved to its name, any
                other stays where it is and gets a second name here. Or a query on other tables.
        """
        old = self.manifest
        stored: dict[str, Entry] = {**old.tables}
        stored |= {name: self._store(name, data) for name, data in tables.items() if not isinstance(data, Derived)}
        stored |= {name: data.entry(stored) for name, data in tables.items() if isinstance(data, Derived)}
        sync_folder(self.folder)
        entries = sorted(stored.items())
        content = {
            "format": FORMAT,
            "tables": {name: written(entry) for name, entry in entries},
            "stages": dict(sorted({**old.stages, stage: key}.items())),
        }
        write_whole(self.folder / "manifest.json", json.dumps(content, indent=1).encode())

    def connect(self, threads: int = 0, schema: str = "main") -> Backend:
        """A DuckDB connection in memory with a view of every table of the manifest, for Ibis and for SQL.

        What does not fit into the memory that the settings allow goes to a folder of the warehouse.
        """
        settings = read_settings()
        connection = ibis.duckdb.connect()
        spill = self.folder / f"{_SPILL}{os.getpid()}-{next(_NUMBERS)}"
        connection.raw_sql("SET enable_progress_bar = false")
        connection.raw_sql(f"SET memory_limit = '{settings.memory_mb}MB'")
        connection.raw_sql(f"SET temp_directory = {quoted(spill)}")
        # Results are read while they are made: with less ahead of the reader, one thread makes them.
        connection.raw_sql("SET streaming_buffer_size = '16MB'")
        if threads or settings.threads:
            connection.raw_sql(f"SET threads = {threads or settings.threads}")
        connection.raw_sql(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        tables = self.manifest.tables
        # Queries read tables: those come first.
        for name, entry in sorted(tables.items(), key=lambda pair: isinstance(pair[1], Query)):
            if entry.is_there(self.folder, tables):
                connection.raw_sql(f'CREATE VIEW "{schema}"."{name}" AS {select_of(entry, self.folder, schema)}')
        return connection

    @staticmethod
    def let_go(connection: Backend) -> None:
        """Gives back to the system what the engine and Arrow have freed and keep for later."""
        pa.default_memory_pool().release_unused()
        # The engine does so when its limit is set, be it to what it was.
        connection.raw_sql(f"SET memory_limit = '{read_settings().memory_mb}MB'")

    @staticmethod
    def give_more(connection: Backend) -> None:
        """Allows the engine half as much memory again, until it is let go of: for what ends without it."""
        connection.raw_sql(f"SET memory_limit = '{3 * read_settings().memory_mb // 2}MB'")

    def _store(self, name: str, data: pa.Table | Parts) -> Stored:
        parts = data if isinstance(data, tuple) else (self._written(name, data),)
        files = {self._placed(name, part) for part in parts}
        return Stored(tuple(sorted(files, key=lambda file: file.file)))

    def _written(self, name: str, data: pa.Table) -> PartFile:
        with PartWriter(self.part(name), data.schema) as out:
            out.write(data)
            return out.close()

    def _placed(self, name: str, part: PartFile) -> StoredFile:
        stored = StoredFile(f"{name}-{part.sha256[:16]}.parquet", part.sha256, part.rows)
        place = self.folder / stored.file
        if part.path.parent == self.folder:
            synced(part.path)
            part.path.replace(place)
        elif not place.exists():
            linked = self.part(name)
            _link(part.path, linked)
            synced(linked)
            linked.replace(place)
        return stored

    def _sweep(self) -> None:
        """Removes what no manifest names: tables of earlier builds and what a kill left."""
        kept = {
            file.file for entry in self.manifest.tables.values() if isinstance(entry, Stored) for file in entry.files
        }
        for path in self.folder.iterdir():
            left_over = path.suffix == ".parquet" and path.name not in kept
            if left_over or path.suffix == ".part":
                path.unlink(missing_ok=True)
            elif path.name.startswith(_SPILL) and not is_at_work(path.name.removeprefix(_SPILL).partition("-")[0]):
                shutil.rmtree(path, ignore_errors=True)


def _link(path: Path, place: Path) -> None:
    """One more name for a file; a copy where the file system knows no second names."""
    try:
        os.link(path, place)
    except OSError:
        shutil.copyfile(path, place)
