"""Money that a filer paid (EXPN rows, form 496, electioneering communications) and what it came to owe (DEBT)."""

import re
from dataclasses import replace

from headwater.sources._cal.fields import (
    amount,
    committee_number,
    is_memo,
    name_of,
    optional_cents,
    other_party,
    stance,
    topic,
)
from headwater.sources._cal.report import Report, as_told, not_itemized, told_again
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.records import Ignored, Record, party
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party

INDEPENDENT, CONTRIBUTION, IN_KIND = "independent_expenditure", "contribution_made", "in_kind"
# Schedule D and part 5 of forms 450 and 461 say what a payment was by three codes; schedule E has many, of which
# two say that the payment was of these kinds.
_KINDS = {"IND": INDEPENDENT, "CTB": CONTRIBUTION, "MON": CONTRIBUTION, "IKD": IN_KIND}
_GIVEN = (CONTRIBUTION, IN_KIND)
_TOPICAL = ("D", "F461P5")
# Schedule G is detail of payments of schedules E and F.
_DETAIL = "G"
_FORMS = ("D", "E", _DETAIL, "F450P5", "F461P5", "F465P3")
_LEFT_EXPN = tuple(
    re.findall(
        r"\w+",
        "REC_TYPE CUM_YTD CUM_OTH EXPN_CHKNO AGENT_NAML AGENT_NAMF AGENT_NAMT AGENT_NAMS TRES_NAML TRES_NAMF TRES_NAMT "
        "TRES_NAMS TRES_CITY TRES_ST TRES_ZIP4 OFFICE_CD OFFIC_DSCR OFF_S_H_CD MEMO_REFNO BAKREF_TID G_FROM_E_F "
        "XREF_SCHNM XREF_MATCH CAND_NAMT PAYEE_NAMT BAL_JURIS",
    )
)
_LEFT_496 = ("REC_TYPE", "MEMO_REFNO", "CAND_NAMT", "OFFICE_CD", "OFFIC_DSCR", "BAL_JURIS")
_LEFT_DEBT = tuple(
    re.findall(
        r"\w+",
        "REC_TYPE BEG_BAL END_BAL TRES_NAML TRES_NAMF TRES_NAMT TRES_NAMS TRES_CITY TRES_ST TRES_ZIP4 MEMO_REFNO "
        "BAKREF_TID XREF_SCHNM XREF_MATCH",
    )
)


def payment(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """One payment of schedule D or E, of part 5 of forms 450 and 461, or of form 465.

    A row that does not say whom an independent expenditure is about takes it from the cover, where the form states it
    there.
    """
    form_type = take.text("FORM_TYPE")
    if form_type not in _FORMS:
        raise FieldError("FORM_TYPE", f"{form_type[:20]!r} is no schedule of payments")
    code, said = take.optional("EXPN_CODE"), take.optional("EXPN_DSCR")
    if form_type in _TOPICAL and code not in _KINDS:
        raise FieldError("EXPN_CODE", f"{code[:20]!r} is none of {', '.join(_KINDS)}")
    kind = INDEPENDENT if form_type == "F465P3" else _KINDS.get(code, "spending")
    about, side = _about(report, take) if kind == INDEPENDENT else (None, "")
    payee = _payee(report, take, kind)
    first, last = report.days(take, "EXPN_DATE")
    line = replace(
        report.line(row, form_type, (record, take.text("TRAN_ID"))),
        date_from=first,
        date_to=last,
        cents=amount(take, "AMOUNT"),
        description=" ".join(part for part in (code, said) if part),
    )
    line = _paid(report, line, payee, kind)
    if about:
        line = replace(line, about_party_id=about.party_id, stance=side)
    elif kind in _GIVEN and line.cents > 0 and (target := _instead(payee, take)):
        about, line = target, replace(line, about_party_id=target.party_id)
    take.ignore(*_LEFT_EXPN, "CAND_NAML", "CAND_NAMF", "CAND_NAMS", "JURIS_CD", "JURIS_DSCR", "DIST_NO")
    take.ignore("BAL_NAME", "BAL_NUM", "SUP_OPP_CD", "MEMO_CODE")
    take.done()
    found: list[Record] = [report.filer, payee, *([about] if about else []), line]
    return told_again(found) if form_type == _DETAIL else as_told(take, found)


def debt(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """What schedule F says was incurred and paid of one unpaid bill: memos, for the payment stands on schedule E.

    Where the file does not tell the period the row is ignored.
    """
    if is_memo(take) or not report.period_from or not report.period_thru:
        return [Ignored(row, "a memo, or an unpaid bill of a period that the file does not tell")]
    moves = {"incurred": optional_cents(take, "AMT_INCUR"), "paid": optional_cents(take, "AMT_PAID")}
    if not any(moves.values()):
        return [Ignored(row, "an unpaid bill on which nothing moved")]
    payee = other_party(take, "PAYEE")
    said = " ".join(part for part in (take.optional("EXPN_CODE"), take.optional("EXPN_DSCR")) if part)
    form_type, transaction = take.text("FORM_TYPE"), take.text("TRAN_ID")
    found: list[Record] = [report.filer, payee]
    for move, cents in moves.items():
        blank = report.move(row, form_type, (record, transaction), move)
        if cents:
            line = replace(
                blank,
                schedule="F memo",
                date_from=report.period_from,
                date_to=report.period_thru,
                cents=cents,
                adds_to=f"accrued expenses {move}",
                description=f"{said} ({move})".strip(),
            )
            found.append(_paid(report, line, payee, "spending"))
    take.ignore(*_LEFT_DEBT)
    take.done()
    return found


def independent_notice(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """One independent expenditure of form 496: nobody is named as paid.

    Whom it is about stands on the form's cover, or in the row where the publisher has carried it over.
    """
    payees = not_itemized("Payees", report.filer)
    about, side = _about(report, take)
    first, last = report.days(take, "EXP_DATE", "DATE_THRU")
    line = replace(
        report.line(row, take.text("FORM_TYPE"), (record, take.text("TRAN_ID"))),
        date_from=first,
        date_to=last,
        cents=amount(take, "AMOUNT"),
        description=take.text("EXPN_DSCR"),
        about_party_id=about.party_id if about else "",
        stance=side if about else "",
    )
    take.ignore(*_LEFT_496, "MEMO_CODE")
    take.done()
    return as_told(take, [report.filer, payees, *([about] if about else []), _paid(report, line, payees, INDEPENDENT)])


def electioneering(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """One payment for communications that name a candidate (form E530); the form states no side, none is guessed."""
    payees = not_itemized("Payees", report.filer)
    about = topic(take)
    first, last = report.days(take, "PMNT_DT")
    line = replace(
        report.line(row, "E530", (record, "")),
        date_from=first,
        date_to=last,
        cents=amount(take, "PMNT_AMOUNT"),
        description=take.text("OTHER_DESC"),
        about_party_id=about.party_id if about else "",
    )
    return [report.filer, payees, *([about] if about else []), _paid(report, line, payees, "spending")]


def _paid(report: Report, line: Line, payee: Party, kind: str) -> Line:
    return replace(line, kind=kind, side="payer", payer_party_id=report.filer.party_id, payee_party_id=payee.party_id)


def _about(report: Report, take: Take) -> tuple[Party | None, str]:
    """Whom or what a row is for or against, else the cover."""
    found, side = topic(take), stance(take)
    return (found, side) if found else (report.about, report.stance)


def _instead(payee: Party, take: Take) -> Party | None:
    """The candidate who stands for the committee that a row does not name, whatever kind of payee it says that is."""
    target = topic(take)
    is_alike = target is not None and target.normal_name == payee.normal_name
    return target if is_alike and not payee.identifier else None


def _payee(report: Report, take: Take, kind: str) -> Party:
    """Who was paid. Schedule D has no column for it: where it repeats the candidate, nobody is known to be paid."""
    form_type, entity = take.text("FORM_TYPE"), take.optional("ENTITY_CD")
    target = topic(take)
    named = name_of(take, "PAYEE")
    unnamed = named == target.name if target else False
    if kind == INDEPENDENT and (unnamed or (form_type == "D" and entity != "OTH")):
        take.ignore("ENTITY_CD", "CMTE_ID", "PAYEE_CITY", "PAYEE_ST", "PAYEE_ZIP4")
        return not_itemized("Payees", report.filer)
    if kind in _GIVEN and target and not named:
        take.ignore("ENTITY_CD", "PAYEE_CITY", "PAYEE_ST", "PAYEE_ZIP4")
        number = committee_number(take.optional("CMTE_ID"))
        return party(f"Committee of {target.name}", "committee", number) if number.identifier else target
    return other_party(take, "PAYEE")
