"""Which lines count: each rule of TRACING §5 on planted lines; expected payments are the planted truth."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.sources._tables.lines import Line
from tests.planted import filed, judged, line, paid, party

GIVER = party("Invented Builders PAC", number="111")
TAKER = party("Invented for District Attorney 2020", number="222")
PERIOD: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30)}


def lines_of(*lines: Line) -> list[dict[str, Any]]:
    return judged(filed(list(lines), [GIVER, TAKER]))


def payments_of(*lines: Line) -> list[dict[str, Any]]:
    return paid(filed(list(lines), [GIVER, TAKER]))


def sums(*lines: Line) -> list[tuple[int, str, int]]:
    """Cents, kind and number of lines of every payment."""
    return sorted((row["cents"], row["kind"], row["line_count"]) for row in payments_of(*lines))


def test_two_plain_lines_are_two_payments() -> None:
    assert sums(line(GIVER, TAKER, 500, row=1), line(GIVER, TAKER, 500, row=2)) == [(500, "monetary", 1)] * 2


def test_a_record_read_from_two_files_is_one_payment_with_two_lines() -> None:
    raw = line(GIVER, TAKER, 700, line_id=f"L{1:016x}", file_sha256="raw")
    fact = line(GIVER, TAKER, 700, line_id=f"L{1:016x}", file_sha256="fact", source="ledger_csv")

    assert sums(raw, fact) == [(700, "monetary", 2)]
    assert {(row["source"], row["counts"]) for row in lines_of(raw, fact)} == {
        ("invented", True),
        ("ledger_csv", False),
    }


def test_a_fact_that_differs_from_the_publishers_record_gives_way_and_says_so() -> None:
    raw = line(GIVER, TAKER, 700, line_id=f"L{1:016x}", file_sha256="raw")
    fact = line(GIVER, TAKER, 999, line_id=f"L{1:016x}", file_sha256="fact", source="ledger_csv")

    assert sums(raw, fact) == [(700, "monetary", 2)]
    assert "another amount" in "".join(row["why_not"] for row in lines_of(raw, fact))


def test_the_largest_report_number_of_a_period_wins() -> None:
    first = line(GIVER, TAKER, 100, report_number=0, transaction_id="A1", **PERIOD)
    gone = line(GIVER, TAKER, 900, report_number=0, transaction_id="A2", **PERIOD)
    amended = line(GIVER, TAKER, 150, report_number=2, transaction_id="A1", **PERIOD)

    assert sums(first, gone, amended) == [(150, "monetary", 1)]
    assert sum("superseded by report 2" in row["why_not"] for row in lines_of(first, gone, amended)) == 2


def test_reports_of_other_periods_stand() -> None:
    later = {"period_from": date(2020, 7, 1), "period_thru": date(2020, 12, 31)}

    assert len(sums(line(GIVER, TAKER, 100, report_number=3, **PERIOD), line(GIVER, TAKER, 200, **later))) == 2


def test_a_line_itemized_again_in_an_overlapping_report_counts_once() -> None:
    wide = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 12, 31), "report_date": date(2021, 1, 15)}
    once = line(GIVER, TAKER, 100, transaction_id="T9", report_date=date(2020, 7, 15), **PERIOD)
    again = line(GIVER, TAKER, 100, transaction_id="T9", **wide)

    assert sums(once, again) == [(100, "monetary", 2)]


def test_the_same_transaction_id_with_another_amount_is_another_payment() -> None:
    wide = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 12, 31)}

    assert (
        len(
            sums(
                line(GIVER, TAKER, 100, transaction_id="T9", **PERIOD),
                line(GIVER, TAKER, 101, transaction_id="T9", **wide),
            )
        )
        == 2
    )


def test_a_notice_gives_way_to_the_report_that_itemizes_its_day() -> None:
    notice = line(GIVER, TAKER, 5000, date(2020, 5, 20), form="497", schedule="")
    report = line(GIVER, TAKER, 5000, date(2020, 5, 20), **PERIOD)

    assert sums(notice, report) == [(5000, "monetary", 2)]


def test_a_notice_gives_way_to_the_report_that_covers_the_day_of_paying_or_of_showing() -> None:
    spent = {"side": "payer", "kind": "independent_expenditure", "about_party_id": TAKER.party_id, "stance": "for"}
    report = line(GIVER, TAKER, 70, date(2020, 5, 2), schedule="D", **spent, **PERIOD)
    paid_before = line(GIVER, TAKER, 5000, date(2019, 12, 30), form="496", shown_date=date(2020, 1, 2), **spent)
    paid_within = line(GIVER, TAKER, 6000, date(2020, 6, 29), form="496", shown_date=date(2020, 7, 2), **spent)
    neither = line(GIVER, TAKER, 8000, date(2019, 12, 30), form="496", shown_date=date(2019, 12, 31), **spent)

    found = [row["cents"] for row in payments_of(report, paid_before, paid_within, neither)]
    assert sorted(found) == [70, 8000]


@pytest.mark.parametrize(("shown", "counted"), [(date(2020, 3, 30), 1), (date(2020, 3, 31), 2)])
def test_what_was_shown_in_one_period_and_paid_in_the_next_counts_once(shown: date, counted: int) -> None:
    """The report of the second period alone is here: it was paid weeks after the notice, and shown on the same day."""
    spent = {"side": "payer", "kind": "independent_expenditure", "about_party_id": TAKER.party_id, "stance": "for"}
    seen = date(2020, 3, 30)
    notice = line(GIVER, TAKER, 5000, seen, form="24", report_code="24", schedule="E", shown_date=seen, **spent)
    quarter = {"period_from": date(2020, 4, 1), "period_thru": date(2020, 6, 30), "form": "3X", "schedule": "E"}
    report = line(GIVER, TAKER, 5000, date(2020, 4, 15), shown_date=shown, **quarter, **spent)

    assert [cents for cents, _kind, _lines in sums(notice, report)] == [5000] * counted


def test_a_notice_of_a_gift_made_gives_way_to_a_report_that_has_it_in_kind() -> None:
    told: dict[str, Any] = {"side": "payer", "filer_party_id": GIVER.party_id}
    notice = line(GIVER, TAKER, 6000, kind="contribution_made", form="497", schedule="P2", **told)
    # The notice estimates; the report has the value. It is known by its lines alone.
    report = line(GIVER, TAKER, 5500, kind="in_kind", form="460", schedule="D", **told, **PERIOD)

    assert sums(notice, report) == [(5500, "in_kind", 1)]


def test_a_notice_stays_where_no_report_covers_its_day() -> None:
    notice = line(GIVER, TAKER, 5000, date(2020, 9, 20), form="497", schedule="")
    in_kind = line(GIVER, TAKER, 70, date(2020, 9, 20), kind="in_kind", schedule="C", **PERIOD)

    assert sums(notice, in_kind) == [(70, "in_kind", 1), (5000, "monetary", 1)]


def test_both_sides_of_a_transfer_are_one_payment() -> None:
    given_away = line(GIVER, TAKER, 4000, side="payer", kind="contribution_made", schedule="D")
    received = line(GIVER, TAKER, 4000)

    assert sums(given_away, received) == [(4000, "monetary", 2)]


def test_a_fact_follows_its_record_to_the_payment_that_the_other_side_proves() -> None:
    more: dict[str, Any] = {"side": "payer", "kind": "contribution_made", "line_id": f"L{1:016x}"}
    raw, fact = (
        line(GIVER, TAKER, 4000, file_sha256="raw", **more),
        line(GIVER, TAKER, 4000, source="ledger_csv", **more),
    )

    assert sums(raw, fact, line(GIVER, TAKER, 4000)) == [(4000, "monetary", 3)]


def test_a_payment_lies_in_the_days_that_all_its_lines_allow() -> None:
    wide = {"date_to": date(2020, 12, 31)}
    given_away = line(GIVER, TAKER, 4000, date(2020, 3, 1), side="payer", kind="contribution_made", **wide)
    received = line(GIVER, TAKER, 4000, date(2020, 1, 1), date_to=date(2020, 4, 1))
    row = payments_of(*[given_away, received])[0]

    assert (row["date_from"], row["date_to"]) == (date(2020, 3, 1), date(2020, 4, 1))


def test_two_equal_transfers_seen_from_one_side_once_stay_two() -> None:
    given_away = [line(GIVER, TAKER, 4000, side="payer", kind="contribution_made", row=row) for row in (1, 2)]

    assert sums(*given_away, line(GIVER, TAKER, 4000)) == [(4000, "monetary", 1), (4000, "monetary", 2)]


def test_a_payers_line_without_the_other_side_runs_from_filer_to_other() -> None:
    """A giver-side row read as a receipt reverses the payment (TRACING §6)."""
    row = payments_of(*[line(GIVER, TAKER, 4000, side="payer", kind="contribution_made")])[0]

    assert (row["payer_party_id"], row["payee_party_id"]) == (GIVER.party_id, TAKER.party_id)


def test_a_negative_amount_is_a_return_the_other_way() -> None:
    row = payments_of(*[line(GIVER, TAKER, -62413)])[0]

    assert (row["cents"], row["kind"], row["payer_party_id"]) == (62413, "return", TAKER.party_id)


def test_outlays_listed_by_recipient_and_by_category_count_once() -> None:
    more: dict[str, Any] = {"side": "payer", "is_sum": True, "schedule": ""}
    category = line(GIVER, TAKER, 9000, kind="spending", **more)
    recipient = line(GIVER, TAKER, 7000, kind="unclassified", **more)

    assert sums(category, recipient) == [(9000, "spending", 1)]
    assert sums(recipient) == [(7000, "unclassified", 1)]


@pytest.mark.parametrize("schedule", ["A", "B", "E"])
def test_a_memo_is_no_money_of_its_own(schedule: str) -> None:
    side = "payee" if schedule == "A" else "payer"
    memo = line(GIVER, TAKER, 500, schedule=f"{schedule} memo", side=side)
    assert sums(line(GIVER, TAKER, 500), memo) == [(500, "monetary", 1)]


def test_no_amount_is_no_payment() -> None:
    assert sums(line(GIVER, TAKER, 0)) == []


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(5)))
def test_an_amendment_chain_in_any_order_gives_one_ledger(order: list[int]) -> None:
    chain = [line(GIVER, TAKER, 100 + n, report_number=n, transaction_id="A1", **PERIOD) for n in range(5)]

    assert sums(*(chain[n] for n in order)) == [(104, "monetary", 1)]


@pytest.mark.parametrize("copies", [2, 5])
def test_a_filing_read_many_times_counts_once(copies: int) -> None:
    read = [line(GIVER, TAKER, 100, line_id=f"L{1:016x}", file_sha256=f"file{n}") for n in range(copies)]

    assert sums(*read) == [(100, "monetary", copies)]
