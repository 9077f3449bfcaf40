"""The list of filings on a committee's page, and the days that they cover."""

import re
from collections.abc import Iterator
from datetime import date

from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.records import Kept, Record
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.parties import Party
from headwater.sources.ca_sf_ethics.sheet import NAME, Entry, Sheet, day_or_none

_FORM = re.compile(r"FPPC(\d{3})")


def filing_records(whose: Party, entry: Entry) -> Iterator[Record]:
    """One filing of the list, with the commission's own number."""
    take = entry.take()
    number = take.filled("filing_id")
    took = Filing(
        filing_id=f"sfethics:{number}",
        source=NAME,
        filer_party_id=whose.party_id,
        number=number,
        form=form_of(entry),
        report_number=int(take.one_of("filing_activity_type", ("Original", "Amendment"), "Original") == "Amendment"),
        report_date=take.optional_day("filing_datetime"),
        period_from=take.optional_day("filing_startdate"),
        period_thru=take.optional_day("filing_enddate"),
        schedules="",
        url="",
    )
    take.ignore("form_name")
    take.done()
    yield Kept(entry.row)
    yield took


def span_of(sheet: Sheet) -> tuple[date, date]:
    """From the first to the last day that the committee's reports cover.

    Without a report (form 460) the days between which the page's filings were filed, else the year up to the
    election.
    """
    covered: list[date] = []
    for entry in sheet.entries("filings"):
        if form_of(entry) == "460":
            take = entry.take()
            days = (take.optional_day("filing_startdate"), take.optional_day("filing_enddate"))
            covered += [day for day in days if day]
    if not covered:
        values = [entry.value for entry in sheet.entries("dates") if isinstance(entry.value, str)]
        covered = [day for day in map(day_or_none, values) if day]
    if len(covered) < 2:
        return date(sheet.election_date.year, 1, 1), sheet.election_date
    return min(covered), max(covered)


def form_of(entry: Entry) -> str:
    """The form's number, such as 460."""
    name = entry.take().filled("form_name")
    found = _FORM.fullmatch(name)
    if not found:
        raise FieldError("form_name", f"{name[:20]!r} is no form of the FPPC")
    return found.group(1)
