"""The pages that only a served site has: axe finds nothing in them, they fit a phone, and two donors are told alike."""

import hashlib
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser

from headwater.answering import CaseTracer
from headwater.publish import addresses
from headwater.publish.questions.answer_page import answer_page
from headwater.publish.questions.question import Question
from headwater.publish.render import render_as
from headwater.publish.server import make_app
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.stage import publish_site
from tests.publish import world
from tests.publish.api.test_api import get
from tests.publish.conftest import Site
from tests.publish.serving import serving
from tests.publish.test_neutral import masked, rows

SERVED = (
    "sql.html",
    "sql.html?" + urlencode({"sql": "SELECT * FROM payments"}),
    "sql.html?" + urlencode({"sql": "SELECT nothing FROM payments"}),
    "nothing.html",
    "search.html?q=alder",
    "offices/on.html?day=2029-05-06",
    "traces/?" + urlencode([("from", "Birch Fund"), ("from", "Alder Fund"), ("to", "Marta Quill")]),
    "traces/?from=Aldr+Fund&to=Marta+Quill",
)


@pytest.fixture(scope="module")
def port(site: Site) -> Iterator[int]:
    with serving(make_app(site.home, CaseTracer(site.home, 1))) as found:
        yield found


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(
    browser: Browser, port: int, width: int, scheme: str
) -> None:
    axe = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    # evaluating axe is what the site's own policy forbids
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True  # type: ignore[arg-type]
    )  # fmt: skip
    page = context.new_page()
    for address in SERVED:
        page.goto(f"http://127.0.0.1:{port}/{address}", wait_until="networkidle")
        page.locator("progress").wait_for(state="detached", timeout=30_000)
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        bad = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"] if one["impact"] != "minor"]
        wide, seen = (page.locator("html").evaluate(f"root => root.{side}Width") for side in ("scroll", "client"))

        assert not bad, (address, bad)
        assert wide <= seen, address
    context.close()


def test_two_donors_swapped_in_the_ledger_swap_in_a_readers_trace(site: Site, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    publish_site(home, world.build(home, swap=True), threads=1)
    pages = []
    for folder, donor in ((site.home, "Alder Fund"), (home, "Birch Fund")):
        question = Question((donor,), "Marta Quill", "")
        with SiteDb(folder / FILE_NAME) as db:
            found = answer_page(db, question, CaseTracer(folder, 1)(question, lambda _: None))
            pages.append(render_as(db, addresses.TRACES, "traces.html", found).decode())
    before, after = (re.sub(r"(Alder|Birch)(\+| )Fund", "NAME", page) for page in pages)

    assert rows(masked(before)) == rows(masked(after))
    assert pages[0] != pages[1]


@pytest.mark.parametrize(
    "sql",
    [
        "COPY payments TO '{file}'",
        "ATTACH '{file}' AS more",
        "CREATE TABLE main.mine AS SELECT 1",
        "INSERT INTO private.payments SELECT * FROM private.payments",
        "DROP VIEW payments",
        "UPDATE payments SET cents = 0",
        "SELECT * FROM read_csv('{file}')",
        "SELECT 1; DELETE FROM lines",
        "WITH gone AS (DELETE FROM lines RETURNING *) SELECT * FROM gone",
        "SET memory_limit = '1TB'",
    ],
)
def test_the_warehouse_is_untouched_by_what_a_reader_writes(site: Site, port: int, tmp_path: Path, sql: str) -> None:
    def marks() -> dict[str, str]:
        kept = [path for path in site.home.rglob("*") if path.is_file() and "spill" not in path.as_posix()]
        return {path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}

    file = tmp_path / "out.csv"
    before = marks()
    status, _headers, body = get(port, f"/api/sql.json?sql={quote(sql.format(file=file))}")

    assert status in (400, 403), body
    assert not file.exists()
    assert marks() == before
