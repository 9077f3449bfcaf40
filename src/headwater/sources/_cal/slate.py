"""Slate mailer organisations: what they were paid and what they paid (forms 401 and 498)."""

import re
from dataclasses import replace

from headwater.sources._cal.fields import amount, is_memo, other_party
from headwater.sources._cal.report import Report
from headwater.sources._reading.fields import NoDayError, Take
from headwater.sources._reading.records import Ignored, Record

_LEFT_498 = tuple(
    re.findall(
        r"\w+",
        "REC_TYPE CAND_NAML CAND_NAMF CAND_NAMT CAND_NAMS OFFICE_CD OFFIC_DSCR JURIS_CD JURIS_DSCR DIST_NO OFF_S_H_CD "
        "BAL_NAME BAL_NUM BAL_JURIS SUP_OPP_CD AMT_ATTRIB MEMO_REFNO SELFEMP_CB",
    )
)
_LEFT_401 = tuple(
    re.findall(
        r"\w+",
        "REC_TYPE AGENT_NAML AGENT_NAMF AGENT_NAMT AGENT_NAMS AGGREGATE CAND_NAML CAND_NAMF CAND_NAMT CAND_NAMS "
        "OFFICE_CD OFFIC_DSCR JURIS_CD JURIS_DSCR DIST_NO OFF_S_H_CD BAL_NAME BAL_NUM BAL_JURIS SUP_OPP_CD MEMO_REFNO "
        "BAKREF_TID",
    )
)
_UNDATED = "form 401 gives no day, and this file does not tell the days that the report covers"


def slate_notice(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """One payment to a slate mailer organisation of form 498; how it is attributed to candidates is ignored."""
    if is_memo(take) or take.text("FORM_TYPE") == "F498-A":
        return [Ignored(row, "detail of a payment: how it is attributed")]
    payer = other_party(take, "PAYOR", ("EMPLOYER", "OCCUPATION"))
    first, last = report.days(take, "DATE_RCVD")
    line = replace(
        report.line(row, take.text("FORM_TYPE"), (record, take.text("TRAN_ID"))),
        date_from=first,
        date_to=last,
        cents=amount(take, "AMT_RCVD"),
        kind="spending",
        side="payee",
        payer_party_id=payer.party_id,
        payee_party_id=report.filer.party_id,
        description="for a slate mailer",
    )
    take.ignore(*_LEFT_498)
    take.done()
    return [report.filer, payer, line]


def slate_payment(report: Report, row: int, take: Take, record: str) -> list[Record]:
    """One payment of form 401 part B, made on some day of the report's period.

    The other parts are detail of these payments (B-1, C), or list candidates and measures (D): ignored.

    Raises:
        FieldError: among others where the file does not tell the period.
    """
    if take.text("FORM_TYPE") != "F401B" or is_memo(take):
        return [Ignored(row, "detail of payments, or a list of candidates and measures")]
    if not report.period_from or not report.period_thru:
        raise NoDayError("FORM_TYPE", _UNDATED)
    payee = other_party(take, "PAYEE", has_code=False)
    line = replace(
        report.line(row, "F401B", (record, take.text("TRAN_ID"))),
        date_from=report.period_from,
        date_to=report.period_thru,
        cents=amount(take, "AMOUNT"),
        kind="spending",
        side="payer",
        payer_party_id=report.filer.party_id,
        payee_party_id=payee.party_id,
        description=take.text("EXPN_DSCR"),
    )
    take.ignore(*_LEFT_401)
    take.done()
    return [report.filer, payee, line]
