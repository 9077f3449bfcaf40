"""Reads OpenElections results: one name in a county or precinct a row, several files in one where a column says so."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from headwater.base.errors import InputError
from headwater.base.ids import clean_name
from headwater.sources._reading.delimited import header_of, read_rows
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

NAME = "openelections"
PUBLISHER = "OpenElections"
COLUMNS = ("office", "candidate", "votes")
OPTIONAL = ("file", "county", "precinct", "district", "party", "winner")
MODES = {
    "early_voting": "early voting", "early": "early voting", "election_day": "election day", "mail": "mail",
    "absentee": "absentee", "absentee_mail": "absentee", "provisional": "provisional", "limited": "limited",
    "polls": "election day", "in_person": "election day", "advance": "early voting",
    "election_day_votes": "election day", "early_votes": "early voting", "early_voting_votes": "early voting",
    "absentee_votes": "absentee", "mail_votes": "mail", "mail_in": "mail", "vote_by_mail": "mail",
    "provisional_votes": "provisional", "machine_votes": "machine", "affidavit": "provisional", "uocava": "absentee",
}  # fmt: skip
_WON = {
    "": None, "true": True, "t": True, "w": True, "x": True, "yes": True, "y": True, "1": True,
    "false": False, "f": False, "no": False, "n": False, "0": False,
}  # fmt: skip
NOT_COUNTS = ("winner_description", "percentage", "percent", "pct", "vote_percentage", "fips", "parent_jurisdiction")


@dataclass(frozen=True, slots=True)
class _Here:
    raw: RawFile
    row: int
    document: str
    said: Document


def read(raw: RawFile) -> Iterator[Record]:
    """The rows of a file that count votes for prosecutor or president; other offices are left out and counted.

    Raises:
        InputError: for a missing or unknown column, or a name that says no date, state and stage.
    """
    documents: dict[str, Document] = {}
    count = 0
    for row, fields in read_rows(raw, COLUMNS, {*OPTIONAL, *MODES, *NOT_COUNTS}):
        count += 1
        name = fields.get("file", "") or raw.name
        if name not in documents:
            documents[name] = _document(raw, row, name)
        take = Take(fields)
        here = _Here(raw, row, name if "file" in fields else "", documents[name])
        try:
            yield from _counts(here, take)
        except FieldError as error:
            yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
    yield Counted(count)


def modes_of(raw: RawFile) -> tuple[str, ...]:
    """The columns of a file that count one vote mode each."""
    return tuple(name for name in header_of(raw) if name in MODES)


def _document(raw: RawFile, row: int, name: str) -> Document:
    try:
        found = document_of(name)
    except ValueError as error:
        raise InputError(raw.name, str(error), line=row) from error
    if found is None:
        said = f"the name {name!r} is not like 20201103__tx__general__harris__precinct.csv, which says day and stage"
        raise InputError(raw.name, said, line=row)
    return found


def _counts(here: _Here, take: Take) -> list[Record]:
    filed = take.filled("office")
    office = office_of(filed)
    if not office:
        return [Ignored(here.row, "an office that no case asks about")]
    take.ignore("file", *NOT_COUNTS)
    base = _base(here, take, filed, office)
    modes = [(MODES[name], take.optional(name)) for name in MODES]
    take.done()
    whole = [base] if base.votes is not None or not any(cell for _mode, cell in modes) else []
    parts = [_of_mode(base, mode, cell) for mode, cell in modes if cell]
    return [*whole, *parts]


def _base(here: _Here, take: Take, filed: str, office: str) -> Count:
    said, unit, county = here.said, clean_name(take.optional("precinct")), clean_name(take.optional("county"))
    party, candidate = take.optional("party"), clean_name(take.filled("candidate"))
    votes, votes_filed = _votes("votes", take.text("votes"))
    if not county and said.county:
        county = said.county.replace("_", " ")
    level = "precinct" if unit or said.level == "precinct" else "county" if county else "jurisdiction"
    winner = take.optional("winner").lower()
    if winner not in _WON:
        raise FieldError("winner", f"{winner[:40]!r} does not say whether the name won")
    return Count(
        source=NAME, file_sha256=here.raw.sha256, file_name=here.raw.name, row=here.row, document=here.document,
        level=level, state=said.state, county_fips="", county_name=county, unit=unit, mode="total",
        office_filed=filed, office=office, district=district_of(take.optional("district"), filed),
        election_date=said.election_date, stage=said.stage, nomination=_nomination(said, party, filed), party=party,
        candidate=candidate, row_kind=row_kind_of(candidate, unit), votes=votes, votes_filed=votes_filed,
        stated_percent="", elected=_WON[winner],
        publisher=PUBLISHER, url=f"https://github.com/openelections/openelections-data-{said.state}",
    )  # fmt: skip


def _nomination(said: Document, party: str, filed: str) -> str:
    """The party whose nomination a row of a primary counts for: the file's, the row's, or the office's."""
    if not said.nomination:
        return ""
    return said.nomination.strip("?") or party_of(party) or party_in_office(filed)


def _votes(field: str, cell: str) -> tuple[int | None, str]:
    """A cell of votes; one that is no whole number is kept as filed."""
    votes = votes_of(field, cell)
    return votes, cell if votes is None else ""


def _of_mode(base: Count, mode: str, cell: str) -> Count:
    votes, filed = _votes(mode, cell)
    return replace(base, mode=mode, votes=votes, votes_filed=filed)
