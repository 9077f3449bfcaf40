"""Money that a filer paid: EXPN rows, form 496, electioneering communications (E530)."""

import re
from dataclasses import replace

from headwater.sources._cal.fields import is_memo, name_of, other_party, stance, topic
from headwater.sources._cal.report import Report, not_itemized
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.records import Ignored, Record
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party

INDEPENDENT, CONTRIBUTION = "independent_expenditure", "contribution_made"
# Schedule D and part 5 of forms 450 and 461 say what a payment was by three codes; schedule E has many, of which
# two say that the payment was of these kinds.
_KINDS = {"IND": INDEPENDENT, "CTB": CONTRIBUTION, "MON": CONTRIBUTION, "IKD": CONTRIBUTION}
_TOPICAL = ("D", "F450P5", "F461P5")
_FORMS = ("D", "E", "F450P5", "F461P5", "F465P3")
_LEFT_EXPN = tuple(
    re.findall(
        r"\w+",
        "REC_TYPE CUM_YTD CUM_OTH EXPN_CHKNO AGENT_NAML AGENT_NAMF AGENT_NAMT AGENT_NAMS TRES_NAML TRES_NAMF TRES_NAMT "
        "TRES_NAMS TRES_CITY TRES_ST TRES_ZIP4 OFFICE_CD OFFIC_DSCR OFF_S_H_CD MEMO_REFNO BAKREF_TID G_FROM_E_F "
        "XREF_SCHNM XREF_MATCH CAND_NAMT PAYEE_NAMT BAL_JURIS",
    )
)
_LEFT_496 = ("REC_TYPE", "MEMO_REFNO")


def payment(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """One payment of schedule D or E, of part 5 of forms 450 and 461, or of form 465.

    Schedule G is detail of payments of schedules E and F: ignored, as memo rows are.
    """
    form_type = take.text("FORM_TYPE")
    if is_memo(take) or form_type == "G":
        return [Ignored(row)]
    if form_type not in _FORMS:
        raise FieldError("FORM_TYPE", f"{form_type[:20]!r} is no schedule of payments")
    code, said = take.optional("EXPN_CODE"), take.optional("EXPN_DSCR")
    if form_type in _TOPICAL and code not in _KINDS:
        raise FieldError("EXPN_CODE", f"{code[:20]!r} is none of {', '.join(_KINDS)}")
    kind = INDEPENDENT if form_type == "F465P3" else _KINDS.get(code, "spending")
    about, side = topic(take), stance(take)
    about = about if kind == INDEPENDENT else None
    payee = _payee(report, take, kind)
    first, last = report.days(take, "EXPN_DATE")
    line = replace(
        report.line(row, form_type, (record, take.text("TRAN_ID"))),
        date_from=first,
        date_to=last,
        cents=take.cents("AMOUNT"),
        description=" ".join(part for part in (code, said) if part),
    )
    line = _paid(report, line, payee, kind)
    if about:
        line = replace(line, about_party_id=about.party_id, stance=side)
    take.ignore(*_LEFT_EXPN)
    take.done()
    return [report.filer, payee, *([about] if about else []), line]


def independent_notice(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """One independent expenditure of form 496: whom it is about stands on the form's cover, nobody is named as paid."""
    if is_memo(take):
        return [Ignored(row)]
    payees = not_itemized("Payees", report.filer)
    first, last = report.days(take, "EXP_DATE", "DATE_THRU")
    line = replace(
        report.line(row, take.text("FORM_TYPE"), (record, take.text("TRAN_ID"))),
        date_from=first,
        date_to=last,
        cents=take.cents("AMOUNT"),
        description=take.text("EXPN_DSCR"),
    )
    take.ignore(*_LEFT_496)
    take.done()
    return [report.filer, payees, _paid(report, line, payees, INDEPENDENT)]


def electioneering(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """One payment for communications that name a candidate (form E530); the form states no side, none is guessed."""
    payees = not_itemized("Payees", report.filer)
    about = topic(take)
    first, last = report.days(take, "PMNT_DT")
    line = replace(
        report.line(row, "E530", (record, "")),
        date_from=first,
        date_to=last,
        cents=take.cents("PMNT_AMOUNT"),
        description=take.text("OTHER_DESC"),
        about_party_id=about.party_id if about else "",
    )
    return [report.filer, payees, *([about] if about else []), _paid(report, line, payees, "spending")]


def _paid(report: Report, line: Line, payee: Party, kind: str) -> Line:
    return replace(line, kind=kind, side="payer", payer_party_id=report.filer.party_id, payee_party_id=payee.party_id)


def _payee(report: Report, take: Take, kind: str) -> Party:
    """Who was paid. Schedule D has no column for it: where it repeats the candidate, nobody is known to be paid."""
    form_type, entity = take.text("FORM_TYPE"), take.optional("ENTITY_CD")
    if kind == INDEPENDENT and form_type in _TOPICAL and entity != "OTH":
        name_of(take, "PAYEE")
        take.ignore("ENTITY_CD", "CMTE_ID", "PAYEE_CITY", "PAYEE_ST", "PAYEE_ZIP4")
        return not_itemized("Payees", report.filer)
    target = topic(take)
    if kind == CONTRIBUTION and target and not name_of(take, "PAYEE"):
        take.ignore("ENTITY_CD", "CMTE_ID", "PAYEE_CITY", "PAYEE_ST", "PAYEE_ZIP4")
        return target
    return other_party(take, "PAYEE")
