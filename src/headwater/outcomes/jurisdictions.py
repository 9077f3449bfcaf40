"""Prosecutors' jurisdictions and their counties: what the law says, what returns show, and what is not known."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from headwater.base.ids import normal_name
from headwater.outcomes.jurisdiction_tables import Jurisdiction, JurisdictionCounty, JurisdictionCoverage, PlaceName
from headwater.outcomes.places import place_of
from headwater.outcomes.state_laws import City, District, StateLaw

BY_LAW, IN_RETURNS = "law", "returns"


def jurisdictions(laws: Iterable[StateLaw]) -> list[Jurisdiction]:
    """One row for each jurisdiction that a law in these files names."""
    found: dict[str, Jurisdiction] = {}
    for law in laws:
        for division, name, counties in _named(law):
            found[division] = Jurisdiction(
                division, name, law.state, law.office, len(counties), law.source, law.note, BY_LAW
            )
    return list(found.values())


def crosswalk(laws: Iterable[StateLaw]) -> list[JurisdictionCounty]:
    """One row for each county of each jurisdiction, with the days between which the law says so."""
    found = []
    for law in laws:
        fips = {division: code for code, division in law.counties.items()}
        for district in _districts(law):
            found += [
                JurisdictionCounty(
                    district.division,
                    county,
                    fips[county],
                    district.valid_from,
                    district.valid_until,
                    BY_LAW,
                    law.source,
                )
                for county in district.counties
            ]
    return found


def from_returns(spans: Iterable[Mapping[str, Any]], known: Iterable[JurisdictionCounty]) -> list[JurisdictionCounty]:
    """Counties of districts that no law in these files names, as a publisher's returns show them.

    A county that reported votes in a district's contest belongs to the district on that day; one that did not may.

    Args:
        spans: division, county, election_date and publisher of counts by county of a district's contests.
        known: the rows that the law gives.
    """
    by_law = {row.division for row in known}
    found: dict[tuple[str, str], JurisdictionCounty] = {}
    for span in sorted(spans, key=lambda row: (row["division"], row["county"], row["election_date"], row["publisher"])):
        key = (span["division"], span["county"])
        if span["division"] in by_law or key in found:
            continue
        source = f"returns of {span['election_date']}, {span['publisher']}"
        found[key] = JurisdictionCounty(*key, "", None, None, IN_RETURNS, source)
    return list(found.values())


def coverage(laws: Iterable[StateLaw]) -> list[JurisdictionCoverage]:
    """One row for each state: how many of its counties have a known prosecutor; a county without is unknown."""
    return [_covered(law) for law in laws]


def counties_on(rows: Iterable[JurisdictionCounty], division: str, day: date) -> tuple[str, ...]:
    """The counties of a jurisdiction on a day; the jurisdiction itself where no row says otherwise."""
    held = {
        row.county
        for row in rows
        if row.division == division
        and (row.valid_from is None or row.valid_from <= day)
        and (row.valid_until is None or day < row.valid_until)
    }
    return tuple(sorted(held)) or (division,)


def place_names(laws: Iterable[StateLaw], known_cities: Iterable[City]) -> list[PlaceName]:
    """Names that sentences use for jurisdictions, rightly or wrongly, each with the jurisdictions that are meant."""
    listed = tuple(laws)
    today = [row for row in crosswalk(listed) if row.valid_until is None]
    of_county: dict[str, list[str]] = {}
    for row in today:
        of_county.setdefault(row.county, []).append(row.division)
    called = {division: name for law in listed for division, name, _counties in _named(law)}
    found: dict[tuple[str, str, str, str], PlaceName] = {}
    for name in (
        *_jurisdiction_names(listed),
        *_county_names(of_county, called),
        *_city_names(known_cities, of_county),
    ):
        found.setdefault((name.normal_name, name.state, name.kind, name.division), name)
    return list(found.values())


def meant(names: Iterable[PlaceName], said: str, state: str = "") -> list[PlaceName]:
    """The rows for a place as a sentence names it: with ``city of`` in front it can be no county.

    Args:
        names: the rows of the table ``place_names``.
        said: such as ``New York City``, ``city of Los Angeles`` or ``Hillsborough``.
        state: postal abbreviation where the sentence says it; empty otherwise.

    Returns:
        The jurisdictions meant; each says whether the name is that of a jurisdiction. Empty where nothing is known.
    """
    normal = normal_name(said)
    is_city = normal.startswith(("city of ", "the city of "))
    bare = normal.rpartition("city of ")[2] if is_city else normal
    wanted = [row for row in names if row.normal_name in {bare, normal} and state.lower() in {"", row.state}]
    cities_only = [row for row in wanted if row.kind == "city"]
    if is_city or (cities_only and not any(row.kind == "jurisdiction" for row in wanted)):
        return cities_only
    return [row for row in wanted if row.kind != "city"] or wanted


def wrong_names(names: Iterable[PlaceName]) -> dict[str, tuple[str, ...]]:
    """Names of cities that have no prosecutor of their own, each with the places that have the city's prosecutors.

    A name that is a jurisdiction's too (``Los Angeles``) stands here only with ``city of`` before it.
    """
    listed = tuple(names)
    right = {row.normal_name for row in listed if row.kind == "jurisdiction"}
    found: dict[str, dict[str, None]] = {}
    for row in listed:
        if row.kind == "city":
            bare = row.normal_name.removeprefix("city of ")
            for said in {f"city of {bare}", *({row.normal_name} - right)}:
                found.setdefault(said, {}).setdefault(place_of(row.division))
    return {said: tuple(places) for said, places in sorted(found.items())}


def _named(law: StateLaw) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for district in _districts(law):
        yield district.division, district.name, district.counties
    if law.basis == "state":
        yield law.division, place_of(law.division), tuple(law.counties.values())


def _districts(law: StateLaw) -> tuple[District, ...]:
    """The districts of a state; where prosecutors are a county's, each other county is one."""
    if law.basis == "state":
        return (District(law.division, place_of(law.division), tuple(law.counties.values()), None, None),)
    if law.basis != "county":
        return law.districts
    elsewhere = {county for district in law.districts for county in district.counties} | law.unknown
    own = (county for county in law.counties.values() if county not in elsewhere)
    return (*law.districts, *(District(county, place_of(county), (county,), None, None) for county in own))


def _covered(law: StateLaw) -> JurisdictionCoverage:
    today = {county for one in _districts(law) if one.valid_until is None for county in one.counties}
    count = len(set(law.counties.values()))
    knowledge = "complete" if law.is_complete else "partial" if today else "unknown"
    if law.basis == "state":
        knowledge = "statewide"
    missing = sorted(place_of(county) for county in law.unknown)
    return JurisdictionCoverage(
        state=law.state,
        office=law.office,
        basis=law.basis,
        knowledge=knowledge,
        county_count=count,
        covered_count=len(today),
        unknown="; ".join(missing),
        as_of=law.as_of,
        complete_from=law.complete_from,
        source=law.source,
        note=law.note,
    )


def _jurisdiction_names(laws: Iterable[StateLaw]) -> Iterator[PlaceName]:
    for law in laws:
        for division, name, _counties in _named(law):
            reason = f"a jurisdiction of its own ({law.source})"
            for said in dict.fromkeys((name, *_spellings(place_of(division)), *_spellings(name))):
                yield PlaceName(said, normal_name(said), law.state, "jurisdiction", True, division, reason)


def _county_names(of_county: Mapping[str, list[str]], called: Mapping[str, str]) -> Iterator[PlaceName]:
    parts = [(county, one) for county, divisions in of_county.items() for one in divisions if one != county]
    for county, division in parts:
        state = county.split("state:")[-1].partition("/")[0]
        reason = f"a part of the {called[division]}, which has the prosecutor"
        for said in _spellings(place_of(county)):
            yield PlaceName(said, normal_name(said), state, "county", False, division, reason)


def _city_names(known: Iterable[City], of_county: Mapping[str, list[str]]) -> Iterator[PlaceName]:
    for city in known:
        right = dict.fromkeys(division for county in city.counties for division in of_county.get(county, [county]))
        whose = "another name of this jurisdiction" if city.is_jurisdiction else "a city; the prosecutor is a county's"
        kind = "jurisdiction" if city.is_jurisdiction else "city"
        for said in city.names:
            for division in right:
                yield PlaceName(said, normal_name(said), city.state, kind, city.is_jurisdiction, division, whose)


def _spellings(place: str) -> tuple[str, ...]:
    """A place with and without its state, and with and without ``County``."""
    bare = place.rpartition(", ")[0] or place
    return (place, bare, bare.removesuffix(" County").removesuffix(" Parish"))
