"""Schedules D and E of one filing: one line of D that sums up several of E is their money, told again."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.sources._tables.lines import Line
from tests.planted import DAY, filed, line, paid, party

SPENDER = party("Invented Builders PAC", number="111")
PRINTER = party("Invented Printing", kind="organisation")
CANDIDATE = party("Ada Invented", kind="candidate", place="ocd-division/country:us/state:ca/county:nowhere")
TAKER = party("Invented for District Attorney 2020", number="222")
PARTIES = [SPENDER, PRINTER, CANDIDATE, TAKER]
PERIOD: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30), "side": "payer"}
BOUGHT: dict[str, Any] = {**PERIOD, "kind": "spending", "schedule": "E"}
FOR: dict[str, Any] = {
    **PERIOD, "kind": "independent_expenditure", "schedule": "D", "about_party_id": CANDIDATE.party_id, "stance": "for",
}  # fmt: skip


def money(*lines: Line) -> list[tuple[int, str, int]]:
    """Cents, kind and number of lines of each payment."""
    rows = paid(filed(list(lines), PARTIES))
    return sorted((row["cents"], row["kind"], row["line_count"]) for row in rows)


def test_several_lines_of_e_are_one_expenditure_on_d_with_its_topic() -> None:
    told = line(SPENDER, PRINTER, 10_000, transaction_id="D1", **FOR)
    bought = [line(SPENDER, PRINTER, part, transaction_id=f"E{part}", **BOUGHT) for part in (4_000, 6_000)]

    assert money(told, *bought) == [(10_000, "independent_expenditure", 3)]


def test_by_transaction_where_vendors_differ() -> None:
    other = party("Invented Mailers", kind="organisation")
    told = line(SPENDER, PRINTER, 10_000, transaction_id="T1", **FOR)
    bought = [
        line(SPENDER, vendor, part, transaction_id="T1", **BOUGHT)
        for vendor, part in ((PRINTER, 4_000), (other, 6_000))
    ]

    rows = paid(filed([told, *bought], [*PARTIES, other]))
    assert [(row["cents"], row["line_count"]) for row in rows] == [(10_000, 3)]


def test_sums_that_differ_by_a_cent_are_left_alone() -> None:
    told = line(SPENDER, PRINTER, 10_001, transaction_id="D1", **FOR)
    bought = [line(SPENDER, PRINTER, part, transaction_id=f"E{part}", **BOUGHT) for part in (4_000, 6_000)]

    assert [cents for cents, _kind, _lines in money(told, *bought)] == [4_000, 6_000, 10_001]


def test_a_gift_on_d_is_the_sum_of_lines_of_e() -> None:
    gift = {**PERIOD, "kind": "contribution_made"}
    told = line(SPENDER, TAKER, 900, schedule="D", transaction_id="D1", **gift)
    given_out = [line(SPENDER, TAKER, part, schedule="E", transaction_id=f"E{part}", **gift) for part in (400, 500)]

    found = money(told, *given_out)
    assert [cents for cents, _kind, _lines in found] == [400, 500]
    assert sum(lines for _cents, _kind, lines in found) == 3


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 10**7), min_size=2, max_size=5, unique=True), st.integers(1, 10**7))
def test_what_is_counted_is_what_e_itemizes(parts: list[int], rest: int) -> None:
    told = line(SPENDER, PRINTER, sum(parts), transaction_id="D1", **FOR)
    bought = [line(SPENDER, PRINTER, part, transaction_id=f"E{part}", **BOUGHT) for part in parts]
    elsewhere = line(SPENDER, TAKER, rest, transaction_id="E0", **BOUGHT)

    assert sum(cents for cents, _kind, _lines in money(told, *bought, elsewhere)) == sum(parts) + rest


@pytest.mark.parametrize("shared", [("second", "third"), ("first", "third"), ("first", "second")])
def test_one_payment_in_three_sources_of_which_two_share_the_day(shared: tuple[str, str]) -> None:
    lines = []
    for row, source in enumerate(("first", "second", "third"), start=1):
        is_exact = source in shared
        days = {"date_from": date(2020, 3, 1), "date_to": date(2020, 3, 1 if is_exact else 31)}
        lines.append(line(SPENDER, TAKER, 500, row=row, record_source=source, source=source, form="", **days))

    assert money(*lines) == [(500, "monetary", 3)]


def bill(number: str, first: date, last: date) -> dict[str, Any]:
    """The columns of one report of two that follow each other."""
    return {"filing_id": f"c:{number}", "period_from": first, "period_thru": last, "side": "payer"}


HALF, NEXT = bill("1", date(2020, 1, 1), date(2020, 6, 30)), bill("2", date(2020, 7, 1), date(2020, 9, 30))
PAID: dict[str, Any] = {"kind": "independent_expenditure", "schedule": "E", "transaction_id": "E9"}


def test_an_expenditure_that_was_billed_counts_once_when_it_is_paid() -> None:
    """Schedule D has it in June, when the mailer went out; E in July, when the printer was paid, without a topic."""
    told = line(SPENDER, SPENDER, 500_000, date(2020, 6, 20), transaction_id="D1", **{**FOR, **HALF})
    settled = line(SPENDER, PRINTER, 500_000, date(2020, 7, 10), **{**PAID, **NEXT})
    (row,) = paid(filed([told, settled], PARTIES))

    assert (row["cents"], row["date_from"], row["about_party_id"]) == (500_000, date(2020, 7, 10), CANDIDATE.party_id)
    assert (row["payee_party_id"], row["stance"], bool(row["doubt"])) == (PRINTER.party_id, "for", True)


@pytest.mark.parametrize(
    "other",
    [
        # Another amount, a topic of its own, and a day two years later are other expenditures.
        line(SPENDER, PRINTER, 500_001, date(2020, 7, 10), **{**PAID, **NEXT}),
        line(SPENDER, PRINTER, 500_000, date(2020, 7, 10), **{**PAID, **NEXT}, about_party_id=CANDIDATE.party_id),
        line(SPENDER, PRINTER, 500_000, date(2022, 7, 10), **{**PAID, **NEXT}),
    ],
)
def test_another_expenditure_is_no_bill(other: Line) -> None:
    told = line(SPENDER, SPENDER, 500_000, date(2020, 6, 20), transaction_id="D1", **{**FOR, **HALF})

    assert len(money(told, other)) == 2


def test_an_expenditure_that_its_own_report_has_as_paid_is_no_bill() -> None:
    told = line(SPENDER, PRINTER, 500_000, date(2020, 6, 20), transaction_id="T1", **{**FOR, **HALF})
    own = line(SPENDER, PRINTER, 500_000, date(2020, 6, 20), **{**BOUGHT, **HALF}, transaction_id="T1")
    settled = line(SPENDER, PRINTER, 500_000, date(2020, 7, 10), **{**PAID, **NEXT})

    assert [lines for _cents, _kind, lines in money(told, own, settled)] == [1, 2]


SOMEBODY = party("Pat Placeholder", kind="candidate")


@pytest.mark.parametrize(
    ("gifts", "payments", "days", "left"), [(1, 1, 0, 1), (2, 2, 0, 2), (2, 1, 0, 3), (1, 0, 0, 1), (1, 1, 1, 2)]
)
def test_gifts_on_d_to_candidates_by_name_are_those_of_e_to_their_committees(
    gifts: int, payments: int, days: int, left: int
) -> None:
    """As many of one day and amount as schedule E has; where it has fewer, nothing tells which of D's are its own.

    In Cal-Access a gift of $25 to one committee stood on D, and one of another day to another committee on E.
    """
    gift = {**PERIOD, "kind": "contribution_made", "filing_id": "c:1"}
    told = [
        line(SPENDER, who, 500, schedule="D", transaction_id=f"D{who.name}", about_party_id=who.party_id, **gift)
        for who in (CANDIDATE, SOMEBODY)[:gifts]
    ]
    given_out = [
        line(SPENDER, who, 500, DAY + timedelta(days), schedule="E", transaction_id=f"E{who.name}", **gift)
        for who in (TAKER, PRINTER)[:payments]
    ]
    found = paid(filed([*told, *given_out], [*PARTIES, SOMEBODY]))

    assert len(found) == left
    # Of one pair E may still have paid somebody else; of more no pair is told.
    is_pair = gifts == payments == left == 1
    assert {row["doubt"] for row in found} == {"schedule D names the candidate alone" if is_pair else ""}
