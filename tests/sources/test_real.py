"""The real records beside the project: counts and cents that are published, or stand in the files themselves."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from headwater.sources.add import add_files

pytestmark = pytest.mark.real
Rows = dict[str, list[dict[str, Any]]]
Build = Callable[[], Rows]


def test_sacramento(real: Path, home: Path, build: Build) -> None:
    add_files(home, [real / "ca_sacramento_netfile"], "ca_netfile")
    tables = build()
    parties = {party["party_id"]: party for party in tables["source_parties"]}

    def given(payer: str) -> list[int]:
        return [
            line["cents"]
            for line in tables["source_lines"]
            if line["schedule"] == "C"
            and parties[line["payee_party_id"]]["identifier"] == "1398937"
            and payer in ("", parties[line["payer_party_id"]]["identifier"])
        ]

    # Published with the records (data/README.md): 90 gifts $667,052.01; 7 $497,300.27; 62 $52,783.18.
    assert [(len(cents), sum(cents)) for cents in map(given, ("", "1402586", "1404289"))] == [
        (90, 66705201),
        (7, 49730027),
        (62, 5278318),
    ]
    # Every object of every file is accounted for: the arrays' own lengths.
    for row in tables["source_files"]:
        objects = json.loads((real / "ca_sacramento_netfile" / row["file_name"]).read_text("utf-8"))
        assert row["rows_read"] == len(objects)
    reasons = Counter(row["file_name"] for row in tables["rejected"])
    assert set(reasons) == {"497-2024.json"}
    # The one row of the 496 file, as it stands there: $19,345.01 opposing a candidate.
    spent = [line for line in tables["source_lines"] if line["form"] == "496"]
    assert [(line["cents"], line["stance"]) for line in spent] == [(1934501, "against")]
    # One committee's name is not another's.
    assert not any(party["identifier"] == "1346266" and "PAC" in party["name"] for party in parties.values())


def test_mirrored_notices_agree(real: Path, home: Path, build: Build) -> None:
    add_files(home, [real / "ca_sacramento_netfile" / "497-2024.json"], "ca_netfile")
    tables = build()
    ids = {party["party_id"]: party["identifier"] for party in tables["source_parties"]}
    told: dict[tuple[str, str, int], set[str]] = {}
    for line in tables["source_lines"]:
        payer, payee = ids[line["payer_party_id"]], ids[line["payee_party_id"]]
        if payer and payee:
            told.setdefault((payer, payee, line["cents"]), set()).add(line["side"])
    both = [transfer for transfer, sides in told.items() if len(sides) == 2]
    # Two committees that report one transfer must agree on its direction: none may stand both ways.
    assert len(both) > 50
    assert not [key for key in both if (key[1], key[0], key[2]) in told]


def test_san_francisco(real: Path, home: Path, build: Build) -> None:
    add_files(home, [real / "ca_sf_ethics_2024"], "ca_sf_ethics")
    tables = build()
    assert len(tables["source_files"]) == 358
    parties = {party["party_id"]: party for party in tables["source_parties"]}
    filed = [line for line in tables["source_lines"] if parties[line["filer_party_id"]]["identifier"] == "1475317"]
    sums = Counter[str]()
    for line in filed:
        sums[line["kind"]] += line["cents"]
    # The page's own figures.
    assert dict(sums) == {
        "monetary": 12000000,
        "independent_expenditure": 9738282,
        "contribution_made": 1661718,
        "spending": 600000,
    }
    assert sum(line["kind"] == "monetary" for line in filed) == 3
    spent = next(line for line in filed if line["kind"] == "independent_expenditure")
    assert (parties[spent["about_party_id"]]["name"], spent["stance"]) == ("BROOKE JENKINS", "for")
    stated = {
        (row["page"], row["cents"], str(row["election_date"]))
        for row in tables["source_totals"]
        if parties[row["party_id"]]["identifier"] == "1466416" and row["measure"] == "receipts"
    }
    assert stated == {("contest page", 12062385, "2024-11-05"), ("committee page", 11142385, "2024-11-05")}
    # Pages that rest on notices alone repeat contributors: those rows, and no others, are rejected.
    assert {row["field"] for row in tables["rejected"]} == {"contributors"}
    named = {vote["candidate"] for vote in tables["source_votes"] if vote["office"] == "district attorney"}
    assert named == {"BROOKE JENKINS", "RYAN KHOJASTEH"}


def test_contributors_add_up(real: Path, home: Path, build: Build) -> None:
    pages = real / "ca_sf_ethics_2024" / "elections" / "2024-11-05" / "committees"
    add_files(home, [pages / "CA1460998.md", pages / "CA1466416.md"], "ca_sf_ethics")
    tables = build()
    ids = {party["party_id"]: party for party in tables["source_parties"]}
    named = [
        (ids[line["payee_party_id"]]["identifier"], line["cents"])
        for line in tables["source_lines"]
        if line["side"] == "payee" and ids[line["payer_party_id"]]["kind"] != "unnamed"
    ]
    # Published with the records: Jenkins 1,114 contributors $426,552.24, Khojasteh 366 $103,249.85.
    for number, count, cents in (("1460998", 1114, 42655224), ("1466416", 366, 10324985)):
        own = [amount for whose, amount in named if whose == number]
        assert (len(own), sum(own)) == (count, cents)


def test_presidential_results(real: Path, home: Path, build: Build) -> None:
    add_files(home, [real / "elections_presidential"], "us_president_county")
    tables = build()
    assert all(row["rows_read"] == row["expected_rows"] for row in tables["source_files"])
    county = "ocd-division/country:us/state:ca/county:sacramento"
    votes = {
        (vote["election_date"].year, vote["party"]): vote["votes"]
        for vote in tables["source_votes"]
        if vote["division"] == county
    }
    # The rows of the files themselves.
    assert (votes[2020, "DEM"], votes[2020, "REP"], votes[2008, "OTH"]) == (440808, 259405, 11012)
    alaska = [row for row in tables["rejected"] if "statewide count of Alaska" in row["reason"]]
    # 29 boroughs in each of the two files that repeat the state's count.
    assert Counter(row["file_name"][:4] for row in alaska) == {"2016": 29, "US_C": 29}
    assert len(tables["rejected"]) == 58 + 5
