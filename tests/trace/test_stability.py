"""Lost or doubled payments move bounds by no more than the theorem says, sometimes by far more than themselves."""

from dataclasses import replace

from headwater.base.money import Bounds
from headwater.trace.ledger import Payment, ledger_of
from headwater.trace.problem import problem_of
from headwater.trace.stability import most_moved
from tests.trace.ledgers import payments_of, random_rows, seeded

DONORS, TARGETS = ("D1", "D2"), ("T",)
CYCLES = 50


def bounds(payments: list[Payment]) -> Bounds:
    """The bounds where a donor or target that paid or received nothing any more is left out."""
    known = {name for payment in payments for name in (payment.payer, payment.payee)}
    donors, targets = [one for one in DONORS if one in known], [one for one in TARGETS if one in known]
    return problem_of(ledger_of(payments), donors, targets).ranged.bounds if donors and targets else Bounds(0, 0)


def test_lost_and_doubled_payments_move_the_bounds_as_far_as_the_theorem_says_and_no_farther() -> None:
    moved = 0
    for seed in range(400):
        random = seeded(seed)
        payments = payments_of(random_rows(random))
        chosen = random.sample(payments, random.randint(1, 2))
        if seed % 2:
            other = [payment for payment in payments if payment not in chosen]
            union, changed = payments, {payment.id for payment in chosen}
        else:
            extra = [replace(payment, id=f"{payment.id} again") for payment in chosen]
            other = [*payments, *extra]
            union, changed = other, {payment.id for payment in extra}
        before, after = bounds(payments), bounds(other)
        most = most_moved(union, changed, DONORS, TARGETS)
        assert abs(before.high - after.high) <= most.high_cents, seed
        assert abs(before.low - after.low) <= most.low_cents, seed
        moved += before != after
    assert moved > 30


def test_one_lost_cent_can_move_the_most_by_one_in_each_turn() -> None:
    # By hand: with a cent in hand A pays each vendor from what it held before, so all of D's cents can reach T; without
    # it A holds nothing at the end of each vendor's day, and what D gave is gone.
    payments = [Payment("first", 1, 1, "S", "A", 1)]
    for turn in range(CYCLES):
        day = 4 * turn + 2
        steps = (("D1", "A"), ("A", "V"), ("S", "A"), ("A", "T"))
        payments += [Payment(f"{turn} {n}", day + n, day + n, *step, 1) for n, step in enumerate(steps)]
    assert bounds(payments) == Bounds(0, CYCLES)
    assert bounds(payments[1:]) == Bounds(0, 0)
    # A goes back from paying to receiving twice in each turn but for the first receipt of all.
    assert most_moved(payments, {"first"}, DONORS, TARGETS).high_cents == 1 + 2 * CYCLES - 1


def test_the_accounts_touched_are_named() -> None:
    paid = [Payment("a", 1, 1, "D1", "A", 5), Payment("b", 2, 2, "A", "B", 5), Payment("c", 3, 3, "B", "T", 5)]
    assert most_moved(paid, {"b"}, DONORS, TARGETS).accounts == ("A", "B")
