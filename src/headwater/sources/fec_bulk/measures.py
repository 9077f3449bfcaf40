"""Which total of the committee summary (webk) a transaction type is part of.

A summary's individual contributions are line 11(a) of the report, gross of refunds; its independent expenditures those
of the periodic reports. Behind a question mark stands why a line of the type may stand elsewhere. Contributions of
committees (types 18K and 15Z) may be on line 11(b), 11(c) or 12, and no field tells which: they add to none.
"""

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


def adds_to(kind: str, is_notice: bool) -> str:
    """The total that a line is part of.

    Args:
        kind: its transaction type.
        is_notice: whether it stands on a notice, which a periodic report repeats.
    """
    found = _OF_TYPE.get(kind, "")
    return f"{found}?on a notice, itemized again" if found and is_notice else found
