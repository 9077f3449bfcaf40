"""The paths prove the upper bound: they sum to it, respect dates and use no payment beyond its cents."""

from collections import Counter
from itertools import pairwise

import pytest

from headwater.trace.witness import Path
from tests.trace.asking import ask
from tests.trace.ledgers import VECTOR_2, Row, in_steps, random_rows, seeded

DONORS = ("D1", "D2")


@pytest.mark.parametrize("longest_range", [0, 2])
def test_paths_of_random_ledgers(longest_range: int) -> None:
    for seed in range(300):
        rows = random_rows(seeded(seed), longest_range=longest_range)
        found = ask(rows, DONORS)
        assert sum(path.cents for path in found.paths) == found.bounds.high, seed
        used: Counter[str] = Counter()
        for path in found.paths:
            steps = [rows[int(name[1:]) - 1] for name in path.payments]
            _check_path(steps, exact=found.exact)
            for name in path.payments:
                used[name] += path.cents
        assert all(cents <= rows[int(name[1:]) - 1][4] for name, cents in used.items()), seed
        assert ask(rows, DONORS).paths == found.paths, seed


def test_paths_of_a_known_ledger() -> None:
    found = {path.payments: path.cents for path in ask(VECTOR_2, ["D"], ["X"]).paths}
    # These are all ways in time. The last gift can only go by p8; p5 takes 5,000 and p8 4,000 at most.
    assert set(found) == {("p2", "p3", "p5"), ("p2", "p3", "p8"), ("p7", "p8")}
    assert found["p7", "p8"] == 2500
    assert 4500 <= found["p2", "p3", "p5"] <= 5000
    assert sum(found.values()) == 8500


def test_more_ways_than_there_is_room_for_at_first() -> None:
    # twelve gifts of nine stand at one account, which pays them on in nines of other cents: each cut is a lot more
    hops = [(1, 1, "D", "A", 9)] * 12 + [(2, 2, "A", "B", 12)] * 9 + [(3, 3, "B", "C", 27)] * 4
    found = ask([*hops, *[(4, 4, "C", "T", 18)] * 6], ["D"])

    assert sum(path.cents for path in found.paths) == 108
    assert all(len(path.payments) == 4 for path in found.paths)


def test_circles_are_taken_off() -> None:
    rows = [(1, 1, *step) for step in [("D", "A", 9), ("A", "B", 9), ("B", "A", 9), ("A", "T", 9)]]
    assert ask(rows, ["D"]).paths == (Path(9, ("p1", "p4")),)


def test_no_path_without_money() -> None:
    assert ask(in_steps(("A", "T", 5), ("D", "A", 5)), ["D"]).paths == ()


def _check_path(steps: list[Row], *, exact: bool) -> None:
    assert steps[0][2] in DONORS
    assert steps[-1][3] == "T"
    earliest = steps[0][0]
    for before, after in pairwise(steps):
        assert before[3] == after[2]
        assert before[0] <= after[1]
    for step in steps:
        earliest = max(earliest, step[0])
        assert earliest <= step[1] or not exact
