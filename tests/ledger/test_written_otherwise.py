"""One Californian filing in several outlets, each with its own writing, and one gift on two forms. Planted truth."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from tests.planted import filed, line, paid, party

DAY = date(2020, 3, 1)
TAKER = party("Invented for District Attorney 2020", number="1900011")
FUND = party("Invented Voters Fund", number="1900012")
GUIDE = party("Invented Voter Guide", kind="organisation", number="1900013")
AT_HOME = party("PLACEHOLDER, ROBIN", kind="person", place="Exampleville, CA", zip5="95999")
NOWHERE = party("PLACEHOLDER, ROBIN", kind="person")
JUNIOR = party("PLACEHOLDER, ROBIN JR", kind="person", place="Exampleville, CA", zip5="95999")
PRINTER = party("Invented Mailers", kind="organisation")
UNNAMED = party("Payees not itemized by Invented Voters Fund", kind="unnamed")
SAM, PAT = party("EXEMPLAR, SAM", kind="candidate"), party("EXEMPLAR, PAT", kind="candidate")
EVERYBODY = [TAKER, FUND, GUIDE, AT_HOME, NOWHERE, JUNIOR, PRINTER, UNNAMED, SAM, PAT]
PERIOD: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30)}


def of(outlet: str, **more: Any) -> dict[str, Any]:
    """The columns of one report in one outlet."""
    return {"record_source": outlet, "source": outlet, "filing_id": f"{outlet}:1", "transaction_id": "INC1"} | more


def spent(payee: Party, schedule: str, outlet: str, **more: Any) -> Line:
    """An independent expenditure of the fund against Sam, as one schedule has it."""
    about = {"about_party_id": SAM.party_id, "stance": "against", "transaction_id": f"{schedule}1"}
    values = {"side": "payer", "kind": "independent_expenditure", "schedule": schedule, **PERIOD, **about, **more}
    return line(FUND, payee, 150000, **of(outlet, **values))


def amounts(*lines: Line, also: tuple[Party, ...] = ()) -> list[int]:
    return sorted(row["cents"] for row in paid(filed(list(lines), [*EVERYBODY, *also])))


@pytest.mark.parametrize("other", [NOWHERE, JUNIOR])
@pytest.mark.parametrize("outlet", ["ca_calaccess", "ca_netfile"])
def test_a_giver_without_a_place_or_with_a_suffix_gave_once(other: Party, outlet: str) -> None:
    """The county's JSON has neither; it may be of the publisher of the spreadsheet, too."""
    told = [
        line(AT_HOME, TAKER, 50000, **of("ca_netfile", **PERIOD)),
        line(other, TAKER, 50000, **of(outlet, **PERIOD) | {"filing_id": f"{outlet}:2"}),
    ]

    assert amounts(*told) == [50000]


@pytest.mark.parametrize(
    "changed",
    [
        {"transaction_id": "INC2"},
        {"cents": 50100},
        {"date_from": date(2020, 3, 2), "date_to": date(2020, 3, 2)},
        {"period_from": date(2020, 2, 1)},
        # The same filing twice in one outlet's file: two rows are two gifts.
        {"record_source": "ca_netfile", "filing_id": "ca_netfile:1"},
    ],
)
def test_another_transaction_amount_day_or_report_is_another_gift(changed: dict[str, Any]) -> None:
    told = line(AT_HOME, TAKER, 50000, **of("ca_netfile", **PERIOD))
    other = line(JUNIOR, TAKER, 50000, **of("ca_calaccess", **PERIOD))

    assert len(amounts(told, replace(other, **changed))) == 2


@pytest.mark.parametrize(("days", "who", "left"), [(1, AT_HOME, 1), (-1, AT_HOME, 1), (2, AT_HOME, 2), (1, JUNIOR, 2)])
def test_a_transaction_whose_day_is_the_next_in_another_outlet_counts_once_in_doubt(
    days: int, who: Party, left: int
) -> None:
    """Midnight of one time zone is the day before in another; an older day, or another name, is not believed."""
    later = line(who, TAKER, 50000, DAY + timedelta(days), **of("ca_calaccess", **PERIOD))
    found = paid(filed([line(AT_HOME, TAKER, 50000, **of("ca_cal", **PERIOD)), later], EVERYBODY))

    assert len(found) == left
    assert {row["doubt"] for row in found} == {"two outlets state days 1 day apart" if left == 1 else ""}


@pytest.mark.parametrize(("first", "left"), [("INC1", 2), ("", 2)])
def test_rows_of_one_report_without_ids_are_those_of_another_file_of_it(first: str, left: int) -> None:
    """Two equal gifts, each in the workbook and in the CSV file, which has no column of ids."""
    told = [
        line(AT_HOME, TAKER, 50000, row=row, file_sha256=file, **of("ca_netfile", **PERIOD) | {"transaction_id": named})
        for file, names in (("f1", (first, "INC2" if first else "")), ("f2", ("", "")))
        for row, named in enumerate(names)
    ]

    found = paid(filed(told, EVERYBODY))
    assert len(found) == left
    # Without ids in either file, one that was cut in two would be no different.
    doubt = "" if first else "neither of two files of the report gives the transaction's id"
    assert {row["doubt"] for row in found} == {doubt}


def test_rows_without_ids_about_two_candidates_are_two_in_any_files() -> None:
    told = [
        spent(UNNAMED, "D", "ca_netfile", transaction_id="", file_sha256=file, about_party_id=who.party_id)
        for file, who in (("f1", SAM), ("f2", PAT))
    ]

    assert amounts(*told) == [150000, 150000]


def test_two_notices_that_one_outlet_has_of_two_days_are_two() -> None:
    """Filed on one day; each notice numbers its gifts anew. Midnight is the same in one outlet's records."""
    late: dict[str, Any] = {"form": "497", "schedule": "P1", "report_date": DAY + timedelta(1)}
    told = [
        line(
            AT_HOME, TAKER, 50000, DAY + timedelta(n), **of("ca_calaccess", **late) | {"filing_id": f"ca_calaccess:{n}"}
        )
        for n in range(2)
    ]

    assert amounts(*told) == [50000, 50000]


@pytest.mark.parametrize("outlets", [("ca_netfile",), ("ca_netfile", "ca_calaccess")])
def test_halves_of_one_mailer_on_two_forms_465_are_two_in_each_outlet(outlets: tuple[str, ...]) -> None:
    """A form 465 is of one candidate: half of the mailer's price stands on each, under the one id of the purchase."""
    told = [
        spent(payee, "P3", outlet, form="465", filing_id=f"{outlet}:{n}", about_party_id=who.party_id)
        for outlet, payee in zip(outlets, (PRINTER, GUIDE), strict=False)
        for n, who in enumerate((SAM, PAT))
    ]

    assert amounts(*told) == [150000, 150000]


def test_what_a_report_does_not_itemize_counts_once_where_one_file_does_not_number_the_filer() -> None:
    """Both files are the county's: the filing's id is made of the filer's number, or else of its name."""
    unnumbered = party(TAKER.name)
    rest = party(f"Contributors not itemized by {TAKER.name}", kind="unnamed")
    days: dict[str, Any] = {"date_to": PERIOD["period_thru"], "is_sum": True, "transaction_id": "", **PERIOD}
    told = [
        line(rest, who, 9900, PERIOD["period_from"], **of("ca_netfile", **days) | {"filing_id": f"ca_netfile:{n}"})
        for n, who in enumerate((TAKER, unnumbered))
    ]

    assert amounts(*told, also=(unnumbered, rest)) == [9900]


def test_two_gifts_of_one_id_are_two_in_each_outlet() -> None:
    told = [
        line(who, TAKER, 50000, row=row, **of(outlet, **PERIOD))
        for outlet, who in (("ca_netfile", AT_HOME), ("ca_calaccess", NOWHERE))
        for row in (1, 2)
    ]

    assert amounts(*told) == [50000, 50000]


@pytest.mark.parametrize(("other", "left"), [(NOWHERE, [50000]), (JUNIOR, [50000, 50000])])
def test_notices_number_their_gifts_anew_so_that_names_must_be_equal(other: Party, left: list[int]) -> None:
    late: dict[str, Any] = {"form": "497", "schedule": "P1", "report_date": DAY}
    told = line(AT_HOME, TAKER, 50000, **of("ca_netfile", **late))

    assert amounts(told, line(other, TAKER, 50000, **of("ca_calaccess", **late))) == left


def test_schedule_d_of_one_outlet_is_schedule_e_of_the_other() -> None:
    """Two CSV files of which schedule D counts, and the state's table in which E does, about what its D says."""
    bare = spent(PRINTER, "E", "ca_netfile", about_party_id="", stance="")
    told = [spent(UNNAMED, "D", "ca_netfile"), bare, spent(PRINTER, "E", "ca_calaccess")]

    assert amounts(*told) == [150000]


@pytest.mark.parametrize(("times", "more", "left"), [(1, {}, 1), (2, {}, 2), (1, {"period_thru": DAY}, 2)])
def test_a_gift_on_d_whose_e_gives_way_to_another_file_is_that_ones(
    times: int, more: dict[str, Any], left: int
) -> None:
    """Two files of a county, of which the first ties its schedules; the second's E is the first's."""
    gave: dict[str, Any] = {"side": "payer", "kind": "contribution_made", **PERIOD}
    first = of("ca_netfile", **gave, schedule="E") | {"transaction_id": "EXP1"}
    second = of("ca_netfile", filing_id="ca_netfile:2", **{**gave, **more})
    told = [line(FUND, TAKER, 50000, row=row, **first) for row in range(times)]
    told += [
        line(FUND, TAKER, 50000, row=row, **second | {"schedule": schedule, "transaction_id": f"{schedule}XP1"})
        for schedule in "DE"
        for row in range(times)
    ]

    assert len(amounts(*told)) == left


@pytest.mark.parametrize("more", [{"about_party_id": PAT.party_id}, {"stance": "for"}, {"period_thru": DAY}])
def test_an_expenditure_about_another_or_of_another_report_is_another(more: dict[str, Any]) -> None:
    assert len(amounts(spent(UNNAMED, "D", "ca_netfile"), spent(PRINTER, "E", "ca_calaccess", **more))) == 2


@pytest.mark.parametrize(("days", "left"), [(0, [200000]), (1, [200000, 200000])])
def test_a_gift_on_both_kinds_of_notice_counts_once(days: int, left: list[int]) -> None:
    """Form 496 lists who gave since the last report; whoever gave a thousand dollars stands on form 497 as well."""
    with_spending = of("ca_netfile", form="496", schedule="P3", filing_id="ca_netfile:496")
    late = of("ca_netfile", form="497", schedule="P1", filing_id="ca_netfile:497", transaction_id="P1-7")
    told = line(AT_HOME, FUND, 200000, **with_spending)

    assert amounts(told, line(NOWHERE, FUND, 200000, DAY + timedelta(days), **late)) == left


@pytest.mark.parametrize(("form", "schedule"), [("401", "A"), ("498", "R")])
@pytest.mark.parametrize(("days", "left"), [(6, [150000]), (60, [150000, 150000])])
def test_an_expenditure_by_way_of_a_slate_mailer_counts_once(
    form: str, schedule: str, days: int, left: list[int]
) -> None:
    slate = of("ca_calaccess", form=form, schedule=schedule, kind="spending", transaction_id="R1")
    found = paid(
        filed([spent(GUIDE, "E", "ca_netfile"), line(FUND, GUIDE, 150000, DAY + timedelta(days), **slate)], EVERYBODY)
    )

    assert [row["cents"] for row in found] == left
    assert {row["kind"] for row in found if row["about_party_id"]} == {"independent_expenditure"}


def test_a_slate_mailer_that_schedule_d_tells_counts_once() -> None:
    slate = of("ca_calaccess", form="401", kind="spending", transaction_id="R1")
    bare = spent(GUIDE, "E", "ca_netfile", about_party_id="", stance="")

    assert amounts(spent(UNNAMED, "D", "ca_netfile"), bare, line(FUND, GUIDE, 150000, **slate)) == [150000]


def test_a_gift_on_d_without_the_payees_name_is_that_of_e_by_its_number() -> None:
    told = party("Committee of Sam Exemplar", number="1900011")
    gave: dict[str, Any] = {"side": "payer", "kind": "contribution_made", **PERIOD}
    on_d = line(FUND, told, 20000, **of("ca_netfile", schedule="D", **gave))
    on_e = line(FUND, TAKER, 20000, **of("ca_netfile", schedule="E", **gave) | {"transaction_id": "EXP9"})

    assert amounts(on_d, on_e, also=(told,)) == [20000]


def test_a_donor_whom_its_lines_know_by_a_filings_number_has_the_name_of_its_cover() -> None:
    """Cal-Access' lines give the number of the filing; a person who receives no number is found by name alone."""
    donor = party("PLACEHOLDER, ROBIN", kind="person", number="1900023")
    unnamed = Party("Pfiler", "Filer of Cal-Access filing 100", "unknown", "calaccess_filing", "100", *[""] * 5)
    cover = Filing("ca_calaccess:100-0", "ca_calaccess", donor.party_id, "100", "461", 0, None, None, None, "*", "")
    gave = of(
        "ca_calaccess", form="461", schedule="P5", side="payer", kind="contribution_made", filer_party_id="Pfiler"
    )
    own = replace(line(unnamed, TAKER, 700000, **gave), filing_id="ca_calaccess:100-0")
    found = paid(filed([own, line(AT_HOME, TAKER, 700000)], [*EVERYBODY, donor, unnamed], [cover]))

    assert [(row["cents"], row["line_count"]) for row in found] == [(700000, 2)]
