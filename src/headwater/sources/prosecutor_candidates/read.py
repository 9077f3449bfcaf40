"""Reads candidates for prosecutor by state: one name in one year's contest a row, primary and general side by side."""

import tomllib
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date
from functools import cache
from pathlib import Path

from headwater.base.ids import clean_name
from headwater.sources._reading.delimited import read_rows
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Ignored, Record
from headwater.sources._reading.returns import general_day
from headwater.sources._tables.counts import Count
from headwater.sources._tables.rejected import Rejected

NAME = "prosecutor_candidates"
PUBLISHER = "Candidates for prosecutor by state (the compiler is not named in the file)"
STAGES = ("primary", "general")
COLUMNS = (
    *("state", "district", "election_year", "cand_fname", "cand_lname", "abb", "party", "counties_total"),
    *(f"{what}_{stage}" for what in ("vote_percent", "vote_count", "winner", "ran") for stage in STAGES),
)
LEFT_OUT = (
    *("primary_contested", "general_contested", "primary_contested_reconciled", "general_contested_reconciled"),
    *("uncontested_prim_final", "uncontested_gen_final", "election_unique_identifier", "candidate_unique_identifier"),
    *("district_unique_identifier", "city_election_outliers", "year_state_district_unique_identifier"),
    *("cand_gender", "incum_chall"),
)
OFFICES = {"CA": "district attorney"}


def read(raw: RawFile) -> Iterator[Record]:
    """The counts of a file; a row without votes of either election is left out and counted.

    Raises:
        InputError: for a missing or unknown column.
    """
    count = 0
    for row, fields in read_rows(raw, COLUMNS, LEFT_OUT):
        count += 1
        take = Take(fields)
        try:
            yield from _counts(raw, row, take) or [Ignored(row, "neither election has votes")]
        except FieldError as error:
            yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
    yield Counted(count)


@cache
def primary_days() -> dict[tuple[str, int], date]:
    """The days of the states' primaries, which the file does not give."""
    data = tomllib.loads(Path(__file__).with_name("primary_days.toml").read_text("utf-8"))
    return {(state.upper(), day.year): day for state, days in data["states"].items() for day in days}


def _counts(raw: RawFile, row: int, take: Take) -> list[Record]:
    take.ignore("state", "counties_total", *LEFT_OUT)
    state, district, year = take.filled("abb"), take.filled("district"), take.whole("election_year")
    name = clean_name(f"{take.text('cand_fname')} {take.filled('cand_lname')}")
    party = take.text("party")
    ran = take.text("ran_primary"), take.text("ran_general")
    winner = {stage: take.text(f"winner_{stage}") for stage in STAGES}
    found: list[Record] = []
    for stage in STAGES:
        percent, votes = take.text(f"vote_percent_{stage}"), take.optional_whole(f"vote_count_{stage}")
        if votes is not None:
            where = state, clean_name(district), _day(state, year, stage), stage
            elected = _elected(stage, winner, ran)
            found.append(_count((raw, row), where, (name, "" if party == "NP" else party), (votes, percent, elected)))
    take.done()
    return found


def _day(state: str, year: int, stage: str) -> date:
    if not MINYEAR <= year <= MAXYEAR:
        raise FieldError("election_year", f"{year} is no year")
    if stage == "general":
        return general_day(year)
    day = primary_days().get((state, year))
    if day is None:
        raise FieldError("election_year", f"the day of the primary of {state} {year} is not in primary_days.toml")
    return day


def _elected(stage: str, winner: dict[str, str], ran: tuple[str, str]) -> bool | None:
    """Whether the file says that this vote gave the office; a name that went on from a primary was not yet elected."""
    if stage == "general":
        return {"W": True, "L": False}.get(winner["general"])
    if winner["primary"] == "L":
        return False
    return True if winner["primary"] == "W" and ran[1] == "SKIP" and winner["general"] == "W" else None


def _count(
    at: tuple[RawFile, int],
    where: tuple[str, str, date, str],
    who: tuple[str, str],
    cells: tuple[int, str, bool | None],
) -> Count:
    raw, row = at
    state, district, day, stage = where
    votes, percent, elected = cells
    office = OFFICES.get(state)
    if office is None:
        raise FieldError("abb", f"what prosecutors are called in {state} is not known to this reader")
    return Count(
        source=NAME, file_sha256=raw.sha256, file_name=raw.name, row=row, document="", level="county",
        state=state.lower(), county_fips="", county_name=district, unit="", mode="total", office_filed=office,
        office=office, district="", election_date=day, stage=stage, nomination="", party=who[1], candidate=who[0],
        row_kind="candidate", votes=votes, votes_filed="", stated_percent=percent, elected=elected,
        publisher=PUBLISHER, url="",
    )  # fmt: skip
