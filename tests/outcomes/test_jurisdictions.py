"""Prosecutors' jurisdictions: every county once, the places of the news, and what is not known."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from headwater.base.errors import SourceError
from headwater.outcomes.jurisdictions import (
    counties_on,
    coverage,
    crosswalk,
    from_returns,
    jurisdictions,
    meant,
    place_names,
    wrong_names,
)
from headwater.outcomes.placing import Places
from headwater.outcomes.state_laws import StateLaw, cities, state_laws
from headwater.sources.us_president_county.places import division_of

US = "ocd-division/country:us/state"
LAWS = state_laws()
REST = 'basis = "county"\nsource = "s"\nis_complete = true\nnote = ""\n'
NAMES = place_names(LAWS, cities())


def divisions(said: str, state: str = "") -> list[tuple[str, bool]]:
    return sorted((row.division.removeprefix(f"{US}:"), row.is_jurisdiction) for row in meant(NAMES, said, state))


def test_fifty_states_and_the_capital() -> None:
    assert len(LAWS) == 51


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.state)
def test_every_county_stands_once_on_any_day_or_its_state_says_why_not(law: StateLaw) -> None:
    rows = crosswalk([law])
    for day in (date(2018, 11, 6), date(2021, 12, 31), date(2024, 11, 5), date(2026, 1, 1)):
        if law.complete_from is not None and day < law.complete_from:
            continue
        held = Counter(
            row.county
            for row in rows
            if (row.valid_from is None or row.valid_from <= day) and (row.valid_until is None or day < row.valid_until)
        )
        assert {county for county in law.counties.values() if county not in held} == law.unknown
        assert {county for county, count in held.items() if count > 1} == law.shared
        assert set(held) <= set(law.counties.values())
    assert law.is_complete != bool(law.unknown)


def test_numbers_of_districts_are_those_of_the_laws() -> None:
    # Florida 20 circuits, Georgia 50, Louisiana 41 districts and Orleans, Massachusetts 11, Maine 8, South Carolina 16,
    # Tennessee 32, Oklahoma 27, Colorado 23, Alabama 41; Indiana 91 circuits; Wisconsin 71 units; Missouri 115;
    # Arkansas 28, Mississippi 23 since 2023, North Carolina 42 numbers to 43 without the 19th; Virginia 120 offices.
    counts = Counter(row.state for row in jurisdictions(LAWS))
    states = ("fl", "ga", "la", "ma", "me", "sc", "tn", "ok", "co", "al", "in", "wi", "mo", "ca", "pa", "ny")
    assert [counts[state] for state in states] == [20, 50, 42, 11, 8, 16, 32, 27, 23, 41, 91, 71, 115, 58, 67, 62]
    assert [counts[state] for state in ("ar", "ms", "nc", "va")] == [28, 23, 42, 120]


def test_what_is_not_known_is_not_none() -> None:
    known = {row.state: (row.knowledge, row.covered_count, row.county_count) for row in coverage(LAWS)}
    assert known["nc"] == ("complete", 100, 100)
    assert known["va"] == ("partial", 132, 133)
    assert known["tx"] == ("partial", 246, 254)
    assert known["ri"][0] == "statewide"
    unknown = {row.state: row.unknown for row in coverage(LAWS)}
    assert unknown["va"] == "Galax, VA"
    assert unknown["ca"] == ""


def test_a_circuit_that_was_split_has_its_counties_of_the_day() -> None:
    rows = crosswalk(LAWS)
    augusta = f"{US}:ga/judicial_district:augusta"
    before, after = counties_on(rows, augusta, date(2021, 6, 30)), counties_on(rows, augusta, date(2021, 7, 1))
    assert set(before) - set(after) == {f"{US}:ga/county:columbia"}
    seventeenth = f"{US}:ms/judicial_district:17"
    before, after = counties_on(rows, seventeenth, date(2022, 12, 31)), counties_on(rows, seventeenth, date(2023, 1, 1))
    assert set(before) - set(after) == {f"{US}:ms/county:desoto"}


def test_wrong_jurisdictions_of_sentences() -> None:
    five = ["bronx", "kings", "new_york", "queens", "richmond"]
    assert divisions("New York City") == [(f"ny/county:{name}", False) for name in five]
    assert divisions("the city of Los Angeles") == [("ca/county:los_angeles", False)]
    assert divisions("city of Los Angeles", "CA") == [("ca/county:los_angeles", False)]
    three = [(f"tx/county:{name}", False) for name in ("fort_bend", "harris", "montgomery")]
    assert divisions("city of Houston", "tx") == three
    assert divisions("Phoenix") == [("az/county:maricopa", False)]


def test_names_of_cities_that_are_no_jurisdiction() -> None:
    none = wrong_names(NAMES)
    assert none["city of los angeles"] == ("Los Angeles County, CA",)
    # The bare name is the county's as well, and San Francisco, city and county, has a prosecutor.
    assert "los angeles" not in none
    assert not {name for name in none if "san francisco" in name or "philadelphia" in name}
    assert set(none["new york city"]) == {
        f"{name} County, NY" for name in ("New York", "Kings", "Queens", "Bronx", "Richmond")
    }


def test_right_jurisdictions_of_sentences() -> None:
    assert divisions("Los Angeles County") == [("ca/county:los_angeles", True)]
    assert divisions("Manhattan") == [("ny/county:new_york", True)]
    assert divisions("San Francisco") == [("ca/county:san_francisco", True)]
    assert divisions("Western Judicial Circuit") == [("ga/judicial_district:western", True)]


def test_a_part_of_a_district_is_no_jurisdiction() -> None:
    assert divisions("Hillsborough County", "fl") == [("fl/judicial_district:13", False)]
    assert divisions("Oconee County", "GA") == [("ga/judicial_district:western", False)]
    assert divisions("Nowhere") == []


def test_a_county_with_two_prosecutors_is_a_part_of_both() -> None:
    assert divisions("Kerr County", "tx") == [("tx/judicial_district:198", False), ("tx/judicial_district:216", False)]
    places = Places(LAWS)
    day = date(2020, 11, 3)
    assert places.district_of_county(f"{US}:tx/county:kerr", "district attorney", "tx", day) == ""
    midland = f"{US}:tx/county:midland"
    assert places.district_of_county(midland, "district attorney", "tx", day) == midland
    # An independent city that shares the county's office is placed with the county.
    norton = f"{US}:va/place:norton"
    assert places.district_of_county(norton, "commonwealth's attorney", "va", day) == f"{US}:va/county:wise"


def test_returns_add_districts_that_no_law_here_names() -> None:
    span = {"election_date": date(2018, 11, 6), "publisher": "P", "division": f"{US}:tx/judicial_district:12"}
    spans = [{**span, "county": f"{US}:tx/county:{name}"} for name in ("leon", "walker", "leon")]
    spans.append({**span, "division": f"{US}:fl/judicial_district:9", "county": f"{US}:fl/county:lake"})
    found = from_returns(spans, crosswalk(LAWS))
    assert [(row.county.rpartition(":")[2], row.basis) for row in found] == [
        ("leon", "returns"),
        ("walker", "returns"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('office = "x"\n', "field 'basis' is missing"),
        (f"office = 1\n{REST}", "'office' is not of the type str"),
        (f'office = "x"\n{REST}'.replace("county", "town"), "'town' is none of"),
        (f'office = "x"\n{REST}as_of = "2020"\n', "field 'as_of' is not a day"),
        (f'office = "x"\n{REST}unknown = ["none"]\n', "field 'unknown': .*is no county of the"),
        (f'office = "x"\n{REST}[[districts]]\nid = "d:1"\nname = "One"\ncounties = ["none"]\n', "is no county of the"),
        ("office = \n", "zz.toml"),
    ],
)
def test_a_file_of_a_state_is_read_strictly(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "zz.toml").write_text(content, "utf-8")
    with pytest.raises(SourceError, match=said):
        state_laws(tmp_path)


@pytest.mark.real
def test_the_counties_are_those_of_the_presidential_returns(real: Path) -> None:
    path = real / "elections_presidential" / "2024_US_County_Level_Presidential_Results.csv"
    with path.open(encoding="utf-8") as stream:
        rows = [(row["county_fips"].zfill(5), row["county_name"]) for row in csv.DictReader(stream)]
    filed = {fips: division_of(fips, name) for fips, name in rows if fips[:2] not in {"02", "09", "11"}}
    ours = {fips: division for law in LAWS if law.state != "ct" for fips, division in law.counties.items()}
    assert {fips: division for fips, division in filed.items() if ours.get(fips) != division} == {}
    # Kalawao County, Hawaii, has some 80 inhabitants; its votes are counted with Maui's.
    assert set(ours) - set(filed) == {"15005"}


@pytest.mark.real
def test_texas_districts_are_those_that_the_state_s_primaries_of_2020_name(real: Path) -> None:
    """The state's own file of the primaries of 2020 lists the counties of each district that voted in them."""
    named: dict[str, set[str]] = {}
    with (real / "elections_openelections" / "tx_prosecutor_rows.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            found = re.search(r"(\d+)(?:ST|ND|RD|TH) JUDICIAL DISTRICT", row["office"])
            if found and row["county"].isupper() and row["file"].endswith("20200303__tx__primary__county.csv"):
                named.setdefault(found[1], set()).add("county:" + row["county"].lower().replace(" ", "_"))
    rows = [row for row in crosswalk(LAWS) if row.division.startswith(f"{US}:tx")]
    differs = {}
    for number, counties in named.items():
        division = f"{US}:tx/judicial_district:{number}" if len(counties) > 1 else f"{US}:tx/{min(counties)}"
        ours = {one.rpartition("/")[2] for one in counties_on(rows, division, date(2020, 3, 3))}
        if ours != {name.replace("lasalle", "la_salle") for name in counties}:
            differs[number] = {name.rpartition(":")[2] for name in ours ^ counties}
    assert len(named) > 70
    # Andrews County is held to be unknown, Victoria County has a criminal district attorney; see the state's note.
    assert differs == {"109": {"andrews"}, "24": {"victoria"}}
