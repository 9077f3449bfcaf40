"""Reads a county's own canvass: the summary CSV that counties' results sites offer, one name in one contest a row.

The layout is that of Clarity's ``summary.csv``. It names neither county nor day: the file's name must, by the same
convention as OpenElections (``20221108__az__general__maricopa__county.csv``).
"""

from collections.abc import Iterator
from datetime import date

from headwater.base.errors import InputError
from headwater.base.ids import clean_name
from headwater.sources._reading.delimited import read_rows
from headwater.sources._reading.fields import FieldError, Take, votes_of
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Ignored, Record
from headwater.sources._reading.returns import (
    Document,
    district_of,
    document_of,
    office_of,
    party_in_office,
    party_of,
    row_kind_of,
)
from headwater.sources._tables.counts import Count
from headwater.sources._tables.rejected import Rejected

NAME = "county_canvass"
COLUMNS = ("line number", "contest name", "choice name", "party name", "total votes", "percent of votes")
SUMS = {"over votes": "over_votes", "under votes": "under_votes", "ballots cast": "ballots"}
LEFT_OUT = ("registered voters", "num Area total", "num Area rptg", "num County total", "num County rptg")


def read(raw: RawFile) -> Iterator[Record]:
    """The rows that count votes for prosecutor or president; other contests are left out and counted.

    Raises:
        InputError: for a missing or unknown column, or a name that says no day, state, stage and county.
    """
    said = _said(raw)
    count = 0
    seen: set[str] = set()
    for row, fields in read_rows(raw, COLUMNS, (*SUMS, *LEFT_OUT)):
        count += 1
        take = Take(fields)
        try:
            yield from _counts((raw, row, said), take, seen)
        except FieldError as error:
            yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
    yield Counted(count)


def _said(raw: RawFile) -> Document:
    try:
        found = document_of(raw.name)
    except ValueError as error:
        raise InputError(raw.name, str(error)) from error
    if found is None or not found.county:
        raise InputError(raw.name, "the name is not like 20221108__az__general__maricopa__county.csv")
    return found


def _counts(where: tuple[RawFile, int, Document], take: Take, seen: set[str]) -> list[Record]:
    filed = take.filled("contest name")
    if not office_of(filed):
        return [Ignored(where[1], "an office that no case asks about")]
    take.ignore("line number", *LEFT_OUT)
    candidate, party = clean_name(take.filled("choice name")), take.text("party name")
    percent = take.text("percent of votes").removesuffix("%")
    whole = _count(where, filed, (candidate, party, percent, "total"), _whole(take, "total votes"))
    sums = {column: _whole(take, column) if take.optional(column) else None for column in SUMS}
    take.done()
    # The sums of a contest stand on each of its rows.
    is_first = filed not in seen
    seen.add(filed)
    parts = [
        _count(where, filed, (column, "", "", column), number)
        for column, number in sums.items()
        if is_first and number is not None
    ]
    return [whole, *parts]


def _whole(take: Take, field: str) -> int:
    """A count, its thousands grouped or not.

    Raises:
        FieldError: if it is none.
    """
    cell = take.filled(field)
    votes = votes_of(field, cell)
    if votes is None:
        raise FieldError(field, f"{cell[:40]!r} is not a whole number")
    return votes


def _count(where: tuple[RawFile, int, Document], filed: str, name: tuple[str, str, str, str], votes: int) -> Count:
    raw, row, said = where
    candidate, party, percent, mode = name
    day: date = said.election_date
    nomination = (party_of(party) or party_in_office(filed)) if said.nomination == "?" else said.nomination
    return Count(
        source=NAME, file_sha256=raw.sha256, file_name=raw.name, row=row, document="", level="county",
        state=said.state, county_fips="", county_name=said.county.replace("_", " "), unit="", mode=mode,
        office_filed=filed, office=office_of(filed), district=district_of("", filed), election_date=day,
        stage=said.stage, nomination=nomination, party=party, candidate=candidate,
        row_kind=SUMS.get(mode) or row_kind_of(candidate), votes=votes, votes_filed="", stated_percent=percent,
        elected=None, publisher=f"{said.county.replace('_', ' ').title()} County, canvass", url="",
    )  # fmt: skip
