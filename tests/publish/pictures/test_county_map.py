"""The map of jurisdictions: an outline for each county, links where there are contests, and a light page."""

import gzip
import re

import pytest
from lxml import etree

from headwater.outcomes.state_laws import state_laws
from headwater.publish import addresses
from headwater.publish.pictures.county_map import county_map, shapes
from tests.publish.conftest import Site


def corners(fips: str) -> list[tuple[int, int]]:
    """The corners of a county's outlines, added up step by step."""
    found = []
    for ring in shapes()[fips].split("M")[1:]:
        start, steps = ring.removesuffix("z").split("l")
        x, y = (int(number) for number in start.split())
        found.append((x, y))
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            found.append((x, y))
    return found


def test_every_county_of_the_laws_has_an_outline() -> None:
    counties = {fips for law in state_laws() for fips in law.counties}
    # Alaska has no counties here; the capital is one
    assert set(shapes()) - counties == {"11001"}
    assert counties - set(shapes()) == set()


def test_places_lie_where_they_are() -> None:
    """West is left and north is up: Seattle, Los Angeles, Miami, Boston, Chicago and Houston, by their counties."""
    seattle, angeles, miami, boston, chicago, houston = (
        (sum(x for x, _y in corners(fips)) / len(corners(fips)), sum(y for _x, y in corners(fips)) / len(corners(fips)))
        for fips in ("53033", "06037", "12086", "25025", "17031", "48201")
    )
    assert max(seattle[0], angeles[0]) < houston[0] < chicago[0] < miami[0] < boston[0]
    assert seattle[1] < boston[1] < chicago[1] < angeles[1] < houston[1] < miami[1]
    everywhere = [point for fips in shapes() for point in corners(fips)]
    assert min(x for x, _y in everywhere) >= 0
    assert max(x for x, _y in everywhere) <= 964
    assert 0 <= min(y for _x, y in everywhere) < max(y for _x, y in everywhere) <= 628


@pytest.mark.parametrize(("one", "other"), [("06037", "06071"), ("17031", "17043"), ("48201", "48157")])
def test_neighbours_keep_a_common_border(one: str, other: str) -> None:
    assert len(set(corners(one)) & set(corners(other))) >= 2


def test_a_place_is_escaped_and_leads_to_its_contest() -> None:
    held = [
        {"division": "x", "fips": ["06037"], "place": "<b>A & B</b>", "contest_id": "ca-x"},
        {"division": "y", "fips": ["99999"], "place": "", "contest_id": ""},
    ]
    svg = str(county_map(held, ["51640"], lambda address: f"../{address}"))
    tree = etree.fromstring(svg)
    assert [one.get("href") for one in tree.iter("a")] == [f"../{addresses.contest('ca-x')}"]
    assert [one.text for one in tree.iter("title")] == ["<b>A & B</b>"]
    assert [one.get("aria-label") for one in tree.iter("a")] == ["<b>A & B</b>"]
    # axe's nested-interactive: a picture in one piece holds no link
    assert tree.get("role") == "group"
    assert [one.get("d") for one in tree.iter("path") if one.get("class") == "unknown"] == [shapes()["51640"]]


def test_the_page_with_the_map_is_light(site: Site) -> None:
    page = site.text(addresses.OFFICES)
    assert '<svg class="map"' in page
    assert len(gzip.compress(page.encode(), 6)) < 150_000
