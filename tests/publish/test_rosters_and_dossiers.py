"""Office-holders on a day, claims by verdict, dossiers that print whole, and recalls that say whom they were about."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from headwater.base.ids import stable_id
from headwater.base.table import Table
from headwater.outcomes.jurisdiction_tables import (
    JURISDICTION_COUNTIES,
    JURISDICTION_COVERAGE,
    JurisdictionCounty,
    JurisdictionCoverage,
)
from headwater.outcomes.tables import CANDIDACIES, CONTESTS, TERMS, Candidacy, Contest, Term
from headwater.publish import addresses
from headwater.publish.pages import offices, roster_day
from tests.publish import world_tables
from tests.publish.conftest import Site
from tests.publish.test_edges import published

PLACE = "ocd-division/country:us/state:zz/county:quiet"


def term(person: str, began: date | None, ended: date | None, how: str) -> Term:
    """A term of one sheriff, as an invented roster states it."""
    return Term(stable_id("T", person), PLACE, "Quiet County, ZZ", "sheriff", person, began, "elected", ended, how,
                "Clerk", "", "roster.csv", 2)  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "title"),
    [
        # the only term that a recall ended, its days not known
        ([term("Ann Example", None, None, "recall"), term("Ben Example", None, None, "")], "(recall of Ann Example)"),
        # a recall that ended another term years before
        ([term("Cal Example", date(2020, 1, 1), date(2021, 1, 1), "recall")], "(recall)"),
        # the voters said no: whoever held the office on that day
        ([term("Dot Example", date(2029, 1, 1), None, "")], "(recall of Dot Example)"),
        # two at once: nobody is named
        ([term("Eve Example", None, None, "recall"), term("Fay Example", None, None, "recall")], "(recall)"),
    ],
)
def test_a_recall_says_whom_it_was_about(tmp_path: Path, terms: list[object], title: str) -> None:
    contest = Contest("zz-recall", PLACE, "Quiet County, ZZ", "sheriff", date(2030, 6, 4), "recall", 2)
    sides = [Candidacy("zz-recall", side, stable_id("E", side), "", "", None) for side in ("Yes", "No")]
    tables: dict[Table, list[object]] = {CONTESTS: [contest], CANDIDACIES: list(sides), TERMS: terms}
    report = published(tmp_path / "home", tables)
    page = (report.folder / "contests" / "zz-recall.html").read_text("utf-8")

    assert f"Sheriff, Quiet County, ZZ, June 4, 2030 {title}" in page
    assert "which option carried" in page


def test_a_county_that_no_law_knows_is_told(tmp_path: Path) -> None:
    # of the state yy every county is known, of zz one is not; vv is no state of the list
    state = "ocd-division/country:us/state:"
    spelled = {f"{state}yy/county:{one}": one.title() for one in ("real", "rael")}
    spelled |= {f"{state}zz/county:open": "Open", f"{state}vv/county:real": "Vain", f"{state}yy/place:town": "Town"}
    terms = [replace(term(name, None, None, ""), division=one, place=name) for one, name in spelled.items()]
    law = [
        JurisdictionCoverage(one, "sheriff", "county", known, 2, 1, "", None, None, "", "")
        for one, known in (("yy", "complete"), ("zz", "partial"))
    ]
    real = f"{state}yy/county:real"
    tables: dict[Table, list[object]] = {
        TERMS: list(terms),
        JURISDICTION_COVERAGE: list(law),
        JURISDICTION_COUNTIES: [JurisdictionCounty(real, real, "99001", None, None, "law", "YY Code 1")],
    }
    page = (published(tmp_path / "home", tables).folder / addresses.OFFICES).read_text("utf-8")

    told = re.findall("no county of this name is known here: the records may spell <code>(.*?)</code>", page)
    assert sorted(told) == [f"{state}vv/county:real", f"{state}yy/county:rael"]


def opened(browser: Browser, site: Site, address: str, *, script: bool = True) -> Page:
    page = browser.new_context(java_script_enabled=script).new_page()
    page.goto((site.folder / address).as_uri())
    return page


@pytest.mark.browser
def test_the_roster_shows_who_held_the_office_on_a_day(browser: Browser, site: Site) -> None:
    page = opened(browser, site, addresses.OFFICES)
    names = page.locator("#terms tbody tr:visible th")

    assert names.count() == 3
    page.locator("#day").fill("2030-12-29")
    # planted: Oake until January 6, 2031, Quill perhaps from December 30, 2030; the third term's days are not known
    assert names.all_inner_texts() == ["Devin Oake", "<b>Ann</b> Example"]
    page.locator("#day").fill("2031-01-05")
    assert names.all_inner_texts() == ["Devin Oake", "Marta Quill", "<b>Ann</b> Example"]
    page.locator("#day").fill("2031-01-06")
    assert names.all_inner_texts() == ["Marta Quill", "<b>Ann</b> Example"]
    page.get_by_role("button", name="every term").click()
    assert names.count() == 3
    page.context.close()


@pytest.mark.browser
def test_the_map_follows_the_chosen_day(browser: Browser, site: Site) -> None:
    page = opened(browser, site, addresses.OFFICES)
    place = page.locator(f"svg.map .held[data-place='{world_tables.DIVISION}']")
    seen = [place.get_attribute("class")]
    # planted: the first term of the place begins on January 4, 2027
    for day in ("2027-01-03", "2027-01-04"):
        page.locator("#day").fill(day)
        seen.append(place.get_attribute("class"))
    page.locator("#day").fill("1990-01-01")
    page.get_by_role("button", name="every term").click()

    assert [*seen, place.get_attribute("class")] == ["held", "held faint", "held", "held"]
    page.context.close()


@pytest.mark.parametrize("day", ["2027-01-03", "2030-12-29", "2031-01-05", "2031-01-06", "2040-01-01"])
def test_the_chosen_day_and_the_page_of_the_day_show_the_same_terms(site: Site, day: str) -> None:
    terms = offices.context(site.db, "1")["terms"]
    chosen = {
        row["person"]
        for row in terms
        if (row["first_day"] or row["last_day"])
        and (row["first_day"] or "") <= day <= (row["last_day"] or "9999-12-31")
    }

    assert chosen == {row["person"] for row in roster_day.context(site.db, day)["holders"]}


@pytest.mark.browser
def test_claims_are_narrowed_by_verdict_and_words_and_stand_whole_without_a_script(
    browser: Browser, site: Site
) -> None:
    page = opened(browser, site, addresses.CLAIMS)
    rows = page.locator("#claims-table tbody tr:visible")
    page.locator("#verdict").select_option("not checkable")

    # planted in world_tables.py: c03
    assert "The office is the best" in rows.inner_text()
    page.locator("#verdict").select_option("")
    page.locator("#words").fill("forty donors")
    assert rows.count() == 0
    page.locator("#words").fill("donors 40")
    assert rows.count() == 1
    page.context.close()
    page = opened(browser, site, addresses.CLAIMS, script=False)
    assert page.locator("#claims-table tbody tr:visible").count() == 3
    assert not page.locator("#verdict").is_visible()
    page.context.close()


@pytest.mark.browser
def test_a_dossier_prints_whole_with_its_endnotes(browser: Browser, site: Site) -> None:
    page = opened(browser, site, addresses.dossier(addresses.contest(world_tables.CONTEST)), script=False)
    page.emulate_media(media="print")

    assert page.locator(".cover").is_visible()
    assert page.locator("#notes li .lines").first.is_visible()
    # the table behind the picture is open on paper
    assert page.locator("details.rows table").first.is_visible()
    assert not page.locator(".mast nav").is_visible()
    assert page.pdf()[:5] == b"%PDF-"
    page.context.close()
