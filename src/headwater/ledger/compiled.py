"""The rules as SQL, kept beside the code that writes it: to do so anew takes eight seconds."""

import json
import os
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import ibis

from headwater.base.code import code_hash
from headwater.base.files import write_whole
from headwater.base.ids import stable_id

_WANTED, _COUNTED, _KEPT = "wanted", "counted", "rules"
_BESIDE = Path(__file__).parent / "__pycache__"


class Rules(Protocol):
    """The rules over tables of some schemas, to be written as SQL."""

    wanted: list[str]
    counted: list[str]

    def sql(self, step: str, engine: str) -> str:
        """One step as SQL of an engine."""


class Compiled:
    """The SQL of each step for one engine; the expressions are made only where some of it is not known yet."""

    def __init__(self, engine: str, make: Callable[[], Rules], place: Path | None = None) -> None:
        """Takes what is kept.

        Args:
            engine: the engine, by its name.
            make: makes the expressions.
            place: the file of what is kept, see `place_of`; nothing is kept without it.
        """
        self._engine, self._make, self._place = engine, make, place
        self._known = _read(place) if place else {}
        self._is_new = False

    @property
    def wanted(self) -> Sequence[str]:
        """The steps that mark lines at which some rule looks."""
        return self._told(_WANTED, lambda: " ".join(self._make().wanted)).split()

    @property
    def counted(self) -> Sequence[str]:
        """Those of them for which numbers are counted first."""
        return self._told(_COUNTED, lambda: " ".join(self._make().counted)).split()

    def sql(self, step: str) -> str:
        """One step as SQL."""
        return self._told(f"{step} as SQL", lambda: self._make().sql(step, self._engine))

    def keep(self) -> None:
        """Keeps what is known now, in the place of what was kept for other code or other tables."""
        if self._place is None or not self._is_new:
            return
        write_whole(self._place, json.dumps(self._known).encode())
        by_this_code = self._place.name.split("-")[:2]
        for other in self._place.parent.glob(f"{_KEPT}-*.json"):
            if other.name.split("-")[:2] != by_this_code:
                other.unlink(missing_ok=True)

    def _told(self, what: str, make: Callable[[], str]) -> str:
        if what not in self._known:
            self._known[what], self._is_new = make(), True
        return self._known[what]


def place_of(home: Path, engine: str, schemas: Sequence[ibis.Schema]) -> Path:
    """Where the SQL of the rules over tables of these schemas is kept, as this code and its libraries write it.

    Beside the machine code of loops, so that every case has it; in the case's home where nothing can be written there.
    """
    written_by = (version(library) for library in ("ibis-framework", "sqlglot"))
    code = stable_id("R", code_hash("ledger"), *written_by)
    read = stable_id("S", engine, *(repr(schema) for schema in schemas))
    folder = _BESIDE if _takes_files(_BESIDE) else home / "rules"
    return folder / f"{_KEPT}-{code}-{read}.json"


def _takes_files(folder: Path) -> bool:
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _read(place: Path) -> dict[str, str]:
    try:
        found = json.loads(place.read_bytes())
    except (OSError, ValueError):
        # Not there, or damaged: it is written anew.
        return {}
    is_whole = isinstance(found, dict) and all(isinstance(one, str) for one in found.values())
    return found if is_whole else {}
