"""The whole way of a reader from a search to the filing behind a number: by mouse, by keyboard, without a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from headwater.base.ids import stable_id
from headwater.publish import addresses
from tests.publish.conftest import Site

pytestmark = pytest.mark.browser
FILINGS = "https://filings.example.invalid/"
"""Where the invented filings are published, see world.py."""
ENTITY, CONTEST, TRACE = "Alder Fund", "District attorney, Example County, ZZ", "From Alder donors to Marta Quill"
ITS_PAGE = addresses.trace("alder", stable_id("E", "Marta Quill"))


@pytest.fixture(
    params=[(True, 1280), (False, 1280), (True, 390), (False, 390)],
    ids=["script", "no script", "script, narrow", "no script, narrow"],
)
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A reader's browser, in which the publisher of filings answers and nobody else does."""
    has_script, width = request.param
    opened = browser.new_context(java_script_enabled=has_script, viewport={"width": width, "height": 900})

    def answer(route: Route) -> None:
        if route.request.url.startswith(FILINGS):
            route.fulfill(body="<!doctype html><title>The filing</title><h1>The filing</h1>", content_type="text/html")
        elif route.request.url.startswith("http://127.0.0.1:"):
            route.continue_()
        else:
            raise AssertionError(route.request.url)

    opened.route("**/*", answer)
    yield opened
    opened.close()


def has_script(context: BrowserContext) -> bool:
    """Whether the site's script runs: only then is there a list under the search field."""
    return bool(context.pages[0].locator("#suggestions").count())


def test_by_mouse(context: BrowserContext, served: int) -> None:
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{served}/")
    page.locator("#q").click()
    page.locator("#q").press_sequentially("alder fund")
    if has_script(context):
        page.locator("#suggestions li", has_text=ENTITY).click()
    else:
        page.keyboard.press("Enter")
        page.get_by_role("link", name="A", exact=True).click()
        page.get_by_role("link", name=ENTITY).click()
    page.locator("h1", has_text=ENTITY).wait_for()
    page.get_by_role("link", name=CONTEST).first.click()
    page.locator("h1", has_text=CONTEST).wait_for()
    page.locator(f"main a[href$='{ITS_PAGE}']", has_text="Every rule, and the ways").first.click()
    page.locator("h1", has_text=TRACE).wait_for()
    number = page.locator("main a.n").first
    note = (number.get_attribute("href") or "").removeprefix("#")
    number.click()
    panel = page.locator(f"#{note}")

    assert panel.evaluate("one => getComputedStyle(one).position") == "fixed"
    assert panel.locator("code").first.inner_text().startswith('headwater query "SELECT')
    panel.locator(f".lines a[href^='{FILINGS}']").first.click()
    page.locator("h1", has_text="The filing").wait_for()


def test_by_keyboard_alone(context: BrowserContext, served: int) -> None:
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{served}/")
    tab_to(page, "#q")
    page.keyboard.type("alder fund")
    if has_script(context):
        page.locator("#suggestions li", has_text=ENTITY).wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("Enter")
        page.locator("h1", has_text="Search").wait_for()
        tab_to(page, "main a[href*='letter-a']")
        page.keyboard.press("Enter")
        page.locator("h1", has_text="A").wait_for()
        tab_to(page, "main a", ENTITY)
        page.keyboard.press("Enter")
    page.locator("h1", has_text=ENTITY).wait_for()
    tab_to(page, "main a[href*='contests/']", CONTEST)
    page.keyboard.press("Enter")
    page.locator("h1", has_text=CONTEST).wait_for()
    tab_to(page, f"main a[href$='{ITS_PAGE}']")
    page.keyboard.press("Enter")
    page.locator("h1", has_text=TRACE).wait_for()
    tab_to(page, "main a.n")
    page.keyboard.press("Enter")

    assert page.locator(":target").evaluate("one => getComputedStyle(one).position") == "fixed"
    tab_to(page, f":target .lines a[href^='{FILINGS}']")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="The filing").wait_for()


def tab_to(page: Page, selector: str, words: str = "") -> None:
    """Presses Tab until what a selector names, with these words in it, has the focus, and sees that this shows."""
    for _ in range(300):
        page.keyboard.press("Tab")
        focused = page.locator("*:focus")
        if focused.count() and words in (focused.text_content() or "") and focused.and_(page.locator(selector)).count():
            assert focused.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
            return
    raise AssertionError(f"{selector} is never reached by Tab")


SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const one of list.getEntries()) window.shifted += one.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_moves_while_it_loads(browser: Browser, site: Site, served: int, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(SHIFTS)
    page = context.new_page()
    for address in (*site.one_of_each_kind, "sql.html", "search.html?q=alder", "nothing.html"):
        page.goto(f"http://127.0.0.1:{served}/{address}", wait_until="networkidle")
        page.wait_for_timeout(50)

        # web.dev: a cumulative layout shift of at most 0.1 is good
        assert page.evaluate("window.shifted") < 0.1, address
    context.close()
