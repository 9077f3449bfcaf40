"""The lines of each form whose totals are read, and where they stand in each schema version."""

from collections.abc import Mapping
from typing import NamedTuple

DOMESTIC, PAID = "grants to domestic organisations and governments", "grants paid during the year"
"""The measures that a filer's own lines add up to."""


class Stated(NamedTuple):
    """One line of a form: its measure, where it stands in words, and its element in each schema version.

    ``itemizes``: each dollar of it must stand in a grant's row of the return.
    """

    measure: str
    page: str
    paths: tuple[str, ...]
    itemizes: bool = False


_BOOKS = "AnalysisOfRevenueAndExpenses"
STATED: Mapping[str, tuple[Stated, ...]] = {
    "IRS990": (
        Stated(
            DOMESTIC,
            "Form 990 Part IX line 1: grants to domestic organisations and governments",
            ("GrantsToDomesticOrgsGrp/TotalAmt", "GrantsToDomesticOrgs/Total"),
        ),
        Stated(
            "grants to individuals",
            "Form 990 Part IX line 2",
            ("GrantsToDomesticIndividualsGrp/TotalAmt", "GrantsToDomesticIndividuals/Total"),
        ),
        Stated("grants abroad", "Form 990 Part IX line 3", ("ForeignGrantsGrp/TotalAmt", "ForeignGrants/Total")),
        Stated(
            "total expenses",
            "Form 990 Part IX line 25",
            ("TotalFunctionalExpensesGrp/TotalAmt", "TotalFunctionalExpenses/Total"),
        ),
        *(
            Stated(
                f"{function} expenses",
                f"Form 990 Part IX line 25 column {column}",
                (f"TotalFunctionalExpensesGrp/{element}Amt", f"TotalFunctionalExpenses/{element}"),
            )
            for function, column, element in (
                ("program service", "B", "ProgramServices"),
                ("management and general", "C", "ManagementAndGeneral"),
                ("fundraising", "D", "Fundraising"),
            )
        ),
        Stated(
            "total revenue",
            "Form 990 Part VIII line 12",
            ("TotalRevenueGrp/TotalRevenueColumnAmt", "TotalRevenue/TotalRevenueColumn"),
        ),
        Stated("contributions received", "Form 990 Part VIII line 1h", ("TotalContributionsAmt", "TotalContributions")),
    ),
    "IRS990EZ": (
        Stated(
            "grants and similar amounts paid",
            "Form 990-EZ Part I line 10: grants and similar amounts paid",
            ("GrantsAndSimilarAmountsPaidAmt", "GrantsAndSimilarAmountsPaid", "GrantsAndSimilarAmntsCY"),
        ),
        Stated("total expenses", "Form 990-EZ Part I line 17", ("TotalExpensesAmt", "TotalExpenses")),
        Stated("total revenue", "Form 990-EZ Part I line 9", ("TotalRevenueAmt", "TotalRevenue")),
        Stated(
            "contributions received",
            "Form 990-EZ Part I line 1",
            ("ContributionsGiftsGrantsEtcAmt", "ContributionsGiftsGrantsEtc"),
        ),
    ),
    "IRS990PF": (
        Stated(
            PAID,
            "Form 990-PF grants paid during the year, total (Part XV line 3a, later Part XIV)",
            (
                "SupplementaryInformationGrp/TotalGrantOrContriPdDurYrAmt",
                "SupplementaryInformation/TotGrantOrContriPaidDuringYear",
            ),
            itemizes=True,
        ),
        Stated(
            PAID,
            "Form 990-PF Part I line 25 column d: contributions, gifts, grants paid",
            (f"{_BOOKS}/ContriPaidDsbrsChrtblAmt", f"{_BOOKS}/ContriGiftsPaidDsbrsChrtblPrps"),
        ),
        Stated(
            "total expenses",
            "Form 990-PF Part I line 26 column a",
            (f"{_BOOKS}/TotalExpensesRevAndExpnssAmt", f"{_BOOKS}/TotalExpensesRevAndExpnss"),
        ),
        Stated(
            "total revenue",
            "Form 990-PF Part I line 12 column a",
            (f"{_BOOKS}/TotalRevAndExpnssAmt", f"{_BOOKS}/TotalRevenueAndExpenses"),
        ),
        Stated(
            "contributions received",
            "Form 990-PF Part I line 1 column a",
            (f"{_BOOKS}/ContriRcvdRevAndExpnssAmt", f"{_BOOKS}/ContriReceivedRevAndExpnss"),
        ),
    ),
}

AMENDED = ("AmendedReturnInd", "AmendedReturn")
PATHS = {
    document: (*AMENDED, *(path for stated in lines for path in stated.paths)) for document, lines in STATED.items()
}
"""Everything that is read of each form besides its grants, as paths below its element."""
