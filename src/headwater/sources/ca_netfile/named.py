"""Lines of the files with named fields: who filed, who gave, and schedules A and C."""

from dataclasses import replace
from datetime import date

from headwater.sources._cal.fields import committee_number
from headwater.sources._cal.measures import ADDS_TO
from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import (
    Particulars,
    Record,
    blank_line,
    party,
)
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party

NAME = "ca_netfile"
_KINDS = {
    "individual": "person",
    "committee": "committee",
    "small-contributor-committee": "committee",
    "political-party": "committee",
    "other": "organisation",
}
_IN_KIND = {"A": "monetary", "C": "in_kind"}


def schedule_line(raw: RawFile, schedule: str, row: int, take: Take) -> list[Record]:
    """One contribution received, of schedule A (money) or C (in kind) of form 460."""
    filer, giver = filer_of(take), contributor(take)
    line = replace(
        common_line(raw, row, take),
        form="460",
        schedule=schedule,
        adds_to=ADDS_TO[schedule],
        period_from=take.day("reportFromDate"),
        period_thru=take.day("reportThruDate"),
        kind=_IN_KIND[schedule],
        side="payee",
        payer_party_id=giver.party_id,
        payee_party_id=filer.party_id,
        description=take.text("description"),
    )
    line = replace(line, filer_party_id=filer.party_id, filing_id=filing_id(take, line))
    leave_out(take)
    return [filer, giver, line, filing(line, schedule)]


def common_line(raw: RawFile, row: int, take: Take) -> Line:
    """What the lines of all files with named fields share."""
    record = take.filled("id")
    return replace(
        blank_line(raw, NAME, row, take.day("date"), (NAME, record)),
        report_number=take.whole("reportNumber"),
        report_date=take.day("reportDate"),
        transaction_id=take.text("transactionId"),
        cents=take.cents("amount"),
    )


def filer_of(take: Take) -> Party:
    """The committee that filed."""
    return party(take.filled("filerName"), "committee", committee_number(take.text("fppcId")))


def contributor(take: Take) -> Party:
    """The other side of the line, as the filer names it; the street is not read at all."""
    kind = take.choice("contributorType", _KINDS)
    first, last = take.text("contributorFirstName"), take.text("contributorLastName")
    if not last and not first:
        raise FieldError("contributorLastName", "is empty: nobody is named")
    place = ", ".join(part for part in (take.text("contributorCity"), take.text("contributorState")) if part)
    seen = Particulars(
        place, zip5(take.text("contributorZip")), take.text("contributorEmployer"), take.text("contributorOccupation")
    )
    return party(f"{first} {last}", kind, committee_number(take.text("contributorCommitteeId")), seen)


def filing_id(take: Take, line: Line) -> str:
    """The public coordinates of a filing: NetFile's JSON does not carry the filing's own number."""
    return coordinates(f"{take.filled('agencyId')}-{take.filled('fppcId')}", line)


def coordinates(whose: str, line: Line) -> str:
    """An id of a filing made of agency, filer, form, report number, report day and period."""
    days: tuple[date | None, ...] = (line.report_date, line.period_from, line.period_thru)
    said = "-".join(str(day) for day in days if day)
    return f"{NAME}:{whose}-{line.form}-{line.report_number}-{said}"


def filing(line: Line, schedules: str) -> Filing:
    """The filing that a line stands in."""
    return Filing(
        filing_id=line.filing_id,
        source=NAME,
        filer_party_id=line.filer_party_id,
        number="",
        form=line.form,
        report_number=line.report_number,
        report_date=line.report_date,
        period_from=line.period_from,
        period_thru=line.period_thru,
        schedules=schedules,
        url="",
    )


def leave_out(take: Take) -> None:
    """Fields that say nothing of the payment: the agency's name and year, the committee's type."""
    take.ignore("year", "agencyName", "committeeType", "contributorSelfEmployed")
    take.done()
