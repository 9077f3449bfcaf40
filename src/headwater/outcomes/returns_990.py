"""Figures of nonprofits' years from their returns (Forms 990, 990-EZ and 990-PF), joined to others' by EIN."""

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]
SOURCE, PUBLISHER = "irs_990", "Internal Revenue Service, return as filed"
MEASURES = {
    "total revenue": "revenue",
    "contributions received": "contributions",
    "total expenses": "expenses",
    "program service expenses": "program",
    "management and general expenses": "management",
    "fundraising expenses": "fundraising",
}
"""What a line of a return is called among figures of nonprofits; grants keep their own words."""


def figures_of_returns(totals: Iterable[Row], parties: Iterable[Row], known: Iterable[Row]) -> list[dict[str, Any]]:
    """The totals of returns as rows like those of ``source_figures``, by the year in which the fiscal year ends.

    An organisation is called what the case's own figures call the EIN, else what its latest return does. Two returns
    of one EIN and year are two publishers' statements: which of them stands is not said here.

    Args:
        totals: rows of ``source_totals``; those of other sources are passed over.
        parties: rows of ``source_parties``.
        known: rows of ``source_figures``.
    """
    filed = {row["party_id"]: row for row in parties if row["scheme"] == "ein"}
    mine = [row for row in totals if row["source"] == SOURCE and row["party_id"] in filed and row["period_thru"]]
    called = {row["ein"]: row["organisation"] for row in known if row["ein"]}
    for row in sorted(mine, key=lambda row: (row["period_thru"], row["filing_id"]), reverse=True):
        called.setdefault(filed[row["party_id"]]["identifier"], filed[row["party_id"]]["name"])
    returns: dict[tuple[str, int], set[str]] = {}
    for row in mine:
        returns.setdefault(_year(row, filed), set()).add(row["filing_id"])
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in mine:
        measure = str(MEASURES.get(row["measure"], row["measure"]))
        ein, year = _year(row, filed)
        one_of_several = len(returns[ein, year]) > 1
        found.setdefault(
            (row["filing_id"], measure),
            {
                "organisation": called[ein],
                "ein": ein,
                "year": year,
                "measure": measure,
                "cents": row["cents"],
                "percent": "",
                "document": row["page"],
                "publisher": f"{PUBLISHER}, {row['filing_id']}" if one_of_several else PUBLISHER,
                "url": row["url"],
                "file_name": row["file_name"],
                "row": row["row"],
            },
        )
    return list(found.values())


def _year(row: Row, filed: Mapping[str, Row]) -> tuple[str, int]:
    return filed[row["party_id"]]["identifier"], row["period_thru"].year
