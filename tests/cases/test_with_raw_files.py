"""The prosecutors case grown by real raw files: the numbers that newsrooms would check first.

Expected values were counted in the publishers' files by hand or stand there as totals; donors are found by what
they gave, so that no private person's name stands here.
"""

import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from headwater import asking, tracing
from headwater.base.case import read_case
from headwater.base.settings import Settings
from headwater.opened import OpenCase
from headwater.publish.stage import publish_site
from headwater.sources.add import add_files
from headwater.up_to_date import build_all

CASE = Path(__file__).resolve().parents[2] / "cases" / "prosecutors"
SACRAMENTO = "contests/ca-county-sacramento-district-attorney-2018-06-05-primary.html"
SAN_FRANCISCO = "contests/ca-county-san-francisco-district-attorney-2024-11-05-general.html"
SPENDER = "San Franciscans in Support of Brooke Jenkins for District Attorney 2024"
COMMITTEE_PAGES = ("1475317", "1466416", "1460998", "1456335")

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def grown(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenCase]:
    home = tmp_path_factory.mktemp("home")
    election = real / "ca_sf_ethics_2024" / "elections" / "2024-11-05"
    pages = [election / "contests" / "dat.md", *(election / "committees" / f"CA{n}.md" for n in COMMITTEE_PAGES)]
    add_files(home, sorted((real / "ca_sacramento_netfile").glob("*.json")), "ca_netfile")
    add_files(home, pages, "ca_sf_ethics")
    add_files(
        home, [real / "elections_presidential" / "2024_US_County_Level_Presidential_Results.csv"], "us_president_county"
    )
    namesake = home / "namesake.csv"
    namesake.write_text(
        "date,payer,payer_id,payer_kind,payee,payee_id,payee_kind,amount\n"
        "2016-01-05,Californians for Justice & Public Safety,fppc:1346266,committee,Invented,fppc:9999999,committee,1\n"
    )
    add_files(home, [namesake], "ledger_csv")
    opened = OpenCase(read_case(CASE), home, Settings(None, "warning", 0))
    build_all(opened)
    publish_site(home, opened.case)
    yield opened
    shutil.rmtree(home, ignore_errors=True)


def ask(opened: OpenCase, sql: str) -> list[tuple[Any, ...]]:
    return asking.query(opened, sql)[1]


def page(opened: OpenCase, address: str) -> str:
    """A page's text without its markup."""
    markup = (opened.home / "site" / address).read_text("utf-8")
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)))


def bounds(opened: OpenCase, donors: list[str], target: str, which: str) -> tuple[int, int, int]:
    found = tracing.trace_case(opened, (donors, [target]), [which])[0].answer
    return found.direct_cents, found.bounds.low, found.bounds.high


def test_gifts_to_noah_phillips(grown: OpenCase) -> None:
    sums = ask(
        grown,
        "SELECT payer, count(*), sum(cents) FROM payments WHERE payee LIKE 'Noah Phillips for%' GROUP BY ALL",
    )
    by_payer = {payer: (count, cents) for payer, count, cents in sums}

    assert (sum(row[1] for row in sums), sum(row[2] for row in sums)) == (90, 66705201)
    assert by_payer["California Justice & Public Safety PAC"] == (7, 49730027)
    assert by_payer["Real Justice PAC"] == (62, 5278318)


def test_a_shipped_fact_and_its_raw_line_are_one_payment(grown: OpenCase) -> None:
    lines = ask(
        grown, "SELECT DISTINCT line_count FROM payments WHERE payer = 'California Justice & Public Safety PAC'"
    )

    assert lines == [(2,)]


def test_the_trace_to_noah_phillips(grown: OpenCase) -> None:
    found = bounds(grown, ["California Justice & Public Safety PAC"], "Noah Phillips", "gifts")

    assert found == (49730027, 49730027, 49730027)


def test_two_committees_of_like_names_stay_apart(grown: OpenCase) -> None:
    named = ask(
        grown,
        "SELECT identifier, name FROM entities JOIN identifiers USING (entity_id) WHERE name LIKE '%Justice & Public%'",
    )

    assert sorted(named) == [
        ("1346266", "Californians for Justice & Public Safety"),
        ("1402586", "California Justice & Public Safety PAC"),
    ]


def test_the_page_of_sacramento_2018(grown: OpenCase) -> None:
    text = page(grown, SACRAMENTO)

    for shown in ("$667,052.01", "$497,300.27", "$52,783.18", "174,957", "104,596"):
        assert shown in text
    assert "Won, as published: Anne Schubert" in text
    assert "Monetary gifts (Schedule A) of 2015–2022 are not in these records" in text
    assert "Soros" not in text  # no file here says who funded that committee


def test_nothing_claims_who_funded_the_committee(grown: OpenCase) -> None:
    assert ask(grown, "SELECT count(*) FROM payments WHERE payee = 'California Justice & Public Safety PAC'") == [(0,)]


def test_two_totals_of_one_committee_stand_beside_each_other(grown: OpenCase) -> None:
    text = page(grown, SAN_FRANCISCO)

    assert "$120,623.85" in text
    assert "$111,423.85" in text
    assert "$116,023.85" not in text  # their mean


def test_san_franciscos_spender_to_the_cent(grown: OpenCase) -> None:
    """$100,000 + 2 × $10,000 in; out $97,382.82 of expenditures, $16,617.18 to a committee, $6,000 of services."""
    givers = ask(grown, f"SELECT payer, cents FROM payments WHERE payee = '{SPENDER}' ORDER BY cents DESC, payer")
    large, one, other = (payer for payer, _cents in givers)
    onward = "Neighbors for a Better San Francisco Advocacy"
    others = ask(
        grown,
        "SELECT coalesce(sum(cents), 0) FROM payments "
        "WHERE kind = 'independent_expenditure' AND about = 'Brooke Jenkins' "
        f"AND stance = 'for' AND payer <> '{SPENDER}'",
    )[0][0]

    assert [cents for _payer, cents in givers] == [10000000, 1000000, 1000000]
    assert others in {0, 86078}
    # all else that the donors can have reached is nil, so these are the bounds of $97,382.82 alone
    cases = {
        (large,): (7738282, 9738282),
        (one,): (0, 1000000),
        (one, other): (0, 2000000),
        (large, one): (8738282, 9738282),
        (large, one, other): (9738282, 9738282),
    }
    for donors, expected in cases.items():
        assert bounds(grown, list(donors), "Brooke Jenkins", "expenditures_for")[1:] == expected
    onward_cases = {
        (large,): (0, 1661718),
        (one,): (0, 1000000),
        (large, one): (661718, 1661718),
        (large, one, other): (1661718,) * 2,
    }
    ledger_total = ask(grown, f"SELECT sum(cents) FROM payments WHERE payee = '{onward}'")[0][0]
    assert ledger_total == 1661718
    for donors, expected in onward_cases.items():
        assert bounds(grown, list(donors), onward, "gifts")[1:] == expected


def test_every_row_of_every_file_is_accounted_for(grown: OpenCase) -> None:
    wrong = ask(grown, "SELECT file_name FROM source_files WHERE rows_read <> rows_kept + rows_ignored + rows_rejected")

    assert wrong == []


def test_no_street_address_is_in_any_table(grown: OpenCase, real: Path) -> None:
    rows = json.loads((real / "ca_sacramento_netfile" / "schedule-c-2018.json").read_text("utf-8"))
    streets = {row["contributorAddress1"] for row in rows if len(row["contributorAddress1"]) > 8}
    held = b"".join(path.read_bytes() for path in sorted((grown.home / "site").rglob("*")) if path.is_file())

    assert not [street for street in streets if street.encode() in held]
