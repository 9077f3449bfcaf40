"""Which schedule a CSV file or a sheet is, told by its header, and the CAL names of its columns."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile

_STREET = re.compile(r".*_ADR\d")


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of schedule: its name, the CAL names of its columns in the file's order, and those no one may see."""

    kind: str
    columns: tuple[str, ...]
    private: frozenset[str]


def shape_of(raw: RawFile, where: str, header: tuple[str, ...]) -> Shape:
    """The schedule that has these columns, in whatever order.

    Args:
        raw: the file.
        where: the name of the sheet; empty in a CSV file.
        header: the names of its columns as written.

    Raises:
        InputError: if no schedule of the export has them.
    """
    sheet = f"sheet {where[:40]!r}: " if where else ""
    doubled = next((name for name in header if header.count(name) > 1), None)
    if doubled is not None:
        raise InputError(raw.name, f"{sheet}the column occurs twice", line=1, field=doubled[:60] or "(no name)")
    for kind, known in _known().items():
        names = set(known)
        if names >= set(header) and set(header) >= names - _more(kind):
            columns = tuple(known[name] for name in header)
            return Shape(kind, columns, frozenset(name for name in columns if _STREET.fullmatch(name)))
    raise InputError(raw.name, f"{sheet}the header is none of the schedules of NetFile's export", line=1)


def _more(kind: str) -> set[str]:
    return set(_data()[kind].get("more", "").split())


@cache
def _known() -> dict[str, dict[str, str]]:
    """Kind → name of a column in the export → its name in the CAL format."""
    return {
        kind: {
            name: entry.get("cal", {}).get(name, name.upper())
            for name in (*entry["columns"].split(), *entry.get("more", "").split())
        }
        for kind, entry in _data().items()
    }


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("schedules.toml").read_text("utf-8"))
