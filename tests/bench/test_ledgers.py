"""The generated ledgers hold what they promise, and what is planted in them is true by brute force."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, product

import pytest

from bench.ledgers import Shape, payments_of, shape_of
from bench.planting import Planted, Wish, opening_of, plant
from headwater.trace.answer import answer
from headwater.trace.ledger import Payment, ledger_of

TINY = Shape(payments=9, sources=2, accounts=3, campaigns=2, days=3)
SMALL = Shape(payments=300, sources=4, accounts=6, campaigns=2, days=40)
BY_LOT = Wish("", "", 0)
SEEDS = range(40)


def tiny(seed: int) -> Planted:
    """At most three cents a payment, so that every colouring can be tried."""
    made = payments_of(TINY, seed)
    few = [replace(payment, cents=1 + payment.cents % 3) for payment in made]
    return plant(few, Wish(TINY.source_names[0], TINY.campaign_names[0], seed % 3 - 1), seed)


def accounts_of(payments: Sequence[Payment]) -> set[str]:
    return {payment.payer for payment in payments} & {payment.payee for payment in payments}


def ends_of_days(payments: Sequence[Payment], cents: Sequence[int], account: str) -> list[int]:
    """What the amounts leave on an account at the end of each day."""
    balance, ends = 0, []
    for _, day in groupby(zip(payments, cents, strict=True), key=lambda pair: pair[0].day_from):
        for payment, amount in day:
            balance += amount * ((payment.payee == account) - (payment.payer == account))
        ends.append(balance)
    return ends


def openings_of(planted: Planted) -> Mapping[str, int]:
    """What an account reports, or else the least that its ends of days need."""
    amounts = [payment.cents for payment in planted.payments]
    return {
        name: planted.opening_cents.get(name, max(0, -min(ends_of_days(planted.payments, amounts, name))))
        for name in accounts_of(planted.payments)
    }


def all_colourings(planted: Planted, donor: str) -> Iterator[tuple[int, ...]]:
    """Every way to colour whole cents of each account's payments that no end of a day forbids."""
    payments, openings = planted.payments, openings_of(planted)
    amounts = [payment.cents for payment in payments]
    choices = [
        range(payment.cents + 1) if payment.payer in openings else (payment.cents if payment.payer == donor else 0,)
        for payment in payments
    ]
    tops = {name: [held + end for end in ends_of_days(payments, amounts, name)] for name, held in openings.items()}
    for colouring in product(*choices):
        ends = {name: ends_of_days(payments, colouring, name) for name in openings}
        if all(0 <= end <= top for name in openings for end, top in zip(ends[name], tops[name], strict=True)):
            yield colouring


def reaching(planted: Planted, colouring: Sequence[int], target: str) -> int:
    return sum(cents for payment, cents in zip(planted.payments, colouring, strict=True) if payment.payee == target)


@pytest.mark.parametrize("seed", SEEDS)
def test_planted_truth_is_one_of_all_colourings_and_the_bounds_are_their_ends(seed: int) -> None:
    planted = tiny(seed)
    donor, target = TINY.source_names[0], TINY.campaign_names[0]
    found = {reaching(planted, colouring, target) for colouring in all_colourings(planted, donor)}
    said = answer(ledger_of(planted.payments, planted.opening_cents), [donor], [target])

    # Brute force over whole cents, from the definition of a colouring alone.
    assert planted.truth([donor], target) in found
    assert (said.bounds.low, said.bounds.high) == (min(found), max(found))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_each_payment_carries_is_a_colouring_of_every_origin(seed: int) -> None:
    planted = tiny(seed)
    openings = openings_of(planted)
    for payment, parts in zip(planted.payments, planted.carried, strict=True):
        assert sum(parts.values()) == payment.cents
        assert min(parts.values()) > 0
        assert payment.payer in openings or parts == {payment.payer: payment.cents}
    for origin in {origin for parts in planted.carried for origin in parts}:
        coloured = [parts.get(origin, 0) for parts in planted.carried]
        for name, held in openings.items():
            own = held if origin == opening_of(name) else 0
            assert min(own + end for end in ends_of_days(planted.payments, coloured, name)) >= 0


def test_all_origins_together_make_up_what_reached_the_target() -> None:
    planted = plant(payments_of(SMALL, 5), BY_LOT, 5)
    origins = {origin for parts in planted.carried for origin in parts}
    for target in SMALL.campaign_names:
        total = sum(payment.cents for payment in planted.payments if payment.payee == target)
        assert planted.truth(origins, target) == total
        assert sum(planted.truth([origin], target) for origin in origins) == total


@pytest.mark.parametrize(("strength", "reached"), [(1, 10), (-1, 3)])
def test_a_wish_sends_the_donors_cents_to_the_target_or_away(strength: int, reached: int) -> None:
    # By hand: A holds 10 of D and 7 of O. Towards: V takes O's 7 first, 10 of D are left for C. Away: V takes 7 of D.
    steps = (("D", "A", 10), ("O", "A", 7), ("A", "V", 7), ("A", "C", 10))
    paid = [Payment(f"p{day}", day, day, *step) for day, step in enumerate(steps, start=1)]

    assert plant(paid, Wish("D", "C", strength), 1).truth(["D"], "C") == reached


def test_opening_cash_is_reported_only_where_ends_of_days_do_not_tell_it() -> None:
    # Hand-made: A pays 5 before it receives 5 on one day, B pays 3 a day before it receives 3.
    steps = ((1, "A", "C", 5), (1, "S", "A", 5), (2, "B", "C", 3), (3, "S", "B", 3))
    paid = [Payment(f"p{n}", day, day, payer, payee, cents) for n, (day, payer, payee, cents) in enumerate(steps)]
    planted = plant(paid, BY_LOT, 1)

    assert planted.opening_cents == {"A": 5}
    assert planted.carried[2] == {opening_of("B"): 3}


@pytest.mark.parametrize("regions", [1, 4])
def test_a_ledger_has_the_shape_that_was_asked_for(regions: int) -> None:
    shape = shape_of(1_200, regions)
    payments = payments_of(shape, 7)
    days = [payment.day_from for payment in payments]

    assert len(payments) == len({payment.id for payment in payments}) == 1_200
    assert days == sorted(days)
    assert days[-1] - days[0] == shape.days - 1
    assert accounts_of(payments) <= set(shape.account_names)
    assert {shape.source_names[0], shape.campaign_names[0]} <= {p.payer for p in payments} | {p.payee for p in payments}
    assert all(payment.payer != payment.payee and payment.cents > 0 for payment in payments)
    assert payments == payments_of(shape, 7)
    assert payments != payments_of(shape, 8)


def test_a_ledger_has_circles_chains_and_shortfalls() -> None:
    payments = payments_of(shape_of(1_200), 7)
    accounts = accounts_of(payments)
    same_day = [pair for pair in pairwise(payments) if pair[0].day_from == pair[1].day_from]
    hops = [(one, two) for one, two in same_day if one.payee == two.payer]
    circles = [(one, two) for (one, mid), (again, two) in pairwise(hops) if mid == again and two.payee == one.payer]
    amounts = [payment.cents for payment in payments]

    assert len(hops) > 100
    assert len(circles) > 10
    assert sum(min(ends_of_days(payments, amounts, name)) < 0 for name in accounts) > len(accounts) // 4


def test_regions_pay_each_other_little() -> None:
    shape = shape_of(3_000, 5)
    region = {
        name: number % shape.regions
        for names in (shape.source_names, shape.account_names, shape.campaign_names)
        for number, name in enumerate(names)
    }
    known = [p for p in payments_of(shape, 3) if p.payee in region]
    across = sum(region[payment.payer] != region[payment.payee] for payment in known)

    # One event in fifty draws from all regions, and of its names four in five lie elsewhere.
    assert 0 < across < len(known) * 0.05
