"""What readers take along: each table of a page as CSV, the files with their terms, and what programs may ask."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from headwater.publish import addresses
from headwater.publish.exports import EXPORTS
from headwater.publish.site_tables import VIEW_COLUMNS
from tests.publish import world_tables
from tests.publish.conftest import Site
from tests.publish.reading import read

CONTEST = addresses.contest(world_tables.CONTEST)


def test_every_table_of_the_case_has_its_file_its_rows_and_its_terms(site: Site) -> None:
    seen = read(site.text(addresses.DOWNLOADS))
    views = [row["name"] for row in site.db.rows("SELECT name FROM site_views ORDER BY name")]
    counts = {view: len((site.folder / f"data/{view}.csv").read_bytes().split(b"\r\n")) - 2 for view in views}

    assert set(views) <= set(VIEW_COLUMNS)
    assert {f"data/{view}.csv" for view in views} | {f"data/{view}.use-terms.txt" for view in views} <= set(seen.links)
    assert [int(text.replace(",", "")) for _, _, text in seen.numbers] == [counts[view] for view in views]
    assert all(f"--as {one.kind} --out" in site.text(addresses.DOWNLOADS) for one in EXPORTS)


def test_the_masthead_leads_to_rules_downloads_and_the_interface(site: Site) -> None:
    for address in site.pages:
        top = addresses.rel(address)

        assert {f"{top}{one}" for one in (addresses.LINKING, addresses.DOWNLOADS, addresses.API)} <= set(
            read(site.text(address)).links
        )


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["file", "http"])
def test_a_table_is_taken_as_it_is_shown(
    browser: Browser, site: Site, served: int, scheme: str, tmp_path: Path
) -> None:
    page = browser.new_context().new_page()
    top = f"http://127.0.0.1:{served}" if scheme == "http" else site.folder.as_uri()
    page.goto(f"{top}/{CONTEST}")
    with page.expect_download() as taken:
        page.locator(".take").first.click()
    taken.value.save_as(tmp_path / "table.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "table.csv").read_text("utf-8-sig"), newline="")))

    # planted in world_tables.py: votes as they were counted
    assert taken.value.suggested_filename == CONTEST.removeprefix("contests/").replace(".html", ".csv")
    assert [row[:2] for row in rows] == [
        ["Name on the ballot", "Votes"],
        ["Marta Quill", "52500"],
        ["Devin Oake", "45000"],
    ]
    page.context.close()


@pytest.mark.browser
def test_what_a_spreadsheet_would_run_is_text_in_a_table_that_is_taken(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    page = browser.new_context().new_page()
    page.goto((site.folder / CONTEST).as_uri())
    with page.expect_download() as taken:
        page.locator("table", has_text="=HYPERLINK").locator(".take").first.click()
    taken.value.save_as(tmp_path / "table.csv")

    assert "\"'=HYPERLINK(" in (tmp_path / "table.csv").read_text("utf-8-sig")
    page.context.close()


@pytest.mark.browser
def test_without_a_script_no_table_offers_what_it_cannot_do(browser: Browser, site: Site) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((site.folder / CONTEST).as_uri())

    assert page.locator(".take").count() > 3
    assert not page.locator(".take").first.is_visible()
    page.context.close()
