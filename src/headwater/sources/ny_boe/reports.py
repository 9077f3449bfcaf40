"""Rows of the disclosure reports that the Board publishes today, with or without header, and of its list of filers."""

import re
from datetime import date

from headwater.base.ids import slug
from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Identity, Kept, Particulars, Single, party
from headwater.sources.ny_boe.items import Item, Report, filed_by, records_of, report_of
from headwater.sources.ny_boe.schedules import IN_KIND, LEFT, PERIODS, TYPES

_NUMBER = re.compile(r"\d{1,10}", re.ASCII)
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00(?:\.0{1,7})?)?", re.ASCII)
# The portal writes days so in its download, and as above in its API.
_AMERICAN_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})(?: 12:00:00 AM| 00:00:00)?", re.ASCII)
_INDEPENDENT = "IE 24 Hour/Weekly Notices"
_FORMS = {
    "Itemized": "",
    "24 Hour Notice": "24",
    _INDEPENDENT: "24",
}
# What the Board calls its old code CNTRB.
_GIFT_MADE = "political contributions"
_NO_LINES = ("No Activity", "In Lieu Of", "In-Lieu-Of", "Notice of Non Participation")
_YES_NO = {"Y": True, "N": False, "": False}
_ITEMIZED = {"Y": True, "N": False, "": True}
_LEFT = (
    "FILER_PREVIOUS_ID", "COUNTY_DESC", "FILING_DESC", "FILING_SCHED_DESC", "ORG_DATE", "CNTRBN_TYPE_DESC",
    "TRANSFER_TYPE_DESC", "R_SUBCONTRACTOR", "FLNG_ENT_COUNTRY", "PAYMENT_TYPE_DESC", "OWED_AMT", "LOAN_OTHER_DESC",
    "ELECTION_YEAR_R", "OFFICE_DESC", "DISTRICT", "DIST_OFF_CAND_BAL_PROP", "R_IE_SUPPORTED", "R_CLAIM",
    "R_IN_DISTRICT", "R_MINOR", "R_VENDOR", "R_LOBBYIST", "R_CONTRIBUTIONS", "R_SUPPORT_OPPOSE",
    "R_IS_QUALIFIED_EXPENSE", "FILING_TRANS_ID",
)  # fmt: skip
_PERSON = ("FLNG_ENT_FIRST_NAME", "FLNG_ENT_MIDDLE_NAME", "FLNG_ENT_LAST_NAME")
_SAID = ("RECEIPT_TYPE_DESC", "RECEIPT_CODE_DESC", "PURPOSE_CODE_DESC", "TRANS_EXPLNTN")
_STATE = "ocd-division/country:us/state:ny"
_KINDS = {"CANDIDATE": "candidate", "COMMITTEE": "committee"}


def disclosed(raw: RawFile, row: int, take: Take) -> list[Single]:
    """The records of one row of a disclosure report.

    Raises:
        FieldError: for a field that cannot be read.
    """
    category = take.text("FILING_CAT_DESC")
    report = _report(take, category)
    if category in _NO_LINES:
        return [report.filing, report.filer, Kept(row)]
    code = take.filled("FILING_SCHED_ABBREV")
    item = _item(take, code, category)
    take.ignore(*_LEFT)
    take.done()
    return records_of(raw, row, report, item)


def filer(raw: RawFile, row: int, take: Take) -> list[Single]:
    """A row of the list of filers: a candidate or a committee.

    Raises:
        FieldError: for a field that cannot be read.
    """
    del raw
    kind = take.choice("COMPLIANCE_TYPE_DESC", {**_KINDS, **{name.title(): kind for name, kind in _KINDS.items()}})
    county = slug(take.text("COUNTY_DESC")).replace("-", "_")
    place = "" if kind == "committee" else f"{_STATE}/county:{county}" if county else _STATE
    found = party(take.filled("FILER_NAME"), kind, _identity(take), Particulars(place))
    take.ignore("FILER_TYPE_DESC", "FILER_STATUS", "COMMITTEE_TYPE_DESC", "OFFICE_DESC", "DISTRICT")
    take.ignore("MUNICIPALITY_DESC_SUBDIVISION")
    take.done()
    return [found, Kept(row)]


def _report(take: Take, category: str) -> Report:
    year, period = take.filled("ELECTION_YEAR"), take.filled("FILING_ABBREV")
    if not _YEAR.fullmatch(year):
        raise FieldError("ELECTION_YEAR", f"{year[:20]!r} is no year")
    if period not in PERIODS:
        raise FieldError("FILING_ABBREV", f"{period[:20]!r} is no known report")
    if category not in _FORMS and category not in _NO_LINES:
        raise FieldError("FILING_CAT_DESC", f"{category[:40]!r} is no known kind of report")
    whose = filed_by(take.text("CAND_COMM_NAME"), _identity(take).identifier)
    kind = " ".join((take.text("ELECTION_TYPE"), "" if category == "Itemized" else category))
    is_amended = _yes(take, "R_AMEND", _YES_NO)
    return report_of(whose, (year, period, kind), _FORMS.get(category, ""), is_amended=is_amended)


def _identity(take: Take) -> Identity:
    number = take.filled("FILER_ID")
    if not _NUMBER.fullmatch(number):
        raise FieldError("FILER_ID", f"{number[:20]!r} is no filer's number")
    return Identity("nyboe", number)


def _item(take: Take, code: str, category: str) -> Item:
    whole = take.text("FLNG_ENT_NAME")
    person = " ".join(part for part in (take.text(field) for field in _PERSON) if part)
    place = ", ".join(part for part in (take.text("FLNG_ENT_CITY"), take.text("FLNG_ENT_STATE")) if part)
    work = [take.optional(field) for field in ("IE_CNTRBR_EMP", "IE_CNTRBR_OCC")]
    amount = take.text("ORG_AMT")
    said = " ".join(part for part in (take.text(field) for field in _SAID) if part)
    parent = _parent(take)
    return Item(
        schedule=code,
        number=take.filled("TRANS_NUMBER"),
        day=_day(take.text("SCHED_DATE")),
        cents=0 if code in LEFT and not amount else take.cents("ORG_AMT"),
        name=whole or person,
        is_person=bool(person) and not whole,
        stated_kind=take.choice("CNTRBR_TYPE_DESC", TYPES),
        is_itemized=_yes(take, "R_ITEMIZED", _ITEMIZED),
        seen=Particulars(place, zip5(take.text("FLNG_ENT_ZIP")), *work),
        description=said,
        kind=_kind(take, category) if code == "F" else "",
        detail_of=parent if code == "F" else "",
        is_in_kind=code == "F" and bool(IN_KIND.search(said)),
    )


def _parent(take: Take) -> str:
    """The number of the row that a row details; what pays off a liability has that one's number and details nothing."""
    number, liability = take.text("TRANS_MAPPING"), take.text("LOAN_LIB_NUMBER")
    is_liability = _yes(take, "R_LIABILITY", _YES_NO) or bool(liability)
    return "" if is_liability else number


def _kind(take: Take, category: str) -> str:
    """What an expenditure is, where its report or its purpose says so."""
    # These notices are filed of independent expenditures alone.
    if category == _INDEPENDENT:
        return "independent_expenditure"
    return "contribution_made" if take.text("PURPOSE_CODE_DESC").casefold() == _GIFT_MADE else ""


def _yes(take: Take, field: str, known: dict[str, bool]) -> bool:
    return take.choice(field, {name: str(int(value)) for name, value in known.items()}) == "1"


def _day(text: str) -> date | None:
    if not text:
        return None
    if american := _AMERICAN_DAY.fullmatch(text):
        text = "-".join(american.group(3, 1, 2))
    found = _DAY.fullmatch(text)
    if found is None:
        raise FieldError("SCHED_DATE", f"{text[:40]!r} is no day such as 2025-06-01 or 06/01/2025")
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise FieldError("SCHED_DATE", f"{text[:10]!r} does not exist") from None
