"""Presidential votes by county."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from headwater.base.errors import InputError
from headwater.sources._reading.parsed import Parsed
from headwater.sources.us_president_county.places import division_of

Rows = dict[str, list[dict[str, Any]]]
STATE = "ocd-division/country:us/state"


def test_the_samples(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("us_president_county")
    votes = {
        (vote["division"], vote["election_date"].year, vote["party"], vote["file_name"][:4]): vote
        for vote in tables["source_votes"]
    }
    example = votes[f"{STATE}:ca/county:example", 2020, "DEM", "2020"]
    assert (example["votes"], example["denominator"], example["denominator_kind"]) == (500, 1000, "all_votes_cast")
    assert example["election_date"] == date(2020, 11, 3)
    # 1,000 votes less 500 and 400.
    assert votes[f"{STATE}:ca/county:example", 2020, "OTH", "2020"]["votes"] == 100
    assert votes[f"{STATE}:ca/county:example", 2012, "REP", "2012"]["votes"] == 440
    assert votes[f"{STATE}:ca/county:example", 2008, "OTH", "thre"]["votes"] == 2
    # Alaska's statewide count twice, a total below its parts, a sum that is off.
    assert len(tables["rejected"]) == 4
    assert sum("statewide count of Alaska" in row["reason"] for row in tables["rejected"]) == 2


@pytest.mark.parametrize(
    ("fips", "name", "division"),
    [
        # Open Civic Data's own identifiers of these places.
        ("06067", "Sacramento County", f"{STATE}:ca/county:sacramento"),
        ("22017", "Caddo Parish", f"{STATE}:la/parish:caddo"),
        ("51510", "Alexandria city", f"{STATE}:va/place:alexandria"),
        ("51036", "Charles City County", f"{STATE}:va/county:charles_city"),
        ("24510", "Baltimore city", f"{STATE}:md/place:baltimore"),
        ("24005", "Baltimore County", f"{STATE}:md/county:baltimore"),
        ("32510", "Carson City", f"{STATE}:nv/place:carson_city"),
        ("24033", "Prince George's County", f"{STATE}:md/county:prince_george~s"),
        ("17163", "St. Clair County", f"{STATE}:il/county:st._clair"),
        ("11001", "District of Columbia", "ocd-division/country:us/district:dc"),
        ("11003", "Ward 3", "ocd-division/country:us/district:dc/ward:3"),
        ("02907", "District 7", f"{STATE}:ak/sldl:7"),
        ("09110", "Capitol Planning Region", f"{STATE}:ct/county:capitol_planning_region"),
    ],
)
def test_divisions(fips: str, name: str, division: str) -> None:
    assert division_of(fips, name) == division


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.csv", "a,b\n1,2\n", "none of the layouts"),
        (
            "results.csv",
            "state_name,county_fips,county_name,votes_gop,votes_dem,total_votes,diff,per_gop,per_dem,per_point_diff\n",
            "neither header nor name says which election",
        ),
    ],
)
def test_a_file_that_says_not_what_it_is(read_file: Callable[..., Parsed], name: str, content: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_file("us_president_county", content, name)
