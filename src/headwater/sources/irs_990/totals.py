"""Totals that a return states about itself, to reconcile its grants against."""

from collections.abc import Iterator
from typing import NamedTuple

from headwater.base.money import parse_cents
from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.raw import RawFile
from headwater.sources._tables.totals import StatedTotal
from headwater.sources.irs_990.header import NAME, Header
from headwater.sources.irs_990.tree import Return

GRANTS = "expenditures"
"""The measure that a filer's own lines add up to: they are grants, and so are the totals under this name."""


class _Stated(NamedTuple):
    """One line of a form: its measure, where it stands in words, and its element in each schema version."""

    measure: str
    page: str
    paths: tuple[str, ...]


_BOOKS = "AnalysisOfRevenueAndExpenses"
_STATED = {
    "IRS990": (
        _Stated(
            GRANTS,
            "Form 990 Part IX line 1: grants to domestic organisations and governments",
            ("GrantsToDomesticOrgsGrp/TotalAmt", "GrantsToDomesticOrgs/Total"),
        ),
        _Stated(
            "grants to individuals",
            "Form 990 Part IX line 2",
            ("GrantsToDomesticIndividualsGrp/TotalAmt", "GrantsToDomesticIndividuals/Total"),
        ),
        _Stated("grants abroad", "Form 990 Part IX line 3", ("ForeignGrantsGrp/TotalAmt", "ForeignGrants/Total")),
        _Stated(
            "total expenses",
            "Form 990 Part IX line 25",
            ("TotalFunctionalExpensesGrp/TotalAmt", "TotalFunctionalExpenses/Total"),
        ),
        _Stated(
            "total revenue",
            "Form 990 Part VIII line 12",
            ("TotalRevenueGrp/TotalRevenueColumnAmt", "TotalRevenue/TotalRevenueColumn"),
        ),
        _Stated(
            "contributions received", "Form 990 Part VIII line 1h", ("TotalContributionsAmt", "TotalContributions")
        ),
    ),
    "IRS990EZ": (
        _Stated(
            GRANTS,
            "Form 990-EZ Part I line 10: grants and similar amounts paid",
            ("GrantsAndSimilarAmountsPaidAmt", "GrantsAndSimilarAmountsPaid", "GrantsAndSimilarAmntsCY"),
        ),
        _Stated("total expenses", "Form 990-EZ Part I line 17", ("TotalExpensesAmt", "TotalExpenses")),
        _Stated("total revenue", "Form 990-EZ Part I line 9", ("TotalRevenueAmt", "TotalRevenue")),
        _Stated(
            "contributions received",
            "Form 990-EZ Part I line 1",
            ("ContributionsGiftsGrantsEtcAmt", "ContributionsGiftsGrantsEtc"),
        ),
    ),
    "IRS990PF": (
        _Stated(
            GRANTS,
            "Form 990-PF grants paid during the year, total (Part XV line 3a, later Part XIV)",
            (
                "SupplementaryInformationGrp/TotalGrantOrContriPdDurYrAmt",
                "SupplementaryInformation/TotGrantOrContriPaidDuringYear",
            ),
        ),
        _Stated(
            GRANTS,
            "Form 990-PF Part I line 25 column d: contributions, gifts, grants paid",
            (f"{_BOOKS}/ContriPaidDsbrsChrtblAmt", f"{_BOOKS}/ContriGiftsPaidDsbrsChrtblPrps"),
        ),
        _Stated(
            "total expenses",
            "Form 990-PF Part I line 26 column a",
            (f"{_BOOKS}/TotalExpensesRevAndExpnssAmt", f"{_BOOKS}/TotalExpensesRevAndExpnss"),
        ),
        _Stated(
            "total revenue",
            "Form 990-PF Part I line 12 column a",
            (f"{_BOOKS}/TotalRevAndExpnssAmt", f"{_BOOKS}/TotalRevenueAndExpenses"),
        ),
        _Stated(
            "contributions received",
            "Form 990-PF Part I line 1 column a",
            (f"{_BOOKS}/ContriRcvdRevAndExpnssAmt", f"{_BOOKS}/ContriReceivedRevAndExpnss"),
        ),
    ),
}


def totals(raw: RawFile, header: Header, found: Return) -> Iterator[StatedTotal]:
    """The totals that the return's form states; a line left empty states none.

    Raises:
        FieldError: if the form itself is missing, or a total is stated twice or is no amount.
    """
    if header.document not in found.documents:
        raise FieldError(f"ReturnData/{header.document}", "is missing: the return has no form")
    for stated in _STATED[header.document]:
        for path in stated.paths:
            values = [value for value in found.values(header.document, path) if value]
            if len(set(values)) > 1:
                raise FieldError(path, "is stated more than once")
            if values:
                yield _total(raw, header, stated, _cents(path, values[0]))
                break


def _cents(path: str, text: str) -> int:
    try:
        return parse_cents(text)
    except ValueError as error:
        raise FieldError(path, str(error)) from error


def _total(raw: RawFile, header: Header, stated: _Stated, cents: int) -> StatedTotal:
    return StatedTotal(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=1,
        party_id=header.filer.party_id,
        measure=stated.measure,
        page=stated.page,
        election_date=None,
        period_from=header.begins,
        period_thru=header.ends,
        cents=cents,
        filing_id="",
        itemizes=False,
        url="",
    )
