"""The audits on planted ledgers: expected classes and balances follow from the planted sums alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from headwater.ledger.audits import RECONCILIATION
from headwater.ledger.book import Filed
from headwater.ledger.conserving import conservation
from headwater.ledger.covering import coverage
from headwater.ledger.giving_way import READ_AGAIN
from headwater.ledger.judging import all_judged
from headwater.ledger.reconciling import kinds_of_lines, reconciliation
from headwater.ledger.stage import judged_lines, payments
from headwater.ledger.steps import READS
from headwater.ledger.uncounted import KEY
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.totals import StatedTotal
from tests.planted import filed, line, listed, party

GIVER = party("Invented Builders PAC", number="111")
TAKER = party("Invented for District Attorney 2020", number="222")
MEASURE = "gifts, itemized"


def total(cents: int, **more: Any) -> StatedTotal:
    values: dict[str, Any] = {"source": "invented", "file_sha256": "t", "file_name": "totals.csv", "row": 1}
    values |= {"party_id": TAKER.party_id, "measure": MEASURE, "page": "summary", "election_date": None}
    values |= {"period_from": None, "period_thru": None, "cents": cents, "filing_id": "", "itemizes": False, "url": ""}
    return StatedTotal(**{**values, **more})


def gift(cents: int, **more: Any) -> Line:
    return line(GIVER, TAKER, cents, **{"adds_to": MEASURE, "period_from": None, "filing_id": "f:1", **more})


def reconciled(lines: list[Line], *totals: StatedTotal, filings: list[Filing] | None = None) -> list[dict[str, Any]]:
    engine = filed(lines, [GIVER, TAKER], filings or (), totals)
    tables = Filed(*(engine.table(name) for name in READS))
    judged = judged_lines(tables.lines, all_judged(engine).uncounted)
    return listed(reconciliation(tables, kinds_of_lines(judged, tables.totals)).order_by("page", "stated_cents"))


def classed(lines: list[Line], *totals: StatedTotal) -> list[tuple[str, int]]:
    return [(row["difference_class"], row["difference_cents"]) for row in reconciled(lines, *totals)]


def test_an_agencys_total_is_equal_below_or_above() -> None:
    lines = [gift(500, row=1), gift(700, row=2)]

    assert classed(lines, total(1200)) == [("equal", 0)]
    assert classed(lines, total(1500)) == [("below", -300)]
    assert classed(lines, total(1100)) == [("unexplained", 100)]


def test_what_is_itemized_above_an_agencys_total_is_explained_by_memo_and_doubtful_lines() -> None:
    lines = [
        gift(500, row=1),
        gift(700, row=2, schedule="A memo"),
        gift(300, row=3, adds_to=f"{MEASURE}?other account"),
    ]
    (row,) = reconciled(lines, total(600))

    assert (row["difference_class"], row["ledger_cents"], row["itemized_cents"]) == ("above_explained", 500, 1500)
    assert row["reason"] == (
        "of 15.00 itemized, memo lines hold 7.00; lines that may stand elsewhere hold 3.00 (other account); "
        "the other lines are 1.00 below what is stated"
    )


def test_a_memo_line_that_an_amendment_holds_again_is_itemized_once() -> None:
    coded: dict[str, Any] = {"report_code": "Q1", "form": ""}
    lines = [
        gift(500, row=1, transaction_id="A1", filing_id="fec:1", **coded),
        gift(700, row=2, transaction_id="A2", schedule="A memo", filing_id="fec:1", **coded),
        gift(500, row=3, transaction_id="A1", filing_id="fec:2", report_number=1, **coded),
        gift(800, row=4, transaction_id="A2", schedule="A memo", filing_id="fec:2", report_number=1, **coded),
        # Of another report, though the filer has used the number before.
        gift(90, row=5, transaction_id="A2", schedule="A memo", filing_id="fec:3", form="", report_code="Q2"),
    ]
    (row,) = reconciled(lines, total(1000))

    # 5.00 as it counts, and beside it 8.00 of the amendment and 0.90 of the other report; not the 7.00 replaced.
    assert (row["difference_class"], row["ledger_cents"], row["itemized_cents"]) == ("above_explained", 500, 1390)
    assert row["reason"] == "of 13.90 itemized, memo lines hold 8.90; the other lines are 5.00 below what is stated"


def test_each_part_of_what_an_agencys_total_differs_by_is_told_to_the_cent() -> None:
    other, third = f"{MEASURE}?other account", f"{MEASURE}?headquarters"
    lines = [gift(500, row=1), gift(300, row=2, adds_to=other), gift(55, row=3, adds_to=third)]
    lines.append(gift(20, row=4, schedule="A memo"))
    ((below,), (equal,)) = reconciled(lines, total(1000)), reconciled(lines, total(875))
    held = "of 8.75 itemized, memo lines hold 0.20; lines that may stand elsewhere hold 0.55 (headquarters), "
    held += "3.00 (other account); "

    # 5.00 − 10.00 = −(0.20 + 0.55 + 3.00 + 1.25).
    assert (below["difference_class"], below["difference_cents"]) == ("below", -500)
    assert below["reason"] == f"{held}1.25 of what is stated are not itemized"
    # All that is itemized is what is stated; the ledger has less of it, and says why.
    assert (equal["difference_class"], equal["difference_cents"]) == ("equal", -375)
    assert equal["reason"] == f"{held}all of it is what is stated"


def test_a_refund_that_is_taken_back_is_no_gift() -> None:
    """The Commission states individuals' contributions before refunds, so that neither adds to them."""
    refunds = [gift(cents, row=3, adds_to=f"{MEASURE}?refunded") for cents in (-200, 200)]
    (row,) = reconciled([gift(500, row=1), *refunds], total(500))

    assert (row["difference_class"], row["itemized_cents"], row["reason"]) == ("equal", 500, "")


def test_memo_lines_that_undo_one_another_hold_nothing() -> None:
    memos = [gift(cents, row=row, schedule="A memo") for row, cents in enumerate((500, -500), 7)]

    assert classed([gift(900, row=1), *memos], total(900)) == [("equal", 0)]
    # Memo lines alone that undo more than others state make no total lower than the money that counts.
    assert classed([gift(900, row=1), memos[1]], total(900)) == [("equal", 0)]
    (row,) = reconciled([gift(900, row=1), memos[1]], total(1000))
    assert row["reason"] == "of 4.00 itemized, memo lines hold -5.00; 6.00 of what is stated are not itemized"


def test_two_pages_that_differ_leave_the_difference_explained() -> None:
    rows = reconciled([gift(500)], total(500, page="a"), total(700, page="b"))
    said = "two pages of the publisher state different totals"

    assert [row["reason"] for row in rows] == [said, f"{said}; the source does not itemize the rest"]


def test_a_whole_filing_without_any_line_lacks_what_it_itemizes() -> None:
    stated = total(700, filing_id="f:1", itemizes=True)
    whole = Filing("f:1", "invented", TAKER.party_id, "1", "3P", 0, None, None, None, "*", "")
    lacking = ("unexplained", -700, "the form itemizes each dollar: lines are missing or were rejected")

    told = ("difference_class", "difference_cents", "reason")
    assert [tuple(row[name] for name in told) for row in reconciled([], stated, filings=[whole])] == [lacking]
    # Of a cover page alone it is not known that its lines should be here.
    assert reconciled([], stated, filings=[replace(whole, schedules="")]) == []


def test_a_total_of_which_the_ledger_makes_a_line_is_not_held_against_itself() -> None:
    """Form 460 states in one sum what it does not itemize; the payments of that sum are made of this very row."""
    rest = gift(80, row=9, file_sha256="t", adds_to="gifts, not itemized", is_sum=True)
    stated = [total(500, filing_id="f:1", itemizes=True)]
    stated.append(total(80, filing_id="f:1", measure="gifts, not itemized", page="line 2", row=9))

    assert [row["measure"] for row in reconciled([gift(500, row=1), rest], *stated)] == [MEASURE]


def test_cut_off_cents_are_named() -> None:
    (row,) = reconciled([gift(500, row=1), gift(700, row=2)], total(1298))

    assert (row["difference_class"], row["reason"]) == ("below", "the source cuts off the cents of each line")


def test_amended_and_repeated_lines_are_left_out_of_an_agencys_total_but_not_the_other_side() -> None:
    period = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30)}
    old = gift(900, filing_id="f:0", **period)
    new = gift(500, filing_id="f:1", report_number=1, **period)
    given = line(GIVER, TAKER, 500, side="payer", kind="contribution_made", adds_to="made", filing_id="g:1")

    assert classed([old, new, given], total(500), total(500, party_id=GIVER.party_id, measure="made", page="z")) == [
        ("equal", 0),
        ("equal", 0),
    ]


@pytest.mark.parametrize(("stated", "verdict"), [(500, "equal"), (600, "unexplained"), (400, "unexplained")])
def test_a_filings_own_summary_must_be_met_where_the_form_itemizes_each_dollar(stated: int, verdict: str) -> None:
    lines = [gift(500, row=1), gift(50, row=2, schedule="A memo", adds_to=""), gift(900, row=3, filing_id="f:2")]

    assert classed(lines, total(stated, filing_id="f:1", itemizes=True)) == [(verdict, 500 - stated)]


@pytest.mark.parametrize(
    ("lines", "stated", "verdict", "reason"),
    [
        # Offsets of $46.88 where the summary states none: more, though the number is lower.
        ([-4688], 0, "unexplained", "the lines add up to more than is stated"),
        # Refunds of whole dollars below a total with cents: a filing's own lines have its cents.
        ([-500000, -207500], -713250, "below", "the source does not itemize the rest"),
        ([500000, 207500], 713250, "below", "the source does not itemize the rest"),
    ],
)
def test_why_a_filings_own_total_differs(lines: list[int], stated: int, verdict: str, reason: str) -> None:
    (row,) = reconciled([gift(cents, row=n) for n, cents in enumerate(lines)], total(stated, filing_id="f:1"))

    assert (row["difference_class"], row["reason"]) == (verdict, reason)


def test_a_superseded_filing_is_held_against_its_own_lines() -> None:
    period = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30)}
    lines = [gift(900, filing_id="f:0", **period), gift(500, filing_id="f:1", report_number=1, **period)]

    assert classed(lines, total(900, filing_id="f:0", itemizes=True)) == [("equal", 0)]


def test_an_extract_of_a_filing_that_is_held_adds_to_none_of_its_totals() -> None:
    """The bulk file of expenditures says nothing of lines of the form; a memo of it is more than what was spent."""
    spent: dict[str, Any] = {"side": "payer", "kind": "spending", "filing_id": "f:1"}
    own = [line(TAKER, GIVER, 1000, adds_to="21(b)", transaction_id="B1", **spent)]
    extract = [
        line(TAKER, GIVER, cents, schedule=schedule, transaction_id=number, record_source="extract", **spent)
        for cents, schedule, number in ((1000, "B", "B1"), (300, "B memo", "B2"))
    ]
    stated = [total(1000, measure=measure, page=measure, filing_id="f:1") for measure in ("21(b)", "expenditures")]

    found = [(row["measure"], row["ledger_cents"]) for row in reconciled([*own, *extract], *stated)]
    assert found == [("21(b)", 1000)]
    # Of a filing that only the extract holds it is what there is.
    assert [row["measure"] for row in reconciled(extract, *stated)] == ["expenditures"]


def test_a_total_without_any_line_of_a_filing_that_is_held_is_missing_money() -> None:
    stated = total(700, filing_id="f:1", itemizes=True)
    whole = Filing("f:1", "invented", TAKER.party_id, "1", "460", 0, None, None, None, "*", "")
    (row,) = reconciled([gift(500, adds_to="")], stated, filings=[whole])
    assert (row["difference_class"], row["difference_cents"]) == ("unexplained", -700)
    (row,) = reconciled([gift(500, adds_to="")], stated)
    assert (row["difference_class"], row["reason"]) == ("below", "the schedule is not in these records")
    assert classed([gift(500, filing_id="f:9")], total(700, filing_id="f:1", itemizes=True)) == []


def test_two_pages_that_differ_stand_side_by_side() -> None:
    rows = reconciled([gift(500)], total(500, page="a"), total(480, page="b"))

    assert [(row["stated_cents"], row["other_stated_cents"]) for row in rows] == [(500, 480), (480, 500)]


def test_files_of_one_name_and_of_two_days_may_state_two_totals() -> None:
    """The Commission's summaries keep their names from month to month."""
    totals = [
        total(cents, row=row, file_sha256=str(row), period_from=None, period_thru=date(2020, row, 28))
        for row, cents in enumerate((400, 500, 500), 1)
    ]
    rows = reconciled([gift(500)], *totals)

    assert len({tuple(row[name] for name in RECONCILIATION.key) for row in rows}) == len(rows) == len(totals)
    assert sorted((row["period_thru"].month, row["difference_class"]) for row in rows) == [
        (1, "unexplained"),
        (2, "equal"),
        (3, "equal"),
    ]


@pytest.mark.parametrize("filing", ["", "f:1"])
@pytest.mark.parametrize("names", [("totals.csv", "totals.csv"), ("totals.csv", "totals (1).csv")])
def test_a_statement_that_two_files_hold_is_one(filing: str, names: tuple[str, str]) -> None:
    """An export of another day has it again, at another row, under the same name or another."""
    first, again = (
        total(500, row=row, file_sha256=str(row), file_name=name, filing_id=filing) for row, name in enumerate(names, 1)
    )
    (row,) = reconciled([gift(500)], first, again)

    assert row == reconciled([gift(500)], replace(first, file_name=min(names)))[0]
    assert (row["difference_class"], row["stated_cents"]) == ("equal", 500)


def books(lines: list[Line], totals: list[StatedTotal], filings: list[Filing]) -> dict[str, Any]:
    engine = filed(lines, [GIVER, TAKER], filings, totals)
    paid = payments(engine.table("source_lines"), all_judged(engine))
    keys, stated, known = (engine.table(name) for name in ("party_keys", "source_totals", "source_filings"))
    (row,) = (r for r in listed(conservation(paid, keys, stated, known)) if r["party_id"] == TAKER.party_id)
    return row


def balance(measure: str, cents: int, **more: Any) -> StatedTotal:
    return total(cents, measure=measure, page=measure, **more)


MOVES = [
    line(GIVER, TAKER, 1000, date(2020, 2, 1)),
    line(TAKER, GIVER, 300, date(2020, 3, 1), kind="spending", side="payer"),
    line(GIVER, TAKER, 70, date(2020, 3, 2), kind="in_kind", schedule="C"),
    line(GIVER, TAKER, -200, date(2020, 4, 1)),
]
FIRST = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 3, 31)}
SECOND = {"period_from": date(2020, 4, 1), "period_thru": date(2020, 6, 30)}


def test_books_close_from_the_first_reported_opening_to_the_last_reported_closing() -> None:
    stated = [
        balance("opening_balance", 50, **FIRST), balance("closing_balance", 750, **FIRST),
        balance("opening_balance", 750, **SECOND), balance("closing_balance", 550, **SECOND),
    ]  # fmt: skip
    row = books(MOVES, stated, [])

    assert (row["opening_cents"], row["in_cents"], row["out_cents"], row["closing_cents"]) == (50, 1000, 500, 550)
    assert (row["unknown_cents"], row["is_exact"]) == (0, True)


def test_balances_are_those_of_the_last_amendment_by_the_agencys_numbers() -> None:
    # The third report counts anew, as paper and other software do; the Commission's numbers still grow.
    numbers = {"fec:900": 0, "fec:950": 2, "fec:990": 1}
    reports = [
        Filing(one, "invented", TAKER.party_id, one, "3X", n, None, FIRST["period_from"], FIRST["period_thru"], "*", "")
        for one, n in numbers.items()
    ]
    closing = dict(zip(numbers, (700, 720, 750), strict=True))
    stated = [balance("opening_balance", 50, filing_id=one, **FIRST) for one in numbers]
    stated += [balance("closing_balance", cents, filing_id=one, **FIRST) for one, cents in closing.items()]
    row = books(MOVES[:3], stated, reports)

    assert (row["closing_cents"], row["is_exact"]) == (750, True)


def test_what_does_not_close_is_named_unknown() -> None:
    row = books(MOVES, [balance("opening_balance", 50, **FIRST), balance("closing_balance", 540, **SECOND)], [])

    assert (row["unknown_cents"], row["is_exact"]) == (10, False)


def test_without_reports_the_opening_is_the_least_that_covers_each_day() -> None:
    spent = line(TAKER, GIVER, 1300, date(2020, 2, 15), kind="spending", side="payer")
    row = books([MOVES[0], spent], [], [])

    assert (row["opening_cents"], row["is_opening_reported"], row["unknown_cents"]) == (300, False, 0)


def test_an_amended_balance_counts_instead_of_the_first() -> None:
    known = [
        Filing(f"f:{n}", "invented", TAKER.party_id, str(n), "460", n, None, FIRST["period_from"],
               FIRST["period_thru"], "*", "") for n in (0, 1)
    ]  # fmt: skip
    stated = [balance("opening_balance", 50 + n, filing_id=f"f:{n}", **FIRST) for n in (0, 1)]

    assert books(MOVES, stated, known)["opening_cents"] == 51


def test_months_between_two_reports_that_none_covers_are_missing() -> None:
    months = [(date(2020, 1, 1), date(2020, 1, 31)), (date(2020, 4, 1), date(2020, 4, 30))]
    lines = [line(GIVER, TAKER, 5, begins, period_from=begins, period_thru=ends) for begins, ends in months]
    engine = filed(lines, [GIVER, TAKER])
    judged = judged_lines(engine.table("source_lines"), all_judged(engine).uncounted)
    rows = listed(coverage(judged, *map(engine.table, ("source_filings", "party_keys", "source_totals"))))

    assert sorted((row["month"], row["state"], row["line_count"]) for row in rows) == [
        (1, "held", 1), (2, "missing", 0), (3, "missing", 0), (4, "held", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(("short", "long"), [("990EZ", "990"), ("450", "460")])
def test_a_year_on_the_short_form_is_not_missing(short: str, long: str) -> None:
    years = [(long, 2019), (short, 2020), (long, 2021)]
    values = [(form, date(year, 1, 1), date(year, 12, 31)) for form, year in years]
    lines = [
        line(GIVER, TAKER, 5, begins, form=form, period_from=begins, period_thru=ends) for form, begins, ends in values
    ]
    engine = filed(lines, [GIVER, TAKER])
    judged = judged_lines(engine.table("source_lines"), all_judged(engine).uncounted)

    rows = listed(coverage(judged, *map(engine.table, ("source_filings", "party_keys", "source_totals"))))
    assert {row["state"] for row in rows} == {"held"}


def covered(lines: list[Line], filings: Sequence[Filing] = (), totals: Sequence[StatedTotal] = ()) -> set[Any]:
    """Form, year, month, state and number of lines of each row of coverage."""
    engine = filed(lines, [GIVER, TAKER], filings, totals)
    tables = map(engine.table, ("source_lines", "source_filings", "party_keys", "source_totals"))
    told = ("form", "year", "month", "state", "line_count")
    return {tuple(row[name] for name in told) for row in listed(coverage(*tables))}


def test_a_record_that_two_files_hold_is_one_line_of_its_month() -> None:
    both = [gift(500, line_id="L" + 16 * "1", file_sha256=name) for name in ("f1", "f2")]
    engine = filed(both, [GIVER, TAKER])
    judged = judged_lines(engine.table("source_lines"), all_judged(engine).uncounted)
    again = judged.filter(judged.why_not.startswith(READ_AGAIN)).select(*KEY)
    names = ("source_lines", "source_filings", "party_keys", "source_totals")
    lines, filings, keys, totals = map(engine.table, names)
    rows = listed(coverage(lines, filings, keys, totals, again))

    assert [(row["line_count"], row["cents"]) for row in rows] == [(1, 500)]


def test_a_filing_that_states_totals_without_a_line_is_held_with_none() -> None:
    bare = Filing("f:1", "invented", TAKER.party_id, "1", "460", 0, None, FIRST["period_from"], FIRST["period_thru"],
                  "*", "")  # fmt: skip
    cover = replace(bare, filing_id="f:2", form="410")

    assert covered([], [bare, cover], [total(700, filing_id="f:1")]) == {("460", 2020, 3, "held", 0)}
    assert covered([gift(5, filing_id="f:1")], [bare], [total(700, filing_id="f:1")]) == {("460", 2020, 3, "held", 1)}


def bulk(name: str, *days: date) -> list[Line]:
    """Lines of a file of the Commission's bulk data."""
    place: dict[str, Any] = {"record_source": "fec_bulk", "file_name": name, "form": "", "period_from": None}
    return [line(GIVER, TAKER, 5, day, row=n, file_sha256=f"{name}{days[0]}", **place) for n, day in enumerate(days)]


def test_a_bulk_file_that_is_missing_beside_others_of_its_cycle_is_named() -> None:
    """As in March 2019: most lines are of the last months of 2018, reported late, and the files of the cycle 2020."""
    days = (date(2019, 2, 5), date(2019, 3, 5), *(date(2018, 12, day) for day in (29, 30, 31)))
    lines = [*bulk("itcont.txt", *days), *bulk("itpas2.txt", days[0]), *bulk("oppexp.txt", days[0])]
    missing = {row for row in covered(lines) if row[3] == "missing"}

    # itpas2 is a subset of itoth, and does not stand for it.
    assert missing == {("itoth", 2019, month, "missing", 0) for month in (2, 3)}
    assert not {row for row in covered([*lines, *bulk("itoth.txt", days[0])]) if row[3] == "missing"}


def test_a_cycle_of_bulk_files_between_two_others_is_missing_whole() -> None:
    lines = [
        one
        for year in (2016, 2020)
        for name in ("itcont.txt", "itoth.txt", "oppexp.txt")
        for one in bulk(name, date(year, 6, 1))
    ]
    missing = {row[:3] for row in covered(lines) if row[3] == "missing"}

    assert missing == {
        (name, year, month) for name in ("itcont", "itoth", "oppexp") for year in (2017, 2018) for month in range(1, 13)
    }


def test_nothing_is_said_of_a_cycle_of_which_a_bulk_file_has_another_name() -> None:
    lines = [*bulk("itcont.txt", date(2019, 2, 5)), *bulk("part-1.txt", date(2019, 2, 5))]

    assert {row[3] for row in covered(lines)} == {"held"}


def test_a_notice_makes_no_month_missing() -> None:
    begins = {n: date(2020, n, 1) for n in (1, 6)}
    lines = [line(GIVER, TAKER, 5, day, form="497", period_from=day, period_thru=day) for day in begins.values()]
    engine = filed([*lines, replace(lines[0], line_id=f"L{1:016x}")], [GIVER, TAKER])
    judged = judged_lines(engine.table("source_lines"), all_judged(engine).uncounted)

    rows = listed(coverage(judged, *map(engine.table, ("source_filings", "party_keys", "source_totals"))))
    assert {row["state"] for row in rows} == {"held"}


def test_what_was_not_itemized_is_a_named_part_of_the_unknown() -> None:
    stated = [
        balance("opening_balance", 50, **FIRST), balance("closing_balance", 700, **FIRST),
        balance("receipts", 1250, **FIRST), balance("expenditures", 600, **FIRST),
        balance("receipts", 9000, **SECOND), balance("receipts", 7777, source="elsewhere", **FIRST),
    ]  # fmt: skip
    row = books(MOVES, stated, [])

    # 50 + 1,000 − 300 − 700: 50 are left; stated are 250 more that came in and 300 more that went out.
    assert (row["in_cents"], row["out_cents"], row["unknown_cents"]) == (1000, 300, 50)
    assert (row["unlisted_in_cents"], row["unlisted_out_cents"]) == (250, 300)
    assert row["unknown_cents"] + row["unlisted_in_cents"] - row["unlisted_out_cents"] == 0
    assert row["stated_gap_cents"] == 0


def test_what_the_stated_figures_do_not_add_up_to_is_named() -> None:
    """The report of April to June is missing: the next opens with 150 more than the first closed with."""
    third = {"period_from": date(2020, 7, 1), "period_thru": date(2020, 9, 30)}
    stated = [
        balance("opening_balance", 50, **FIRST), balance("closing_balance", 750, **FIRST),
        balance("receipts", 1000, **FIRST), balance("expenditures", 300, **FIRST),
        balance("opening_balance", 900, **third), balance("closing_balance", 880, **third),
        balance("receipts", 0, **third), balance("expenditures", 20, **third),
    ]  # fmt: skip
    row = books(MOVES[:3], stated, [])

    # 50 + 1,000 − 300 − 880: −130, of which 150 is not added up, and 20 were paid and not itemized.
    assert (row["unknown_cents"], row["stated_gap_cents"]) == (-130, -150)
    assert (row["unlisted_in_cents"], row["unlisted_out_cents"]) == (0, 20)
    assert row["stated_gap_cents"] - row["unlisted_in_cents"] + row["unlisted_out_cents"] == row["unknown_cents"]


def test_cash_is_held_against_stated_cash_where_the_form_tells_it_apart() -> None:
    stated = [
        balance("opening_balance", 0, **FIRST), balance("closing_balance", 700, **FIRST),
        balance("receipts", 1170, **FIRST), balance("cash receipts", 1000, **FIRST),
        balance("miscellaneous increases to cash", 30, **FIRST), balance("cash payments", 330, **FIRST),
    ]  # fmt: skip
    row = books(MOVES, stated, [])

    assert (row["unlisted_in_cents"], row["unlisted_out_cents"]) == (30, 30)
    assert books(MOVES, [], [])["unlisted_in_cents"] is None
