"""Sums of returns against a recount in plain Python, on random cells; splitting and order of rows change nothing."""

from collections import defaultdict
from dataclasses import replace

import ibis
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.outcomes.summing import sums
from headwater.sources._tables.counts import COUNTS, Count
from tests.outcomes.returns import cell
from tests.planted import nullable

MODES = ("total", "early voting", "election day")
CELLS = st.lists(
    st.tuples(
        st.sampled_from(["Ann", "Bo"]),
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(MODES),
        st.one_of(st.none(), st.integers(0, 50)),
    ),
    max_size=25,
)


def summed(rows: list[Count]) -> dict[str, tuple[int | None, int, int]]:
    found = sums(ibis.memtable(nullable(COUNTS.of_rows(rows))))
    return {one.candidate: (one.votes, one.withheld_count, one.unit_count) for one in found}


def recount(rows: list[Count]) -> dict[str, tuple[int | None, int, int]]:
    """The same by hand: a unit's total where it has one, else all that it has."""
    units: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for row in rows:
        units[row.candidate, row.unit].append(row)
    found: dict[str, list[Count]] = defaultdict(list)
    for (name, _unit), cells in units.items():
        totals = [one for one in cells if one.mode == "total"]
        has_total = any(one.votes is not None for one in totals)
        found[name] += totals if has_total else cells
    return {
        name: (
            sum(one.votes for one in cells if one.votes is not None)
            if any(one.votes is not None for one in cells)
            else None,
            sum(one.votes is None for one in cells),
            len({one.unit for one in cells}),
        )
        for name, cells in found.items()
        if cells
    }


@settings(max_examples=15, deadline=None)
@given(CELLS)
def test_sums_are_those_of_a_recount_in_any_order(cells: list[tuple[str, str, str, int | None]]) -> None:
    rows = [cell(name, votes, unit=unit, mode=mode, row=at) for at, (name, unit, mode, votes) in enumerate(cells, 1)]
    assert summed(rows) == recount(rows)
    turned = [replace(one, row=at) for at, one in enumerate(reversed(rows), 1)]
    assert summed(turned) == recount(rows)
