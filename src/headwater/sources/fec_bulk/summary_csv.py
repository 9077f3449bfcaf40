"""The Commission's summaries as CSV with a header: a row of totals for each candidate, or for each committee."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from headwater.sources._fec.identity import CANDIDATE, COMMITTEE
from headwater.sources._reading.delimited import read_each
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Kept, Record, party
from headwater.sources._tables.rejected import Rejected
from headwater.sources._tables.totals import StatedTotal
from headwater.sources.fec_bulk.layouts import NAME
from headwater.sources.fec_bulk.registers import PAGE_URL, identity_of, summary_cents, summary_day

FIRST_COLUMN = "link_image,"
_OTHER_OF_CANDIDATES = """
Cand_Office Cand_Office_St Cand_Office_Dist Cand_Party_Affiliation Cand_Incumbent_Challenger_Open_Seat
Debt_Owed_By_Committee Cand_City Cand_State Cand_Zip Individual_Itemized_Contribution
Individual_Unitemized_Contribution Party_Committee_Contribution Cand_Contribution Total_Contribution
Transfer_From_Other_Auth_Committee Cand_Loan Other_Loan Total_Loan Offsets_To_Operating_Expenditure
Offsets_To_Fundraising Offsets_To_Leagal_Accounting Other_Receipts Operating_Expenditure
Exempt_Legal_Accounting_Disbursement Fundraising_Disbursement Transfer_To_Other_Auth_Committee Cand_Loan_Repayment
Other_Loan_Repayment Total_Loan_Repayment Individual_Refund Party_Committee_Refund Other_Committee_Refund
Total_Contribution_Refund Other_Disbursements Net_Contribution Net_Operating_Expenditure Debt_Owe_To_Committee
"""
# Published descriptions spell some of them in two ways.
_OTHER_OF_COMMITTEES = """
CMTE_TP CMTE_DSGN CMTE_FILING_FREQ CMTE_CITY CMTE_ST CMTE_ZIP CAND_ID FEC_ELECTION_YR PTY_CMTE_CONTB TTL_CONTB
TRANF_FROM_OTHER_AUTH_CMTE OFFSETS_TO_OP_EXP OTHER_RECEIPTS TRANF_TO_OTHER_AUTH_CMTE OTH_LOAN_REPYMTS INDV_REF
POL_PTY_CMTE_REF TTL_CONTB_REF OTHER_DISB NET_CONTB NET_OP_EXP DEBTS_OWED_BY_CMTE DEBTS_OWED_TO_CMTE INDV_ITEM_CONTB
INDV_UNITEM_CONTB OTH_LOANS TRANF_FROM_NONFED_ACCT TRANF_FROM_NONFED_LEVIN TTL_NONFED_TRANF LOAN_REPYMTS_RECEIVED
OFFSETS_TO_FNDRSG OFFSETS_TO_LEGAL_ACCTG FED_CAND_CONTB_REF TTL_FED_RECEIPTS SHARED_FED_OP_EXP SHARED_NONFED_OP_EXP
OTHER_FED_OP_EXP OTH_FED_OPE_EXP TTL_OP_EXP FED_CAND_CMTE_CONTB COORD_EXP_BY_PTY_CMTE LOANS_MADE
SHARED_FED_ACTVY_FED_SHR SHARED_FED_ACTVY_NONFED NON_ALLOC_FED_ELECT_ACTVY TTL_FED_ELECT_ACTVY TTL_FED_DISB CAND_CNTB
CAND_LOAN TTL_LOANS OP_EXP CAND_LOAN_REPYMNT TTL_LOAN_REPYMTS OTH_CMTE_REF TTL_OFFSETS_TO_OP_EXP
EXEMPT_LEGAL_ACCTG_DISB FNDRSG_DISB ITEM_REF_REB_RET SUBTTL_REF_REB_RET UNITEM_REF_REB_RET ITEM_OTHER_REF_REB_RET
UNITEM_OTHER_REF_REB_RET SUBTTL_OTHER_REF_REB_RET SUBTTL_OTHER_REF_REB_RETB ITEM_OTHER_INCOME UNITEM_OTHER_INCOME
EXP_PRIOR_YRS_SUBJECT_LIM EXP_SUBJECT_LIMITS FED_FUNDS ITEM_CONVN_EXP_DISB ITEM_OTHER_DISB SUBTTL_CONVN_EXP_DISB
TTL_EXP_SUBJECT_LIMITS UNITEM_CONVN_EXP_DISB UNITEM_OTHER_DISB TTL_COMMUNICATION_COST TTL_COMMUNICATION_COSTS COH_BOY
COH_COY ORG_TP ORG_TYPE
"""


class _Kind(NamedTuple):
    """One of the two files: whose totals it states, in which columns, for which days, and what it says besides."""

    page: str
    party_kind: str
    identifier: str
    shape: str
    name: str
    days: tuple[str, str]
    totals: Mapping[str, str]
    others: str
    private: tuple[str, ...]

    @property
    def required(self) -> tuple[str, ...]:
        return (self.identifier, self.name, *self.days, *self.totals)

    @property
    def optional(self) -> tuple[str, ...]:
        return ("Link_Image", *self.private, *self.others.split())


_CANDIDATES = _Kind(
    "candidate summary", "candidate", "Cand_Id", CANDIDATE, "Cand_Name", ("Coverage_Start_Date", "Coverage_End_Date"),
    {
        "Total_Receipt": "receipts",
        "Total_Disbursement": "expenditures",
        "Individual_Contribution": "individual_contributions",
        "Other_Committee_Contribution": "committee_contributions",
        "Cash_On_Hand_BOP": "opening_balance",
        "Cash_On_Hand_COP": "closing_balance",
    },
    _OTHER_OF_CANDIDATES, ("Cand_Street_1", "Cand_Street_2"),
)  # fmt: skip
_COMMITTEES = _Kind(
    "committee summary", "committee", "CMTE_ID", COMMITTEE, "CMTE_NM", ("CVG_START_DT", "CVG_END_DT"),
    {
        "TTL_RECEIPTS": "receipts",
        "TTL_DISB": "expenditures",
        "INDV_CONTB": "individual_contributions",
        "OTH_CMTE_CONTB": "committee_contributions",
        "INDT_EXP": "independent_expenditures",
        "COH_BOP": "opening_balance",
        "COH_COP": "closing_balance",
    },
    _OTHER_OF_COMMITTEES, ("CMTE_ST1", "CMTE_ST2", "TRES_NM"),
)  # fmt: skip


def read_summary(raw: RawFile, header: str) -> Iterator[Record]:
    """The totals of one file of summaries.

    Args:
        raw: the file.
        header: its first line, which tells which of the two it is.

    Raises:
        InputError: for a column that is missing or unknown.
    """
    kind = _COMMITTEES if "CMTE_ID" in header.upper() else _CANDIDATES
    count = 0
    for row, fields, fault in read_each(raw, kind.required, kind.optional):
        count += 1
        if fault:
            yield Rejected(NAME, raw.sha256, raw.name, row, "", fault, "")
            continue
        take = Take(fields, kind.private)
        try:
            yield from _totals(raw, row, take, kind)
        except FieldError as error:
            yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
    yield Counted(count)


def _totals(raw: RawFile, row: int, take: Take, kind: _Kind) -> list[Record]:
    whose = party(take.text(kind.name), kind.party_kind, identity_of(take, kind.identifier, kind.shape))
    first, last = (_day(take, field) for field in kind.days)
    if first and last and last < first:
        raise FieldError(kind.days[1], f"the period from {first} to {last} is none")
    found: list[Record] = [whose, Kept(row)]
    for field, measure in kind.totals.items():
        if text := take.text(field):
            found.append(
                StatedTotal(NAME, raw.sha256, raw.name, row, whose.party_id, measure, kind.page, None, first, last,
                            summary_cents(field, text), "", False, PAGE_URL.format(whose.identifier))
            )  # fmt: skip
    take.ignore(*kind.optional)
    take.done()
    return found


def _day(take: Take, field: str) -> date | None:
    """A day written MM/DD/YYYY or YYYYMMDD; nothing where the cell is empty."""
    text = take.text(field)
    if len(text) == len("YYYYMMDD") and text.isdecimal():
        text = f"{text[4:6]}/{text[6:]}/{text[:4]}"
    return summary_day(field, text) if text else None
