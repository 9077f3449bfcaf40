"""Who acts in made-up bulk files: committees, candidates, donors and vendors with names put together of syllables."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from bench.official.mix import Mix

Numbers = npt.NDArray[np.int64]

_SYLLABLES = (
    "BA", "BRO", "CHI", "DAV", "DEL", "DRU", "FEN", "FOL", "GAR", "GLI", "HOB", "HUX", "IVE", "JAL",
    "JOR", "KEM", "KRE", "LOM", "LUV", "MAV", "MIR", "NOK", "NUL", "OBE", "ORD", "PEL", "PRY", "QUI",
    "RAV", "ROS", "SKE", "SOL", "TAB", "TRU", "ULM", "VAN", "VEX", "WIM", "YOR", "ZED",
)  # fmt: skip
_PLACES = (
    "SAMPLETON|OH|45501",
    "EXAMPLE FALLS|TX|770010001",
    "INVENTA|CA|95998",
    "NOWHERE|NY|10999",
    "FICTON|PA|19999",
)
_WORKS = (
    "EXAMPLE WORKS|BAKER",
    "SELF-EMPLOYED|FARMER",
    "RETIRED|RETIRED",
    "INVENTED COLLEGE|TEACHER",
    "|",
    "NONE|NONE",
)
_SHARES = {"campaign": 0.4, "pac": 0.38, "spender": 0.1, "notifier": 0.04, "joint": 0.04, "conduit": 0.04}
_TYPES = {"campaign": "H|P", "pac": "Q|U", "spender": "O|U", "notifier": "I|U", "joint": "N|J", "conduit": "V|U"}
_NAMES = {
    "campaign": "FRIENDS OF {}",
    "pac": "{} EMPLOYEES PAC",
    "spender": "{} ACTION FUND",
    "notifier": "{} VOTERS LEAGUE",
    "joint": "{} VICTORY COMMITTEE",
    "conduit": "{} CONDUIT",
}
VENDORS = 500


@dataclass(frozen=True, slots=True)
class Cast:
    """All names by number: 0 is nobody, then come the committees, then the donors, then the vendors.

    ``keys`` is how the truth names each (a committee by its id), ``filed`` the fields NAME to OCCUPATION, joined as
    they stand on a line. ``ids`` are the committees' ids, ``candidates`` the candidates' (by the number of their
    committee; empty for the others), ``roles`` the first and the last number of each kind of committee.
    """

    keys: pl.Series
    filed: pl.Series
    entities: pl.Series
    ids: pl.Series
    candidates: pl.Series
    roles: dict[str, tuple[int, int]]
    donors: tuple[int, int]
    vendors: tuple[int, int]


def cast_of(mix: Mix) -> Cast:
    """The names of one set of files."""
    rng = np.random.default_rng([mix.seed, 0])
    roles, names = _committees(mix.committees)
    count = len(names)
    ids = [f"C9{number:07}" for number in range(1, count + 1)]
    last = roles["campaign"][1]
    candidates = ["", *(f"H0OH{number:05}" if number <= last else "" for number in range(1, count + 1))]
    people = _people(rng, mix.donors)
    vendors = pl.Series([f"{_word(number)} MAILERS {number}" for number in range(VENDORS)])
    places = [_PLACES[number % len(_PLACES)] for number in range(count)]
    filed_committees = pl.Series([f"{name}|{place}||" for name, place in zip(names, places, strict=True)])
    where = pl.Series([f"|{place}|" for place in _PLACES]).gather(rng.integers(len(_PLACES), size=mix.donors))
    work = pl.Series(_WORKS).gather(rng.integers(len(_WORKS), size=mix.donors))
    return Cast(
        keys=pl.concat([pl.Series([""]), pl.Series(ids), people, vendors]),
        filed=pl.concat([pl.Series(["|||||"]), filed_committees, people + where + work, vendors + f"|{_PLACES[0]}||"]),
        entities=pl.Series(["", *["COM"] * count, *["IND"] * mix.donors, *["ORG"] * VENDORS]),
        ids=pl.Series(["", *ids]),
        candidates=pl.Series(candidates),
        roles=roles,
        donors=(count + 1, count + mix.donors),
        vendors=(count + mix.donors + 1, count + mix.donors + VENDORS),
    )


def register(cast: Cast) -> list[str]:
    """The lines of cm.txt."""
    kinds = {number: role for role, (first, last) in cast.roles.items() for number in range(first, last + 1)}
    lines = []
    for number, role in sorted(kinds.items()):
        name, city, state, code, *_ = cast.filed[number].split("|")
        designed = "|".join(reversed(_TYPES[role].split("|")))
        fields = (
            cast.ids[number],
            name,
            "SAMPLE, GUS",
            "1 SAMPLE ST",
            "",
            city,
            state,
            code,
            designed,
            "",
            "Q",
            "",
            "",
        )
        lines.append("|".join((*fields, cast.candidates[number])))
    return lines


def kind_of(cast: Cast, number: int) -> str:
    """A committee's type and designation as the summaries write them."""
    return next(_TYPES[role] for role, (first, last) in cast.roles.items() if first <= number <= last)


def _committees(count: int) -> tuple[dict[str, tuple[int, int]], list[str]]:
    roles: dict[str, tuple[int, int]] = {}
    names: list[str] = []
    for role, share in _SHARES.items():
        first = len(names) + 1
        names += [_NAMES[role].format(_word(len(names) * 7 + n)) for n in range(max(3, int(share * count)))]
        roles[role] = (first, len(names))
    return roles, names


def _word(number: int) -> str:
    size = len(_SYLLABLES)
    first, second, third = number % size, number // size % size, (number * 31 + 7) % size
    return _SYLLABLES[first] + _SYLLABLES[second] + _SYLLABLES[third]


def _people(rng: np.random.Generator, count: int) -> pl.Series:
    syllables = pl.Series(_SYLLABLES)
    one, two, three, four = (syllables.gather(rng.integers(len(_SYLLABLES), size=count)) for _ in range(4))
    return one + two + three + ", " + four + one
