"""Cases that lack almost everything: each page still reads, and shows no number that it cannot cite."""

import gzip
import re
from datetime import date
from pathlib import Path

from headwater.base.case import Case
from headwater.base.ids import stable_id
from headwater.base.table import Table
from headwater.entities.tables import ENTITIES, IDENTIFIERS, PARTY_ENTITIES
from headwater.ledger.lines import LINES
from headwater.ledger.payments import PAYMENTS
from headwater.outcomes.count_tables import CONTEST_ISSUES, COUNT_CHECKS, ContestIssue
from headwater.outcomes.tables import CANDIDACIES, CONTESTS, Candidacy, Contest
from headwater.publish import addresses
from headwater.publish.render import render
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.stage import SiteReport, publish_site
from tests.publish import world
from tests.publish.reading import read
from tests.publish.test_pages import resolved

DAY = date(2030, 11, 5)
EMPTY = Case(
    folder=Path("nothing"),
    title="An empty case",
    question="Nothing is asked.",
    naming_threshold_cents=500_000,
    offices=(),
    donor_sets=(),
    gaps=(),
    named_people=(),
)


def published(home: Path, tables: dict[Table, list[object]]) -> SiteReport:
    home.mkdir(exist_ok=True)
    world.commit(home, tables)
    return publish_site(home, EMPTY, threads=1)


def test_a_case_without_a_table_has_its_pages(tmp_path: Path) -> None:
    report = published(tmp_path / "home", {})

    # home, contests, entities, search, sources, quality, downloads, API, methods, first questions
    assert report.pages == 10
    for path in report.folder.rglob("*.html"):
        assert not read(path.read_text("utf-8")).numbers


def test_tables_without_rows_have_their_pages(tmp_path: Path) -> None:
    tables: dict[Table, list[object]] = {table: [] for table in (PAYMENTS, ENTITIES, PARTY_ENTITIES, CONTESTS)}
    report = published(tmp_path / "home", tables)

    assert {text for _, _, text in read((report.folder / "index.html").read_text("utf-8")).numbers} == {"0", "$0.00"}


def test_every_link_of_a_case_without_rows_resolves(tmp_path: Path) -> None:
    tables: dict[Table, list[object]] = {table: [] for table in (PAYMENTS, ENTITIES, CONTESTS, CANDIDACIES)}
    tables |= {CONTEST_ISSUES: [], COUNT_CHECKS: []}
    folder = published(tmp_path / "home", tables).folder
    for path in folder.rglob("*.html"):
        for link in read(path.read_text("utf-8")).links:
            if not link.startswith(("https://", "data:")):
                target, _ = resolved(path.relative_to(folder).as_posix(), re.sub(r"\?[^#]*", "", link))
                assert (folder / target).is_file(), (path, link)


def test_a_case_with_one_payment(tmp_path: Path) -> None:
    book = world.Book()
    giver, taker = book.entity("Solo Giver", "organisation"), book.entity("Solo Taker", "committee", "9000009")
    book.pay("2030-01-01", 100_00, "monetary", giver, taker)
    tables: dict[Table, list[object]] = {
        PAYMENTS: list(book.payments),
        ENTITIES: list(book.entities.values()),
        PARTY_ENTITIES: list(book.joins),
        IDENTIFIERS: list(book.identifiers),
    }
    report = published(tmp_path / "home", tables)
    page = (report.folder / addresses.entity(stable_id("E", "Solo Taker"))).read_text("utf-8")

    assert "$100.00" in page
    assert "none in these records" in page


def test_a_contest_without_names_or_filings(tmp_path: Path) -> None:
    contest = Contest("zz-quiet", "ocd-division/country:us/state:zz", "", "sheriff", DAY, "general", 0)
    report = published(tmp_path / "home", {CONTESTS: [contest], CANDIDACIES: []})
    page = (report.folder / "contests" / "zz-quiet.html").read_text("utf-8")

    assert "No name on the ballot is in these records." in page
    assert "No publisher in these records says who won." in page


def test_issues_of_a_contest_are_folded_and_those_left_out_are_said(tmp_path: Path) -> None:
    place = "ocd-division/country:us/state:zz"
    contest = Contest("zz-loud", place, "ZZ", "sheriff", DAY, "general", 0)
    issues: list[object] = [
        ContestIssue(
            f"I{at:03d}",
            "same_votes_twice",
            place,
            "sheriff",
            DAY,
            "general",
            f"Name {at}",
            f"words {at}",
            "",
            "P",
            "f",
            at,
        )
        for at in range(150)
    ]
    tables: dict[Table, list[object]] = {CONTESTS: [contest], CANDIDACIES: [], CONTEST_ISSUES: issues, COUNT_CHECKS: []}
    page = (published(tmp_path / "home", tables).folder / "contests" / "zz-loud.html").read_text("utf-8")
    open_part, _, folded = page.partition("<details><summary>90 further issues</summary>")

    # ten stand open, 90 are folded, the file holds the other 50; the page does not link to itself
    assert (open_part.count("Words "), folded.count("Words ")) == (10, 90)
    assert "contest_issues.csv</a> holds the rest" in page
    assert "may be wrong as published" in page
    assert "zz-loud</a>" not in page


def test_a_candidacy_whose_committee_is_unknown(tmp_path: Path) -> None:
    contest = Contest("zz-quiet", "ocd-division/country:us/state:zz", "ZZ", "sheriff", DAY, "general", 1)
    running = Candidacy("zz-quiet", "Ann Example", "E" + "0" * 16, "fppc:1; fppc:2", "", None)
    report = published(tmp_path / "home", {CONTESTS: [contest], CANDIDACIES: [running]})
    page = (report.folder / "contests" / "zz-quiet.html").read_text("utf-8")

    assert "fppc:1" in page
    assert "none in these records" in page


def test_an_entity_of_no_stated_kind_and_without_money(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    publish_site(home, world.build(home), threads=1)
    with SiteDb(home / FILE_NAME) as db:
        entity_id = stable_id("E", "Idle Society")
        page = render(db, addresses.entity(entity_id), "entity", entity_id).decode()

    assert "Kind not stated" in page
    assert "No payment of this entity is in these records. That is not the same as no money." in page


def test_an_entity_of_10_000_payments_reads_well(tmp_path: Path) -> None:
    book = world.Book()
    giver = book.entity("Steady Giver", "organisation")
    takers = [book.entity(f"Taker {at:03d}", "committee", f"90{at:05d}") for at in range(100)]
    for at in range(10_000):
        book.pay(f"20{20 + at % 10}-0{1 + at % 9}-1{at % 10}", 100 + at, "monetary", giver, takers[at % 100])
    tables: dict[Table, list[object]] = {
        PAYMENTS: list(book.payments),
        LINES: list(book.lines),
        ENTITIES: list(book.entities.values()),
        PARTY_ENTITIES: list(book.joins),
        IDENTIFIERS: list(book.identifiers),
    }
    report = published(tmp_path / "home", tables)
    text = (report.folder / addresses.entity(stable_id("E", "Steady Giver"))).read_text("utf-8")
    numbers = {shown for _, _, shown in read(text).numbers}

    # arithmetic: 10,000 payments of 1.00, 1.01 … 100.99 make 509,950.00
    assert {"10,000", "$509,950.00"} <= numbers
    # every third one has a later notice, so there are 13,333 lines: 25 are listed and a query gives the rest
    assert "… and 13,308 more." in text
    assert len(gzip.compress(text.encode())) < 60_000


def test_a_long_index_is_split_and_light(tmp_path: Path) -> None:
    book = world.Book()
    for at in range(1_201):
        book.entity(f"Society {at:05d}", "organisation")
    tables: dict[Table, list[object]] = {
        PAYMENTS: [],
        ENTITIES: list(book.entities.values()),
        PARTY_ENTITIES: list(book.joins),
    }
    report = published(tmp_path / "home", tables)
    pages = sorted(path.name for path in (report.folder / "entities").glob("index*.html"))

    # 500 to a page
    assert pages == ["index-2.html", "index-3.html", "index.html"]
    assert (report.folder / "entities" / "index.html").stat().st_size < 300_000
