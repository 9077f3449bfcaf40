"""The fields of each file, in order where it has no header, and those that nobody is to see."""

NAME = "ny_boe"

LEGACY = (
    "FILER_ID", "FREPORT_ID", "TRANSACTION_CODE", "E_YEAR", "T3_TRID", "DATE1_10", "DATE2_12", "CONTRIB_CODE_20",
    "CONTRIB_TYPE_CODE_25", "CORP_30", "FIRST_NAME_40", "MID_INIT_42", "LAST_NAME_44", "ADDR_1_50", "CITY_52",
    "STATE_54", "ZIP_56", "CHECK_NO_60", "CHECK_DATE_62", "AMOUNT_70", "AMOUNT2_72", "DESCRIPTION_80",
    "OTHER_RECPT_CODE_90", "PURPOSE_CODE1_100", "PURPOSE_CODE2_102", "EXPLANATION_110", "XFER_TYPE_120", "CHKBOX_130",
    "CREREC_UID", "CREREC_DATE",
)  # fmt: skip
"""The layout that the Board shipped with its files until 2020 (EFSRECB.TXT)."""

LEGACY_PRIVATE = ("ADDR_1_50", "CHECK_NO_60", "CREREC_UID")

_REPORT = (
    "FILER_ID", "FILER_PREVIOUS_ID", "CAND_COMM_NAME", "ELECTION_YEAR", "ELECTION_TYPE", "COUNTY_DESC",
    "FILING_ABBREV", "FILING_DESC", "R_AMEND", "FILING_CAT_DESC", "FILING_SCHED_ABBREV", "FILING_SCHED_DESC",
    "LOAN_LIB_NUMBER", "TRANS_NUMBER", "TRANS_MAPPING", "SCHED_DATE", "ORG_DATE", "CNTRBR_TYPE_DESC",
    "CNTRBN_TYPE_DESC", "TRANSFER_TYPE_DESC", "RECEIPT_TYPE_DESC", "RECEIPT_CODE_DESC", "PURPOSE_CODE_DESC",
    "R_SUBCONTRACTOR", "FLNG_ENT_NAME", "FLNG_ENT_FIRST_NAME", "FLNG_ENT_MIDDLE_NAME", "FLNG_ENT_LAST_NAME",
    "FLNG_ENT_ADD1", "FLNG_ENT_CITY", "FLNG_ENT_STATE", "FLNG_ENT_ZIP", "FLNG_ENT_COUNTRY", "PAYMENT_TYPE_DESC",
    "PAY_NUMBER", "OWED_AMT", "ORG_AMT", "LOAN_OTHER_DESC", "TRANS_EXPLNTN", "R_ITEMIZED", "R_LIABILITY",
    "ELECTION_YEAR_R", "OFFICE_DESC", "DISTRICT", "DIST_OFF_CAND_BAL_PROP",
)  # fmt: skip
_UNNAMED = tuple(f"column {number}" for number in range(46, 60) if number not in (53, 54))
_ADDED = tuple({53: "IE_CNTRBR_EMP", 54: "IE_CNTRBR_OCC"}.get(n, f"column {n}") for n in range(46, 60))

REPORTS = {
    len(columns): columns
    for columns in (_REPORT, (*_REPORT, *_ADDED), tuple(n for n in (*_REPORT, *_ADDED) if n != "FILER_PREVIOUS_ID"))
}
"""Files without header, by their number of fields.

The Board's own reference names the first 45. Of the 14 that were added since, only the giver's employer and occupation
are known by place; the others hold addresses among them and are dropped unread. Files of one period lack the old id.
"""

REPORT_REQUIRED = frozenset(_REPORT) - {"FILER_PREVIOUS_ID", "DIST_OFF_CAND_BAL_PROP"}
REPORT_OPTIONAL = frozenset(
    {
        "FILER_PREVIOUS_ID", "DIST_OFF_CAND_BAL_PROP", "TREAS_OCCUPATION", "TREAS_EMPLOYER", "TREAS_ADD1",
        "TREAS_CITY", "TREAS_STATE", "TREAS_ZIP", "IE_CNTRBR_OCC", "IE_CNTRBR_EMP", "R_IE_SUPPORTED", "R_CLAIM",
        "R_IN_DISTRICT", "R_MINOR", "R_VENDOR", "R_LOBBYIST", "R_CONTRIBUTIONS", "R_SUPPORT_OPPOSE",
        "R_IS_QUALIFIED_EXPENSE", "FILING_TRANS_ID",
    }
)  # fmt: skip
"""With a header (the open data portal) the names tell; these may be missing."""

REPORT_PRIVATE = (
    "FLNG_ENT_ADD1", "PAY_NUMBER", "TREAS_OCCUPATION", "TREAS_EMPLOYER", "TREAS_ADD1", "TREAS_CITY", "TREAS_STATE",
    "TREAS_ZIP", *_UNNAMED,
)  # fmt: skip

FILERS = (
    "FILER_ID", "FILER_NAME", "COMPLIANCE_TYPE_DESC", "FILER_TYPE_DESC", "FILER_STATUS", "COMMITTEE_TYPE_DESC",
    "OFFICE_DESC", "DISTRICT", "COUNTY_DESC", "MUNICIPALITY_DESC_SUBDIVISION", "TREASURER_FIRST_NAME",
    "TREASURER_MIDDLE_NAME", "TREASURER_LAST_NAME", "ADDRESS", "CITY", "STATE", "ZIPCODE",
)  # fmt: skip
FILERS_PRIVATE = ("TREASURER_FIRST_NAME", "TREASURER_MIDDLE_NAME", "TREASURER_LAST_NAME", *FILERS[13:])
