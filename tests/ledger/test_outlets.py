"""One Californian filer's reports and notices through several outlets, and gifts across regimes: planted truth."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources._tables.totals import StatedTotal
from tests.planted import filed, line, paid, party

DAY = date(2020, 3, 1)
PERIOD: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30)}
NO_PERIOD: dict[str, Any] = {"period_from": None, "period_thru": None}
TAKER = party("Invented for District Attorney 2020", number="1900011")
PAC = party("Invented Builders PAC", number="1900012")
GIVER = party("DOE, JANE", kind="person", place="Springfield, CA", zip5="90000")
RENAMED = party("DOE, JANET", kind="person", place="Springfield, CA", zip5="90000")
VENDOR = party("Invented Mailers", kind="organisation")
TOPIC = party("ROE, RICHARD", kind="candidate")
EVERYBODY = [TAKER, PAC, GIVER, RENAMED, VENDOR, TOPIC]


def gift(cents: int, outlet: str, number: int, **more: Any) -> Line:
    """A gift on schedule A of a report; another outlet numbers its records and filings anew."""
    values = {"record_source": outlet, "filing_id": f"{outlet}:{number}", "report_number": number, **PERIOD}
    return line(GIVER, TAKER, cents, **{**values, "transaction_id": "INC1", **more})


def spending(cents: int, outlet: str, number: int) -> Line:
    values = {"record_source": outlet, "filing_id": f"{outlet}:{number}", "report_number": number, **PERIOD}
    return line(TAKER, VENDOR, cents, side="payer", kind="spending", schedule="E", transaction_id="EXP1", **values)


def report(outlet: str, place: int, schedules: str, **more: Any) -> Filing:
    values: dict[str, Any] = {"filing_id": f"{outlet}:{place}", "source": outlet, "filer_party_id": TAKER.party_id}
    values |= {"number": "", "form": "460", "report_number": place, "report_date": None, **PERIOD}
    return Filing(**{**values, "schedules": schedules, "url": "", **more})


def amounts(lines: list[Line], filings: list[Filing]) -> list[int]:
    return sorted(row["cents"] for row in paid(filed(lines, EVERYBODY, filings)))


@pytest.mark.parametrize(("first", "second"), [("county", "state"), ("state", "county")])
def test_an_amendment_in_one_outlet_replaces_the_report_in_the_other(first: str, second: str) -> None:
    told = [gift(50000, first, 0), gift(45000, second, 1)]

    assert amounts(told, [report(first, 0, "*"), report(second, 1, "*")]) == [45000]


def test_an_outlet_that_holds_one_schedule_amends_that_one_alone() -> None:
    told = [gift(50000, "state", 0), spending(10000, "state", 0), gift(45000, "county", 1)]

    assert amounts(told, [report("state", 0, "*"), report("county", 1, "A")]) == [10000, 45000]
    assert amounts(told, [report("state", 0, "*"), report("county", 1, "*")]) == [45000]


def test_a_filing_number_with_a_larger_report_number_replaces_what_has_no_cover_here() -> None:
    """Cal-Access tables without the table of covers: all amendments of a filing have its number."""
    unnamed = Party("Pfiler", "Filer of Cal-Access filing 100", "unknown", "calaccess_filing", "100", *[""] * 5)
    bare: dict[str, Any] = {"filer_party_id": "Pfiler", "payee_party_id": "Pfiler", "record_source": "ca_calaccess"}
    told = [
        line(GIVER, TAKER, cents, filing_id=f"ca_calaccess:100-{n}", report_number=n, transaction_id=mark, **bare)
        for n, mark, cents in ((0, "A1", 50000), (0, "A2", 7000), (1, "A1", 45000))
    ]

    assert [row["cents"] for row in paid(filed(told, [*EVERYBODY, unnamed]))] == [45000]


@pytest.mark.parametrize(("days", "left"), [(5, [40000]), (700, [40000, 50000])])
def test_an_amended_notice_replaces_the_one_of_its_number_whoever_it_names(days: int, left: list[int]) -> None:
    """The amendment corrects the giver's name; two years later the filer's numbers have begun anew."""
    later = DAY + timedelta(days)
    notices = [
        line(GIVER, TAKER, 50000, form="497", schedule="P1", transaction_id="INC1", filing_id="c:0", report_date=DAY),
        line(RENAMED, TAKER, 40000, later, form="497", schedule="P1", transaction_id="INC1", filing_id="c:1",
             report_number=1, report_date=later),
    ]  # fmt: skip
    unknown: dict[str, Any] = {"form": "497", "number": "L1", "period_from": None, "period_thru": None}
    known = [report("c", 0, "", report_date=DAY, **unknown), report("c", 1, "", report_date=later, **unknown)]

    assert amounts(notices, known) == left


def test_a_notice_of_other_years_with_its_transaction_and_parties_is_another() -> None:
    notices = [
        line(GIVER, TAKER, 500, day, form="497", schedule="P1", transaction_id="INC1", report_number=n)
        for n, day in enumerate((DAY, DAY + timedelta(700)))
    ]

    assert amounts(notices, []) == [500, 500]


@pytest.mark.parametrize(
    ("days", "first", "amended", "left"),
    [(1, "ab", "c", 1), (7, "a", "bc", 1), (8, "a", "b", 2)],
)
def test_an_amendment_of_a_late_gift_in_another_outlet_may_state_another_day(
    days: int, first: str, amended: str, left: int
) -> None:
    def notice(outlet: str, day: date, number: int) -> Line:
        late: dict[str, Any] = {"form": "497", "schedule": "P1", "transaction_id": "INC1", "report_number": number}
        return line(GIVER, TAKER, 50000, day, record_source=outlet, filing_id=f"{outlet}:{number}", **late)

    later = DAY + timedelta(days)
    told = [*(notice(outlet, DAY, 0) for outlet in first), *(notice(outlet, later, 1) for outlet in amended)]

    assert [row["cents"] for row in paid(filed(told, EVERYBODY))] == [50000] * left
    # Of the later day there is a notice that is no amendment: the earlier one is another.
    assert len(paid(filed([*told, notice("d", later, 0)], EVERYBODY))) == 2


def test_of_two_late_gifts_of_one_id_an_amendment_of_another_day_replaces_one() -> None:
    """Each notice numbers its gifts anew: two of one day stand in the first outlet, one amended in the second."""
    late: dict[str, Any] = {"form": "497", "schedule": "P1", "transaction_id": "INC1", **NO_PERIOD}
    told = [gift(50000, "a", 0, row=row, **late) for row in range(2)]
    later = DAY + timedelta(3)
    amended = replace(gift(50000, "b", 1, **late), date_from=later, date_to=later)

    assert amounts([*told, amended], []) == [50000, 50000]


@pytest.mark.parametrize(("filed_after", "left"), [(5, 1), (-1, 2)])
def test_a_notice_filed_after_an_amendment_is_another(filed_after: int, left: int) -> None:
    """The amendment is of an earlier gift of the giver, as large, of the week before."""
    late: dict[str, Any] = {"form": "497", "schedule": "P1", "transaction_id": "INC1", **NO_PERIOD}
    earlier, after = DAY - timedelta(3), DAY + timedelta(filed_after)
    amendment = replace(gift(50000, "b", 1, **late, report_date=after), date_from=earlier, date_to=earlier)

    assert len(amounts([gift(50000, "a", 0, **late, report_date=DAY), amendment], [])) == left


def test_a_payment_keeps_what_its_notice_says_it_was_about() -> None:
    spent: dict[str, Any] = {"side": "payer", "kind": "independent_expenditure"}
    notice = line(PAC, VENDOR, 30000, form="496", schedule="", about_party_id=TOPIC.party_id, stance="against", **spent)
    itemized = line(PAC, VENDOR, 30000, schedule="E", transaction_id="EXP1", **spent, **PERIOD)
    (row,) = paid(filed([notice, itemized], EVERYBODY))

    assert (row["cents"], row["line_count"]) == (30000, 2)
    assert (row["about_party_id"], row["stance"]) == (TOPIC.party_id, "against")


def test_what_the_payer_calls_an_expenditure_and_the_payee_a_gift_is_one_payment() -> None:
    """A federal committee's gift to a local one stands among its other disbursements (line 29 of Form 3X)."""
    federal = line(PAC, TAKER, 250000, DAY, side="payer", kind="spending", schedule="B", record_source="fec_efiles")
    local = line(PAC, TAKER, 250000, DAY + timedelta(2), record_source="ca_cal")
    (row,) = paid(filed([federal, local], EVERYBODY))

    assert (row["kind"], row["cents"], row["line_count"]) == ("monetary", 250000, 2)
    # A loan of the same amount is none.
    assert len(paid(filed([federal, line(PAC, TAKER, 250000, DAY, kind="loan")], EVERYBODY))) == 2


@pytest.mark.parametrize(("stated", "left"), [(50000, [45000]), (0, [])])
def test_an_amendment_known_by_its_summary_alone_keeps_what_it_says_is_elsewhere(stated: int, left: list[int]) -> None:
    """Schedule A of the second amendment is not here; its summary says that there is one, or none."""
    told = [gift(50000 - 5000 * n, "county", n, adds_to="itemized gifts") for n in range(2)]
    known = [report("county", n, "A") for n in range(2)]
    known += [report("county", 2, "summary")]
    place: dict[str, Any] = {"source": "county", "file_sha256": "f2", "file_name": "s.csv", "row": 1, "page": "A, 1"}
    total = StatedTotal(
        **place, party_id=TAKER.party_id, measure="itemized gifts", election_date=None, **PERIOD, cents=stated,
        filing_id="county:2", itemizes=True, url="",
    )  # fmt: skip
    rest = gift(100, "county", 2, adds_to="other gifts", transaction_id="", is_sum=True)

    rows = paid(filed([*told, rest], EVERYBODY, known, [total]))
    assert sorted(row["cents"] for row in rows if not row["is_sum"]) == left


def test_a_notice_and_the_supplemental_report_of_its_filer_are_one_payment() -> None:
    """Forms 496 and 465 hold the same expenditures of a filer that never files form 460; two equal ones are two."""
    spent: dict[str, Any] = {"side": "payer", "kind": "independent_expenditure", "stance": "against"}
    spent["about_party_id"] = TOPIC.party_id
    notices = [line(PAC, VENDOR, 30000, DAY, form="496", schedule="", row=n, **spent) for n in range(2)]
    supplement = line(PAC, VENDOR, 30000, DAY, form="465", schedule="P3", **spent, **PERIOD)

    assert amounts([*notices, supplement], []) == [30000, 30000]
    assert amounts([notices[0], supplement], []) == [30000]


def nobody(name: str) -> Party:
    return party(f"Payees not itemized by {name}", kind="unnamed")


@pytest.mark.parametrize("name", ["Filer of Cal-Access filing 100", "Invented Builders Political Action Committee"])
@pytest.mark.parametrize("told", ["both", "one", "other"])
def test_an_expenditure_without_a_payee_counts_once_over_two_outlets(name: str, told: str) -> None:
    """Cal-Access names a filer by its filing's number, a county in its own spelling; a notice's cover has the topic."""
    unnamed = Party("Pfiler", name, "unknown", "calaccess_filing", "100", *[""] * 5)
    other = party("POE, PAT", kind="candidate")
    spent: dict[str, Any] = {"side": "payer", "kind": "independent_expenditure", "schedule": "", "form": "496"}
    about = {"about_party_id": TOPIC.party_id, "stance": "against"}
    first = {**spent, **(about if told == "one" else {})}
    if told == "both":
        # What was spent on the same day, and as much, about somebody else is another payment.
        first |= {"about_party_id": other.party_id, "stance": "for"}
    lines = [
        line(PAC, nobody(PAC.name), 500000, record_source="ca_cal", filing_id="ca_cal:1", **first),
        line(unnamed, nobody(name), 500000, record_source="ca_calaccess", filing_id="ca_calaccess:100-0",
             **{**spent, **({} if told == "one" else about)}),
    ]  # fmt: skip
    filings = [report("ca_calaccess", 0, "*", filer_party_id=PAC.party_id, number="100", form="496")]

    rows = paid(filed(lines, [*EVERYBODY, unnamed, other, nobody(name), nobody(PAC.name)], filings))
    assert [row["cents"] for row in rows] == ([500000, 500000] if told == "both" else [500000])
    assert {(row["about_party_id"], row["stance"]) for row in rows} >= {(TOPIC.party_id, "against")}


def test_what_is_not_itemized_counts_once_over_two_spellings_of_the_filer() -> None:
    spelt = party("Invented Builders Political Action Committee", number=PAC.identifier)
    givers = [party(f"Contributors not itemized by {one.name}", kind="unnamed") for one in (PAC, spelt)]
    days: dict[str, Any] = {"date_to": PERIOD["period_thru"], "is_sum": True, **PERIOD}
    lines = [
        line(giver, own, 9900, PERIOD["period_from"], record_source=outlet, filing_id=f"{outlet}:1", **days)
        for giver, own, outlet in zip(givers, (PAC, spelt), ("ca_cal", "ca_netfile"), strict=True)
    ]

    assert [row["cents"] for row in paid(filed(lines, [*EVERYBODY, spelt, *givers]))] == [9900]


@pytest.mark.parametrize("outlet", ["state", "county"])
def test_the_long_form_amends_the_short_one_of_the_same_days(outlet: str) -> None:
    """A committee that could not use form 450 files form 460 for the same half-year."""
    short = spending(14000, "state", 0)
    short = replace(short, form="450", schedule="P5")
    known = [report("state", 0, "*", form="450"), report(outlet, 1, "*")]

    assert amounts([short, spending(15000, outlet, 1)], known) == [15000]
