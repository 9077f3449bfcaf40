"""Effects: rates before and after a term began. One place before and after is no estimate of an effect."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from headwater.base.stage import Inputs
from headwater.effects.tables import CHANGES, Change

READS = ("source_rates", "terms")
WRITES = (CHANGES,)

WINDOW = 3
SAYS = "one place before and after: not an estimate of effect"
Rows = Iterable[Mapping[str, Any]]


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Reads terms and yearly rates; writes the change around each term's beginning."""
    return {"changes": CHANGES.of_rows(changes(inputs.rows("terms"), inputs.rows("source_rates")))}


def changes(terms: Rows, rates: Rows) -> list[Change]:
    """One row for each dated beginning of a term, measure and publisher of its place.

    Whole calendar years only: the year in which the term began belongs to neither side. A year with fewer than
    twelve reported months is left out and counted as left out. Rates are pooled: counts over person-years.

    Args:
        terms: rows of the table ``terms``.
        rates: rows of the table ``source_rates``.
    """
    series: dict[tuple[str, str, str], dict[int, Mapping[str, Any]]] = {}
    for row in rates:
        series.setdefault((row["division"], row["measure"], row["publisher"]), {})[row["year"]] = row
    return [
        change(term["term_id"], measure, publisher, (years, term["start_date"].year))
        for term in terms
        if term["start_date"] is not None
        for (division, measure, publisher), years in sorted(series.items())
        if division == term["division"]
    ]


def change(term_id: str, measure: str, publisher: str, around: tuple[Mapping[int, Mapping[str, Any]], int]) -> Change:
    """The pooled rate in the whole years before and after a year."""
    years, began = around
    before = _whole(years, range(began - WINDOW, began))
    after = _whole(years, range(began + 1, began + 1 + WINDOW))
    rate_before, rate_after = _pooled(before), _pooled(after)
    gap = rate_after - rate_before if rate_before is not None and rate_after is not None else None
    left_out = 2 * WINDOW - len(before) - len(after)
    return Change(term_id, measure, publisher, len(before), len(after), left_out, rate_before, rate_after, gap, SAYS)


def _whole(years: Mapping[int, Mapping[str, Any]], wanted: Iterable[int]) -> list[Mapping[str, Any]]:
    return [years[year] for year in wanted if year in years and years[year]["months_reported"] == 12]


def _pooled(rows: Sequence[Mapping[str, Any]]) -> float | None:
    if not rows:
        return None
    count, person_years = (sum(int(row[name]) for row in rows) for name in ("count", "population"))
    return count * 100_000 / person_years
