"""Earmarked money flows to the named payee only, through a conduit that holds nothing."""

from dataclasses import dataclass

import pytest

from headwater.base.money import Bounds
from headwater.trace.answer import Answer, answer
from headwater.trace.ledger import Payment, ledger_of
from headwater.trace.witness import Path


@dataclass
class Book:
    """A few payments with their earmarks; ids are p1, p2 and so on."""

    payments: list[Payment]

    def pay(self, day: int, payer: str, payee: str, cents: int, named: str = "") -> "Book":
        """One more payment."""
        number = len(self.payments) + 1
        self.payments.append(Payment(f"p{number}", day, day, payer, payee, cents, earmarked_for=named))
        return self

    def ask(self, donor: str = "D", target: str = "T") -> Answer:
        """The answer over all payments so far."""
        return answer(ledger_of(self.payments), [donor], [target])


@pytest.fixture
def book() -> Book:
    return Book([])


def test_unlisted_onward_payment(book: Book) -> None:
    found = book.pay(1, "D", "Conduit", 100, "T").pay(2, "S", "Conduit", 50).pay(3, "Conduit", "V", 50).ask()
    assert (found.target_total_cents, found.direct_cents, found.bounds) == (100, 100, Bounds(100, 100))
    assert found.paths == (Path(100, ("p1",)),)
    assert found.opening_balances == ()


def test_listed_onward_payment_counts_once_and_stands_on_the_path(book: Book) -> None:
    found = book.pay(1, "D", "Conduit", 100, "T").pay(4, "Conduit", "T", 100).ask()
    assert (found.target_total_cents, found.direct_cents, found.bounds) == (100, 100, Bounds(100, 100))
    assert found.paths == (Path(100, ("p1", "p2")),)
    assert found.opening_balances == ()


def test_onward_payment_of_a_batch(book: Book) -> None:
    book.pay(1, "D", "Conduit", 100, "T").pay(2, "S", "Conduit", 30, "T").pay(3, "Conduit", "T", 130)
    found = book.pay(4, "D", "Conduit", 5, "T").ask()
    assert (found.target_total_cents, found.bounds) == (135, Bounds(105, 105))
    assert found.opening_balances == ()


def test_earmarked_money_never_enters_the_pool(book: Book) -> None:
    book.pay(1, "D", "Conduit", 100, "Else").pay(1, "S", "Conduit", 70).pay(2, "Conduit", "T", 70)
    assert book.ask().bounds == Bounds(0, 0)


def test_conduit_pays_its_own_money_beside(book: Book) -> None:
    book.pay(1, "D", "Conduit", 100, "T").pay(1, "S", "Conduit", 70)
    found = book.pay(2, "Conduit", "T", 70).pay(3, "Conduit", "T", 100).ask()
    assert (found.target_total_cents, found.bounds) == (170, Bounds(100, 100))


def test_onward_payment_before_the_gift_is_not_its_second_leg(book: Book) -> None:
    found = book.pay(1, "Conduit", "T", 100).pay(2, "D", "Conduit", 100, "T").ask()
    assert found.target_total_cents == 200


def test_money_is_away_from_the_payer_until_it_arrives(book: Book) -> None:
    # It leaves account A on day 2, reaches account B on day 6: a payment of B on day 4 cannot hold it.
    book.pay(1, "D", "A", 100).pay(2, "A", "Conduit", 100, "B").pay(6, "Conduit", "B", 100)
    found = book.pay(4, "B", "T", 40).pay(7, "B", "T", 60).ask()
    assert found.opening_balances == (("B", 40),)
    assert found.bounds == Bounds(60, 60)
    # All that B ever received is D's: who sets dates aside says 100, which no order of payments gives.
    assert dict(found.rules) == {"fifo": 60, "lifo": 60, "pro_rata": 60, "time_blind": 100, "poison": 60}


def test_earmark_that_names_its_own_payee_is_a_plain_payment(book: Book) -> None:
    found = book.pay(1, "D", "A", 100, "A").pay(2, "A", "T", 100, "T").ask()
    assert found.bounds == Bounds(100, 100)


def test_case_form_may_name_either_leg() -> None:
    payments = Book([]).pay(1, "D", "Conduit", 100, "T").pay(4, "Conduit", "T", 100).payments
    for leg in ("p1", "p2"):
        found = answer(ledger_of(payments), ["D"], ["T"], [leg])
        assert (found.target_total_cents, found.bounds) == (100, Bounds(100, 100))
