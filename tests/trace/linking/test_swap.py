"""Two donors swapped in a ledger swap the rows of every rule, and nothing else."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from headwater.trace.linking.deciding import Decider
from headwater.trace.linking.reading import SHIPPED, read_rule
from headwater.trace.linking.stage import rows_of
from tests.trace.ledgers import seeded
from tests.trace.linking.linked import Row, book_of
from tests.trace.linking.test_backed import random_rows

RULES = [read_rule(path) for path in sorted(Path(SHIPPED).glob("*.toml"))]
SWAP = {"X1": "Y", "Y": "X1", "one": "other", "other": "one"}
_IDS = {"link_id", "payment_id"}


def swapped(row: Row) -> Row:
    return (row[0], SWAP.get(row[1], row[1]), SWAP.get(row[2], row[2]), *row[3:])


def said(rows: list[Row], *, back: bool) -> list[tuple[str, list[tuple[tuple[str, Any], ...]]]]:
    """Every row of every table but for opaque ids; with `back` the two donors named the other way round."""
    book = book_of([*rows, ("2016-01-01", "X1", "A", 1), ("2016-01-01", "Y", "A", 1)], {"one": ["X1"], "other": ["Y"]})
    decider = Decider(book)
    found: dict[str, list[tuple[tuple[str, Any], ...]]] = {}
    for rule in RULES:
        for name, some in rows_of(rule, book, decider).items():
            for row in some:
                cells = {key: value for key, value in asdict(row).items() if key not in _IDS}
                if back:
                    cells = {key: SWAP.get(value, value) for key, value in cells.items()}
                found.setdefault(name, []).append(tuple(sorted(cells.items())))
    return sorted((name, sorted(some, key=repr)) for name, some in found.items())


@pytest.mark.parametrize("seed", range(3))
def test_swapping_two_donors_swaps_the_rows_and_nothing_else(seed: int) -> None:
    # in thousands, so that the rules' thresholds are met
    rows: list[Row] = [(row[0], row[1], row[2], row[3] * 1000, *row[4:]) for row in random_rows(seeded(seed))]
    before = said(rows, back=False)
    assert said([swapped(row) for row in rows], back=True) == before
    assert len(dict(before)["linking_levels"]) > 3
