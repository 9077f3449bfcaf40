"""Reads the precinct returns of the MIT Election Data and Science Lab: one name, precinct and vote mode a row."""

from collections.abc import Iterator

from headwater.base.ids import clean_name
from headwater.sources._reading.delimited import read_rows
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Ignored, Record
from headwater.sources._reading.returns import district_of, office_of, party_of, row_kind_of
from headwater.sources._tables.counts import Count
from headwater.sources._tables.rejected import Rejected

NAME = "medsl_precincts"
PUBLISHER = "MIT Election Data and Science Lab, precinct returns"
URL = "https://github.com/MEDSL/2022-elections-official"
COLUMNS = (
    *("precinct", "office", "party_detailed", "party_simplified", "mode", "votes", "county_name", "county_fips"),
    *("candidate", "district", "stage", "special", "writein", "state_po", "date"),
)
LEFT_OUT = (
    *("jurisdiction_name", "jurisdiction_fips", "dataverse", "year", "state", "state_fips", "state_cen", "state_ic"),
    *("readme_check", "magnitude"),
)
STAGES = {"GEN": "general", "PRI": "primary", "RUNOFF": "runoff", "GEN RUNOFF": "runoff", "PRI RUNOFF": "runoff"}
_BOOLS = {"TRUE": True, "FALSE": False, "": False}


def read(raw: RawFile) -> Iterator[Record]:
    """The rows that count votes for prosecutor or president; other offices are left out and counted.

    A cell such as ``*`` is a count that the state withholds; it is kept as filed.

    Raises:
        InputError: for a missing or unknown column.
    """
    count = 0
    for row, fields in read_rows(raw, COLUMNS, ("source_zip", *LEFT_OUT)):
        count += 1
        take = Take(fields)
        try:
            yield _count(raw, row, take)
        except FieldError as error:
            yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
    yield Counted(count)


def _count(raw: RawFile, row: int, take: Take) -> Record:
    filed = take.filled("office")
    office = office_of(filed)
    if not office:
        return Ignored(row, "an office that no case asks about")
    take.ignore("party_simplified", *LEFT_OUT)
    stage = "special" if _truth(take, "special") else take.choice("stage", STAGES)
    is_primary = take.text("stage").startswith("PRI")
    party, candidate, unit = take.text("party_detailed"), clean_name(take.text("candidate")), take.text("precinct")
    cell = take.filled("votes").removesuffix(".0")
    is_number = cell.isdecimal() and cell.isascii()
    fips = take.text("county_fips")
    kind = row_kind_of(candidate, unit)
    found = Count(
        source=NAME, file_sha256=raw.sha256, file_name=raw.name, row=row, document=take.optional("source_zip"),
        level="precinct", state=take.filled("state_po").lower(), county_fips=fips.zfill(5) if fips else "",
        county_name=clean_name(take.text("county_name")), unit=clean_name(unit),
        mode=take.text("mode").lower() or "total", office_filed=filed, office=office,
        district=district_of(take.text("district"), filed), election_date=take.day("date"), stage=stage,
        nomination=party_of(party) if is_primary else "", party=party, candidate=candidate,
        row_kind="write_in" if _truth(take, "writein") and kind == "candidate" else kind,
        votes=int(cell) if is_number else None, votes_filed="" if is_number else cell, stated_percent="",
        elected=None, publisher=PUBLISHER, url=URL,
    )  # fmt: skip
    take.done()
    return found


def _truth(take: Take, field: str) -> bool:
    value = take.text(field).upper()
    if value not in _BOOLS:
        raise FieldError(field, f"{value[:40]!r} is neither TRUE nor FALSE")
    return _BOOLS[value]
