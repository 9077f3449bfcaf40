"""Where a sum belongs: the county that a publisher names, and the jurisdiction whose contest it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from headwater.base.ids import normal_name
from headwater.outcomes.jurisdiction_tables import JurisdictionCounty
from headwater.outcomes.jurisdictions import crosswalk
from headwater.outcomes.state_laws import StateLaw
from headwater.outcomes.summing import Sum

_SQUEEZED = re.compile(r"[^a-z0-9]")
_KIND_OF_COUNTY = re.compile(r" (county|parish|city)$")


class Places:
    """The counties of all states by FIPS code and by name, and the districts that the laws name."""

    def __init__(self, laws: Iterable[StateLaw]) -> None:
        self.laws = {law.state: law for law in laws}
        self.rows = crosswalk(self.laws.values())
        self.by_fips = {fips: county for law in self.laws.values() for fips, county in law.counties.items()}
        self.by_name: dict[tuple[str, str], str] = {}
        for law in self.laws.values():
            # Where a city and a county share a name, the bare name is the county's.
            for county in sorted(law.counties.values(), reverse=True):
                self.by_name[law.state, _squeezed(county.rpartition(":")[2])] = county
        self.districts: dict[str, list[JurisdictionCounty]] = {}
        self.of_county: dict[str, list[JurisdictionCounty]] = {}
        for row in self.rows:
            self.districts.setdefault(row.division, []).append(row)
            self.of_county.setdefault(row.county, []).append(row)

    def county(self, one: Sum) -> str:
        """The OCD id of a sum's county; empty where the publisher's name is none of the state's counties."""
        if one.county_fips in self.by_fips:
            return self.by_fips[one.county_fips]
        bare = _KIND_OF_COUNTY.sub("", normal_name(one.county_name))
        return self.by_name.get((one.state, _squeezed(bare)), "")

    def district_of_county(self, county: str, office: str, state: str, day: date) -> str:
        """The one jurisdiction that the law puts a county's prosecutor in on a day; empty if none or several."""
        law = self.laws.get(state)
        if law is None or law.basis == "state" or law.office != office:
            return ""
        held = [
            row.division
            for row in self.of_county.get(county, ())
            if (row.valid_from is None or row.valid_from <= day) and (row.valid_until is None or day < row.valid_until)
        ]
        return held[0] if len(held) == 1 else ""


def placed(found: Iterable[Sum], places: Places) -> list[Sum]:
    """The same sums with county and jurisdiction; the jurisdiction is empty where nothing says which it is.

    A district that no law in these files names and that has returns from one county only is that county. Where a
    row names no district, another file of the publisher may: the same name on the same day in the same county.
    """
    in_county = [replace(one, county=one.county or places.county(one)) for one in found]
    seen = _counties_seen(in_county)
    named = [replace(one, division=one.division or _division(one, places, seen)) for one in in_county]
    elsewhere = _named_elsewhere(named)
    return [replace(one, division=_final(one, elsewhere)) for one in named]


def _division(one: Sum, places: Places, seen: Mapping[tuple[str, str, str], set[str]]) -> str:
    if not one.district:
        by_law = places.district_of_county(one.county, one.office, one.state, one.election_date) if one.county else ""
        return by_law or one.county
    division = f"ocd-division/country:us/state:{one.state}/judicial_district:{one.district}"
    law = places.laws.get(one.state)
    if division in places.districts:
        return division
    counties = seen.get((one.state, one.office, one.district), set())
    by_law = places.district_of_county(one.county, one.office, one.state, one.election_date)
    if by_law == one.county or (by_law and law is not None and law.basis == "county"):
        return by_law
    return next(iter(counties)) if len(counties) == 1 else division


def _counties_seen(found: Iterable[Sum]) -> dict[tuple[str, str, str], set[str]]:
    seen: dict[tuple[str, str, str], set[str]] = {}
    for one in found:
        if one.district and one.county and one.level != "precinct":
            seen.setdefault((one.state, one.office, one.district), set()).add(one.county)
    for one in found:
        key = (one.state, one.office, one.district)
        if one.district and one.county and key not in seen:
            seen[key] = {one.county}
        elif one.district and one.county and one.level == "precinct" and len(seen[key]) == 1:
            seen[key].add(one.county)
    return seen


def _named_elsewhere(found: Iterable[Sum]) -> dict[tuple[str, date, str, str], str]:
    """The districts of several counties by county, day, stage and name."""
    known: dict[tuple[str, date, str, str], str] = {}
    for one in found:
        if one.division and one.division != one.county and one.row_kind == "candidate":
            known.setdefault((one.county, one.election_date, one.stage, normal_name(one.candidate)), one.division)
    return known


def _final(one: Sum, elsewhere: Mapping[tuple[str, date, str, str], str]) -> str:
    if one.district or one.division != one.county:
        return one.division
    return elsewhere.get((one.county, one.election_date, one.stage, normal_name(one.candidate)), one.division)


def _squeezed(name: str) -> str:
    return _SQUEEZED.sub("", name.lower().replace("ñ", "n"))
