"""The forms themselves: the notice 8871 and the report 8872, who filed them, and what they state."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from headwater.base.money import parse_cents
from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import NO_IDENTITY, WHOLE, Identity, Kept, Particulars, party
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.parties import Party
from headwater.sources._tables.totals import StatedTotal

NAME = "irs_527"
_EIN = re.compile(r"(?!(\d)\1{8})\d{9}", re.ASCII)
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})( \d{2}:\d{2}:\d{2})?", re.ASCII)
_FLAG = {"1": "1", "0": "0", "": "0"}


@dataclass(frozen=True, slots=True)
class Form:
    """One form 8871 or 8872. ``period`` is empty for 8871; ``totals`` are cents by measure.

    ``report_number`` is 0, and ``amends`` empty, until the organisation's other reports are known.
    """

    row: int
    code: str
    number: str
    filer: Party
    is_amended: bool
    inserted: str
    period: tuple[date, date] | None
    totals: dict[str, int]
    report_number: int = 0
    amends: str = ""

    @property
    def filing_id(self) -> str:
        """The publisher's number with source and form."""
        return f"{NAME}:{self.code}-{self.number}"

    @property
    def filed(self) -> date | None:
        """Day on which the publisher took it in."""
        return day("INSERT_DATETIME", self.inserted)


def notice(row: int, take: Take) -> Form:
    """A form 8871: an organisation says that it is one."""
    form = Form(row, "8871", *_filed(take), None, {})
    day("INSERT_DATETIME", form.inserted)
    return replace(form, report_number=int(form.is_amended))


def report(row: int, take: Take) -> Form:
    """A form 8872: what came in and went out in a period.

    Raises:
        FieldError: for a field that cannot be read.
    """
    begins, ends = (day(field, take.filled(field)) for field in ("PERIOD_BEGIN_DATE", "PERIOD_END_DATE"))
    if begins is None or ends is None or begins > ends:
        raise FieldError("PERIOD_BEGIN_DATE", f"the period from {begins} to {ends} is none")
    totals = {
        measure: cents(take, field)
        for measure, field in (("receipts", "TOTAL_SCHED_A"), ("expenditures", "TOTAL_SCHED_B"))
        if take.text(field)
    }
    form = Form(row, "8872", *_filed(take), (begins, ends), totals)
    day("INSERT_DATETIME", form.inserted)
    return form


def form_records(raw: RawFile, form: Form) -> Iterator[Kept | Party | Filing | StatedTotal]:
    """The records of a form: its filer, the filing, and the totals that it states."""
    begins, ends = form.period or (None, None)
    yield Kept(form.row)
    yield form.filer
    yield Filing(
        filing_id=form.filing_id,
        source=NAME,
        filer_party_id=form.filer.party_id,
        number=form.number,
        form=form.code,
        report_number=form.report_number,
        report_date=form.filed,
        period_from=begins,
        period_thru=ends,
        schedules=WHOLE if form.period else "",
        url="",
        amends=form.amends,
    )
    for measure, stated in form.totals.items():
        yield StatedTotal(
            source=NAME,
            file_sha256=raw.sha256,
            file_name=raw.name,
            row=form.row,
            party_id=form.filer.party_id,
            measure=measure,
            page=f"Form 8872 number {form.number}: total of schedule {'A' if measure == 'receipts' else 'B'}",
            election_date=None,
            period_from=begins,
            period_thru=ends,
            cents=stated,
            filing_id=form.filing_id,
            # Lines 9 and 10 of the form are the totals of all its schedules A and B.
            itemizes=True,
            url="",
        )


def numbered(forms: Iterable[Form]) -> dict[str, Form]:
    """The reports by number, an amended one with how many amended ones of its period came up to it.

    The publisher only says that a report amends another one; which came later follows from when it was taken in.
    """
    found: dict[str, Form] = {}
    of_filer: dict[str, list[Form]] = {}
    for form in sorted(forms, key=lambda form: (form.inserted, len(form.number), form.number)):
        before = of_filer.setdefault(form.filer.identifier or form.filer.normal_name, [])
        number = sum(one.is_amended for one in before if one.period == form.period) + 1 if form.is_amended else 0
        before.append(replace(form, report_number=number, amends=_amends(form, before) if form.is_amended else ""))
        found[form.number] = before[-1]
    return found


def _amends(form: Form, before: Iterable[Form]) -> str:
    """The number of the report that one amends which states other days: the only one that it can be.

    It begins or ends on the same day, and its days lie within those now stated, so that no line is let go unseen.
    """
    if form.period is None or any(one.period == form.period for one in before):
        return ""
    begins, ends = form.period
    within = [
        one.number
        for one in before
        if one.period and begins <= one.period[0] and one.period[1] <= ends
        and (begins == one.period[0] or ends == one.period[1])
    ]  # fmt: skip
    return within[0] if len(within) == 1 else ""


def ein(text: str) -> Identity:
    """An employer identification number; none for words, zeros and other runs of one digit."""
    digits = text.replace("-", "")
    return Identity("ein", digits) if _EIN.fullmatch(digits) else NO_IDENTITY


def day(field: str, text: str) -> date | None:
    """A day written ``YYYYMMDD`` or as a moment; nothing where the field is empty.

    Raises:
        FieldError: if it is anything else.
    """
    found = _DAY.fullmatch(text)
    if text and found is None:
        raise FieldError(field, f"{text[:20]!r} is no day written YYYYMMDD")
    try:
        return date(*(int(part) for part in found.groups()[:3])) if found else None
    except ValueError:
        raise FieldError(field, f"{text[:20]!r} does not exist") from None


def cents(take: Take, field: str) -> int:
    """Dollars in cents; the publisher leaves out the zero before a decimal point.

    Raises:
        FieldError: if it is no amount.
    """
    text = re.sub(r"^(-?)\.", r"\g<1>0.", take.filled(field))
    try:
        return parse_cents(text)
    except ValueError as error:
        raise FieldError(field, str(error)) from error


def _filed(take: Take) -> tuple[str, Party, bool, str]:
    """The form's number, its filer, whether it amends another, and when it was taken in."""
    place = ", ".join(take.text(f"MAILING_ADDRESS_{part}") for part in ("CITY", "STATE")).strip(", ")
    seen = Particulars(place, zip5(take.text("MAILING_ADDRESS_ZIP_CODE")))
    filer = party(take.filled("ORGANIZATION_NAME"), "committee", ein(take.text("EIN")), seen)
    is_amended = take.choice("AMENDED_REPORT_INDICATOR", _FLAG) == "1"
    return take.filled("FORM_ID_NUMBER"), filer, is_amended, take.filled("INSERT_DATETIME")
