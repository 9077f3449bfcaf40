"""Lines of form 8872: schedule A, contributions received, and schedule B, expenditures made."""

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from headwater.base.ids import normal_name
from headwater.base.nobody import says_nothing
from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import NO_IDENTITY, Particulars, blank_line, party
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.irs_527.forms import NAME, Form, cents, day


class _Schedule(NamedTuple):
    """What the fields of a schedule are called, and what its lines are."""

    whose: str
    what: str
    kind: str
    side: str


_DAY = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_SCHEDULES = {
    "A": _Schedule("CONTRIBUTOR", "CONTRIBUTION", "monetary", "payee"),
    "B": _Schedule("RECIPIENT", "EXPENDITURE", "spending", "payer"),
}


def line(raw: RawFile, code: str, row: int, take: Take, form: Form) -> list[Party | Line]:
    """One line of a schedule, in the form that it belongs to.

    Args:
        raw: the file.
        code: A or B.
        row: the line in the file that the record begins on.
        take: the record's fields.
        form: the form 8872 whose number it carries.

    Raises:
        FieldError: for a field that cannot be read.
    """
    schedule = _SCHEDULES[code]
    other = _other(take, schedule.whose)
    stated = take.text("EIN")
    if form.filer.identifier and stated.replace("-", "") != form.filer.identifier:
        raise FieldError("EIN", f"{stated[:20]!r} is not that of its form 8872")
    if form.period is None:
        raise FieldError("FORM_ID_NUMBER", "its form is no 8872")
    begins, ends = form.period
    paid = _paid(take, f"{schedule.what}_DATE")
    number = take.filled(f"SCHED_{code}_ID")
    payer, payee = (other, form.filer) if code == "A" else (form.filer, other)
    found = replace(
        blank_line(raw, NAME, row, paid or begins, (NAME, f"{code}-{number}")),
        filing_id=form.filing_id,
        filer_party_id=form.filer.party_id,
        form=form.code,
        schedule=code,
        report_number=form.report_number,
        report_date=form.filed,
        period_from=begins,
        period_thru=ends,
        date_to=paid or ends,
        cents=cents(take, f"{schedule.what}_AMOUNT"),
        kind=schedule.kind,
        side=schedule.side,
        payer_party_id=payer.party_id,
        payee_party_id=payee.party_id,
        description=take.text("EXPENDITURE_PURPOSE") if code == "B" else "",
    )
    take.ignore("RECORD_TYPE", "FORM_ID_NUMBER", "ORG_NAME", "AGG_CONTRIBUTION_YTD")
    take.done()
    return [other, found]


def _paid(take: Take, field: str) -> date | None:
    """The day of a line; a line without one may lack a separator, so that the day stands in the field before it."""
    said, before = take.text(field), take.optional("AGG_CONTRIBUTION_YTD")
    if not said and _DAY.fullmatch(before):
        raise FieldError(field, "is empty, and the field before it holds a day: a separator is missing")
    return day(field, said)


def _other(take: Take, whose: str) -> Party:
    """The other side as the organisation names it: a person where an employer or an occupation is given."""
    employer, occupation = take.text(f"{whose}_EMPLOYER"), take.text(f"{whose}_OCCUPATION")
    given = ["" if says_nothing(normal_name(text)) else text for text in (employer, occupation)]
    place = ", ".join(take.text(f"{whose}_ADDRESS_{part}") for part in ("CITY", "STATE")).strip(", ")
    seen = Particulars(place, zip5(take.text(f"{whose}_ADDRESS_ZIP_CODE")), *given)
    name = take.text(f"{whose}_NAME")
    if not name:
        raise FieldError(f"{whose}_NAME", "is empty: nobody is named")
    return party(name, "person" if any(given) else "unknown", NO_IDENTITY, seen)
