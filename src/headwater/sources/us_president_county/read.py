"""Reads presidential votes by county in the three layouts in which they are published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from headwater.base.errors import InputError
from headwater.sources._reading.delimited import header_of, read_rows
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Record
from headwater.sources._tables.rejected import Rejected
from headwater.sources._tables.votes import Vote
from headwater.sources.us_president_county.places import STATES, division_of

NAME = "us_president_county"
PUBLISHER = "US County Level Election Results (compiled from news organisations' counts)"
ELECTION_DAYS = {
    2008: date(2008, 11, 4),
    2012: date(2012, 11, 6),
    2016: date(2016, 11, 8),
    2020: date(2020, 11, 3),
    2024: date(2024, 11, 5),
}
_YEAR = re.compile(r"(20\d\d)_US_County_Level")


@dataclass(frozen=True, slots=True)
class _Layout:
    """One layout: where the place stands, and for each year the columns of its counts."""

    fips: str
    name: str
    state: str
    years: dict[int, tuple[str, str, str, str]]
    ignored: tuple[str, ...]

    @property
    def columns(self) -> set[str]:
        counts = {column for columns in self.years.values() for column in columns if column}
        return {self.fips, self.name, *counts, *self.ignored} | ({self.state} if self.state else set())


def _one_year(fips: str, state: str, ignored: tuple[str, ...]) -> _Layout:
    return _Layout(fips, "county_name", state, {0: ("votes_dem", "votes_gop", "", "total_votes")}, ignored)


_SHARES = ("per_dem", "per_gop", "diff", "per_point_diff")
_THREE_YEARS = _Layout(
    "fips_code",
    "county",
    "",
    {year: (f"dem_{year}", f"gop_{year}", f"oth_{year}", f"total_{year}") for year in (2008, 2012, 2016)},
    (),
)
_TWO_YEARS = _Layout(
    "FIPS",
    "county_name",
    "state_abbr",
    {year: (f"votes_dem_{year}", f"votes_gop_{year}", "", f"total_votes_{year}") for year in (2012, 2016)},
    (
        "",
        "combined_fips",
        "county_fips",
        "state_fips",
        *(f"{share}_{year}" for share in _SHARES for year in (2012, 2016)),
    ),
)
LAYOUTS = (
    _THREE_YEARS,
    _TWO_YEARS,
    _one_year("combined_fips", "state_abbr", ("", *_SHARES)),
    _one_year("county_fips", "state_name", _SHARES),
)


def read(raw: RawFile) -> Iterator[Record]:
    """The votes of a file; a row that repeats a statewide count or contradicts itself is rejected.

    Raises:
        InputError: if the header is none of the known ones, or nothing says of which year the votes are.
    """
    layout = _layout(raw)
    count = 0
    for row, fields in read_rows(raw, layout.columns):
        count += 1
        take = Take(fields)
        try:
            yield from _votes(raw, row, take, layout)
        except FieldError as error:
            yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
    yield Counted(count)


def _layout(raw: RawFile) -> _Layout:
    header = set(header_of(raw))
    for layout in LAYOUTS:
        if layout.columns == header:
            return layout if 0 not in layout.years else _dated(raw, layout)
    raise InputError(raw.name, "the header is none of the layouts of county presidential results", line=1)


def _dated(raw: RawFile, layout: _Layout) -> _Layout:
    """The layout with the year that only the file's name says."""
    found = _YEAR.match(raw.name.rsplit("/", 1)[-1])
    year = int(found.group(1)) if found else 0
    if year not in ELECTION_DAYS:
        raise InputError(raw.name, "neither header nor name says which election this is (2020_US_County_Level…)")
    return _Layout(layout.fips, layout.name, layout.state, {year: layout.years[0]}, layout.ignored)


def _votes(raw: RawFile, row: int, take: Take, layout: _Layout) -> list[Record]:
    place = _place(take, layout)
    take.ignore(*layout.ignored)
    found: list[Record] = []
    for year, columns in layout.years.items():
        *counts, total = _counts(take, columns)
        named = zip(("Democratic", "Republican", "Other"), ("DEM", "REP", "OTH"), counts, strict=True)
        found += [_vote(raw, row, (place, ELECTION_DAYS[year], total), one) for one in named]
    take.done()
    return found


def _place(take: Take, layout: _Layout) -> str:
    fips, name = take.filled(layout.fips).zfill(5), take.filled(layout.name)
    try:
        place = division_of(fips, name)
    except ValueError as error:
        raise FieldError(layout.name, str(error)) from error
    if layout.state and take.filled(layout.state).lower() not in {part.lower() for part in STATES[fips[:2]]}:
        raise FieldError(layout.state, f"is not the state of FIPS code {fips}")
    return place


def _counts(take: Take, columns: tuple[str, str, str, str]) -> tuple[int, int, int, int]:
    democratic, republican, total = (take.whole(columns[at]) for at in (0, 1, 3))
    rest = total - democratic - republican
    if rest < 0:
        raise FieldError(columns[3], "is less than the votes of the two parties")
    if columns[2] and take.whole(columns[2]) != rest:
        raise FieldError(columns[3], "is not the sum of the votes in the row")
    return democratic, republican, rest, total


def _vote(raw: RawFile, row: int, where: tuple[str, date, int], one: tuple[str, str, int]) -> Vote:
    place, day, total = where
    candidate, ballot_party, votes = one
    return Vote(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        division=place,
        office="president",
        election_date=day,
        stage="general",
        candidate=candidate,
        party=ballot_party,
        votes=votes,
        elected=None,
        denominator=total,
        denominator_kind="all_votes_cast",
        count_status="unknown",
        as_of=None,
        committees="",
        publisher=PUBLISHER,
        url="https://github.com/tonmcg/US_County_Level_Election_Results_08-24",
    )
