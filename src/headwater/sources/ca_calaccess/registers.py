"""Covers and registers: who filed what, under which number, for which days."""

from headwater.sources._cal.expenditures import electioneering
from headwater.sources._cal.fields import ENTITIES, committee_number, filed_day, name_of, optional_day, stance, topic
from headwater.sources._cal.report import Report
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import (
    WHOLE,
    Identity,
    Ignored,
    Kept,
    Particulars,
    Record,
    party,
)
from headwater.sources._reading.registering import Stated, registered
from headwater.sources._reading.waiting import as_waiting
from headwater.sources._tables.parties import Party
from headwater.sources._tables.waiting import WaitingTopic

NAME = "ca_calaccess"
_STATE = "ocd-division/country:us/state:ca"
_COVER_ENTITIES = {**ENTITIES, "MDI": "major donor"}
_FILER_TYPES = {
    "RECIPIENT COMMITTEE": "committee",
    "CANDIDATE/OFFICEHOLDER": "candidate",
    "MAJOR DONOR/INDEPENDENT EXPENDITURE COMMITTEE": "major donor",
    "SLATE MAILER ORGANIZATIONS": "organisation",
}
# Register entries of treasurers, proponents of measures, prepaid accounts and of lobbying.
_NO_FILERS = (
    "TREASURER/RESPONSIBLE OFFICER", "PROPONENT", "PREPAID ACCOUNT", "NOT DEFINED", "CLIENT", "LOBBYIST", "EMPLOYER",
    "FIRM",
)  # fmt: skip
_TOPICAL = ("F465", "F496")
_COMMITTEES = ("COM", "CTL", "RCP")
_CAMPAIGN_FORMS = ("F4", "F50")


def unnamed_report(raw: RawFile, take: Take) -> Report:
    """The filing of a row that gives its number alone: its filer is known by the number until its cover is read."""
    number, amendment = take.filled("FILING_ID"), take.whole("AMEND_ID")
    filer = party(f"Filer of Cal-Access filing {number}", "unknown", Identity("calaccess_filing", number))
    return Report(raw, NAME, f"{number}-{amendment}", filer, amendment, number=number)


def cover(raw: RawFile, row: int, take: Take) -> list[Record]:
    """The cover page of a campaign report: the filer, and the filing with its day and period."""
    name = name_of(take, "FILER")
    if not name:
        raise FieldError("FILER_NAML", "is empty")
    kind = _kind(take.choice("ENTITY_CD", _COVER_ENTITIES), bool(take.optional("FILER_NAMF")))
    filer = party(name, kind, filer_number(take.filled("FILER_ID")))
    found = [*_filed(raw, row, take, filer), *_topic(_report(raw, take, filer), take)]
    if kind != "committee":
        return found
    return [*found, registered(raw, NAME, row, filer.party_id, Stated(name_of(take, "TRES")))]


def organization(raw: RawFile, row: int, take: Take) -> list[Record]:
    """The cover page of a statement of organization (forms 400, 402, 410): a committee and its number."""
    name = name_of(take, "FILER")
    kind = "organisation" if take.optional("ENTITY_CD") == "SMO" else "committee"
    filer = party(name, kind, filer_number(take.filled("FILER_ID")))
    days = (optional_day(take, "QUALFY_DT"), optional_day(take, "TERM_DATE"))
    stated = Stated(name_of(take, "TRES"), take.hidden("ADR1", "ADR2"), take.text("ZIP4"), *days)
    return [*_filed(raw, row, take, filer), registered(raw, NAME, row, filer.party_id, stated)]


def intention(raw: RawFile, row: int, take: Take) -> list[Record]:
    """A candidate's statement of intention (form 501) or of a bank account (502)."""
    name = name_of(take, "CAND")
    return _filed(raw, row, take, party(name, "candidate", Identity("calaccess", take.filled("FILER_ID"))))


def electioneering_cover(raw: RawFile, row: int, take: Take) -> list[Record]:
    """Form E530, whose cover page is the payment too."""
    name = name_of(take, "FILER")
    kind = "person" if take.optional("FILER_NAMF") else "unknown"
    report = _report(raw, take, party(name, kind))
    return [report.filing("E530", WHOLE), *electioneering(report, row, take, "CVR-E530")]


def filed(raw: RawFile, row: int, take: Take) -> list[Record]:
    """An entry of the register of filings; forms of lobbying and of offices are ignored."""
    form = take.filled("FORM_ID")
    if not form.startswith(_CAMPAIGN_FORMS):
        return [Ignored(row, "a filing of a lobbying form, or of one without money")]
    number, amendment, filer_id = take.filled("FILING_ID"), take.whole("FILING_SEQUENCE"), take.filled("FILER_ID")
    filer = party(f"Cal-Access filer {filer_id}", "unknown", filer_number(filer_id))
    report = Report(
        raw, NAME, f"{number}-{amendment}", filer, amendment, filed_day(take, "FILING_DATE"),
        optional_day(take, "RPT_START"), optional_day(take, "RPT_END"), number,
    )  # fmt: skip
    return [Kept(row), filer, report.filing(form.removeprefix("F"), WHOLE)]


def filer_name(_raw: RawFile, row: int, take: Take) -> list[Record]:
    """An entry of the register of filers: a committee, candidate, major donor or slate mailer organisation."""
    kind = take.text("FILER_TYPE")
    if kind in _NO_FILERS:
        return [Ignored(row, "a filer who files no campaign reports")]
    first, last = take.optional("NAMF"), take.filled("NAML")
    kind = _kind(take.choice("FILER_TYPE", _FILER_TYPES), bool(first))
    old, number = take.text("XREF_FILER_ID"), take.filled("FILER_ID")
    # Reports give the older number, where a filer has one.
    identity = (
        Identity("calaccess", number) if kind == "candidate" else filer_number(old if old.isdecimal() else number)
    )
    return [Kept(row), party(f"{first} {last}", kind, identity)]


def second_cover(_raw: RawFile, row: int, take: Take) -> list[Record]:
    """A further name of a cover page: a committee with its number; officers and treasurers are ignored."""
    identity = committee_number(take.optional("CMTE_ID"))
    name = name_of(take, "ENTY")
    if take.text("ENTITY_CD") not in _COMMITTEES or not identity.identifier or not name:
        return [Ignored(row, "an officer, a treasurer, or a name without a number")]
    return [Kept(row), party(name, "committee", identity)]


def supplement(raw: RawFile, row: int, take: Take) -> list[Record]:
    """One contribution total of form 495, the supplement before an election."""
    report = unnamed_report(raw, take)
    page = f"form 495 part 2, line {take.text('LINE_ITEM')}, {take.text('ELECTJURIS')}"
    total = report.total(
        row, ("contributions before an election", page), take.cents("CONTRIBAMT"), optional_day(take, "ELECT_DATE")
    )
    return [report.filer, total]


def measure(_raw: RawFile, row: int, take: Take) -> list[Record]:
    """A statewide ballot measure."""
    name = take.text("MEASURE_NAME") or f"Measure {take.filled('MEASURE_NO')}"
    return [Kept(row), party(name, "measure", particulars=Particulars(_STATE))]


def filer_number(text: str) -> Identity:
    """The commission's number where the filer has one, else the number of the export."""
    found = committee_number(text)
    return found if found.identifier else Identity("calaccess", text)


def _filed(raw: RawFile, row: int, take: Take, filer: Party) -> list[Record]:
    report = _report(raw, take, filer)
    return [Kept(row), filer, report.filing(take.text("FORM_TYPE").removeprefix("F"), WHOLE)]


def _topic(report: Report, take: Take) -> list[Record]:
    """For or against whom all expenditures of a form are whose cover names the one candidate or measure."""
    about = topic(take) if take.text("FORM_TYPE") in _TOPICAL else None
    try:
        return [*as_waiting([about]), WaitingTopic(report.key, about.party_id, stance(take))] if about else []
    except FieldError:
        # The cover is worth more than its topic: the days of the filing stand here alone.
        return []


def _report(raw: RawFile, take: Take, filer: Party) -> Report:
    if not filer.name:
        raise FieldError("", "the filer has no name")
    number, amendment = take.filled("FILING_ID"), take.whole("AMEND_ID")
    first, last = optional_day(take, "FROM_DATE"), optional_day(take, "THRU_DATE")
    if first and last and last < first:
        raise FieldError("THRU_DATE", "is before FROM_DATE")
    return Report(
        raw, NAME, f"{number}-{amendment}", filer, amendment, filed_day(take, "RPT_DATE"), first, last, number
    )


def _kind(said: str, has_first_name: bool) -> str:
    if said == "major donor":
        return "person" if has_first_name else "organisation"
    # A candidate's committee files under the candidate's code; a person's name has a first name.
    return "committee" if said == "candidate" and not has_first_name else said
