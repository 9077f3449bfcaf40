"""What the law of each state says of its prosecutors' jurisdictions: one file a state, found by walking.

The counties carry their FIPS codes (ANSI INCITS 31) and the names of Open Civic Data's division ids. Districts of
several counties have no Open Civic Data id; theirs have its form and are Headwater's own.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from headwater.base.errors import SourceError

_HERE = Path(__file__).resolve().parent
FOLDER, CITIES = _HERE / "jurisdictions", _HERE / "cities.toml"
BASES = ("county", "districts", "state")
_FIELDS = {"office": str, "basis": str, "source": str, "is_complete": bool, "note": str}
_DAYS, _LISTS = ("as_of", "complete_from"), ("unknown", "shared")


@dataclass(frozen=True, slots=True)
class District:
    """A prosecutor's district as a law names it, with the counties that it holds from one day to another."""

    division: str
    name: str
    counties: tuple[str, ...]
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class StateLaw:
    """One state: who prosecutes, by what law, its counties by FIPS code and its districts of several counties.

    ``as_of`` is the day for which the text was read, where it says one; before ``complete_from`` districts may be
    missing. ``unknown`` are counties whose prosecutor these files do not say; ``shared`` are those that two have.
    """

    state: str
    office: str
    basis: str
    source: str
    is_complete: bool
    note: str
    counties: Mapping[str, str]
    districts: tuple[District, ...]
    as_of: date | None = None
    complete_from: date | None = None
    unknown: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()

    @property
    def division(self) -> str:
        """The state's OCD division id; the District of Columbia's is a district's."""
        kind = "district" if self.state == "dc" else "state"
        return f"ocd-division/country:us/{kind}:{self.state}"


@dataclass(frozen=True, slots=True)
class City:
    """A city that is often taken for a prosecutor's jurisdiction, and the counties that it lies in."""

    names: tuple[str, ...]
    state: str
    counties: tuple[str, ...]
    is_jurisdiction: bool


@cache
def state_laws(folder: Path = FOLDER) -> tuple[StateLaw, ...]:
    """Every state's file, by postal abbreviation.

    Raises:
        SourceError: naming the file and what is wrong with it.
    """
    return tuple(_law(path) for path in sorted(folder.glob("*.toml")))


@cache
def cities(path: Path = CITIES) -> tuple[City, ...]:
    """The cities that are often taken for jurisdictions.

    Raises:
        SourceError: naming what is wrong with the file.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return tuple(_city(row) for row in data["cities"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{path}: {error}") from error


def _city(row: dict[str, Any]) -> City:
    base = f"ocd-division/country:us/state:{row['state']}"
    counties = tuple(f"{base}/{name}" for name in row["counties"])
    return City(tuple(row["names"]), row["state"], counties, bool(row["is_jurisdiction"]))


def _law(path: Path) -> StateLaw:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return _of(path.stem, data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        said = f"field {error} is missing" if isinstance(error, KeyError) else str(error)
        raise SourceError(f"{path}: {said}") from error


def _of(state: str, data: dict[str, Any]) -> StateLaw:
    if unknown := set(data) - {*_FIELDS, *_DAYS, *_LISTS, "counties", "districts"}:
        raise ValueError(f"unknown field {min(unknown)!r}")
    for name, kind in _FIELDS.items():
        if not isinstance(data[name], kind):
            raise TypeError(f"field {name!r} is not of the type {kind.__name__}")
    if data["basis"] not in BASES:
        raise ValueError(f"basis {data['basis']!r} is none of {', '.join(BASES)}")
    if odd := [name for name in _DAYS if type(data.get(name, date.min)) is not date]:
        raise TypeError(f"field {odd[0]!r} is not a day such as 2024-11-05")
    base = f"ocd-division/country:us/{'district' if state == 'dc' else 'state'}:{state}"
    counties = {fips: f"{base}/{name}" for fips, name in data.get("counties", {}).items()}
    districts = tuple(_district(base, row, set(counties.values())) for row in data.get("districts", ()))
    return StateLaw(
        state=state,
        office=data["office"],
        basis=data["basis"],
        source=data["source"],
        is_complete=data["is_complete"],
        note=data["note"],
        counties=counties,
        districts=districts,
        as_of=data.get("as_of"),
        complete_from=data.get("complete_from"),
        unknown=frozenset(_counties(base, data.get("unknown", ()), set(counties.values()), "field 'unknown'")),
        shared=frozenset(_counties(base, data.get("shared", ()), set(counties.values()), "field 'shared'")),
    )


def _district(base: str, row: dict[str, Any], known: set[str]) -> District:
    if unknown := set(row) - {"id", "name", "counties", "from", "until"}:
        raise ValueError(f"unknown field {min(unknown)!r} of a district")
    counties = _counties(base, row["counties"], known, f"district {row['name']}")
    return District(f"{base}/{row['id']}", row["name"], counties, row.get("from"), row.get("until"))


def _counties(base: str, names: Iterable[str], known: set[str], where: str) -> tuple[str, ...]:
    found = tuple(f"{base}/{name if ':' in name else f'county:{name}'}" for name in names)
    if strange := set(found) - known:
        raise ValueError(f"{where}: {min(strange)} is no county of the state")
    return found
