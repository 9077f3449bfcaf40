"""Nonprofits' years: revenue, the share that is donations, spending by function, and what is left over."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from headwater.outcomes.fact_tables import NonprofitTotal
from headwater.outcomes.returns_990 import PUBLISHER

Row = Mapping[str, Any]
WHOLES = {
    "contributions": "revenue", "program_service_revenue": "revenue", "investment_income": "revenue",
    "program": "expenses", "management": "expenses", "fundraising": "expenses", "grants": "expenses",
    "affiliates": "expenses",
}  # fmt: skip
"""What each figure is a part of."""
PURPOSE = "purpose: "
"""How the measure of spending on a purpose begins; purposes are whatever a publisher names, never all there are."""
GRANTS = "grants "
"""How the measure of a kind of grants begins, such as grants to individuals (Form 990, Part IX, lines 1 to 3)."""
FUNCTIONS = ("program", "management", "fundraising")
"""The functions among which Form 990, Part IX, divides all expenses (columns B, C and D)."""


def nonprofit_totals(figures: Iterable[Row]) -> list[NonprofitTotal]:
    """The figures of each organisation's year as stated, with shares, and what the stated functions leave over.

    The remainder of spending is what the stated functions leave of 100 percent (or of all expenses). A stated percent
    is exact to its last digit only, so cents that are computed from it are a range.

    Raises:
        ValueError: if functions of one year add up to more than all expenses.
    """
    grouped: dict[tuple[str, int, str], list[Row]] = {}
    for row in figures:
        grouped.setdefault((row["organisation"], row["year"], row["publisher"]), []).append(row)
    return [total for _key, listed in sorted(grouped.items()) for total in _of_year(listed)]


def _of_year(listed: list[Row]) -> list[NonprofitTotal]:
    wholes = {row["measure"]: row["cents"] for row in listed if row["cents"] is not None}
    # The last row of a figure stands; a publisher's two rows of one figure are its own correction.
    rows = list(
        {row["measure"]: row for row in sorted(listed, key=lambda row: (row["file_name"], row["row"]))}.values()
    )
    found = [_stated(row, wholes) for row in rows]
    known = [one for one in found if one.share is not None]
    functions = [one for one in known if one.measure in FUNCTIONS]
    purposes = [one for one in known if one.measure.startswith(PURPOSE)]
    # What a return states is shown as filed, parts that exceed their whole too; a case's own figures must fit.
    exceeds = listed[0]["publisher"].startswith(PUBLISHER) and sum(one.share or 0 for one in functions) > 1
    if functions and len(functions) < len(FUNCTIONS) and not exceeds:
        found.append(_remainder("remainder", functions, rows, wholes.get("expenses")))
    if purposes:
        found.append(_remainder("remainder of purposes", purposes, rows, wholes.get("expenses")))
    return found


def _stated(row: Row, wholes: Mapping[str, int]) -> NonprofitTotal:
    is_part = row["measure"].startswith((PURPOSE, GRANTS))
    of = "expenses" if is_part else WHOLES.get(row["measure"], "")
    whole = wholes.get(of)
    if row["cents"] is not None:
        share = row["cents"] / whole if whole else None
        low = high = row["cents"]
    else:
        share, half = float(Decimal(row["percent"]) / 100), _half(row["percent"])
        low, high = _range(Decimal(row["percent"]), half, whole)
    return NonprofitTotal(
        organisation=row["organisation"],
        ein=row["ein"],
        year=row["year"],
        measure=row["measure"],
        cents_low=low,
        cents_high=high,
        share=share,
        share_of=of,
        basis="stated",
        publisher=row["publisher"],
        document=row["document"],
        url=row["url"],
    )


def _remainder(measure: str, parts: list[NonprofitTotal], rows: list[Row], expenses: int | None) -> NonprofitTotal:
    first, names = parts[0], {one.measure for one in parts}
    percents = {row["measure"]: Decimal(row["percent"]) for row in rows if row["percent"]}
    shares = [percents.get(one.measure, Decimal(repr(one.share)) * 100) for one in parts]
    left = 100 - sum(shares, Decimal(0))
    half = sum((_half(row["percent"]) for row in rows if row["measure"] in names and row["percent"]), Decimal(0))
    if left + half < 0:
        raise ValueError(f"{first.organisation}, {first.year}: functions of spending add up to more than 100 percent")
    low, high = _range(left, half, expenses)
    return NonprofitTotal(
        organisation=first.organisation,
        ein=first.ein,
        year=first.year,
        measure=measure,
        cents_low=low,
        cents_high=high,
        share=float(left / 100),
        share_of="expenses",
        basis="computed",
        publisher=first.publisher,
        document="",
        url="",
    )


def _half(percent: str) -> Decimal:
    """Half of the last digit to which a percent is stated."""
    return Decimal(5).scaleb(-len(percent.partition(".")[2]) - 1)


def _range(percent: Decimal, half: Decimal, whole: int | None) -> tuple[int | None, int | None]:
    if whole is None:
        return None, None
    edges = (max(percent - half, Decimal(0)), min(percent + half, Decimal(100)))
    low, high = (int((edge * whole / 100).to_integral_value()) for edge in edges)
    return low, high
