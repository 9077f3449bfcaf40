"""The sources there are: folders found by walking, each with its ``source.toml`` and ``read.py``."""

import importlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import headwater.sources
from headwater.base.errors import InputError, SourceError
from headwater.sources._reading.fetching.recipes import Recipe, recipes_of
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Read, ReadTogether
from headwater.sources._tables.catalogue import SourceInfo

_TEXTS = ("title", "publisher", "licence", "terms", "holds")
_LISTS = ("urls", "forms", "files")


@dataclass(frozen=True, slots=True)
class Source:
    """One source: what it says of itself, the files it reads, its reader, and what of it can be fetched."""

    info: SourceInfo
    folder: Path
    forms: tuple[str, ...]
    files: tuple[str, ...]
    expected: Mapping[str, int]
    fetches: tuple[Recipe, ...] = ()

    @property
    def name(self) -> str:
        """The short name, as given to ``--source``."""
        return self.info.source

    @property
    def read(self) -> Read:
        """The reader: ``read(raw) -> Iterator[Record]`` of the source's ``read.py``.

        Raises:
            SourceError: if there is none.
        """
        found: Read = self._of_reader("read")
        return found

    @property
    def read_together(self) -> ReadTogether | None:
        """The reader of several small files at once, where the source's ``read.py`` has one."""
        found: ReadTogether | None = self._of_reader("read_together", None)
        return found

    def _of_reader(self, function: str, *default: object) -> Any:
        try:
            return getattr(importlib.import_module(f"headwater.sources.{self.name}.read"), function, *default)
        except (ModuleNotFoundError, AttributeError) as error:
            raise SourceError(f"{self.folder / 'read.py'}: no function read(raw) ({error})") from error

    def check_name(self, raw: RawFile) -> None:
        """Refuses a file whose name says that it is of another kind.

        Raises:
            InputError: naming the kinds of file that the source reads.
        """
        base = raw.name.rsplit("/", 1)[-1].lower()
        if not any(fnmatch(base, pattern.lower()) for pattern in self.files):
            raise InputError(raw.name, f"source {self.name} reads {' or '.join(self.files)}")

    def expected_rows(self, file_name: str) -> int | None:
        """The published number of rows of a file of this name; nothing where ``source.toml`` says none."""
        return self.expected.get(file_name.rsplit("/", 1)[-1])


def catalogue() -> dict[str, Source]:
    """Every source by name: each folder of the package without a leading underscore.

    Raises:
        SourceError: if a folder's ``source.toml`` is missing, is not TOML, or lacks a field.
    """
    folders = (item for root in headwater.sources.__path__ for item in Path(root).iterdir())
    named = {item.name: item for item in folders if item.is_dir() and item.name[0] not in "_."}
    return {name: _source(name, named[name]) for name in sorted(named)}


def find_source(name: str) -> Source:
    """One source.

    Raises:
        SourceError: if there is none of this name; the known ones are listed.
    """
    known = catalogue()
    if name not in known:
        raise SourceError(f"no source is named {name!r}; known: {', '.join(known)}")
    return known[name]


def _source(name: str, folder: Path) -> Source:
    path = folder / "source.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return _of_toml(name, folder, data)
    except FileNotFoundError:
        raise SourceError(f"{path}: missing; every source describes itself there") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError) as error:
        raise SourceError(f"{path}: {error}") from error


def _of_toml(name: str, folder: Path, data: dict[str, Any]) -> Source:
    unknown = set(data) - {*_TEXTS, *_LISTS, "expected", "fetch"}
    if unknown:
        raise ValueError(f"unknown field {min(unknown)!r}")
    texts = {field: _text(data, field) for field in _TEXTS}
    lists = {field: _list(data, field) for field in _LISTS}
    if not lists["files"]:
        raise ValueError("field 'files' names no kind of file")
    url = lists["urls"][0] if lists["urls"] else ""
    info = SourceInfo(source=name, url=url, **texts)
    return Source(info, folder, lists["forms"], lists["files"], _expected(data), recipes_of(data))


def _text(data: dict[str, Any], field: str) -> str:
    value = data.get(field)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"field {field!r} must be a sentence")
    return " ".join(value.split())


def _list(data: dict[str, Any], field: str) -> tuple[str, ...]:
    value = data.get(field)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"field {field!r} must be a list of texts")
    return tuple(value)


def _expected(data: dict[str, Any]) -> dict[str, int]:
    found = {}
    for row in data.get("expected", []):
        if not isinstance(row, dict) or set(row) != {"file", "rows"} or not isinstance(row["rows"], int):
            raise ValueError("each [[expected]] has a file and its number of rows")
        found[str(row["file"])] = row["rows"]
    return found
