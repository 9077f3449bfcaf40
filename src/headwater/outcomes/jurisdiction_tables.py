"""The tables of prosecutors' jurisdictions and the counties that they are made of."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One prosecutor's jurisdiction as a law names it."""

    division: Annotated[str, "OCD division id; of a district of several counties, Headwater's own id in that form"]
    name: Annotated[str, "What it is called"]
    state: Annotated[str, "Postal abbreviation, lower case"]
    office: Annotated[str, "What the prosecutor is called there"]
    county_count: Annotated[int, "Counties, parishes or independent cities in it"]
    source: Annotated[str, "The law"]
    note: Annotated[str, "What the law adds; empty if nothing"]
    basis: Annotated[str, "law"]


@dataclass(frozen=True, slots=True)
class JurisdictionCounty:
    """One county of one prosecutor's jurisdiction."""

    division: Annotated[str, "The jurisdiction"]
    county: Annotated[str, "OCD division id of the county, parish or independent city"]
    fips: Annotated[str, "FIPS code of the county; empty where only returns name it"]
    valid_from: Annotated[date | None, "First day that the county belongs to it; null: since before these records"]
    valid_until: Annotated[date | None, "First day that it no longer does; null while it does"]
    basis: Annotated[str, "law, or returns: the county reported votes in the district's contest"]
    source: Annotated[str, "The law, or the publisher and day of the returns"]


@dataclass(frozen=True, slots=True)
class JurisdictionCoverage:
    """One state: whether its prosecutors' jurisdictions are known; a county without one is unknown, not none."""

    state: Annotated[str, "Postal abbreviation, lower case"]
    office: Annotated[str, "What the prosecutor is called there"]
    basis: Annotated[str, "county, districts or state"]
    knowledge: Annotated[str, "complete, partial, unknown or statewide"]
    county_count: Annotated[int, "Counties, parishes and independent cities of the state"]
    covered_count: Annotated[int, "Those whose prosecutor's jurisdiction is known"]
    unknown: Annotated[str, "Counties that the state's file lists as not known, separated by semicolons; empty if none"]
    as_of: Annotated[date | None, "Day for which the law was read; null where the file does not say one"]
    complete_from: Annotated[date | None, "Day before which districts may be missing; null: none is known to be"]
    source: Annotated[str, "The law"]
    note: Annotated[str, "What is missing, or what the law adds"]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name that sentences use for a prosecutor's jurisdiction, and a jurisdiction that is meant by it."""

    name: Annotated[str, "The name"]
    normal_name: Annotated[str, "The name for comparison"]
    state: Annotated[str, "Postal abbreviation, lower case"]
    kind: Annotated[str, "jurisdiction, county (a part of one) or city"]
    is_jurisdiction: Annotated[bool, "Whether the name is a jurisdiction's; if not, division is one that is right"]
    division: Annotated[str, "OCD division id of the jurisdiction"]
    reason: Annotated[str, "Why it is one, or why it is not"]


JURISDICTIONS = table("jurisdictions", Jurisdiction, key=("division",))
JURISDICTION_COUNTIES = table("jurisdiction_counties", JurisdictionCounty, key=("division", "county", "valid_from"))
JURISDICTION_COVERAGE = table("jurisdiction_coverage", JurisdictionCoverage, key=("state",))
PLACE_NAMES = table("place_names", PlaceName, key=("normal_name", "state", "kind", "division"))
