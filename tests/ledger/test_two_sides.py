"""Both sides of one payment that state different things: amounts, signs, one sum for several. Planted truth."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from headwater.sources._tables.lines import Line
from tests.planted import filed, line, paid, party

DAY = date(2020, 3, 1)
PAC = party("Invented Builders PAC", number="111")
TAKER = party("Invented for District Attorney 2020", number="222")
EVERYBODY = [PAC, TAKER]
GAVE: dict[str, Any] = {"side": "payer", "kind": "contribution_made", "schedule": "D"}


def rows(*lines: Line) -> list[tuple[int, int, bool]]:
    """Cents, number of lines and whether in doubt, of every payment."""
    found = paid(filed(list(lines), EVERYBODY))
    return sorted((row["cents"], row["line_count"], bool(row["doubt"])) for row in found)


def test_two_payments_of_a_week_that_the_sides_state_a_little_differently() -> None:
    """1,000 and 300 against 990 and 300.50: no other two can be partners, since 300 is far from 990."""
    gave = [line(PAC, TAKER, cents, DAY, **GAVE) for cents in (100000, 30000)]
    got = [line(PAC, TAKER, cents, DAY + timedelta(1)) for cents in (99000, 30050)]

    assert rows(*gave, *got) == [(30050, 2, True), (99000, 2, True)]


def test_where_two_amounts_may_be_the_others_nothing_is_paired() -> None:
    gave = [line(PAC, TAKER, 100000, DAY, **GAVE)]
    got = [line(PAC, TAKER, cents, DAY + timedelta(1)) for cents in (99000, 98000)]

    assert [cents for cents, _lines, _doubt in rows(*gave, *got)] == [98000, 99000, 100000]


def test_two_transfers_of_one_week_of_which_one_side_states_whole_dollars() -> None:
    """The Commission's bulk files cut off cents; the other side's own filing has them."""
    gave = [line(PAC, TAKER, cents, DAY + timedelta(n), row=n, **GAVE) for n, cents in enumerate((100077, 100010))]
    got = [line(PAC, TAKER, 100000, DAY + timedelta(n), row=9 + n) for n in range(2)]
    both = [line(PAC, TAKER, cents, DAY) for cents in (100010, 100077)]

    assert rows(*gave, *got) == [(100000, 2, True)] * 2
    assert rows(*(replace(one, cents=-one.cents) for one in (*gave, *got))) == [(100000, 2, True)] * 2
    # Two that both state cents are not told apart by dollars.
    assert rows(*gave, *both) == [(100010, 2, False), (100077, 2, False)]


def test_equal_amounts_are_paired_before_those_without_cents() -> None:
    gave = [line(PAC, TAKER, cents, DAY, **GAVE) for cents in (100000, 100077)]
    got = [line(PAC, TAKER, 100000, DAY + timedelta(n), row=9 + n) for n in (1, 3)]

    assert rows(*gave, *got) == [(100000, 2, False), (100000, 2, True)]


@pytest.mark.parametrize("cents", [250000, -150000], ids=["lent", "repaid"])
def test_a_loan_counts_once_though_the_lender_lists_it_as_an_expenditure(cents: int) -> None:
    """New York's lender lists an expenditure (F) and its refund (L), the borrower a loan (I) and its repayment (J)."""
    lent = line(PAC, TAKER, cents, DAY, side="payer", kind="spending", schedule="F", record_source="ny_boe")
    borrowed = line(PAC, TAKER, cents, DAY + timedelta(2), kind="loan", schedule="I")
    far = replace(borrowed, date_from=DAY + timedelta(9), date_to=DAY + timedelta(9))

    assert rows(lent, borrowed) == [(abs(cents), 2, False)]
    assert len(rows(lent, far)) == 2
    # California has a schedule of loans made: what is not on it is none.
    assert len(rows(replace(lent, record_source="ca_cal"), borrowed)) == 2


def test_a_loan_counts_once_though_the_lender_lists_it_as_a_transfer_out() -> None:
    # New York's schedule H is of money that goes to another committee, for whatever it goes there.
    lent = line(PAC, TAKER, 250000, DAY, side="payer", kind="contribution_made", schedule="H", record_source="ny_boe")
    borrowed = line(PAC, TAKER, 250000, DAY + timedelta(2), kind="loan", schedule="I", record_source="ny_boe")

    assert rows(lent, borrowed) == [(250000, 2, False)]
    # A gift that the payee has as one is none.
    gift = replace(borrowed, line_id="L00000000000000aa", kind="monetary", schedule="C")
    assert rows(lent, borrowed, gift) == [(250000, 1, False), (250000, 2, False)]


@pytest.mark.parametrize("cents", [250000, -150000], ids=["spent", "refunded"])
def test_what_one_calls_spent_and_the_other_given_is_one_in_doubt_weeks_apart(cents: int) -> None:
    spent = line(PAC, TAKER, cents, DAY, side="payer", kind="spending", schedule="F")
    given = line(PAC, TAKER, cents, DAY + timedelta(12), schedule="C")
    assert rows(spent, given) == [(abs(cents), 2, True)]
    # Two that it may be leave it open which, and a transfer booked after months is another one.
    late = line(PAC, TAKER, cents, DAY + timedelta(20), schedule="C")
    assert len(rows(spent, given, late)) == 3
    assert len(rows(spent, line(PAC, TAKER, cents, DAY + timedelta(46), schedule="C"))) == 2


def back(cents: int, days: int = 0, **more: Any) -> Line:
    """What the committee returned of a gift: a negative receipt of its own."""
    return line(PAC, TAKER, -cents, DAY + timedelta(days), **more)


def booked(cents: int, days: int = 0, **more: Any) -> Line:
    """The same as the giver books it: money that came from the committee."""
    values = {"filer_party_id": PAC.party_id, "kind": "unclassified", "schedule": "I", **more}
    return line(TAKER, PAC, cents, DAY + timedelta(days), **values)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, [(5000, 2, False)]), (7, [(5000, 2, False)]), (40, [(5000, 2, True)]), (46, [(5000, 1, False)] * 2)],
)
def test_a_return_counts_once_though_one_side_lowers_receipts_and_the_other_books_money(
    days: int, expected: list[tuple[int, int, bool]]
) -> None:
    assert rows(back(5000), booked(5000, days)) == expected
    (first, *_others) = paid(filed([back(5000), booked(5000, days)], EVERYBODY))
    # The committee paid and the giver was paid, whichever line tells it.
    assert (first["payer_party_id"], first["payee_party_id"]) == (TAKER.party_id, PAC.party_id)


def test_the_giver_may_lower_its_gifts_and_the_committee_book_a_payment() -> None:
    lowered = line(PAC, TAKER, -5000, DAY, **GAVE)
    refunded = line(TAKER, PAC, 5000, DAY + timedelta(2), side="payer", kind="spending", schedule="E")
    (row,) = paid(filed([lowered, refunded], EVERYBODY))

    assert (row["kind"], row["returns_kind"], row["cents"], row["line_count"]) == ("return", "monetary", 5000, 2)


def test_a_payment_that_both_sides_have_is_no_return_of_the_same_amount() -> None:
    gave = line(TAKER, PAC, 5000, DAY, **GAVE)
    got = booked(5000, kind="monetary", schedule="A")

    assert rows(back(5000), gave, got) == [(5000, 1, False), (5000, 2, False)]


def test_a_filers_own_accounts_return_nothing_to_each_other() -> None:
    both = [line(TAKER, TAKER, cents, DAY, side="payer", kind="spending", schedule="B") for cents in (5000, -5000)]

    assert rows(*both) == [(5000, 1, False), (5000, 1, False)]


def test_two_returns_of_one_amount_are_two() -> None:
    assert rows(back(5000, row=1), back(5000, 2, row=2), booked(5000, 1, row=3)) == [(5000, 1, False), (5000, 2, False)]


def test_a_return_that_lies_with_lines_of_committees_that_never_pay_is_found_too() -> None:
    """Nobody here files a payment: the lines that rules look at are found by the negative amount alone."""
    values: dict[str, Any] = {"form": "3", "report_code": "Q1"}

    assert rows(back(5000, **values), booked(5000, 1, **values)) == [(5000, 2, False)]


YEAR: dict[str, Any] = {"date_from": date(2019, 7, 1), "date_to": date(2020, 6, 30), "record_source": "returns"}
GRANT: dict[str, Any] = {"side": "payer", "schedule": "I", "form": "990", **YEAR}


def test_a_grant_of_a_fiscal_year_is_what_the_payee_got_in_several_payments() -> None:
    """A charity's return lists a grantee with the sum of the year, the grantee each cheque."""
    got = [line(PAC, TAKER, cents, DAY + timedelta(30 * n)) for n, cents in enumerate((100000, 50000))]

    assert rows(line(PAC, TAKER, 150000, **GRANT), *got) == [(50000, 1, False), (100000, 2, False)]
    # One of these was paid in the next year: nothing tells which dollars are the same.
    late = line(PAC, TAKER, 50000, date(2020, 7, 1))
    assert sum(cents for cents, _lines, _doubt in rows(line(PAC, TAKER, 150000, **GRANT), got[0], late)) == 300000


def test_two_grants_of_which_one_is_a_payment_by_itself() -> None:
    """Rows of 1,000 and 1,500, of which the grantee lists 1,000 and 500: the first row is the one, not a part."""
    grants = [line(PAC, TAKER, cents, row=cents, **GRANT) for cents in (100000, 150000)]
    got = [line(PAC, TAKER, cents, DAY) for cents in (100000, 50000)]

    assert rows(*grants, *got) == [(50000, 1, False), (100000, 2, False), (150000, 1, False)]


def test_a_grant_and_payments_that_the_payer_tells_elsewhere() -> None:
    """A political organisation that is a charity's payee may file nothing; the payer's own reports have each cheque."""
    told: dict[str, Any] = {"side": "payer", "kind": "spending", "form": "8872", "record_source": "reports"}
    spent = [line(PAC, TAKER, cents, DAY, **told) for cents in (100000, 50000)]

    assert rows(line(PAC, TAKER, 150000, **GRANT), *spent) == [(50000, 1, False), (100000, 2, False)]
