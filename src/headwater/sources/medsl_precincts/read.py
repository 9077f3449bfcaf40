"""Reads the precinct returns of the MIT Election Data and Science Lab: one name, precinct and vote mode a row."""

from collections.abc import Iterator
from datetime import date

from headwater.base.ids import clean_name
from headwater.sources._reading.delimited import header_of, read_rows
from headwater.sources._reading.fields import FieldError, Take, votes_of
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Ignored, Record
from headwater.sources._reading.returns import district_of, general_day, office_of, party_of, row_kind_of
from headwater.sources._tables.counts import Count
from headwater.sources._tables.rejected import Rejected

NAME = "medsl_precincts"
PUBLISHER = "MIT Election Data and Science Lab, precinct returns"
URL = "https://github.com/MEDSL/2022-elections-official"
COLUMNS = (
    *("precinct", "office", "mode", "votes", "county_name", "county_fips"),
    *("candidate", "district", "stage", "special", "writein"),
)
OF_YEARS = (("party_detailed", "party"), ("state_po", "state_postal"))
"""Columns that later and earlier years call by these names; one of each pair is needed."""
DAYS = ("date", "year")
LEFT_OUT = (
    *("jurisdiction_name", "jurisdiction_fips", "dataverse", "state", "state_fips", "state_cen", "state_ic"),
    *("readme_check", "magnitude", "party_simplified", "jurisdiction", "state_icpsr", "county_ansi", "county_lat"),
    *(
        "county_long",
        "candidate_party",
        "candidate_normalized",
        "candidate_last",
        "candidate_first",
        "candidate_middle",
    ),
    *("candidate_full", "candidate_suffix", "candidate_nickname", "candidate_fec", "candidate_fec_name"),
    *("candidate_google", "candidate_govtrack", "candidate_icpsr", "candidate_maplight", "candidate_opensecrets"),
    *("candidate_wikidata", "version"),
)
STAGES = {"GEN": "general", "PRI": "primary", "RUNOFF": "runoff", "GEN RUNOFF": "runoff", "PRI RUNOFF": "runoff"}
_BOOLS = {"TRUE": True, "FALSE": False, "": False}


def read(raw: RawFile) -> Iterator[Record]:
    """The rows that count votes for prosecutor or president; other offices are left out and counted.

    A cell such as ``*`` is a count that the state withholds; it is kept as filed.

    Raises:
        InputError: for a missing or unknown column.
    """
    header = header_of(raw)
    party, state = (next((name for name in names if name in header), names[0]) for names in OF_YEARS)
    day = next((name for name in DAYS if name in header), DAYS[0])
    count = 0
    needed = (*COLUMNS, party, state, day)
    for row, fields in read_rows(raw, needed, ("source_zip", *DAYS, *LEFT_OUT)):
        count += 1
        take = Take(fields)
        try:
            yield _count(raw, row, take, (party, state, day))
        except FieldError as error:
            yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
    yield Counted(count)


def _count(raw: RawFile, row: int, take: Take, names: tuple[str, str, str]) -> Record:
    filed = take.filled("office")
    office = office_of(filed)
    if not office:
        return Ignored(row, "an office that no case asks about")
    take.ignore(*LEFT_OUT)
    stage = "special" if _truth(take, "special") else take.choice("stage", STAGES)
    is_primary = take.text("stage").startswith("PRI")
    party, candidate, unit = take.text(names[0]), clean_name(take.filled("candidate")), take.text("precinct")
    cell = take.filled("votes").removesuffix(".0")
    votes = votes_of("votes", cell)
    fips = take.text("county_fips")
    kind = row_kind_of(candidate, unit)
    found = Count(
        source=NAME, file_sha256=raw.sha256, file_name=raw.name, row=row, document=take.optional("source_zip"),
        level="precinct", state=take.filled(names[1]).lower(), county_fips=fips.zfill(5) if fips else "",
        county_name=clean_name(take.text("county_name")), unit=clean_name(unit),
        mode=take.text("mode").lower() or "total", office_filed=filed, office=office,
        district=district_of(take.text("district"), filed), election_date=_day(take, stage, names[2]), stage=stage,
        nomination=party_of(party) if is_primary else "", party=party, candidate=candidate,
        row_kind="write_in" if _truth(take, "writein") and kind == "candidate" else kind,
        votes=votes, votes_filed=cell if votes is None else "", stated_percent="",
        elected=None, publisher=PUBLISHER, url=URL,
    )  # fmt: skip
    take.done()
    return found


def _day(take: Take, stage: str, column: str) -> date:
    """The day of the election; files of years that state no day are of the general election, whose day is the law's."""
    year = take.optional("year")
    if column == "date":
        return take.day(column)
    if stage != "general" or not (year.isdecimal() and year.isascii() and len(year) == 4):
        raise FieldError("year", f"{year[:40]!r} and the stage {stage!r} say no day, and the file has no column date")
    if not int(year):
        raise FieldError("year", f"{year!r} is no year")
    return general_day(int(year))


def _truth(take: Take, field: str) -> bool:
    value = take.text(field).upper()
    if value not in _BOOLS:
        raise FieldError(field, f"{value[:40]!r} is neither TRUE nor FALSE")
    return _BOOLS[value]
