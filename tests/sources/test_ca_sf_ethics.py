"""San Francisco Ethics' pages."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import headwater.sources
from headwater.base.errors import InputError
from headwater.sources._reading.parsed import Parsed
from headwater.sources.ca_sf_ethics.outlays import CONTRIBUTION, INDEPENDENT, settle
from headwater.sources.ca_sf_ethics.topics import about

Rows = dict[str, list[dict[str, Any]]]
SAMPLE = Path(headwater.sources.__path__[0]) / "ca_sf_ethics" / "sample"


def test_a_settled_page(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_sf_ethics", ["committees/CA1990009.md"])
    names = {party["party_id"]: party for party in tables["source_parties"]}
    lines = {(line["kind"], line["cents"]): line for line in tables["source_lines"]}
    # Planted: three gifts (one unitemized), 1,500.25 for a candidate, 499.75 on to a committee, 500 of printing.
    assert set(lines) == {
        ("monetary", 100008),
        ("monetary", 200000),
        ("monetary", 10000),
        ("independent_expenditure", 150025),
        ("contribution_made", 49975),
        ("spending", 50000),
    }
    spent = lines["independent_expenditure", 150025]
    assert (names[spent["about_party_id"]]["name"], spent["stance"]) == ("JO SAMPLE", "for")
    assert names[spent["about_party_id"]]["kind"] == "candidate"
    assert names[spent["payee_party_id"]]["name"] == "Payees not itemized by Harbor Voices Committee"
    assert names[spent["payee_party_id"]]["kind"] == "unnamed"
    passed_on = lines["contribution_made", 49975]
    assert names[passed_on["payee_party_id"]]["name"] == "EXAMPLE TENANTS UNION PAC"
    assert names[lines["monetary", 10000]["payer_party_id"]]["kind"] == "unnamed"
    gift = names[lines["monetary", 200000]["payer_party_id"]]
    assert (gift["scheme"], gift["identifier"]) == ("fppc", "1990014")
    # From the first to the last day of the page's forms 460.
    assert {(line["date_from"], line["date_to"]) for line in tables["source_lines"]} == {
        (date(2018, 1, 1), date(2018, 12, 31))
    }
    assert all(line["is_sum"] for line in tables["source_lines"])
    assert {(row["measure"], row["cents"], row["page"]) for row in tables["source_totals"]} == {
        ("receipts", 310008, "committee page"),
        ("expenditures", 250000, "committee page"),
    }
    assert {row["number"] for row in tables["source_filings"]} == {"990000101", "990000102", "990000103"}


def test_a_page_that_settles_nothing(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_sf_ethics", ["committees/CA1990010.md"])
    # Either of the two equal entries could be the contribution.
    unclear = [line for line in tables["source_lines"] if line["kind"] == "unclassified"]
    assert [line["cents"] for line in unclear] == [30000, 30000]
    assert all("the page does not settle" in line["description"] for line in unclear)
    # The money itself stands in the page's categories: 300 each of three kinds.
    stated = {line["kind"]: line["cents"] for line in tables["source_lines"] if line["kind"] != "unclassified"}
    assert stated == {"independent_expenditure": 30000, "contribution_made": 30000, "spending": 30000}
    # No report and no days: the year up to the election.
    assert {(line["date_from"], line["date_to"]) for line in unclear} == {(date(2018, 1, 1), date(2018, 11, 6))}
    filer = next(party for party in tables["source_parties"] if party["name"] == "Lantern Committee")
    assert (filer["scheme"], filer["identifier"]) == ("sfethics", "990000010")


def test_a_page_of_notices_alone(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_sf_ethics", ["committees/CA1990011.md"])
    assert {(line["kind"], line["form"], line["cents"], line["stance"]) for line in tables["source_lines"]} == {
        ("independent_expenditure", "496", 93, "for"),
        ("independent_expenditure", "496", 7007, "against"),
    }
    assert [row["field"] for row in tables["rejected"]] == ["contributors"]


def test_a_contest_page(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_sf_ethics", ["contests/dat.md"])
    assert {(row["measure"], row["cents"]) for row in tables["source_totals"]} == {
        ("receipts", 400001),
        ("expenditures", 399900),
        ("receipts", 310008),
        ("independent expenditures for JO SAMPLE", 150025),
        ("independent expenditures against JO SAMPLE", 7007),
    }
    vote = tables["source_votes"][0]
    assert (vote["office"], vote["candidate"], vote["committees"]) == ("district attorney", "JO SAMPLE", "fppc:1990001")
    assert vote["votes"] is None
    assert vote["division"] == "ocd-division/country:us/state:ca/county:san_francisco"


def test_pages_that_repeat_money_give_none(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_sf_ethics", ["contributors.md", "index.md"])
    assert not tables["source_lines"]
    assert {row["rows_ignored"] for row in tables["source_files"]} == {1}


@pytest.mark.parametrize(
    ("amounts", "sums", "kinds"),
    [
        ([9738282, 1661718], (9738282, 1661718), (INDEPENDENT, CONTRIBUTION)),
        ([1, 2, 3], (3, 3), None),  # 1 + 2 or 3 alone
        ([1, 2, 4], (5, 2), (INDEPENDENT, CONTRIBUTION, INDEPENDENT)),
        ([5, 5], (5, 5), None),
        ([5, 5], (10, 0), (INDEPENDENT, INDEPENDENT)),
        ([5, -2], (0, 3), (CONTRIBUTION, CONTRIBUTION)),
        ([5], (4, 0), None),
        ([], (4, 0), None),
        (list(range(1, 3000)), (1000, 4497500), None),
    ],
)
def test_settling(amounts: list[int], sums: tuple[int, int], kinds: tuple[str, ...] | None) -> None:
    assert settle(amounts, *sums) == kinds


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("C: INSPECTOR GENERAL", "measure"),
        ("D,E: MEASURES D AND E", "measure"),
        ("TBD: TAX REFORM MEASURE", "measure"),
        ("JO SAMPLE", "candidate"),
        ("ERNEST 'EJ' JONES", "candidate"),
        ("LISA WEISSMAN-WARD", "candidate"),
        ("RECALL OF JO SAMPLE", "unknown"),
        ("EXAMPLE DEMOCRATIC CLUB", "unknown"),
        ("YES ON B", "unknown"),
    ],
)
def test_what_money_is_about(name: str, kind: str) -> None:
    found = about(name, ())
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("layout: committee", "layout: poster", "a page of unknown kind 'poster'"),
        ("jurisdiction: sf", "jurisdiction: sf\nphone: '555'", "phone: unknown field"),
        ("election: '2018-11-06'", "election: soon", "election: date 'soon' is not YYYY-MM-DD"),
        ("form_name: FPPC496", "form_name: W9", "'W9' is no form of the FPPC"),
        ("- 3100.08\n- 2500.0", "[1,\n 2]", "not YAML"),
        ("breadcrumbs:\n- - Nov", "factoids:\n- - Nov", "the key occurs twice"),
    ],
)
def test_a_page_of_another_make_is_refused(read_file: Callable[..., Parsed], old: str, new: str, said: str) -> None:
    text = (SAMPLE / "committees" / "CA1990009.md").read_text("utf-8")
    assert old in text
    with pytest.raises(InputError, match=said):
        read_file("ca_sf_ethics", text.replace(old, new, 1), "p.md")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("- - print ads", "- - sandwiches", "category"),
        ("  - 1000.08", "  - 1000.081", "amount"),
        ("  - 2000.0", "  - 2000.0\n  - 3", "contributors"),
        ("  position: SUPPORT", "  position: MAYBE", "position"),
        ("- title: Contributions from Individuals", "- title: Contributions from Mars", "title"),
        ("  filing_datetime: '2019-01-31'", "  filing_datetime: '2019-02-31'", "filing_datetime"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected(
    read_file: Callable[..., Parsed], old: str, new: str, field: str
) -> None:
    text = (SAMPLE / "committees" / "CA1990009.md").read_text("utf-8")
    assert old in text
    found = read_file("ca_sf_ethics", text.replace(old, new, 1), "p.md")
    assert found.tables["rejected"].column("field").to_pylist() == [field]


def test_a_candidate_without_a_list_of_spenders_is_rejected(read_file: Callable[..., Parsed]) -> None:
    page = (
        "---\nlayout: contest_candidate\nelection: '2018-11-06'\ntitle: Sheriff\n"
        "ie_candidates:\n- candidate_name: JO SAMPLE\n---\n"
    )
    found = read_file("ca_sf_ethics", page, "p.md")
    # The page has one row, and names no committee that could have spent.
    assert (found.counts.read, found.counts.rejected) == (1, 1)
    assert found.tables["rejected"].column("field").to_pylist() == ["committees"]
