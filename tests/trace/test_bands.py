"""Bands of an answer: they carry the most, each band's least is its own payments' low bound, circles lead onward."""

from collections import defaultdict

import pytest

from headwater.trace.answer import Answer, answer_to
from headwater.trace.bands import MOST_BETWEEN, Band, bands_of
from headwater.trace.ledger import ledger_of
from headwater.trace.problem import problem_of
from tests.trace.ledgers import VECTOR_2, Row, in_steps, payments_of, random_rows, seeded


def _asked(rows: list[Row], donors: list[str], target: str) -> tuple[Answer, tuple[Band, ...]]:
    problem = problem_of(ledger_of(payments_of(rows)), donors, [target])
    found = answer_to(problem, donors, [target])
    return found, bands_of(problem, found)


def test_the_published_vector() -> None:
    _, bands = _asked(VECTOR_2, ["D"], "X")
    # published bounds of X: [20, 85]; D's own payments are its money whole, and of PAC1's 60 on at least 20 are
    found = {(one.tail[0], one.head[0]): (one.cents, one.low_cents) for one in bands}
    assert found == {("D", "PAC1"): (6000, 6000), ("PAC1", "PAC2"): (6000, 2000), ("D", "PAC2"): (2500, 2500),
                     ("PAC2", "X"): (8500, 2000)}  # fmt: skip
    to_target = next(one for one in bands if one.head[0] == "X")
    assert [part.payment_id for part in to_target.parts] == ["p5", "p8"]


@pytest.mark.parametrize("seed", range(40))
def test_random_ledgers_keep_the_most_and_never_go_round(seed: int) -> None:
    found, bands = _asked(random_rows(seeded(seed)), ["D1", "D2"], "T")
    onward: dict[tuple[str, int], int] = defaultdict(int)
    for band in bands:
        assert 0 <= band.low_cents <= band.cents == sum(part.cents for part in band.parts)
        onward[band.tail] -= band.cents
        onward[band.head] += band.cents
    assert sum(cents for node, cents in onward.items() if node[0] == "T") == found.bounds.high
    assert all(not cents for node, cents in onward.items() if node[0] not in ("T", "D1", "D2"))
    # each payment carries what its paths carry
    carried: dict[str, int] = defaultdict(int)
    for path in found.paths:
        for one in path.payments:
            carried[one] += path.cents
    drawn: dict[str, int] = defaultdict(int)
    for band in bands:
        for part in band.parts:
            drawn[part.payment_id] += part.cents
    assert drawn == carried
    assert not circles([(band.tail, band.head) for band in bands])


def circles(steps: list[tuple[tuple[str, int], tuple[str, int]]]) -> bool:
    left = list(steps)
    while left:
        heads = {head for _, head in left}
        kept = [step for step in left if step[0] in heads]
        if len(kept) == len(left):
            return True
        left = kept
    return False


def test_a_circle_stands_at_each_hop() -> None:
    rows = in_steps(("D", "A", 10), ("A", "B", 10), ("B", "A", 10), ("A", "T", 10), ("S", "T", 1))
    _, bands = _asked(rows, ["D"], "T")
    assert [(one.tail, one.head) for one in bands] in (
        [(("D", 0), ("A", 0)), (("A", 0), ("T", 0))],
        [(("D", 0), ("A", 1)), (("A", 1), ("B", 2)), (("B", 2), ("A", 3)), (("A", 3), ("T", 0))],
        [(("D", 0), ("A", 1)), (("A", 1), ("T", 0))],
    )


def test_many_accounts_are_shown_together() -> None:
    rows: list[Row] = []
    for number in range(60):
        rows += [(1, 1, "D", f"A{number}", 5), (2, 2, f"A{number}", "T", 5)]
    _, bands = _asked(rows, ["D"], "T")
    names = {one.head[0] for one in bands} - {"T"}
    assert len(names) == MOST_BETWEEN + 1
    assert f"{60 - MOST_BETWEEN} further accounts" in names
    assert sum(one.cents for one in bands if one.head[0] == "T") == 300
