"""Lines of different filers that tell of one payment: planted truth for each rule of TRACING §5."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from tests.planted import filed, judged, line, paid, party

PAC = party("Invented Builders PAC", number="111")
TAKER = party("Invented for District Attorney 2020", number="222")
GIVER = party("DOE, JANE", kind="person", place="Springfield, CA", zip5="90000")
MOVED = party("DOE, JANE", kind="person", place="Shelbyville, CA", zip5="90001")
CONDUIT = party("Invented Conduit", number="333")
VENDOR = party("Invented Mailers", kind="organisation")
TOPIC = party("ROE, RICHARD", kind="candidate")
EVERYBODY = [PAC, TAKER, GIVER, MOVED, CONDUIT, VENDOR, TOPIC]
DAY = date(2020, 3, 1)


def out(cents: int, day: date = DAY, **more: Any) -> Line:
    return line(PAC, TAKER, cents, day, **{"side": "payer", "kind": "contribution_made", "schedule": "D", **more})


def sums(*lines: Line) -> list[tuple[int, int]]:
    """Cents and number of lines of every payment."""
    return sorted((row["cents"], row["line_count"]) for row in paid(filed(list(lines), EVERYBODY)))


def doubts(*lines: Line) -> list[str]:
    return [row["doubt"] for row in paid(filed(list(lines), EVERYBODY))]


@pytest.mark.parametrize(("days", "payments"), [(0, 1), (1, 1), (7, 1), (45, 1), (46, 1), (120, 1), (121, 2)])
def test_both_sides_some_days_apart_are_one_payment(days: int, payments: int) -> None:
    lines = [out(5000), line(PAC, TAKER, 5000, DAY + timedelta(days))]

    assert len(sums(*lines)) == payments
    assert any(doubts(*lines)) == (45 < days <= 120)


def test_the_nearest_days_are_paired_not_the_first_in_order() -> None:
    """Three payments of one amount; of the second each side alone reports one that the other lacks."""
    given = [out(5000, DAY, row=1), out(5000, DAY + timedelta(90), row=2)]
    received = [line(PAC, TAKER, 5000, DAY + timedelta(91), row=3), line(PAC, TAKER, 5000, DAY + timedelta(200), row=4)]

    assert sums(*given, *received) == [(5000, 1), (5000, 1), (5000, 2)]


def test_regular_equal_payments_that_each_side_reports_late_are_paired_one_to_one() -> None:
    months = [DAY + timedelta(30 * n) for n in range(6)]
    given = [out(5000, day, row=n) for n, day in enumerate(months)]
    received = [line(PAC, TAKER, 5000, day + timedelta(3), row=10 + n) for n, day in enumerate(months)]

    assert sums(*given, *received) == [(5000, 2)] * 6


def test_a_payee_that_does_not_say_which_kind_reports_the_same_transfer() -> None:
    assert sums(out(4000), line(PAC, TAKER, 4000, form="497", schedule="", kind="unclassified")) == [(4000, 2)]


def test_in_kind_value_reported_by_both_sides_is_one_payment() -> None:
    assert sums(out(4000, kind="in_kind"), line(PAC, TAKER, 4000, kind="in_kind", schedule="C")) == [(4000, 2)]


def test_a_loan_is_no_gift_of_the_same_amount() -> None:
    assert len(sums(out(4000, kind="loan", schedule="H"), line(PAC, TAKER, 4000))) == 2


def test_sides_that_differ_a_little_are_one_payment_in_doubt() -> None:
    lines = [out(5000), line(PAC, TAKER, 4900, DAY + timedelta(2))]

    assert sums(*lines) == [(4900, 2)]
    assert doubts(*lines) == ["the payer states 5000 cents, the payee 4900"]


def test_sides_that_differ_by_half_are_two_payments() -> None:
    assert sums(out(5000), line(PAC, TAKER, 2500)) == [(2500, 1), (5000, 1)]


@settings(max_examples=15, deadline=None)
@given(
    days=st.lists(st.integers(0, 30), min_size=1, max_size=5),
    lags=st.lists(st.integers(0, 5), min_size=5, max_size=5),
    order=st.randoms(use_true_random=False),
)
def test_one_to_one_whatever_the_order_of_lines(days: list[int], lags: list[int], order: Any) -> None:
    """Each payment is reported by both sides within five days: as many payments as planted, each with two lines."""
    given_away = [out(700, DAY + timedelta(day), row=n) for n, day in enumerate(days)]
    received = [line(PAC, TAKER, 700, DAY + timedelta(day + lags[n]), row=50 + n) for n, day in enumerate(days)]
    lines = [*given_away, *received]
    order.shuffle(lines)

    assert sums(*lines) == [(700, 2)] * len(days)


def earmark(side: str, day: date = DAY, **more: Any) -> Line:
    values = {"schedule": f"{side} earmark", "filer_party_id": CONDUIT.party_id, "form": "", "report_code": "M3"}
    return line(GIVER, CONDUIT, 2500, day, **{**values, "earmarked_for_party_id": TAKER.party_id, **more})


def own(day: date = DAY, giver: Any = GIVER) -> Line:
    return line(giver, TAKER, 2500, day, form="", report_code="Q1", conduit_party_id=CONDUIT.party_id)


def test_a_conduits_lines_are_evidence_of_what_the_recipient_itemizes() -> None:
    lines = [earmark("A"), earmark("B", DAY + timedelta(4)), own(DAY + timedelta(4))]

    assert sums(*lines) == [(2500, 3)]
    (row,) = paid(filed(lines, EVERYBODY))
    assert (row["payer_party_id"], row["payee_party_id"]) == (GIVER.party_id, TAKER.party_id)
    assert row["conduit_party_id"] == CONDUIT.party_id


def test_a_gift_that_the_recipient_does_not_itemize_runs_from_the_giver_past_the_conduit() -> None:
    (row,) = paid(filed([earmark("A"), earmark("B")], EVERYBODY))

    assert (row["payer_party_id"], row["payee_party_id"]) == (GIVER.party_id, TAKER.party_id)
    assert (row["conduit_party_id"], row["cents"], row["line_count"]) == (CONDUIT.party_id, 2500, 2)


def test_the_same_giver_at_another_address_is_found_behind_a_conduit() -> None:
    assert sums(earmark("A"), own(DAY, MOVED)) == [(2500, 2)]


def notice(cents: int, day: date = DAY, **more: Any) -> Line:
    values: dict[str, Any] = {"kind": "independent_expenditure", "side": "payer", "schedule": "E", "form": "24"}
    values |= {"report_code": "24", "about_party_id": TOPIC.party_id, "stance": "for"}
    return line(PAC, VENDOR, cents, day, **{**values, **more})


def test_a_notice_of_an_estimate_gives_way_to_the_report_that_covers_its_day() -> None:
    later: dict[str, Any] = {"form": "", "report_code": "M4"}

    assert sums(notice(900), notice(1000, **later), notice(50, DAY + timedelta(20), **later)) == [(50, 1), (1000, 1)]


def test_a_notice_after_the_last_report_stays() -> None:
    report = notice(1000, form="", report_code="M4")

    assert sums(notice(900, DAY + timedelta(40)), report) == [(900, 1), (1000, 1)]


def test_notices_of_a_filer_without_reports_stay() -> None:
    assert sums(notice(900), notice(800, row=2)) == [(800, 1), (900, 1)]


def test_an_amended_notice_that_changes_sides_counts_once() -> None:
    first = notice(900, transaction_id="T1")
    turned = notice(900, transaction_id="T1", stance="against", report_number=1)
    rows = paid(filed([first, turned], EVERYBODY))

    assert [(row["stance"], row["cents"]) for row in rows] == [("against", 900)]


def test_a_later_filing_of_the_same_report_amends_a_transaction() -> None:
    more: dict[str, Any] = {"form": "", "report_code": "Q1", "transaction_id": "SA1.7"}
    first = line(GIVER, TAKER, 100, filing_id="fec:999", **more)
    amended = line(GIVER, TAKER, 150, filing_id="fec:1000", report_number=1, **more)
    again = line(GIVER, TAKER, 175, filing_id="fec:1001", report_number=1, **more)

    assert sums(first, amended, again) == [(175, 1)]


def test_a_transaction_number_used_anew_in_another_report_is_another_payment() -> None:
    more: dict[str, Any] = {"form": "", "transaction_id": "SA1.7"}
    first = line(GIVER, TAKER, 100, filing_id="fec:999", report_code="Q1", **more)
    other = line(GIVER, TAKER, 150, filing_id="fec:1000", report_code="Q2", report_number=1, **more)

    assert sums(first, other) == [(100, 1), (150, 1)]


def test_records_of_two_agencies_are_one_payment() -> None:
    state = line(PAC, TAKER, 5000, record_source="one_agency")
    county = line(PAC, TAKER, 5000, record_source="two_agency", date_to=DAY + timedelta(200))

    assert sums(state, county) == [(5000, 2)]


def test_a_second_equal_payment_that_one_agency_alone_holds_stays() -> None:
    state = line(PAC, TAKER, 5000, record_source="one_agency")
    county = [line(PAC, TAKER, 5000, record_source="two_agency", row=row) for row in (2, 3)]

    assert sums(state, *county) == [(5000, 1), (5000, 2)]


def test_three_agencies_and_both_sides_are_one_payment_with_four_lines() -> None:
    received = [line(PAC, TAKER, 5000, record_source=f"agency{n}") for n in range(3)]

    assert sums(*received, out(5000, DAY + timedelta(3))) == [(5000, 4)]


def test_the_filing_itself_counts_before_the_bulk_extract_that_rounds() -> None:
    more: dict[str, Any] = {"filing_id": "fec:7", "transaction_id": "SA1", "form": ""}
    bulk = line(GIVER, TAKER, 1000, record_source="bulk", **more)
    itself = line(GIVER, TAKER, 1049, record_source="filing", period_from=DAY, period_thru=DAY, **more)

    assert sums(bulk, itself) == [(1049, 2)]


def test_evidence_follows_to_the_line_that_counts() -> None:
    """A notice gives way to the payer's report, which gives way to the payee's: all three prove one payment."""
    more: dict[str, Any] = {"period_from": DAY, "period_thru": DAY + timedelta(60)}
    told = line(PAC, TAKER, 5000, side="payer", kind="contribution_made", form="497", schedule="")
    rows = judged(filed([told, out(5000, **more), line(PAC, TAKER, 5000)], EVERYBODY))

    assert len({row["payment_id"] for row in rows}) == 1
    assert [row["counts"] for row in rows].count(True) == 1


def test_what_gives_way_to_a_superseded_line_proves_nothing() -> None:
    more: dict[str, Any] = {"period_from": DAY, "period_thru": DAY + timedelta(60), "line_id": f"L{1:016x}"}
    first = line(PAC, TAKER, 100, file_sha256="a", filing_id="f0", **more)
    copy = line(PAC, TAKER, 100, file_sha256="b", filing_id="f0", **more)
    amended = line(PAC, TAKER, 200, report_number=1, **{**more, "line_id": ""})

    assert sums(first, copy, amended) == [(200, 1)]
    assert [row["payment_id"] for row in judged(filed([first, copy, amended], EVERYBODY))].count("") == 2


def on(schedule: str, cents: int, payee: Any = VENDOR, **more: Any) -> Line:
    kind = "independent_expenditure" if schedule == "D" else "spending"
    values: dict[str, Any] = {"side": "payer", "schedule": schedule, "kind": kind, "filing_id": "f:460"}
    return line(PAC, payee, cents, **{**values, **more})


def test_an_independent_expenditure_on_schedules_d_and_e_counts_once_with_its_topic() -> None:
    told = on("D", 9000, transaction_id="EDT1", about_party_id=TOPIC.party_id, stance="for")
    itemized = on("E", 9000, transaction_id="EDT1")
    other = on("E", 9000, transaction_id="EDT2")

    assert sums(told, itemized, other) == [(9000, 1), (9000, 2)]
    assert "for" in {row["stance"] for row in paid(filed([told, itemized], EVERYBODY))}


def test_a_gift_on_schedules_d_and_e_counts_once_by_payee_and_amount() -> None:
    given = on("D", 9000, TAKER, transaction_id="D1", kind="contribution_made")

    assert sums(given, on("E", 9000, TAKER, transaction_id="E7")) == [(9000, 2)]


def test_schedules_of_two_filings_are_never_tied() -> None:
    assert len(sums(on("D", 9000, transaction_id="A"), on("E", 9000, transaction_id="A", filing_id="f:other"))) == 2


def filing(number: str, filer: Any = PAC, **more: Any) -> Filing:
    values: dict[str, Any] = {"filing_id": f"fec:{number}", "source": "invented", "filer_party_id": filer.party_id}
    values |= {"number": number, "form": "24", "report_number": 0, "report_date": DAY, "period_from": None}
    return Filing(**{**values, "period_thru": None, "schedules": "*", "url": "", **more})


def test_a_filing_that_names_what_it_amends_replaces_all_of_it() -> None:
    """The amended notice restates one expenditure and leaves the other out; a third filing amends the second."""
    known = [filing("900"), filing("901", report_number=1, amends="900"), filing("902", report_number=2, amends="900")]
    told = [
        notice(5000, filing_id="fec:900", transaction_id="E1", report_date=DAY),
        notice(700, filing_id="fec:900", transaction_id="E2", report_date=DAY),
        notice(5400, filing_id="fec:901", transaction_id="E1", report_number=1, report_date=DAY),
        notice(5500, filing_id="fec:902", transaction_id="E1", report_number=2, report_date=DAY),
    ]

    assert [row["cents"] for row in paid(filed(told, EVERYBODY, known))] == [5500]


def test_another_outlets_lines_of_an_amended_filing_give_way_too() -> None:
    known = [filing("900", form="3X"), filing("901", form="3X", report_number=1, amends="900")]
    extract = line(GIVER, PAC, 100, filing_id="fec:900", record_source="bulk", form="", transaction_id="A1")
    itself = line(GIVER, PAC, 200, filing_id="fec:901", report_number=1, report_date=DAY, transaction_id="A1")

    assert [row["cents"] for row in paid(filed([extract, itself], EVERYBODY, known))] == [200]


def test_two_equal_lines_of_one_filing_are_two_payments() -> None:
    same: dict[str, Any] = {"filing_id": "f:1", "transaction_id": "T1"}

    assert sums(line(GIVER, TAKER, 500, row=1, **same), line(GIVER, TAKER, 500, row=2, **same)) == [(500, 1), (500, 1)]


def test_a_number_used_again_in_the_next_year_is_another_chain() -> None:
    more: dict[str, Any] = {"form": "", "report_code": "Q1", "transaction_id": "T1"}
    chain = [
        line(GIVER, TAKER, 100, filing_id="fec:1", **more),
        line(GIVER, TAKER, 120, filing_id="fec:2", report_number=1, **more),
        line(GIVER, TAKER, 300, date(2021, 3, 1), filing_id="fec:3", **more),
        line(GIVER, TAKER, 310, date(2021, 3, 1), filing_id="fec:4", report_number=1, **more),
    ]

    assert sums(*chain) == [(120, 1), (310, 1)]


def test_a_notice_stays_where_the_periodic_lines_are_of_another_kind() -> None:
    gifts = [line(GIVER, PAC, 10, day, form="", report_code="Q1") for day in (date(2020, 1, 5), date(2020, 5, 5))]

    assert sums(*gifts, notice(900)) == [(10, 1), (10, 1), (900, 1)]


def test_a_notice_of_unknown_kind_gives_way_to_the_report_of_its_period() -> None:
    period: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30)}
    told = line(PAC, TAKER, 500, form="497", schedule="", kind="unclassified")

    assert sums(told, line(GIVER, TAKER, 500, **period)) == [(500, 1)]
