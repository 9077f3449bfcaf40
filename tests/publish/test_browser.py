"""The pages in a browser: both widths, both colour schemes, keyboard, print, no script, no other host."""

from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page

from headwater.base.ids import stable_id
from headwater.publish import addresses
from tests.publish import world, world_linking, world_tables
from tests.publish.conftest import Site

pytestmark = pytest.mark.browser
WIDTHS = (1280, 390)
CONTEST = addresses.contest(world_tables.CONTEST)
STANDING_OUT = (
    CONTEST,
    addresses.contest(world_tables.QUIET_CONTEST),
    "entities/letter-a/index.html",
    addresses.entity(stable_id("E", "Alder Fund")),
    addresses.entity(stable_id("E", "Quill for District Attorney 2030")),
    addresses.entity(stable_id("E", "Idle Society")),
    addresses.entity(stable_id("E", world.LONG)),
    addresses.entity(stable_id("E", world.REVERSED)),
    addresses.linking_rule(*world_linking.KEY),
    "claims/c02.html",
    "claims/c03.html",
    addresses.dossier(CONTEST),
    addresses.trace("alder", stable_id("E", "Marta Quill")),
    "sources/ca_netfile.html",
)
"""Pages beside the first of every kind: of much, of little, and of names that were made to do harm."""


def kinds(site: Site) -> list[str]:
    """Pages of every kind, and those that stand out."""
    return list(dict.fromkeys((*site.one_of_each_kind, *STANDING_OUT)))


def opened(browser: Browser, site: Site, address: str, **context: object) -> tuple[Page, list[str]]:
    """A page opened from its file, and every address that it asked for."""
    page = browser.new_context(**context).new_page()  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site.folder / address).as_uri())
    return page, asked


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways_and_nothing_comes_from_elsewhere(browser: Browser, site: Site, width: int) -> None:
    viewport = {"width": width, "height": 900}
    for address in kinds(site):
        page, asked = opened(browser, site, address, viewport=viewport, java_script_enabled=False)
        wide, seen = (page.locator("html").evaluate(f"root => root.{side}Width") for side in ("scroll", "client"))

        assert wide <= seen, address
        assert all(url.startswith((site.folder.as_uri(), "data:")) for url in asked), asked
        assert page.locator("h1").is_visible()
        page.context.close()


def test_the_script_runs_on_every_page(browser: Browser, site: Site) -> None:
    faults: list[str] = []
    for address in kinds(site):
        page = browser.new_context().new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto((site.folder / address).as_uri())

        assert not faults, address
        # what is set up last stands: the field that suggests names, which the page of what was found has no need of
        assert page.locator("#suggestions").count() == (address != addresses.SEARCH), address
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_serious(browser: Browser, site: Site, scheme: str, width: int) -> None:
    axe = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    viewport = {"width": width, "height": 900}
    for address in kinds(site):
        page, _ = opened(browser, site, address, viewport=viewport, color_scheme=scheme)
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        bad = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"] if one["impact"] != "minor"]

        assert not bad, (address, bad)
        page.context.close()


def test_the_keyboard_leads_past_the_head_to_a_note_and_back(browser: Browser, site: Site) -> None:
    page, _ = opened(browser, site, CONTEST)
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "n":
            break
    reached = page.evaluate("document.activeElement.hash")

    assert reached.startswith("#c")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == reached[1:]
    assert page.locator(":target").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == reached.replace("c", "r")
    page.context.close()


def test_a_tables_note_says_of_which_number_it_was_opened(browser: Browser, site: Site) -> None:
    page, _ = opened(browser, site, addresses.ENTITIES)
    row = page.locator("tbody tr").first
    name, number = row.locator("th bdi").inner_text(), row.locator("a.n").first
    value = number.inner_text()
    number.click()
    asked = page.locator("#notes li:target .asked")

    assert asked.inner_text() == f"{value} {name} · Received"
    row.locator("a.n").last.click(force=True)
    assert page.locator("#notes .asked").count() == 1
    page.keyboard.press("Escape")
    assert page.evaluate("location.hash").startswith("#r")
    assert not asked.is_visible()
    page.context.close()


def test_a_focused_link_shows_it(browser: Browser, site: Site) -> None:
    page, _ = opened(browser, site, "index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.context.close()


def test_print_has_the_notes_and_their_marks_and_no_navigation(browser: Browser, site: Site) -> None:
    page, _ = opened(browser, site, CONTEST)
    page.emulate_media(media="print")
    mark = "getComputedStyle(document.querySelector('a.n[data-note]'), '::after').content"

    assert page.locator("#notes li").first.is_visible()
    assert not page.locator(".mast nav").is_visible()
    assert page.evaluate(mark) == '"1"'
    page.context.close()
