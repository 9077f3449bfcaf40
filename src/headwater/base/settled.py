"""Whether anything has changed since a whole build, told without loading the stages.

After a build of all stages a mark is left of what they depended on. While it holds, every stage would find its tables
as it wrote them; where it does not hold, each stage is asked by its own key, as ever.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from headwater.base.case import Case
from headwater.base.code import whole_code_hash
from headwater.base.files import hash_files, write_whole
from headwater.base.ids import stable_id
from headwater.base.manifest import read_manifest

_FORMAT = "headwater.settled/1"


@dataclass(frozen=True, slots=True)
class Depends:
    """Patterns of the files that any stage depends on: in the case's folder, and in its home."""

    case_files: Sequence[str]
    home_files: Sequence[str]

    def state(self, case: Case, home: Path) -> str:
        """A hash of the code and of these files as they are now; files of the home by name, length and time."""
        own = [path for path in _found(case.folder, self.case_files) if path.is_file()]
        kept = ((path.relative_to(home).as_posix(), path.stat()) for path in _found(home, self.home_files))
        kept_parts = (part for name, stat in kept for part in (name, f"{stat.st_size} {stat.st_mtime_ns}"))
        return stable_id("S", whole_code_hash(), hash_files(own, case.folder), *kept_parts)


def is_settled(case: Case, home: Path) -> bool:
    """Whether all tables are there as the last whole build left them, and nothing that they depend on has changed.

    Raises:
        WarehouseError: if the manifest is damaged.
    """
    folder = home / "warehouse"
    tables = read_manifest(folder).tables
    try:
        mark = json.loads(_mark(home).read_bytes())
        depends = Depends(mark["case_files"], mark["home_files"])
        key = (mark["format"], mark["state"], mark["manifest"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    there = all(entry.is_there(folder, tables) for entry in tables.values())
    return there and key == (_FORMAT, depends.state(case, home), _manifest(folder))


def settle(home: Path, depends: Depends, state: str) -> None:
    """Leaves the mark of a whole build that began in a state."""
    mark = {
        "format": _FORMAT,
        "case_files": list(depends.case_files),
        "home_files": list(depends.home_files),
        "state": state,
        "manifest": _manifest(home / "warehouse"),
    }
    write_whole(_mark(home), json.dumps(mark, indent=1).encode())


def _mark(home: Path) -> Path:
    return home / "warehouse" / "settled.json"


def _manifest(folder: Path) -> str:
    return hash_files([folder / "manifest.json"], folder)


def _found(folder: Path, patterns: Iterable[str]) -> list[Path]:
    return sorted({path for pattern in patterns for path in folder.glob(pattern)})
