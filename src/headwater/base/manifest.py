"""The manifest: which files, or which query, make up each table of a warehouse, and what each stage last ran with."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from headwater.base.errors import WarehouseError
from headwater.base.ids import stable_id

FORMAT, _OLD_FORMATS = "headwater.manifest/2", ("headwater.manifest/1",)


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


Entry: TypeAlias = Stored | Query


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the warehouse holds: the tables, and the key with which each stage last ran."""

    tables: Mapping[str, Entry]
    stages: Mapping[str, str]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a warehouse's folder; empty before the first build, and where an earlier version wrote it.

    Raises:
        WarehouseError: if the manifest is damaged or written by a later version.
    """
    path = folder / "manifest.json"
    if not path.exists():
        return Manifest({}, {})
    try:
        data = json.loads(path.read_bytes())
        if data["format"] in _OLD_FORMATS:
            return Manifest({}, {})
        if data["format"] != FORMAT:
            raise WarehouseError(f"{path}: format {data['format']!r} is not {FORMAT}; delete the folder")
        tables = {name: entry_of(entry) for name, entry in data["tables"].items()}
        return Manifest(tables, data["stages"])
    except (ValueError, KeyError, TypeError) as error:
        raise WarehouseError(f"{path}: damaged ({error}); delete the folder and build again") from error


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
