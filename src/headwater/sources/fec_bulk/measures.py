"""Which total of the committee summary (webk) a transaction type is part of.

A summary's individual contributions are line 11(a) of the report, gross of refunds; its independent expenditures those
of the periodic reports. Behind a question mark stands why a line of the type may stand elsewhere. Contributions of
committees (types 18K and 15Z) may be on line 11(b), 11(c) or 12, and no field tells which: they add to none.
"""

import polars as pl

_INDIVIDUALS, _INDEPENDENT = "individual_contributions", "independent_expenditures"
_OF_TYPE = {
    **dict.fromkeys(("11", "15", "15E"), _INDIVIDUALS),
    # Line 11(a) of a committee that makes independent expenditures alone, line 17 of others; or a committee's, 11(c).
    "10": f"{_INDIVIDUALS}?type 10: another account of the filer, or a committee's money",
    **dict.fromkeys(
        ("30", "30E", "31", "31E", "32", "32E"), f"{_INDIVIDUALS}?accounts for convention, headquarters and recount"
    ),
    **dict.fromkeys(("20Y", "21Y", "22Y"), f"{_INDIVIDUALS}?refunded"),
    **dict.fromkeys(("15I", "15T", "24I", "24T"), f"{_INDIVIDUALS}?passed on"),
    **dict.fromkeys(("24A", "24E"), _INDEPENDENT),
}


def adds_to(is_notice: pl.Expr) -> pl.Expr:
    """The total that each row is part of, by its TRANSACTION_TP.

    Args:
        is_notice: whether a row stands on a notice, which a periodic report repeats.
    """
    found = pl.col("TRANSACTION_TP").replace_strict(_OF_TYPE, default="", return_dtype=pl.String)
    return pl.when(is_notice & (found != "")).then(found + "?on a notice, itemized again").otherwise(found)
