"""Rows of the Board's files until 2020: codes for everything, and the filer known by its number alone."""

import re
from datetime import date

from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Kept, Particulars, Single
from headwater.sources.ny_boe.items import Item, Report, filed_by, records_of, report_of
from headwater.sources.ny_boe.schedules import IN_KIND, LEFT, LEGACY_TYPES, PERIODS

_FILER = re.compile(r"[A-Z]\d{5}", re.ASCII)
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
_NO_ACTIVITY = ("X", "Y")
_GIFT_MADE = "CNTRB"


def legacy(raw: RawFile, row: int, take: Take) -> list[Single]:
    """The records of one row.

    Raises:
        FieldError: for a field that cannot be read.
    """
    report = _report(take)
    code = take.filled("TRANSACTION_CODE")
    if code in _NO_ACTIVITY:
        take.ignore(*_ALL)
        return [report.filing, report.filer, Kept(row)]
    item = _item(take, code)
    take.ignore("DATE2_12", "CONTRIB_TYPE_CODE_25", "CHECK_DATE_62", "AMOUNT2_72", "XFER_TYPE_120", "CHKBOX_130")
    take.ignore("CREREC_DATE")
    take.done()
    return records_of(raw, row, report, item)


_ALL = (
    "T3_TRID", "DATE1_10", "DATE2_12", "CONTRIB_CODE_20", "CONTRIB_TYPE_CODE_25", "CORP_30", "FIRST_NAME_40",
    "MID_INIT_42", "LAST_NAME_44", "CITY_52", "STATE_54", "ZIP_56", "CHECK_DATE_62", "AMOUNT_70", "AMOUNT2_72",
    "DESCRIPTION_80", "OTHER_RECPT_CODE_90", "PURPOSE_CODE1_100", "PURPOSE_CODE2_102", "EXPLANATION_110",
    "XFER_TYPE_120", "CHKBOX_130", "CREREC_DATE",
)  # fmt: skip


def _report(take: Take) -> Report:
    number, year, period = take.filled("FILER_ID"), take.filled("E_YEAR"), take.filled("FREPORT_ID")
    if not _FILER.fullmatch(number):
        raise FieldError("FILER_ID", f"{number[:20]!r} is no filer's number")
    if not _YEAR.fullmatch(year):
        raise FieldError("E_YEAR", f"{year[:20]!r} is no year")
    if period not in PERIODS:
        raise FieldError("FREPORT_ID", f"{period[:20]!r} is no known report")
    return report_of(filed_by("", number), (year, period), "", is_amended=False)


def _item(take: Take, code: str) -> Item:
    whole = take.text("CORP_30")
    person = " ".join(part for part in (take.text(f"{end}") for end in _PERSON) if part)
    purposes = [take.text(field) for field in ("PURPOSE_CODE1_100", "PURPOSE_CODE2_102")]
    said = [take.text(f) for f in ("DESCRIPTION_80", "OTHER_RECPT_CODE_90", "EXPLANATION_110")]
    place = ", ".join(part for part in (take.text("CITY_52"), take.text("STATE_54")) if part)
    is_gift = code == "F" and purposes[0] == _GIFT_MADE
    described = " ".join(part for part in (*purposes, *said) if part)
    amount = take.text("AMOUNT_70")
    return Item(
        schedule=code,
        number=take.filled("T3_TRID"),
        day=_day(take.text("DATE1_10")),
        # What is left out by name need have no amount of its own.
        cents=0 if code in LEFT and not amount else take.cents("AMOUNT_70"),
        name=whole or person,
        is_person=bool(person) and not whole,
        stated_kind=take.choice("CONTRIB_CODE_20", LEGACY_TYPES),
        is_itemized=True,
        seen=Particulars(place, zip5(take.text("ZIP_56"))),
        description=described,
        kind="contribution_made" if is_gift else "",
        is_in_kind=code == "F" and bool(IN_KIND.search(described)),
    )


_PERSON = ("FIRST_NAME_40", "MID_INIT_42", "LAST_NAME_44")


def _day(text: str) -> date | None:
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found is None:
        raise FieldError("DATE1_10", f"{text[:20]!r} is not MM/DD/YYYY")
    month, day, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise FieldError("DATE1_10", f"{text!r} does not exist") from None
