"""Money that a filer received: RCPT rows, and form 497, whose second part is what it gave."""

import re
from dataclasses import replace

from headwater.sources._cal.fields import amount, committee_number, name_of, other_party
from headwater.sources._cal.report import Report, as_told
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.records import Record, party
from headwater.sources._tables.parties import Party

# A gift in kind is used at once; schedule I is other money in, such as interest and refunds; a slate mailer
# organisation (form 401) is paid for its mailers.
_KINDS = {"A": "monetary", "C": "in_kind", "I": "unclassified", "F496P3": "monetary", "F401A": "spending"}
_TYPES = {
    "": "",
    "F": "forgiven loan",
    "I": "through an intermediary",
    "N": "",
    "R": "returned",
    "T": "repaid by a third party",
    "X": "transfer of earlier gifts",
}
_LEFT_RCPT = tuple(
    re.findall(
        r"\w+",
        "REC_TYPE CTRIB_SELF CUM_YTD CUM_OTH TRES_NAML TRES_NAMF TRES_NAMT TRES_NAMS TRES_CITY TRES_ST TRES_ZIP4 "
        "INTR_CITY INTR_ST INTR_ZIP4 INTR_EMP INTR_OCC INTR_SELF CAND_NAML CAND_NAMF CAND_NAMT CAND_NAMS OFFICE_CD "
        "OFFIC_DSCR JURIS_CD JURIS_DSCR DIST_NO OFF_S_H_CD BAL_NAME BAL_NUM BAL_JURIS SUP_OPP_CD MEMO_REFNO BAKREF_TID "
        "XREF_SCHNM XREF_MATCH INT_RATE",
    )
)
_LEFT_497 = tuple(
    re.findall(
        r"\w+",
        "REC_TYPE CTRIB_SELF ELEC_DATE CAND_NAML CAND_NAMF CAND_NAMT CAND_NAMS OFFICE_CD OFFIC_DSCR JURIS_CD "
        "JURIS_DSCR DIST_NO OFF_S_H_CD BAL_NAME BAL_NUM BAL_JURIS MEMO_REFNO BAL_ID CAND_ID SUP_OFF_CD "
        "SUP_OPP_CD",
    )
)
_NOTICE_KINDS = ((re.compile(r"(INC|IDT)\d+"), "monetary"), (re.compile(r"NON\d+"), "in_kind"))
_NOT_SAID = "contribution received; the notice does not say whether in money or in kind"


def receipt(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """One receipt of schedule A, C or I, of form 496 part 3, or of a slate mailer organisation.

    The true source is the payer; an intermediary is the line's conduit. Where a committee hands on earlier gifts
    (type X) it is the payer: its donors' gifts stand in its own reports.
    """
    kind = take.choice("FORM_TYPE", _KINDS)
    way = take.choice("TRAN_TYPE", _TYPES)
    between = name_of(take, "INTR")
    number = committee_number(take.optional("INTR_CMTEID"))
    payer = other_party(take, "CTRIB", ("CTRIB_EMP", "CTRIB_OCC"))
    conduit: Party | None = None
    if between and take.text("TRAN_TYPE") == "X":
        payer = party(between, "committee", number)
    elif between:
        kind_of_conduit = "person" if take.text("INTR_NAMF") else "unknown"
        conduit = party(between, "committee" if number.identifier else kind_of_conduit, number)
        # Only a committee is named: an intermediary may be a private person.
        way = f"through the intermediary {between}" if number.identifier else "through an intermediary"
    first, last = report.days(take, "RCPT_DATE", "DATE_THRU")
    line = replace(
        report.line(row, take.text("FORM_TYPE"), (record, take.text("TRAN_ID"))),
        date_from=first,
        date_to=last,
        cents=amount(take, "AMOUNT"),
        kind=kind,
        side="payee",
        payer_party_id=payer.party_id,
        payee_party_id=report.filer.party_id,
        conduit_party_id=conduit.party_id if conduit else "",
        description="; ".join(part for part in (take.text("CTRIB_DSCR"), way) if part),
    )
    take.ignore(*_LEFT_RCPT, "MEMO_CODE")
    take.done()
    return as_told(take, [report.filer, payer, *([conduit] if conduit else []), line])


def notice(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """One contribution of form 497: received in part 1, made in part 2."""
    part = take.text("FORM_TYPE")
    if part not in ("F497P1", "F497P2"):
        raise FieldError("FORM_TYPE", f"{part[:20]!r} is neither part 1 (received) nor part 2 (made) of form 497")
    other = other_party(take, "ENTY", ("CTRIB_EMP", "CTRIB_OCC"))
    transaction = take.text("TRAN_ID")
    first, last = report.days(take, "CTRIB_DATE", "DATE_THRU")
    line = replace(
        report.line(row, part, (record, transaction)), date_from=first, date_to=last, cents=amount(take, "AMOUNT")
    )
    filer = report.filer
    if part == "F497P1":
        kind = next((kind for shape, kind in _NOTICE_KINDS if shape.fullmatch(transaction)), "unclassified")
        said = _NOT_SAID if kind == "unclassified" else ""
        line = replace(
            line, side="payee", kind=kind, description=said, payer_party_id=other.party_id,
            payee_party_id=filer.party_id,
        )  # fmt: skip
    else:
        line = replace(
            line, side="payer", kind="contribution_made", payer_party_id=filer.party_id, payee_party_id=other.party_id
        )
    take.ignore(*_LEFT_497, "MEMO_CODE")
    take.done()
    return as_told(take, [filer, other, line])
