"""Columns of CAL 2.01 records: those of the Cal-Access table of the same record, with streets before each city.

The names are those of the tables; where a table leaves out the two lines of a street, ADR1 and ADR2 stand here.
"""

import re

_NAMES = ("NAML", "NAMF", "NAMT", "NAMS")
_OFFICE = "OFFICE_CD OFFIC_DSCR JURIS_CD JURIS_DSCR DIST_NO OFF_S_H_CD"
_BALLOT = "BAL_NAME BAL_NUM BAL_JURIS"
_LINKS = "MEMO_CODE MEMO_REFNO BAKREF_TID XREF_SCHNM XREF_MATCH"


def _columns(text: str) -> tuple[str, ...]:
    """``X*`` stands for the four parts of X's name, ``X@`` for its street, city, state and ZIP code."""
    found: list[str] = []
    for word in text.split():
        stem = word[:-1]
        if word.endswith("*"):
            found += [f"{stem}_{part}" for part in _NAMES]
        elif word.endswith("@"):
            found += [f"{stem}_{part}" for part in ("ADR1", "ADR2", "CITY", "ST", "ZIP4")]
        else:
            found.append(word)
    return tuple(found)


RECORDS = {
    "RCPT": _columns(
        "REC_TYPE FORM_TYPE TRAN_ID ENTITY_CD CTRIB* CTRIB@ CTRIB_EMP CTRIB_OCC CTRIB_SELF TRAN_TYPE RCPT_DATE "
        "DATE_THRU AMOUNT CUM_YTD CUM_OTH CTRIB_DSCR CMTE_ID TRES* TRES@ INTR* INTR@ INTR_EMP INTR_OCC INTR_SELF "
        f"CAND* {_OFFICE} {_BALLOT} SUP_OPP_CD {_LINKS} INT_RATE INTR_CMTEID"
    ),
    "EXPN": _columns(
        "REC_TYPE FORM_TYPE TRAN_ID ENTITY_CD PAYEE* PAYEE@ EXPN_DATE AMOUNT CUM_YTD CUM_OTH EXPN_CHKNO EXPN_CODE "
        f"EXPN_DSCR AGENT* CMTE_ID TRES* TRES@ CAND* {_OFFICE} {_BALLOT} SUP_OPP_CD MEMO_CODE MEMO_REFNO BAKREF_TID "
        "G_FROM_E_F XREF_SCHNM XREF_MATCH"
    ),
    "LOAN": _columns(
        "REC_TYPE FORM_TYPE TRAN_ID LOAN_TYPE ENTITY_CD LNDR* LOAN@ LOAN_DATE1 LOAN_DATE2 LOAN_AMT1 LOAN_AMT2 "
        "LOAN_AMT3 LOAN_AMT4 LOAN_RATE LOAN_EMP LOAN_OCC LOAN_SELF CMTE_ID TRES* TRES@ INTR* INTR@ "
        f"{_LINKS} LOAN_AMT5 LOAN_AMT6 LOAN_AMT7 LOAN_AMT8"
    ),
    "S497": _columns(
        "REC_TYPE FORM_TYPE TRAN_ID ENTITY_CD ENTY* ENTY@ CTRIB_EMP CTRIB_OCC CTRIB_SELF ELEC_DATE CTRIB_DATE "
        f"DATE_THRU AMOUNT CMTE_ID CAND* {_OFFICE} {_BALLOT} MEMO_CODE MEMO_REFNO BAL_ID CAND_ID SUP_OFF_CD SUP_OPP_CD"
    ),
    "S496": _columns("REC_TYPE FORM_TYPE TRAN_ID AMOUNT EXP_DATE DATE_THRU EXPN_DSCR MEMO_CODE MEMO_REFNO"),
    "S498": _columns(
        f"REC_TYPE FORM_TYPE TRAN_ID ENTITY_CD CMTE_ID PAYOR* PAYOR@ DATE_RCVD AMT_RCVD CAND* {_OFFICE} {_BALLOT} "
        "SUP_OPP_CD AMT_ATTRIB MEMO_CODE MEMO_REFNO EMPLOYER OCCUPATION SELFEMP_CB"
    ),
    "S401": _columns(
        f"REC_TYPE FORM_TYPE TRAN_ID AGENT* PAYEE* PAYEE@ AMOUNT AGGREGATE EXPN_DSCR CAND* {_OFFICE} {_BALLOT} "
        "SUP_OPP_CD MEMO_CODE MEMO_REFNO BAKREF_TID"
    ),
    "DEBT": _columns(
        "REC_TYPE FORM_TYPE TRAN_ID ENTITY_CD PAYEE* PAYEE@ BEG_BAL AMT_INCUR AMT_PAID END_BAL EXPN_CODE EXPN_DSCR "
        f"CMTE_ID TRES* TRES@ {_LINKS}"
    ),
    "SMRY": ("REC_TYPE", "FORM_TYPE", "LINE_ITEM", "AMOUNT_A", "AMOUNT_B", "AMOUNT_C"),
}
# Some lines of the summary page have the period alone, others the year to date too; the tables have columns at the
# end of forms 497 and 498 that the format itself has not.
SHORTEST = {"SMRY": 4, "S497": len(RECORDS["S497"]) - 4, "S498": len(RECORDS["S498"]) - 3}
COVER = _columns(
    "REC_TYPE FORM_TYPE FILER_ID ENTITY_CD FILER* REPORT_NUM RPT_DATE STMT_TYPE LATE_RPTNO FROM_DATE THRU_DATE "
    "ELECT_DATE FILER@ FILER_PHON FILER_FAX FILE_EMAIL MAIL@ TRES* TRES@ TRES_PHON TRES_FAX TRES_EMAIL CMTTE_TYPE "
    "CONTROL_YN SPONSOR_YN PRIMFRM_YN BRDBASE_YN AMENDEXP_1 AMENDEXP_2 AMENDEXP_3"
)
# Forms 460, 465 and 496 go on with the candidate or measure that the committee or its expenditures are about.
TOPICAL_COVER = (*COVER, *_columns(f"CAND* CAND@ CAND_PHON CAND_FAX CAND_EMAIL {_BALLOT} {_OFFICE} SUP_OPP_CD"))
IGNORED = {
    "HDR": "the head of the filing",
    "CVR2": "more of the cover",
    "CVR3": "more of the cover",
    "F495": "contributions before an election, stated again",
    "SPLT": "how one receipt counts towards several elections’ limits",
    "TEXT": "a remark",
}
"""Records that hold no money of their own, each with the reason why it is left out."""
PRIVATE = tuple(
    name for columns in RECORDS.values() for name in columns if re.search(r"_(ADR[12]|PHON|FAX|EMAIL)$", name)
)
