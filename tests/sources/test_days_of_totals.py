"""Cal-Access' table of summaries tells no days: those of the filing stand on its cover, a row of another file."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from headwater.ledger.book import Filed
from headwater.ledger.conserving import conservation
from headwater.ledger.judging import all_judged
from headwater.ledger.reconciling import kinds_of_lines, reconciliation
from headwater.ledger.stage import judged_lines, payments
from headwater.ledger.steps import READS
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources._tables.totals import StatedTotal
from tests.planted import filed, listed

Rows = dict[str, list[dict[str, Any]]]
_FIRST, _SECOND = (date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 12, 31))
_DAYS = {"920002": _FIRST, "920001": _SECOND}
"""Two reports; the first period's was filed last, under the greater number."""
_COVERS = tuple(
    {
        "FILING_ID": number, "REC_TYPE": "CVR", "FORM_TYPE": "F460", "FILER_ID": "1900031", "ENTITY_CD": "RCP",
        "FILER_NAML": "Exampleville Orchard Committee", "FROM_DATE": f"{first:%m/%d/%Y} 12:00:00 AM",
        "THRU_DATE": f"{last:%m/%d/%Y} 12:00:00 AM", "RPT_DATE": f"{last:%m/%d/%Y} 12:00:00 AM",
    }
    for number, (first, last) in _DAYS.items()
)  # fmt: skip
# 1,000.00 and then 400.00 came in, 300.00 and then 500.00 went out: 50 + 1,000 - 300 = 750, 750 + 400 - 500 = 650.
_PAGES = {
    "920002": {("F460", "12"): "50", ("F460", "13"): "1000", ("F460", "15"): "300", ("F460", "16"): "750",
               ("A", "1"): "1000", ("E", "1"): "300"},
    "920001": {("F460", "12"): "750", ("F460", "13"): "400", ("F460", "15"): "500", ("F460", "16"): "650",
               ("A", "1"): "400", ("E", "1"): "500"},
}  # fmt: skip
_SUMMARIES = tuple(
    {"FILING_ID": number, "REC_TYPE": "SMRY", "FORM_TYPE": form, "LINE_ITEM": line, "AMOUNT_A": amount}
    for number, page in _PAGES.items()
    for (form, line), amount in page.items()
)
_GIFTS = tuple(
    {
        "FILING_ID": number, "REC_TYPE": "RCPT", "FORM_TYPE": "A", "TRAN_ID": "A1", "ENTITY_CD": "OTH",
        "CTRIB_NAML": "Placeholder Orchards", "RCPT_DATE": f"{_DAYS[number][0]:%m/%d/%Y} 12:00:00 AM",
        "AMOUNT": _PAGES[number]["A", "1"],
    }
    for number in _DAYS
)  # fmt: skip
_SPENT = tuple(
    {
        "FILING_ID": number, "REC_TYPE": "EXPN", "FORM_TYPE": "E", "TRAN_ID": "E1", "ENTITY_CD": "OTH",
        "PAYEE_NAML": "Sample Printer", "EXPN_DATE": f"{_DAYS[number][1]:%m/%d/%Y} 12:00:00 AM", "EXPN_CODE": "LIT",
        "AMOUNT": _PAGES[number]["E", "1"],
    }
    for number in _DAYS
)  # fmt: skip
_ALL = {"SMRY_CD": _SUMMARIES, "CVR_CAMPAIGN_DISCLOSURE_CD": _COVERS, "RCPT_CD": _GIFTS, "EXPN_CD": _SPENT}


def _days(tables: Rows) -> set[tuple[str, date | None, date | None]]:
    return {(row["filing_id"], row["period_from"], row["period_thru"]) for row in tables["source_totals"]}


def _filed(tables: Rows) -> Any:
    rows = (tables[f"source_{name}"] for name in ("lines", "parties", "filings", "totals"))
    return filed(
        *([kind(**row) for row in some] for kind, some in zip((Line, Party, Filing, StatedTotal), rows, strict=True))
    )


def _books(tables: Rows) -> dict[str, Any]:
    engine = _filed(tables)
    paid = payments(engine.table("source_lines"), all_judged(engine))
    (row,) = listed(
        conservation(paid, *(engine.table(name) for name in ("party_keys", "source_totals", "source_filings")))
    )
    return row


@pytest.mark.parametrize("order", [1, -1])
def test_totals_have_the_days_of_their_filings_cover_in_whatever_order(built: Callable[..., Rows], order: int) -> None:
    names = ["SMRY_CD", "CVR_CAMPAIGN_DISCLOSURE_CD"][::order]
    tables = built(**{name: _ALL[name] for name in names})
    assert _days(tables) == {(f"ca_calaccess:{number}-0", *days) for number, days in _DAYS.items()}
    assert len(tables["source_totals"]) == len(_SUMMARIES)


def test_a_total_whose_cover_is_not_here_or_tells_no_days_has_none(built: Callable[..., Rows]) -> None:
    covers = ({**_COVERS[0], "FROM_DATE": ""}, {**_COVERS[1], "AMEND_ID": "1"})
    assert _days(built(SMRY_CD=_SUMMARIES)) == _days(built(CVR_CAMPAIGN_DISCLOSURE_CD=covers)) == {
        (f"ca_calaccess:{number}-0", None, None) for number in _DAYS
    }  # fmt: skip


def test_a_total_before_an_election_is_none_of_the_days_of_its_filing(built: Callable[..., Rows]) -> None:
    part = {"FILING_ID": "920001", "REC_TYPE": "F495", "FORM_TYPE": "F495", "LINE_ITEM": "1", "ELECT_DATE": "11/3/2026",
            "ELECTJURIS": "STATE", "CONTRIBAMT": "70"}  # fmt: skip
    tables = built(F495P2_CD=(part,), CVR_CAMPAIGN_DISCLOSURE_CD=_COVERS)
    assert _days(tables) == {("ca_calaccess:920001-0", None, None)}


_BOOKS = {"opening_cents": 5000, "in_cents": 140000, "out_cents": 80000, "closing_cents": 65000}
"""Planted: 50.00 before the first report, 1,400.00 in and 800.00 out in both, 650.00 after the second."""


def test_books_of_several_reports_open_with_the_first_and_close_with_the_last(built: Callable[..., Rows]) -> None:
    row = _books(built(**_ALL))
    assert {name: row[name] for name in _BOOKS} == _BOOKS
    assert (row["period_from"], row["period_thru"]) == (_FIRST[0], _SECOND[1])
    assert (row["unknown_cents"], row["is_exact"]) == (0, True)
    assert (row["unlisted_in_cents"], row["unlisted_out_cents"]) == (0, 0)


def test_an_amended_page_stands_for_the_one_that_it_amends(built: Callable[..., Rows]) -> None:
    """The first report is filed again with the same page: what it states came in and went out once."""
    again = {
        name: (*rows, *({**row, "AMEND_ID": "1"} for row in rows if row["FILING_ID"] == "920002"))
        for name, rows in _ALL.items()
    }
    row = _books(built(**again))
    assert {name: row[name] for name in _BOOKS} == _BOOKS
    assert (row["unlisted_in_cents"], row["unlisted_out_cents"], row["is_exact"]) == (0, 0, True)


def test_what_two_pages_of_a_report_state_came_in_once(built: Callable[..., Rows]) -> None:
    """20.00 of interest stands on line 14 of the form and on line 4 of schedule I, which is where it comes from."""
    interest = tuple(
        {**_SUMMARIES[0], "FORM_TYPE": form, "LINE_ITEM": line, "AMOUNT_A": "20"}
        for form, line in (("F460", "14"), ("I", "4"))
    )
    row = _books(built(**{**_ALL, "SMRY_CD": (*_SUMMARIES, *interest)}))
    assert row["unlisted_in_cents"] == 2000


def test_each_report_is_held_against_its_own_page(built: Callable[..., Rows]) -> None:
    engine = _filed(built(**_ALL))
    tables = Filed(*(engine.table(name) for name in READS))
    lines = judged_lines(tables.lines, all_judged(engine).uncounted)
    found = listed(reconciliation(tables, kinds_of_lines(lines, tables.totals)))
    assert {
        (row["measure"], row["period_from"], row["stated_cents"], row["ledger_cents"], row["difference_class"])
        for row in found
    } == {
        ("monetary contributions, itemized", _FIRST[0], 100000, 100000, "equal"),
        ("monetary contributions, itemized", _SECOND[0], 40000, 40000, "equal"),
        ("payments made, itemized", _FIRST[0], 30000, 30000, "equal"),
        ("payments made, itemized", _SECOND[0], 50000, 50000, "equal"),
    }


def _stating(amendment: str, **stated: str) -> tuple[dict[str, str], ...]:
    """Rows of one filing, by page and line."""
    filing = {"FILING_ID": "920002", "AMEND_ID": amendment, "REC_TYPE": "SMRY"}
    return tuple(
        {**filing, "FORM_TYPE": form, "LINE_ITEM": line, "AMOUNT_A": amount}
        for (form, line), amount in zip((key.split("_") for key in stated), stated.values(), strict=True)
    )


# Until 2001 in two parts: 900 lent and 60 in small sums, 200 paid back and 10: 960 - 210 = 750, as line 2 of the form.
_IN_PARTS = _stating(
    "0", F460_2="750", B1_1="900", B1_2="60", B1_3="960", B2_4="200", B2_5="10", B2_6="210", B2_7="750",
    F460_7="31", H1_1="40", H1_2="1", H1_3="41", H2_4="8", H2_5="2", H2_6="10", H2_7="31",
)  # fmt: skip
# Since then in one; the filing is amended on the form of that day.
_IN_ONE = _stating(
    "1", F460_2="750", B1_1="960", B1_2="210", B1_3="750", F460_7="31", H_1="41", H_2="10", H_3="31",
)  # fmt: skip
_LOANS = {
    "loans received": {96000}, "loans paid back or forgiven": {21000}, "loans received, net": {75000},
    "loans made": {4100}, "payments received on loans made": {1000}, "loans made, net": {3100},
}  # fmt: skip
_SMALL_AND_LARGE = {
    "loans received, of $100 or more": {90000}, "loans received, under $100": {6000},
    "loans paid back or forgiven, of $100 or more": {20000}, "loans paid back or forgiven, under $100": {1000},
    "loans made, of $100 or more": {4000}, "loans made, under $100": {100},
    "payments received on loans made, of $100 or more": {800}, "payments received on loans made, under $100": {200},
}  # fmt: skip


def test_loans_in_two_parts_of_until_2001_are_those_in_one_part_since(built: Callable[..., Rows]) -> None:
    totals = built(SMRY_CD=(*_IN_ONE, *_IN_PARTS))["source_totals"]
    stated: dict[str, dict[str, set[int]]] = {"0": {}, "1": {}}
    for row in totals:
        stated[row["filing_id"][-1]].setdefault(row["measure"], set()).add(row["cents"])
    assert stated == {"0": _LOANS | _SMALL_AND_LARGE, "1": _LOANS}


def test_a_line_that_is_stated_for_two_elections_is_two_totals(built: Callable[..., Rows]) -> None:
    """What counts towards a limit: 70 before one election, 30 before the other; a letter alone is no number."""
    tables = built(SMRY_CD=_stating("0", F460_22A="70", F460_22B="30", H2_b="5"))
    assert {(row["page"], row["cents"]) for row in tables["source_totals"]} == {
        ("form 460, line 22A", 7000), ("form 460, line 22B", 3000),
    }  # fmt: skip
    assert [(row["row"], row["field"]) for row in tables["rejected"]] == [(4, "LINE_ITEM")]
