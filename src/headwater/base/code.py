"""What a result depends on besides its inputs: the program's own text."""

from collections.abc import Iterator
from pathlib import Path

from headwater.base.files import hash_files

_PACKAGE = Path(__file__).resolve().parents[1]
_SUFFIXES = {".py", ".toml", ".html", ".css", ".js"}


def code_hash(package: str) -> str:
    """A hash of the code that a stage's tables depend on: its own package and ``base``."""
    return hash_files([*_code_of(_PACKAGE / package), *_code_of(_PACKAGE / "base")], _PACKAGE)


def whole_code_hash() -> str:
    """A hash of all of the program's code."""
    return hash_files(list(_code_of(_PACKAGE)), _PACKAGE)


def _code_of(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
