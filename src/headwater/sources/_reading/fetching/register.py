"""The register of what was fetched: one small entry for each address, beside the archive."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from headwater.base.errors import SourceError, WarehouseError
from headwater.base.files import write_whole
from headwater.base.ids import stable_id


@dataclass(frozen=True, slots=True)
class Fetch:
    """One version of one address, as it was downloaded; ``members`` maps each file added to its SHA-256."""

    sha256: str
    bytes: int
    etag: str
    last_modified: str
    length_stated: bool
    fetched_at: str
    checked_at: str
    members: dict[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of one source with every version fetched from it, the newest last."""

    source: str
    name: str
    url: str
    fetches: tuple[Fetch, ...] = ()

    @property
    def newest(self) -> Fetch | None:
        """The version fetched last."""
        return self.fetches[-1] if self.fetches else None


def entry_key(source: str, url: str) -> str:
    """The name of an address in the register."""
    return stable_id("U", source, url)


def folder_of(home: Path) -> Path:
    """Where the register lies."""
    return home / "fetched"


def read_entry(home: Path, source: str, url: str) -> Entry | None:
    """The entry of an address; nothing where it was never fetched.

    Raises:
        WarehouseError: if the entry is damaged.
    """
    path = _path(home, source, url)
    return _entry(path) if path.is_file() else None


def read_register(home: Path) -> list[Entry]:
    """Every entry, in the order of source and address.

    Raises:
        WarehouseError: if one is damaged.
    """
    found = [_entry(path) for path in folder_of(home).glob("U*.json")]
    return sorted(found, key=lambda entry: (entry.source, entry.url))


def superseded(home: Path) -> set[tuple[str, str]]:
    """Source and SHA-256 of each file in the archive that a newer version of the same address no longer holds."""
    old, new = set(), set()
    for entry in read_register(home):
        for fetch in entry.fetches:
            files = {(entry.source, sha256) for sha256 in fetch.members.values()}
            if fetch is entry.newest:
                new |= files
            else:
                old |= files
    return old - new


def write_entry(home: Path, entry: Entry) -> None:
    """Writes an entry whole."""
    content = json.dumps(asdict(entry), ensure_ascii=False, indent=1).encode()
    write_whole(_path(home, entry.source, entry.url), content)


@contextmanager
def held(home: Path) -> Iterator[Path]:
    """Holds the register: one fetch at a time, so that partial files have one writer and hosts one asker.

    Raises:
        SourceError: if another fetch of the same case is running.
    """
    folder = folder_of(home)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "fetch.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SourceError(f"{folder}: another fetch of this case is running") from None
        yield folder


def _path(home: Path, source: str, url: str) -> Path:
    return folder_of(home) / f"{entry_key(source, url)}.json"


def _entry(path: Path) -> Entry:
    try:
        data: dict[str, Any] = json.loads(path.read_bytes())
        return Entry(**{**data, "fetches": tuple(Fetch(**row) for row in data["fetches"])})
    except (ValueError, TypeError, KeyError) as error:
        raise WarehouseError(f"{path}: damaged entry ({error}); delete it and fetch again") from error
