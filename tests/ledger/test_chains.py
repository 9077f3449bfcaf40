"""Chains of amendments, notices and conduits where a filing names what it amends, or does not: planted truth."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from tests.planted import filed, judged, line, paid, party

DAY = date(2020, 3, 1)
PAC = party("Invented Builders PAC", number="111")
TAKER = party("Invented for District Attorney 2020", number="222")
CONDUIT = party("Invented Conduit", number="333")
OTHER_CONDUIT = party("Another Conduit", number="444")
GIVER = party("DOE, JANE", kind="person", place="Springfield, CA", zip5="90000")
VENDOR = party("Invented Mailers", kind="organisation")
TOPIC = party("ROE, RICHARD", kind="candidate")
EVERYBODY = [PAC, TAKER, CONDUIT, OTHER_CONDUIT, GIVER, VENDOR, TOPIC]


def filing(place: int, amends: str = "", **more: Any) -> Filing:
    values: dict[str, Any] = {"filing_id": f"fec:{place}", "source": "invented", "filer_party_id": PAC.party_id}
    values |= {"number": str(place), "form": "3X", "report_number": 0, "report_date": None, "period_from": None}
    return Filing(**{**values, "period_thru": None, "schedules": "*", "url": "", "amends": amends, **more})


def spent(cents: int, number: int, transaction: str = "E1", **more: Any) -> Line:
    values: dict[str, Any] = {"kind": "independent_expenditure", "side": "payer", "schedule": "E", "form": "24"}
    values |= {"report_code": "48", "about_party_id": TOPIC.party_id, "stance": "for"}
    values |= {"filing_id": f"fec:{number}", "transaction_id": transaction}
    return line(PAC, VENDOR, cents, more.pop("day", DAY), **{**values, **more})


def amounts(lines: list[Line], filings: list[Filing] | None = None) -> list[tuple[int, int]]:
    return sorted((row["cents"], row["line_count"]) for row in paid(filed(lines, EVERYBODY, filings or [])))


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_amendments_that_name_the_original_or_the_one_before_are_one_chain(order: tuple[int, ...]) -> None:
    """The first names the original, the second the first, the third the original again: the third counts."""
    named = [filing(900), filing(901, "900"), filing(902, "901"), filing(903, "900")]
    told = [
        line(GIVER, PAC, 100 + n, form="3X", filing_id=f"fec:90{n}", transaction_id=f"A{n}", report_number=n)
        for n in range(4)
    ]
    numbered = [filing(900 + n, named[n].amends, report_number=n) for n in order]

    assert amounts([told[n] for n in order], numbered) == [(103, 1)]


def test_an_amended_filing_of_a_period_gives_way_once_though_its_number_and_its_period_say_so() -> None:
    """By its period the filing is replaced by report 1, by its number by report 2 of other days."""
    period: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 3, 31)}
    other: dict[str, Any] = {**period, "period_thru": date(2020, 3, 30)}
    named = [
        filing(900, **period),
        filing(901, "900", report_number=1, **period),
        filing(902, "900", report_number=2, **other),
    ]
    told = [
        line(GIVER, PAC, 100 + n, form="3X", filing_id=f"fec:90{n}", transaction_id=f"A{n}", report_number=n, **days)
        for n, days in enumerate((period, period, other))
    ]

    rows = judged(filed(told, EVERYBODY, named))
    assert [row["counts"] for row in rows].count(True) == 1
    assert len(rows) == len(told)


@pytest.mark.parametrize("numbers", [(0, 2, 1), (0, 1, 1), (0, 2, 3), (1, 3, 2)])
@pytest.mark.parametrize("is_named", [True, False], ids=["names what it amends", "on paper, naming nothing"])
def test_the_agencys_own_numbers_tell_the_last_amendment_whatever_the_program_counts(
    numbers: tuple[int, ...], is_named: bool
) -> None:
    """The last filing counts alone: 102. By what headers say of themselves alone no filing of the chain counted."""
    period: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 3, 31)}
    amends = ("", "900", "900" if is_named else "")
    reports = [{"report_number": number, "report_date": DAY, **period} for number in numbers]
    named = [filing(900 + n, amends[n], **report) for n, report in enumerate(reports)]
    told = [
        line(GIVER, PAC, 100 + n, form="3X", filing_id=f"fec:90{n}", transaction_id=f"A{n}", **report)
        for n, report in enumerate(reports)
    ]

    assert amounts(told, named) == [(102, 1)]


@pytest.mark.parametrize(
    ("amends", "number", "left"), [("", 0, [100, 101, 102]), ("901", 1, [100, 102]), ("", 1, [102])]
)
def test_statements_of_electioneering_of_the_same_days_are_several(amends: str, number: int, left: list[int]) -> None:
    """Form 9 is due for each day of advertisements; an amendment replaces what it names, or the days' others."""
    days: dict[str, Any] = {"form": "9", "period_from": date(2020, 1, 1), "period_thru": date(2020, 3, 31)}
    reports = [{"report_number": n, "report_date": DAY + timedelta(of), **days} for of, n in enumerate((0, 0, number))]
    named = [filing(900 + n, amends if n == 2 else "", **report) for n, report in enumerate(reports)]
    told = [
        line(PAC, VENDOR, 100 + n, side="payer", kind="electioneering", filing_id=f"fec:90{n}", row=n, **report)
        for n, report in enumerate(reports)
    ]

    assert [cents for cents, _lines in amounts(told, named)] == left


def test_an_amended_notice_replaces_the_one_that_it_names_and_no_other_with_its_transaction_number() -> None:
    """Filers number the transactions of each notice anew: E1 of March is not E1 of September."""
    later = DAY + timedelta(150)
    named = [filing(900, form="24"), filing(950, form="24"), filing(951, "950", form="24", report_number=1)]
    told = [spent(150000, 900), spent(60000, 950, day=later), spent(70000, 951, day=later, report_number=1)]

    assert amounts(told, named) == [(70000, 1), (150000, 1)]


def test_notices_on_a_form_that_is_a_periodic_report_too_cover_and_replace_nothing() -> None:
    """Form 5 is both; two 48-hour notices give the same days of coverage (TRACING §6: 48-hour notices of form 5)."""
    quarter: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 3, 31), "form": "5"}
    first = spent(50000, 900, report_date=DAY, **quarter)
    second = spent(30000, 901, "E2", day=DAY + timedelta(9), report_date=DAY + timedelta(10), **quarter)
    named = [filing(900, report_date=DAY, **quarter), filing(901, report_date=DAY + timedelta(10), **quarter)]

    assert amounts([first, second], named) == [(30000, 1), (50000, 1)]
    whole = [spent(54000, 990, "Q1", report_code="Q1", **quarter), spent(30000, 990, "Q2", report_code="Q1", **quarter)]
    assert amounts([first, second, *whole], [*named, filing(990, **quarter)]) == [(30000, 1), (54000, 1)]


def extract(cents: int, number: int, transaction: str = "E1", **more: Any) -> Line:
    """A line of a file that gives no report: the Commission's independent expenditures as CSV."""
    return spent(cents, number, transaction, report_code="", **more)


def test_one_line_in_two_extracts_of_one_outlet_is_one_payment() -> None:
    """The notice stands in both files; the quarterly report, in the one that tells reports apart, has it again."""
    noticed = spent(150000, 900)
    quarterly = spent(150000, 990, "E9", form="", report_code="Q1")

    assert amounts([extract(150050, 900), noticed]) == [(150000, 2)]
    assert amounts([extract(150050, 900), noticed, quarterly]) == [(150000, 3)]
    assert amounts([extract(150050, 900), quarterly]) == [(150000, 1)]


def test_a_notice_itself_counts_before_the_extract_that_cuts_off_cents() -> None:
    """A notice covers no period: the bulk file is known by its source, and the Commission's CSV has the cents."""
    itself = spent(150055, 900, record_source="zz whole filings", report_date=DAY)
    cut = spent(150000, 900, record_source="fec_bulk")
    listed = extract(150055, 900, record_source="fec_bulk", report_date=DAY)

    assert amounts([itself, cut]) == [(150055, 2)]
    assert amounts([cut, listed]) == [(150055, 2)]
    assert amounts([itself, cut, listed]) == [(150055, 3)]


@pytest.mark.parametrize(("days", "counted"), [(2, 2), (45, 1)])
def test_a_line_of_a_file_of_notices_filed_weeks_later_repeats_the_notice(days: int, counted: int) -> None:
    """Two notices are due within two days each; what was filed after weeks is the periodic report."""
    first = extract(150000, 900, report_date=DAY + timedelta(1))
    again = extract(150000, 990, "SE.7", report_date=DAY + timedelta(days))
    rows = paid(filed([first, again], EVERYBODY))

    assert len(rows) == counted
    assert any(row["doubt"] for row in rows) == (counted == 1)


def passed(day: date = DAY) -> Line:
    values: dict[str, Any] = {
        "schedule": "A earmark",
        "filer_party_id": CONDUIT.party_id,
        "form": "",
        "report_code": "M3",
    }
    return line(GIVER, CONDUIT, 2500, day, earmarked_for_party_id=TAKER.party_id, **values)


def own(day: date, conduit: str = "") -> Line:
    return line(GIVER, TAKER, 2500, day, form="", report_code="Q1", conduit_party_id=conduit)


@pytest.mark.parametrize(
    ("conduit", "days", "counted", "doubtful"),
    [
        (CONDUIT.party_id, 50, 1, False),
        (OTHER_CONDUIT.party_id, 1, 2, False),
        ("", 5, 1, False),
        ("", 25, 1, True),
        # A conduit must pass on within ten days (11 CFR 102.8): the same sum two months later is another gift.
        ("", 59, 2, False),
    ],
)
def test_a_conduits_record_is_of_the_gift_that_came_through_it(
    conduit: str, days: int, counted: int, doubtful: bool
) -> None:
    rows = paid(filed([passed(), own(DAY + timedelta(days), conduit)], EVERYBODY))

    assert len(rows) == counted
    assert any(row["doubt"] for row in rows) == doubtful


def test_equal_payments_that_recur_are_paired_over_weeks_in_doubt_only() -> None:
    """The payer's of January may be one that the payee left out, not the payee's of February late."""
    gave: dict[str, Any] = {
        "side": "payer",
        "kind": "contribution_made",
        "schedule": "B",
        "form": "",
        "report_code": "Q1",
    }
    lines = [line(PAC, TAKER, 500, DAY, **gave)]
    lines += [line(PAC, TAKER, 500, DAY + timedelta(days), form="", report_code="Q1") for days in (31, 62)]
    rows = paid(filed(lines, EVERYBODY))

    assert [row["cents"] for row in rows] == [500, 500]
    assert ["recur" in row["doubt"] for row in rows].count(True) == 1


def test_what_two_reports_of_overlapping_days_hold_without_transaction_numbers_counts_once() -> None:
    """A report before the election and the one of its quarter, as in TRACING §6; two equal gifts are two."""

    def told(row: int, thru: date, cents: int = 500, day: date = DAY) -> Line:
        period = {"period_from": date(2020, 1, 1), "period_thru": thru, "report_date": thru}
        return line(GIVER, PAC, cents, day, form="8872", filing_id=f"irs:{thru}", row=row, **period)

    before, quarter = date(2020, 3, 10), date(2020, 3, 31)
    lines = [told(1, before), told(2, before), told(3, quarter), told(4, quarter), told(5, quarter)]
    late = told(6, quarter, 700, date(2020, 3, 20))

    assert amounts([*lines, late]) == [(500, 1), (500, 2), (500, 2), (700, 1)]


def test_a_last_report_of_overlapping_days_that_numbers_its_lines_anew_counts_none_twice() -> None:
    """A committee ends soon after a period that it has reported: its last report has all of it again."""

    def told(row: int, transaction: str, thru: date, cents: int = 500, day: date = DAY) -> Line:
        period = {"period_from": date(2020, 1, 1), "period_thru": thru, "report_date": thru}
        return line(GIVER, PAC, cents, day, form="460", schedule="A", filing_id=f"ca:{thru}", row=row,
                    transaction_id=transaction, **period)  # fmt: skip

    first, last = date(2020, 3, 31), date(2020, 4, 15)
    lines = [told(1, "T1", first), told(2, "T2", first), told(3, "X1", last), told(4, "X2", last)]
    after = told(5, "X3", last, 700, date(2020, 4, 10))
    # As much on a day that the first report does not have is another gift.
    other = told(6, "X4", last, 500, date(2020, 4, 10))

    assert amounts([*lines, after, other]) == [(500, 1), (500, 2), (500, 2), (700, 1)]


def test_the_donors_whom_each_statement_of_electioneering_names_anew_gave_once() -> None:
    """Form 9 names all donors since the first day of the year before, however often it is filed."""

    def told(row: int, number: int, cents: int, day: date = date(2019, 6, 1)) -> Line:
        period = {"period_from": date(2020, 3, number), "period_thru": date(2020, 3, number)}
        period |= {"report_date": date(2020, 3, number)}
        return line(GIVER, PAC, cents, day, form="9", filing_id=f"fec:90{number}", row=row,
                    transaction_id=f"D{number}.{row}", **period)  # fmt: skip

    first, second = [told(1, 1, 500), told(2, 1, 500)], [told(3, 2, 500), told(4, 2, 500)]
    # A third gift of the day is in the last statement alone.
    last = [told(5, 3, 500), told(6, 3, 500), told(7, 3, 500), told(8, 3, 900, DAY)]

    assert amounts([*first, *second, *last]) == [(500, 1), (500, 3), (500, 3), (900, 1)]


def test_an_extract_of_an_amendment_replaces_the_filing_itself_that_came_before() -> None:
    """The bulk file has the amended report, the archive the original as filed; a later filing itself stays."""
    quarter: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 3, 31)}
    known = [filing(900, **quarter), filing(905, "900", report_number=2, **quarter)]
    coded: dict[str, Any] = {"report_code": "Q1", "transaction_id": "A1"}
    itself = line(GIVER, PAC, 100050, form="3X", filing_id="fec:900", record_source="files", **coded, **quarter)
    other = line(GIVER, PAC, 7000, form="3X", filing_id="fec:900", record_source="files",
                 **{**coded, "transaction_id": "A2"}, **quarter)  # fmt: skip
    extract_of = line(GIVER, PAC, 90000, form="", filing_id="fec:902", report_number=1, record_source="bulk", **coded)
    last = line(GIVER, PAC, 80000, form="3X", filing_id="fec:905", report_number=2, record_source="files", **coded,
                **quarter)  # fmt: skip

    assert amounts([itself, other, extract_of], known[:1]) == [(7000, 1), (90000, 1)]
    assert amounts([extract_of, last], known[1:]) == [(80000, 1)]


def test_an_amended_notice_replaces_one_of_no_known_number() -> None:
    """The original lies in a file whose name is not its number, so that nothing tells whether it is the one named."""
    named = [filing(900, form="24", filing_id="fec:Fa", number=""), filing(951, "900", form="24", report_number=1)]
    told = [spent(60000, 900, filing_id="fec:Fa"), spent(70000, 951, report_number=1)]

    assert amounts(told, named) == [(70000, 1)]


@pytest.mark.parametrize(("first", "second"), [("state", "county"), ("county", "county"), ("county", "state")])
@pytest.mark.parametrize(
    ("days", "again", "left"),
    [
        # The amendment corrects the last day or the first; of five gifts it has four again, one of another amount.
        ({"period_thru": date(2020, 6, 29)}, 4, [101, 102, 103, 777]),
        ({"period_from": date(2020, 2, 1)}, 4, [101, 102, 103, 777]),
        # Three of five are too few, and days that begin and end otherwise are those of another report.
        ({"period_thru": date(2020, 6, 29)}, 3, [100, 101, 102, 103, 104, 777]),
        ({"period_from": date(2020, 2, 1), "period_thru": date(2020, 6, 29)}, 4, [100, 101, 102, 103, 104, 777]),
    ],
)
def test_an_amendment_that_corrects_the_period_replaces_a_californian_schedule(
    first: str, second: str, days: dict[str, Any], again: int, left: list[int]
) -> None:
    """By its period it is another report; most of the schedule's transactions stand in it again, on equal days."""
    half: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30)}
    original = {**half, **days, "record_source": first, "filing_id": f"{first}:0"}
    amendment = {**half, "record_source": second, "filing_id": f"{second}:1", "report_number": 1}
    told = [line(GIVER, TAKER, 100 + n, transaction_id=f"A{n}", **original) for n in range(5)]
    told += [line(GIVER, TAKER, 100 + n, transaction_id=f"A{n}", **amendment) for n in range(1, again)]
    told.append(line(GIVER, TAKER, 777, transaction_id="A0", **amendment))

    assert [cents for cents, _lines in amounts(told)] == left
