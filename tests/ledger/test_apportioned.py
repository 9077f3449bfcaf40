"""One payment for several candidates: schedule E has it once, schedule D a part for each. Planted truth."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.sources._tables.lines import Line
from tests.planted import filed, line, paid, party

SPENDER = party("Invented Builders PAC", number="111")
PRINTER, LANDLORD = (party(name, kind="organisation") for name in ("Invented Printing", "Invented Rooms"))
UNNAMED = party("Payees not itemized by Invented Builders PAC", kind="unnamed")
ADA, BEN = (party(name, kind="candidate") for name in ("Ada Invented", "Ben Invented"))
PARTIES = [SPENDER, PRINTER, LANDLORD, UNNAMED, ADA, BEN]
JUNE, NEXT_DAY, AUGUST = date(2020, 6, 20), date(2020, 6, 21), date(2020, 8, 4)
HALF: dict[str, Any] = {
    "filing_id": "c:1", "period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30), "side": "payer",
}  # fmt: skip
NEXT = {**HALF, "filing_id": "c:2", "period_from": date(2020, 7, 1), "period_thru": date(2020, 9, 30)}


def part(number: int, about: Any, cents: int, day: date = JUNE, payee: Any = UNNAMED) -> Line:
    """What schedule D of the first report says of one candidate."""
    topic = {"about_party_id": about.party_id, "stance": "for", "kind": "independent_expenditure"}
    return line(SPENDER, payee, cents, day, schedule="D", transaction_id=f"D{number}", **HALF, **topic)


def bought(number: int, cents: int, day: date = JUNE, **more: Any) -> Line:
    """A payment of schedule E."""
    columns = {**HALF, "kind": "spending", **more}
    return line(
        SPENDER, columns.pop("payee", PRINTER), cents, day, schedule="E", transaction_id=f"E{number}", **columns
    )


def found(*lines: Line) -> list[tuple[int, str, str]]:
    """Cents, kind and candidate of each payment."""
    names = {one.party_id: one.name for one in PARTIES} | {"": ""}
    return sorted(
        (row["cents"], row["kind"], names[row["about_party_id"]]) for row in paid(filed(list(lines), PARTIES))
    )


SPLIT = [(200_000, "independent_expenditure", "Ben Invented"), (300_000, "independent_expenditure", "Ada Invented")]
PARTS = (part(1, ADA, 300_000), part(2, BEN, 200_000))


@pytest.mark.parametrize("kind", ["spending", "independent_expenditure"])
def test_a_mailer_for_two_candidates_counts_once(kind: str) -> None:
    assert found(*PARTS, bought(1, 500_000, kind=kind)) == SPLIT


def test_other_payments_of_the_report_count() -> None:
    rent = bought(2, 70_000, payee=LANDLORD)

    assert found(*PARTS, bought(1, 500_000), rent) == [(70_000, "spending", ""), *SPLIT]


def test_two_mailers_are_told_apart_by_their_days() -> None:
    more = (part(3, ADA, 40_001, NEXT_DAY), part(4, BEN, 40_001, NEXT_DAY))
    told = found(*PARTS, *more, bought(1, 500_000), bought(2, 80_002, NEXT_DAY))

    assert sum(cents for cents, _kind, _about in told) == 580_002
    assert len(told) == 4


def test_printer_and_post_office_together() -> None:
    """Two payments that E calls independent expenditures are as much as the two parts of D, of other amounts."""
    paid_for = [bought(1, 350_000, kind="independent_expenditure")]
    paid_for += [bought(2, 150_000, kind="independent_expenditure", payee=LANDLORD)]

    assert found(*PARTS, *paid_for) == SPLIT


def test_a_mailer_for_two_candidates_is_billed_and_paid_in_the_next_report() -> None:
    later = bought(1, 500_000, AUGUST, **NEXT)
    rows = paid(filed([*PARTS, later], PARTIES))

    assert sorted(row["cents"] for row in rows) == [200_000, 300_000]
    # June 20 to August 4: 45 days.
    assert {row["doubt"] for row in rows} == {"", "reported as made on one day, and as paid 45 days apart"}


@pytest.mark.parametrize(
    "other",
    [
        (bought(1, 500_001),),
        # Which of two payments of one amount it was, nothing tells.
        (bought(1, 500_000), bought(2, 500_000, payee=LANDLORD)),
        # Paid in a report before.
        (bought(1, 500_000, date(2019, 12, 30), **{**NEXT, "filing_id": "c:0"}),),
    ],
)
def test_what_is_not_told_is_left_alone(other: tuple[Line, ...]) -> None:
    assert len(found(*PARTS, *other)) == 2 + len(other)


@pytest.mark.parametrize(
    ("cents", "payee", "count"),
    [
        # A vendor whom D names, and an amount in cents, are enough; a round one of nobody named is not.
        (500_000, PRINTER, 1),
        (500_017, UNNAMED, 1),
        (500_000, UNNAMED, 2),
    ],
)
def test_a_bill_that_e_calls_by_what_was_bought(cents: int, payee: Any, count: int) -> None:
    told = found(part(1, ADA, cents, payee=payee), bought(1, cents, AUGUST, **NEXT))

    assert len(told) == count
    assert (cents, "independent_expenditure", "Ada Invented") in told


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 10**7), min_size=2, max_size=5), st.integers(1, 10**7))
def test_what_is_counted_is_what_e_itemizes(parts: list[int], rest: int) -> None:
    made = [part(number, (ADA, BEN)[number % 2], cents) for number, cents in enumerate(parts)]
    lines = [*made, bought(1, sum(parts)), bought(2, rest + sum(parts), AUGUST, payee=LANDLORD)]

    assert sum(cents for cents, _kind, _about in found(*lines)) == 2 * sum(parts) + rest
