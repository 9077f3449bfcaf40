"""Pictures say what the ledger says: their files parse, load nothing, stand in other people's pages, and sum up."""

import csv
import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from lxml import etree
from playwright.sync_api import Browser

from headwater.base.ids import stable_id
from headwater.publish import addresses
from headwater.publish.citing import Number
from headwater.publish.pictures import drawing, reach
from headwater.publish.pictures.listed import ENDINGS
from tests.publish import world_tables
from tests.publish.conftest import Site

QUILL = stable_id("E", "Marta Quill")
TIMELINE = addresses.picture("timeline", addresses.contest(world_tables.CONTEST))
REACH = addresses.picture("reach", addresses.trace("alder", QUILL))


def stems(site: Site) -> list[str]:
    return [row["address"] for row in site.db.rows("SELECT address FROM site_pictures ORDER BY rowid")]


def rows_of(site: Site, stem: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((site.folder / f"{stem}.csv").read_text("utf-8"), newline="")))


def test_each_picture_has_its_files_and_each_file_its_picture(site: Site) -> None:
    written = {path.relative_to(site.folder).as_posix() for path in site.folder.glob("pictures/**/*") if path.is_file()}

    assert written == {f"{stem}{ending}" for stem in stems(site) for ending in ENDINGS}
    assert {TIMELINE, REACH} <= set(stems(site))


def test_where_the_least_is_the_most_nothing_is_drawn_as_only_possible() -> None:
    def cents(value: int) -> Number:
        return Number(str(value), value, 1, 0, "")

    def drawn(low: int, high: int) -> str:
        row = {"target_words": "gifts", "target_total_cents": cents(100), "low_cents": cents(low)}
        rules = [{"rule": "fifo", "cents": cents(high), "is_possible": True}]
        return reach.marks_of([{**row, "high_cents": cents(high), "rules": rules}])[0]

    assert 'class="fill"' in drawn(20, 50)
    assert 'class="fill"' not in drawn(50, 50)


def test_events_in_office_are_the_planted_ones(site: Site) -> None:
    stem = addresses.picture("events", addresses.TENURE)
    (row,) = rows_of(site, stem)

    # world_offices.py: a petition was filed on one of three days in July 2029, which is a line and a mark
    assert (row["person"], row["what"]) == ("Devin Oake", "recall petition filed")
    assert (row["event_date"], row["event_date_to"]) == ("2029-07-06", "2029-07-08")
    drawn = (site.folder / f"{stem}.svg").read_text("utf-8")
    assert ('class="fill"' in drawn, 'class="tick"' in drawn, "tick open" in drawn) == (True, True, False)


def test_each_drawing_has_title_and_words_and_loads_nothing(site: Site) -> None:
    for stem in stems(site):
        # a file of ours, without entities or a document type
        root = etree.fromstring((site.folder / f"{stem}.svg").read_bytes())
        names = {etree.QName(one).localname for one in root.iter()}

        assert names <= {
            *("svg", "title", "desc", "style", "rect", "line", "text"),
            *("circle", "defs", "pattern", "path", "g", "a"),  # a link leads to a filing and loads nothing
        }
        assert root.findtext("{*}title")
        assert root.findtext("{*}desc")
        assert not [name for one in root.iter() for name in map(str, one.attrib) if name[:2] == "on"]
        linked = [one for one in root.iter() if any("href" in str(name) for name in one.attrib)]
        assert all(
            etree.QName(one).localname == "a" and str(one.attrib["href"]).startswith("https://") for one in linked
        )
        png = site.folder / f"{stem}.png"
        assert not png.exists() or png.read_bytes().startswith(b"\x89PNG\r\n")


def test_the_months_of_a_contest_add_up_to_the_planted_gifts(site: Site) -> None:
    gifts = [row for row in rows_of(site, TIMELINE) if (row["candidate"], row["stream"]) == ("Marta Quill", "gifts")]

    # planted in world.py: four hostile gifts in January, the others and the return of 500.00 in March
    assert [(row["month"], int(row["total_cents"])) for row in gifts] == [("2030-01", 400_06), ("2030-03", 2_702_550)]


def test_a_sum_over_several_months_stands_in_none_of_them(site: Site) -> None:
    ours = ("Devin Oake", "gifts")
    rows = [row for row in rows_of(site, TIMELINE) if (row["candidate"], row["stream"]) == ours]
    gifts = {row["month"]: int(row["total_cents"]) for row in rows}

    # planted in world.py: one sum from December 30 to January 15, and one gift of March
    assert gifts["2029-12 to 2030-01"] == 1_200_00
    assert "2030-01" not in gifts
    text = (site.folder / f"{TIMELINE}.svg").read_text("utf-8")
    assert "$1,200.00 in months that are not stated" in text


def test_a_bar_marks_the_bounds_and_every_rule_of_the_table(site: Site) -> None:
    found = {(row["class"][:5], row["measure"]): int(row["cents"]) for row in rows_of(site, REACH)}

    # planted in world.py: $40,000 of the donor's and $25,000 of another's met in the PAC before it gave $15,000 in
    # kind and spent $18,000; $5,000 went straight. The other's $25,000 can be all of the $15,000; fifo takes the
    # donor's 40,000 first; pro rata 40/65 of 15,000, which is 9,230.77, and the $5,000
    assert found["gifts", "at least"] == 5_000_00
    assert found["gifts", "at most"] == 20_000_00
    assert found["gifts", "paid straight"] == 5_000_00
    assert found["gifts", "by the rule first in, first out"] == 20_000_00
    assert found["gifts", "by the rule last in, first out"] == 5_000_00
    assert found["gifts", "by the rule pro rata"] == 14_230_77
    assert found["gifts", "by the rule poison"] == 20_000_00
    assert found["indep", "at most"] == 18_000_00
    text = (site.folder / f"{REACH}.svg").read_text("utf-8")
    for words in ("$5,000.00 to $20,000.00 of", "By the rule pro rata: $14,230.77", "a reach, not an amount"):
        assert words in text


def test_a_picture_has_its_table_files_and_snippet_on_its_page(site: Site) -> None:
    text = site.text(addresses.contest(world_tables.CONTEST))

    for ending in (".svg", ".csv"):
        assert f'href="../{TIMELINE}{ending}"' in text
    assert f"&lt;iframe src=&#34;{TIMELINE}.html" in text or f'&lt;iframe src="{TIMELINE}.html' in text
    assert "The same as a table" in text


def test_a_label_of_unknown_origin_is_text() -> None:
    label = drawing.words(0, 10, "<script>alert('x')</script>\u202e" + "x" * 5_000)

    assert "<script" not in label
    assert "\u202e" not in label
    assert len(label) < 300


@pytest.mark.browser
def test_the_snippet_stands_in_a_bare_page_of_another_host(browser: Browser, served: int) -> None:
    top = f"http://127.0.0.1:{served}"
    page_text = (
        f'<!doctype html><title>News</title><iframe src="{top}/{TIMELINE}.html" width="600" height="500"></iframe>'
        f'<img src="{top}/{TIMELINE}.svg" width="600" height="400"><iframe src="{top}/index.html"></iframe>'
    )

    class Newsroom(BaseHTTPRequestHandler):
        """Answers every request with the newsroom's page."""

        def do_GET(self) -> None:
            """Sends the page."""
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(page_text.encode())

        def log_message(self, *_words: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Newsroom) as newsroom:
        thread = threading.Thread(target=newsroom.serve_forever)
        thread.start()
        page = browser.new_context(java_script_enabled=True).new_page()
        page.goto(f"http://127.0.0.1:{newsroom.server_address[1]}/")
        frame = page.frame_locator("iframe").first

        assert frame.locator("svg.pic").is_visible()
        assert page.evaluate("document.querySelector('img').naturalHeight") > 0
        # every other page refuses to be framed
        assert page.frame_locator("iframe").nth(1).locator("h1", has_text="Money in races").count() == 0
        page.context.close()
        newsroom.shutdown()
        thread.join()
