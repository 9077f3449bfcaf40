"""Registers and summaries, row by row: committees, candidates, their links, and the totals that they state."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pyarrow as pa

from headwater.base.money import parse_cents
from headwater.sources._fec.identity import CANDIDATE, COMMITTEE
from headwater.sources._reading.bulk import blocks
from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import (
    BLANK,
    Counted,
    Identity,
    Ignored,
    IgnoredRows,
    Kept,
    Particulars,
    Record,
    party,
)
from headwater.sources._reading.registering import Stated, registered
from headwater.sources._tables.parties import Party
from headwater.sources._tables.rejected import Rejected
from headwater.sources._tables.totals import StatedTotal
from headwater.sources.fec_bulk import layouts
from headwater.sources.fec_bulk.layouts import NAME

Make = Callable[[int, Take], list[Record]]
_PRIVATE = ("CMTE_ST1", "CMTE_ST2", "CAND_ST1", "CAND_ST2", "TRES_NM")
_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_OCD = "ocd-division/country:us"
PAGE_URL = "https://www.fec.gov/data/search/?search={}"
_TOTALS = {
    "TTL_RECEIPTS": "receipts",
    "TTL_DISB": "expenditures",
    "TTL_INDIV_CONTRIB": "individual_contributions",
    "INDV_CONTRIB": "individual_contributions",
    "OTHER_POL_CMTE_CONTRIB": "committee_contributions",
    "IND_EXP": "independent_expenditures",
    "COH_BOP": "opening_balance",
    "COH_COP": "closing_balance",
}


def read_committees(raw: RawFile) -> Iterator[Record]:
    """The committees of cm.txt."""
    return _read(raw, layouts.COMMITTEES, lambda row, take: _committee(raw, row, take))


def read_candidates(raw: RawFile) -> Iterator[Record]:
    """The candidates of cn.txt."""
    return _read(raw, layouts.CANDIDATES, _candidate)


def read_links(raw: RawFile) -> Iterator[Record]:
    """The links between candidates and committees of ccl.txt: no table holds them, so that each row is ignored."""
    return _read(raw, layouts.LINKS, _link)


def read_committee_totals(raw: RawFile) -> Iterator[Record]:
    """The totals of webk: committees that are no candidate's."""
    return _read(raw, layouts.COMMITTEE_TOTALS, lambda row, take: _totals(raw, row, take, "committee summary"))


def read_candidate_totals(raw: RawFile) -> Iterator[Record]:
    """The totals of weball and webl: a candidate's committees together."""
    return _read(raw, layouts.CANDIDATE_TOTALS, lambda row, take: _totals(raw, row, take, "candidate summary"))


def _read(raw: RawFile, columns: Sequence[str], make: Make) -> Iterator[Record]:
    count = 0
    # An odd line of a register may hold a street anywhere, so that only its first field is shown.
    is_private = any(name in columns for name in _PRIVATE)
    for block in blocks(raw, len(columns)):
        count += block.lines
        yield IgnoredRows(pa.array(block.blank), BLANK)
        for row, reason, text in block.odd:
            seen = text.partition("|")[0] if is_private else text
            yield Rejected(NAME, raw.sha256, raw.name, row, "", reason, seen)
        lines = block.text.decode("utf-8").split("\n")
        for row, line in zip(block.rows.tolist(), lines[:-1], strict=True):
            take = Take(dict(zip(columns, line.rstrip(" \t").split("|"), strict=True)), _PRIVATE)
            try:
                yield from make(row, take)
            except FieldError as error:
                yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
    yield Counted(count)


def _committee(raw: RawFile, row: int, take: Take) -> list[Record]:
    seen = Particulars(_place(take, "CMTE_CITY", "CMTE_ST"), zip5(take.text("CMTE_ZIP")))
    found = party(take.text("CMTE_NM"), "committee", identity_of(take, "CMTE_ID", COMMITTEE), seen)
    take.ignore("CMTE_DSGN", "CMTE_TP", "CMTE_PTY_AFFILIATION", "CMTE_FILING_FREQ", "ORG_TP", "CONNECTED_ORG_NM")
    take.ignore("CAND_ID")
    take.done()
    stated = Stated(take.hidden("TRES_NM"), take.hidden("CMTE_ST1", "CMTE_ST2"), take.text("CMTE_ZIP"))
    return [found, registered(raw, NAME, row, found.party_id, stated), Kept(row)]


def _candidate(row: int, take: Take) -> list[Record]:
    place = _division(take)
    found = party(take.text("CAND_NAME"), "candidate", identity_of(take, "CAND_ID", CANDIDATE), Particulars(place))
    take.ignore("CAND_PTY_AFFILIATION", "CAND_ELECTION_YR", "CAND_ICI", "CAND_STATUS", "CAND_PCC")
    take.ignore("CAND_CITY", "CAND_ST", "CAND_ZIP")
    take.done()
    return [found, Kept(row)]


def _link(row: int, take: Take) -> list[Record]:
    take.ignore(*layouts.LINKS)
    take.done()
    return [Ignored(row, "a link between a candidate and a committee: no money")]


def _totals(raw: RawFile, row: int, take: Take, page: str) -> list[Record]:
    is_candidate = page.startswith("candidate")
    whose = _summed_candidate(take) if is_candidate else _summed_committee(take)
    last = take.text("CVG_END_DT")
    thru = summary_day("CVG_END_DT", last) if last else None
    found: list[Record] = [whose, Kept(row)]
    columns = layouts.CANDIDATE_TOTALS if is_candidate else layouts.COMMITTEE_TOTALS
    for field in columns:
        measure = _TOTALS.get(field)
        text = take.text(field) if measure else ""
        if measure and text:
            found.append(
                StatedTotal(NAME, raw.sha256, raw.name, row, whose.party_id, measure, page, None, None, thru,
                            summary_cents(field, text), "", False, PAGE_URL.format(take.text(columns[0])))
            )  # fmt: skip
    take.ignore(*columns)
    take.done()
    return found


def _summed_committee(take: Take) -> Party:
    return party(take.text("CMTE_NM"), "committee", identity_of(take, "CMTE_ID", COMMITTEE))


def _summed_candidate(take: Take) -> Party:
    return party(take.text("CAND_NAME"), "candidate", identity_of(take, "CAND_ID", CANDIDATE))


def identity_of(take: Take, field: str, shape: str) -> Identity:
    """An id of the Commission's."""
    value = take.text(field)
    if not re.fullmatch(shape, value, re.ASCII):
        raise FieldError(field, f"{value[:40]!r} is no id of the Commission")
    return Identity("fec", value)


def _division(take: Take) -> str:
    """The place of the office sought: the nation, a state, or a district of the House."""
    office, state, district = (take.text(f"CAND_OFFICE{end}") for end in ("", "_ST", "_DISTRICT"))
    if office not in ("P", "S", "H"):
        raise FieldError("CAND_OFFICE", f"{office[:20]!r} is none of P, S, H")
    if office == "P" or not re.fullmatch("[A-Z]{2}", state, re.ASCII):
        return _OCD
    whole = f"{_OCD}/state:{state.lower()}"
    is_district = office == "H" and re.fullmatch(r"[0-9]{2}", district, re.ASCII) and district != "00"
    return f"{whole}/cd:{int(district)}" if is_district else whole


def _place(take: Take, city: str, state: str) -> str:
    return ", ".join(part for part in (take.text(city), take.text(state)) if part)


def summary_day(field: str, text: str) -> date:
    """A day of a summary, written MM/DD/YYYY."""
    found = _DAY.fullmatch(text)
    if not found or not text.isascii():
        raise FieldError(field, f"{text[:40]!r} is not MM/DD/YYYY")
    month, day, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise FieldError(field, f"{text!r} does not exist") from None


def summary_cents(field: str, text: str) -> int:
    """Cents of a total in dollars."""
    # The summaries write 73 cents as .73.
    sign, size = ("-", text[1:]) if text.startswith("-") else ("", text)
    try:
        return parse_cents(f"{sign}0{size}" if size.startswith(".") else text)
    except ValueError as error:
        raise FieldError(field, str(error)) from error
