"""Who is donor, account and target: money counts once, when it first reaches the target."""

import pytest

from headwater.base.errors import CaseError, UnknownNameError
from headwater.base.money import Bounds
from headwater.trace.answer import answer
from headwater.trace.ledger import Payment, ledger_of
from tests.trace.asking import ask
from tests.trace.ledgers import in_steps, payments_of


def test_the_target_pays_out_other_money() -> None:
    rows = in_steps(("D", "T", 100), ("T", "A", 100), ("A", "T", 60))
    found = ask(rows, ["D"])
    assert (found.target_total_cents, found.direct_cents, found.bounds) == (160, 100, Bounds(100, 100))


def test_between_two_target_nodes_nothing_counts_again() -> None:
    rows = in_steps(("D", "T1", 100), ("T1", "T2", 100), ("S", "T2", 5))
    found = ask(rows, ["D"], ["T1", "T2"])
    assert (found.target_total_cents, found.bounds) == (105, Bounds(100, 100))


def test_money_back_to_a_donor_is_gone_and_starts_anew() -> None:
    rows = in_steps(("S", "D", 500), ("D", "A", 100), ("A", "D", 100), ("D", "T", 30))
    found = ask(rows, ["D"])
    assert (found.donor_supply_cents, found.bounds) == (130, Bounds(30, 30))


def test_a_payment_to_oneself_moves_nothing() -> None:
    rows = in_steps(("A", "A", 900), ("D", "A", 100), ("D", "D", 40), ("A", "T", 100), ("T", "T", 7))
    found = ask(rows, ["D"])
    assert found.opening_balances == ()
    assert (found.target_total_cents, found.donor_supply_cents, found.bounds) == (100, 100, Bounds(100, 100))


def test_same_day_money_passes_several_hops_and_circles() -> None:
    rows = [(1, 1, *step) for step in [("C", "T", 10), ("B", "C", 20), ("A", "B", 20), ("C", "A", 10), ("D", "A", 10)]]
    found = ask(rows, ["D"])
    assert found.opening_balances == ()
    assert found.bounds == Bounds(10, 10)
    assert set(dict(found.rules).values()) == {10}


def test_opening_balance_is_other_money_and_shown_by_name() -> None:
    rows = in_steps(("A", "T", 50), ("D", "A", 80), ("A", "T", 40))
    found = ask(rows, ["D"])
    assert found.opening_balances == (("A", 50),)
    assert found.bounds == Bounds(40, 40)


def test_reported_opening_cash_takes_the_place_of_the_least() -> None:
    payments = payments_of(in_steps(("D", "A", 80), ("A", "T", 40)))
    found = answer(ledger_of(payments, {"A": 1000, "nobody": 3}), ["D"], ["T"])
    assert found.opening_balances == (("A", 1000),)
    assert found.bounds == Bounds(0, 40)


def test_case_form_counts_the_payments_named() -> None:
    rows = in_steps(("D", "A", 100), ("A", "Printer", 60), ("A", "Printer", 40), ("D", "T", 10), ("D", "T", 5))
    ledger = ledger_of(payments_of(rows))
    found = answer(ledger, ["D"], ["T"], ["p2", "p4"])
    assert (found.target_total_cents, found.direct_cents, found.bounds) == (70, 10, Bounds(70, 70))


def test_spending_for_the_target_starts_anew_at_a_vendor() -> None:
    rows = in_steps(("D", "A", 100), ("A", "Vendor", 100), ("Vendor", "T", 100))
    found = answer(ledger_of(payments_of(rows)), ["D"], ["T"], ["p2", "p3"])
    assert (found.target_total_cents, found.bounds) == (200, Bounds(100, 100))


def test_spending_booked_to_oneself_is_spent() -> None:
    rows = in_steps(("D", "A", 100), ("A", "A", 100), ("S", "A", 5), ("D", "D", 30))
    found = answer(ledger_of(payments_of(rows)), ["D"], [], ["p2", "p4"])
    assert (found.target_total_cents, found.direct_cents, found.bounds) == (130, 30, Bounds(130, 130))


def test_donor_and_target_differ() -> None:
    with pytest.raises(CaseError, match="'D' is named as donor and as target"):
        ask(in_steps(("D", "T", 1)), ["D"], ["D"])


def test_names_and_ids_must_be_in_the_ledger() -> None:
    ledger = ledger_of(payments_of(in_steps(("D", "T", 1))))
    with pytest.raises(UnknownNameError, match="'Nobody'"):
        answer(ledger, ["Nobody"], ["T"])
    with pytest.raises(CaseError, match="'p9' is not in the ledger"):
        answer(ledger, ["D"], ["T"], ["p9"])


@pytest.mark.parametrize(
    ("payment", "reason"),
    [
        (Payment("p1", 1, 1, "D", "T", 0), "not above zero"),
        (Payment("p1", 2, 1, "D", "T", 5), "ends before it begins"),
        (Payment("p0", 1, 1, "D", "T", 5), "stands in the ledger twice"),
    ],
)
def test_payments_that_contradict_themselves(payment: Payment, reason: str) -> None:
    with pytest.raises(CaseError, match=reason):
        ledger_of([Payment("p0", 1, 1, "D", "T", 5), payment])
