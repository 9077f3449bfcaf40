"""Line by line what each form's summary states, which records itemize it, and what such a record says of the money.

Direction: the filer receives (the other party pays) or pays. A refund or a repayment is a negative amount of the
payment that it undoes, and so is the total of such lines.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple


class Code(NamedTuple):
    """What a record says of money: its kind, whether it runs to the filer, and -1 where it undoes a payment."""

    kind: str
    to_filer: bool
    sign: int = 1


class Line(NamedTuple):
    """One line of a form's summary.

    ``measure`` names it in totals and lines; ``column`` is the summary's field (two joined by ``+`` are one line of
    ours); ``records`` itemize it, each as ``code`` says; ``itemizes`` says whether each dollar must be itemized.
    """

    measure: str
    column: str
    records: str = ""
    code: Code | None = None
    itemizes: bool = False


class Entry(NamedTuple):
    """What is known of a record on a form: the measure that it adds to, empty without one, and its code."""

    adds_to: str
    code: Code


GIFT = Code("monetary", to_filer=True)
RETURNED = Code("monetary", to_filer=True, sign=-1)
BORROWED = Code("loan", to_filer=True)
REPAID = Code("loan", to_filer=True, sign=-1)
LENT = Code("loan", to_filer=False)
GOT_BACK = Code("loan", to_filer=False, sign=-1)
OTHER = Code("unclassified", to_filer=True)
OFFSET = Code("spending", to_filer=False, sign=-1)
SPENT = Code("spending", to_filer=False)
GIVEN = Code("contribution_made", to_filer=False)
GIVEN_BACK = Code("contribution_made", to_filer=False, sign=-1)
INDEPENDENT = Code("independent_expenditure", to_filer=False)
COORDINATED = Code("coordinated_expenditure", to_filer=False)
COMMUNICATION = Code("communication_cost", to_filer=False)
ELECTIONEERING = Code("electioneering", to_filer=False)

_F3 = (
    Line("opening_balance", "col_a_cash_beginning_reporting_period"),
    Line("receipts", "col_a_total_receipts"),
    Line("expenditures", "col_a_total_disbursements"),
    Line("closing_balance", "col_a_cash_on_hand_close_of_period"),
    Line("11(a)(i) individuals, itemized", "col_a_individual_contributions_itemized", "SA11AI SA11A", GIFT, True),
    Line("11(a)(ii) individuals, not itemized", "col_a_individual_contributions_unitemized", "SA11AII", GIFT),
    Line("11(b) political party committees", "col_a_political_party_contributions", "SA11B", GIFT, True),
    Line("11(c) other political committees", "col_a_pac_contributions", "SA11C", GIFT, True),
    Line("11(d) the candidate", "col_a_candidate_contributions", "SA11D", GIFT),
    Line("12 transfers from authorized committees", "col_a_transfers_from_authorized", "SA12", GIFT, True),
    Line("13(a) loans from the candidate", "col_a_candidate_loans", "SA13A", BORROWED, True),
    Line("13(b) other loans", "col_a_other_loans", "SA13B", BORROWED, True),
    Line("14 offsets to operating expenditures", "col_a_offset_to_operating_expenditures", "SA14", OFFSET),
    Line("15 other receipts", "col_a_other_receipts", "SA15", OTHER),
    Line("17 operating expenditures", "col_a_operating_expenditures", "SB17", SPENT),
    Line("18 transfers to authorized committees", "col_a_transfers_to_authorized", "SB18", GIVEN, True),
    Line("19(a) repayments of loans from the candidate", "col_a_candidate_loan_repayments", "SB19A", REPAID, True),
    Line("19(b) repayments of other loans", "col_a_other_loan_repayments", "SB19B", REPAID, True),
    Line("20(a) refunds to individuals", "col_a_refunds_to_individuals", "SB20A", RETURNED),
    Line("20(b) refunds to party committees", "col_a_refunds_to_party_committees", "SB20B", RETURNED, True),
    Line("20(c) refunds to other committees", "col_a_refunds_to_other_committees", "SB20C", RETURNED, True),
    Line("21 other disbursements", "col_a_other_disbursements", "SB21", SPENT),
)
_F3X = (
    Line("opening_balance", "col_a_cash_on_hand_beginning_period"),
    Line("receipts", "col_a_total_receipts"),
    Line("expenditures", "col_a_total_disbursements"),
    Line("closing_balance", "col_a_cash_on_hand_close_of_period"),
    Line("11(a)(i) individuals, itemized", "col_a_individuals_itemized", "SA11AI SA11A", GIFT, True),
    Line("11(a)(ii) individuals, not itemized", "col_a_individuals_unitemized", "SA11AII", GIFT),
    Line("11(b) political party committees", "col_a_political_party_committees", "SA11B", GIFT, True),
    Line("11(c) other political committees", "col_a_other_political_committees_pacs", "SA11C", GIFT, True),
    Line("12 transfers from affiliated committees", "col_a_transfers_from_aff_other_party_cmttees", "SA12", GIFT, True),
    Line("13 loans received", "col_a_total_loans", "SA13", BORROWED, True),
    Line("14 loan repayments received", "col_a_total_loan_repayments_received", "SA14", GOT_BACK, True),
    Line("15 offsets to operating expenditures", "col_a_offsets_to_expenditures", "SA15", OFFSET),
    Line("16 refunds of contributions made", "col_a_federal_refunds", "SA16", GIVEN_BACK, True),
    Line("17 other receipts", "col_a_other_federal_receipts", "SA17", OTHER),
    Line("18(a) transfers from the nonfederal account", "col_a_transfers_from_nonfederal_h3", "H3", GIFT, True),
    Line("18(b) transfers from the Levin account", "col_a_levin_funds", "H5", GIFT, True),
    Line(
        "21(a) allocated operating expenditures",
        "col_a_shared_operating_expenditures_federal+col_a_shared_operating_expenditures_nonfederal",
        "H4",
        SPENT,
        True,
    ),
    Line("21(b) other operating expenditures", "col_a_other_federal_operating_expenditures", "SB21B", SPENT),
    Line("22 transfers to affiliated committees", "col_a_transfers_to_affiliated", "SB22", GIVEN, True),
    Line("23 contributions to committees", "col_a_contributions_to_candidates", "SB23", GIVEN, True),
    Line("24 independent expenditures", "col_a_independent_expenditures", "SE", INDEPENDENT),
    Line(
        "25 coordinated party expenditures",
        "col_a_coordinated_expenditures_by_party_committees",
        "SF",
        COORDINATED,
        True,
    ),
    Line("26 loan repayments made", "col_a_total_loan_repayments_made", "SB26", REPAID, True),
    Line("27 loans made", "col_a_loans_made", "SB27", LENT, True),
    Line("28(a) refunds to individuals", "col_a_refunds_to_individuals", "SB28A", RETURNED),
    Line("28(b) refunds to party committees", "col_a_refunds_to_party_committees", "SB28B", RETURNED, True),
    Line("28(c) refunds to other committees", "col_a_refunds_to_other_committees", "SB28C", RETURNED, True),
    Line("29 other disbursements", "col_a_other_disbursements", "SB29", SPENT),
    Line(
        "30(a) allocated federal election activity",
        "col_a_federal_election_activity_federal_share+col_a_federal_election_activity_levin_share",
        "H6",
        SPENT,
        True,
    ),
    Line("30(b) other federal election activity", "col_a_federal_election_activity_all_federal", "SB30B", SPENT),
    # The filer's Levin account: schedules L-A and L-B add to no line of the form. What L-B transfers, H5 itemizes.
    Line("", "", "SASL1A", GIFT),
    Line("", "", "SASL2", OTHER),
    Line("", "", "SBSL4A SBSL4B SBSL4C SBSL4D", GIVEN),
    Line("", "", "SBSL5", SPENT),
)
_F3P = (
    Line("opening_balance", "col_a_cash_on_hand_beginning_period"),
    Line("receipts", "col_a_total_receipts"),
    Line("expenditures", "col_a_total_disbursements"),
    Line("closing_balance", "col_a_cash_on_hand_close_of_period"),
    Line("16 federal funds", "col_a_federal_funds", "SA16", GIFT, True),
    Line("17(a)(i) individuals, itemized", "col_a_individuals_itemized", "SA17A SA17AI", GIFT, True),
    Line("17(a)(ii) individuals, not itemized", "col_a_individuals_unitemized", "SA17AII", GIFT),
    Line("17(a) individuals", "col_a_individual_contribution_total"),
    Line("17(b) political party committees", "col_a_political_party_committees_receipts", "SA17B", GIFT, True),
    Line("17(c) other political committees", "col_a_other_political_committees_pacs", "SA17C", GIFT, True),
    Line("17(d) the candidate", "col_a_the_candidate", "SA17D", GIFT),
    Line("18 transfers from authorized committees", "col_a_transfers_from_aff_other_party_cmttees", "SA18", GIFT, True),
    Line("19(a) loans from the candidate", "col_a_received_from_or_guaranteed_by_cand", "SA19A", BORROWED, True),
    Line("19(b) other loans", "col_a_other_loans", "SA19B", BORROWED, True),
    Line("20(a) offsets to operating expenditures", "col_a_operating", "SA20A", OFFSET),
    Line("20(b) offsets to fundraising", "col_a_fundraising", "SA20B", OFFSET),
    Line("20(c) offsets to legal and accounting", "col_a_legal_and_accounting", "SA20C", OFFSET),
    Line("21 other receipts", "col_a_other_receipts", "SA21", OTHER),
    Line("23 operating expenditures", "col_a_operating_expenditures", "SB23", SPENT),
    Line(
        "24 transfers to authorized committees", "col_a_transfers_to_other_authorized_committees", "SB24", GIVEN, True
    ),
    Line("25 fundraising disbursements", "col_a_fundraising_disbursements", "SB25", SPENT),
    Line("26 legal and accounting", "col_a_exempt_legal_accounting_disbursement", "SB26", SPENT),
    Line(
        "27(a) repayments of loans from the candidate", "col_a_made_or_guaranteed_by_candidate", "SB27A", REPAID, True
    ),
    Line("27(b) repayments of other loans", "col_a_other_repayments", "SB27B", REPAID, True),
    Line("28(a) refunds to individuals", "col_a_individuals", "SB28A", RETURNED),
    Line("28(b) refunds to party committees", "col_a_political_party_committees_refunds", "SB28B", RETURNED, True),
    Line("28(c) refunds to other committees", "col_a_other_political_committees", "SB28C", RETURNED, True),
    Line("29 other disbursements", "col_a_other_disbursements", "SB29", SPENT),
)
_F4 = (
    Line("opening_balance", "col_a_cash_on_hand_beginning_reporting_period"),
    Line("receipts", "col_a_total_receipts"),
    Line("expenditures", "col_a_total_disbursements"),
    Line("closing_balance", "col_a_cash_on_hand_close_of_period"),
    Line("13 federal funds", "col_a_federal_funds", "SA13", GIFT),
    Line("14(a) contributions, itemized", "col_a_contributions_itemized", "SA14 SA14A", GIFT, True),
    Line("15 transfers from affiliated committees", "col_a_transfers_from_affiliated", "SA15", GIFT),
    Line("16(a) loans received", "col_a_loans_received", "SA16A", BORROWED),
    Line("16(b) loan repayments received", "col_a_loan_repayments_received", "SA16B", GOT_BACK),
    Line("17(a) convention refunds, itemized", "col_a_convention_refunds_itemized", "SA17 SA17A", OFFSET, True),
    Line("18(a) other refunds, itemized", "col_a_other_refunds_itemized", "SA18 SA18A", OFFSET, True),
    Line("19(a) other income, itemized", "col_a_other_income_itemized", "SA19 SA19A", OTHER, True),
    Line("21(a) convention expenses, itemized", "col_a_convention_expenses_itemized", "SB21 SB21A", SPENT, True),
    Line("22 transfers to affiliated committees", "col_a_transfers_to_affiliated", "SB22", GIVEN),
    Line("23(a) loans made", "col_a_loans_made", "SB23A", LENT),
    Line("23(b) loan repayments made", "col_a_loan_repayments_made", "SB23B", REPAID),
    Line("24(a) other disbursements, itemized", "col_a_other_disbursements_itemized", "SB24 SB24A", SPENT, True),
)
_F5 = (
    Line("contributions", "total_contribution", "F56", GIFT),
    Line("independent expenditures", "total_independent_expenditure", "F57", INDEPENDENT),
)
_F7 = (Line("communication costs", "total_costs", "F76", COMMUNICATION),)
_F9 = (
    Line("donations", "total_donations", "F92", GIFT),
    Line("electioneering disbursements", "total_disbursements", "F93", ELECTIONEERING),
)
_F13 = (
    Line("donations accepted", "total_donations_accepted", "F132", GIFT),
    Line("donations refunded", "total_donations_refunded", "F133", RETURNED),
)
_NOTICE = (Line("", "", "SE", INDEPENDENT), Line("", "", "F57", INDEPENDENT))
_RECEIVED = (Line("", "", "F65", GIFT),)
FORMS: Mapping[str, tuple[Line, ...]] = {
    "3": _F3,
    "3X": _F3X,
    "3P": _F3P,
    "4": _F4,
    "5": _F5,
    "6": _RECEIVED,
    "7": _F7,
    "9": _F9,
    "13": _F13,
    "24": _NOTICE,
    **dict.fromkeys(("1", "1M", "2", "3L", "8", "10", "99"), ()),
}
"""The lines of each form; the last ones are read as filings, and state no money that any record itemizes."""

IGNORED = (
    "TEXT",
    "SA3L", "SB3L", "SC", "SC1", "SC2", "SD", "SI", "SL", "H1", "H2",
    "F1S", "F2S", "F3S", "F3PS", "F3P31", "F3Z", "F3ZT", "F3Z1", "F3Z2", "F3PZ", "F3PZ1", "F3PZ2",
    "F8II", "F8III", "F91", "F94", "F105",
)  # fmt: skip
"""Records left out by name: notes, balances of loans and debts, ratios, and summaries of parts of the filing."""


@lru_cache(maxsize=64)
def entries(form: str) -> Mapping[str, Entry]:
    """What each record means on a form, by what it begins with."""
    return {
        record: Entry(line.measure, line.code) for line in FORMS[form] if line.code for record in line.records.split()
    }
