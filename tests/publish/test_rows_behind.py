"""No number stands without its rows: lists of claims, names, counties, documents hold what the cited query counts."""

import pytest
from ibis.backends.duckdb import Backend

from headwater.publish.pages import PAGES
from headwater.publish.rows_behind import CLAIMS, COUNTIES, MISSING_MONTHS, REACHED, documents_read, members_of
from tests.publish.conftest import Site
from tests.publish.test_citing import answer

NOTHING_READ = "c02"
"""Its query names no view, so no document can be behind it."""


def test_every_note_lists_its_lines_or_rows(site: Site) -> None:
    contexts = {page.kind: page.context for page in PAGES}
    for row in site.db.rows("SELECT address, kind, key FROM site_pages ORDER BY rowid"):
        for panel in contexts[row["kind"]](site.db, row["key"])["cites"].panels:
            held = panel.lines_query or panel.same_lines_as or NOTHING_READ in row["address"]
            assert held, (row["address"], panel.cite.definition)


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        (CLAIMS, "SELECT count(*) FROM verdicts"),
        (MISSING_MONTHS, "SELECT count(*) FROM coverage WHERE state = 'missing'"),
        (REACHED, "SELECT count(DISTINCT target_entity_id || target_class) FROM traces WHERE high_cents > 0"),
        (COUNTIES, "SELECT count(*) FROM jurisdiction_counties"),
    ],
)
def test_the_rows_are_as_many_as_are_counted(site: Site, public: Backend, rows: str, counted: str) -> None:
    ((of_site,),) = (row.values() for row in site.db.rows(counted))
    ((of_case,),) = (row.values() for row in answer(public, counted))

    assert len(site.db.rows(rows)) == of_site == of_case == len(answer(public, rows))


def test_each_member_that_is_counted_is_listed(site: Site) -> None:
    scores = site.db.rows("SELECT definition, as_of, count FROM scoreboard")
    assert scores
    for row in scores:
        listed = site.db.rows(members_of(row["definition"]))
        mine = {one["of_row"].partition(",")[0] for one in listed if one["as_of"] == row["as_of"]}
        assert len(mine) == (row["count"] or 0)


def test_documents_are_those_of_the_views_that_a_query_reads(site: Site) -> None:
    found = site.db.rows(documents_read(site.db, "SELECT count(*) FROM term_spans WHERE person = 'payments'"))
    held = site.db.rows("SELECT DISTINCT publisher, file_name, url FROM terms")

    assert held
    assert {(row["publisher"], row["file_name"]) for row in found} == {
        (row["publisher"], row["file_name"]) for row in held
    }
    files = site.db.rows(documents_read(site.db, "SELECT sum(cents) FROM payments"))
    assert {row["file_name"] for row in files} == {
        row["file_name"] for row in site.db.rows("SELECT file_name FROM source_files")
    }
    assert documents_read(site.db, "SELECT 1") == ""
