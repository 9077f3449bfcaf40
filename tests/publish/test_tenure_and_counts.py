"""Pages of recalls and events, of counts under definitions, of what was found in counts, and of bounds on voters."""

import re

from headwater.publish import addresses
from tests.publish.conftest import Site
from tests.publish.world_tables import CONTEST


def words_of(site: Site, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", site.text(address)).split())


def test_the_arithmetic_of_a_petition_and_the_statement_that_differs(site: Site) -> None:
    page = words_of(site, addresses.TENURE)

    # 2,400 of 3,000 are 80 percent; of 60,000 that is 48,000, 2,000 short of 50,000
    assert "2,400 valid of 3,000 checked: 80%" in page
    assert "48,000 : −2,000 against the number required" in page
    assert "47,500 : −2,500 against the number required" in page
    assert "insufficient" in page
    assert "differs by +1,000 51,000 50,000" in page
    assert "2029-07-06 to 2029-07-08" in page


def test_each_count_stands_under_its_definition_and_day(site: Site) -> None:
    page = words_of(site, addresses.COUNTED)

    assert "June 4, 2030 1 Devin Oake District attorney, Example County, ZZ, June 4, 2030" in page
    # what cannot be computed is no zero
    assert "June 4, 2030 no count not in these records: the table links" in page
    assert "can be neither added nor compared" in page


def test_what_was_found_in_counts_stands_on_its_page_and_the_contests(site: Site) -> None:
    for address in (addresses.CHECKS, addresses.contest(CONTEST)):
        page = words_of(site, address)
        assert (
            "Same person twice" if address != addresses.CHECKS else "One person as two names of one count: 1"
        ) in page
        assert "differs: 2 cells are no numbers" in page
        assert "−10" in page
    assert "<b>one</b>" not in site.text(addresses.CHECKS)
    # one person twice makes the shares wrong, and nobody corrected it
    assert "A number of these counts may be wrong as published" in words_of(site, addresses.contest(CONTEST))


def test_bounds_stand_on_their_page_and_the_contests(site: Site) -> None:
    for address in (addresses.VOTERS, addresses.contest(CONTEST)):
        assert "52,500 ( 87.5% )" in words_of(site, address)
    assert "The count behind it: certified count, as of July 1, 2030" in words_of(site, addresses.VOTERS)


def test_a_state_says_which_counties_are_not_known(site: Site) -> None:
    page = words_of(site, addresses.OFFICES)
    assert "Unknown: Quiet County, ZZ" in page
    assert "as of January 1, 2030" in page


def test_a_nonprofits_year_shows_amounts_between_two_ends(site: Site) -> None:
    page = words_of(site, addresses.NONPROFITS)
    assert "between $895.00 and $905.00" in page
    assert "90.0% of revenue" in page


def test_who_held_office_on_a_day_without_scripts(site: Site) -> None:
    before, between = (
        words_of(site, addresses.roster_on("2028-01-01")),
        words_of(site, addresses.roster_on("2031-01-01")),
    )

    assert "Terms on January 1, 2028: 1 ." in before
    assert "Devin Oake District attorney Example County, ZZ held it" in before
    # her term began between December 30 and January 6, his ended on January 5
    assert (
        "Marta Quill District attorney Example County, ZZ may have held it: the term began from December 30, 2030 on; "
        "held it on January 6, 2031" in between
    )
    assert "Devin Oake District attorney Example County, ZZ held it" in between
    # nothing says when this term was: it is on no day's list, and the page says so
    listed, below = between.split("Terms of which these records say no day")
    assert "Ann" not in listed
    assert "Ann" in below


def test_the_new_pages_are_linked_from_the_indexes(site: Site) -> None:
    links = {
        addresses.CONTESTS: ("checks.html", "voters.html"),
        addresses.OFFICES: ("recalls.html", "on.html"),
        addresses.CLAIMS: ("counts/index.html",),
        addresses.ENTITIES: ("nonprofits.html",),
    }
    for index, targets in links.items():
        for target in targets:
            assert target in site.text(index)
