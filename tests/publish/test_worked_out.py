"""What the site's own file holds worked out gives the rows that the cited queries give, asked of the same file."""

import random
import sqlite3

from ibis.backends.duckdb import Backend

from headwater.publish.behind import FILL_EVIDENCE, count_and_last, first_lines
from headwater.publish.by_row import book_lines_here, lines_of_books, lines_of_ranked, ranked_lines_here
from headwater.publish.citing import Citations, are_named
from headwater.publish.evidence import OWN_COMMITTEE, gifts_to, lines_of, spending_about
from headwater.publish.pages._listings import _CHOSEN, _gifts_of, _lines_to, _takers
from headwater.publish.pictures.coverage import coverage
from headwater.publish.ranked import ranked, ranked_here
from headwater.publish.site_db import SiteDb
from headwater.publish.site_tables import OWN_TABLES, VIEW_COLUMNS
from tests.publish.conftest import Site


def conditions(db: SiteDb) -> list[str]:
    """Conditions on payments such as pages ask, one of each kind for each entity, and one that finds nothing."""
    ids = [row["entity_id"] for row in db.rows("SELECT entity_id FROM entities ORDER BY entity_id")]
    found = ["cents < 0", "1 = 1", "payment_id IN (SELECT payment_id FROM payments WHERE cents > 100000)"]
    for one in ids:
        found += [f"payee_entity_id = '{one}'", f"(payer_entity_id = '{one}' OR payee_entity_id = '{one}')"]
        found += [gifts_to([one, ids[0]]), spending_about([one], 2030)]
    return found


def test_first_lines_and_counts_are_those_of_the_whole_list(site: Site) -> None:
    several = 0
    for where in conditions(site.db):
        query = lines_of(where)
        # the list as it is cited, sorted by the database from nothing
        whole = site.db.rows(query)
        for most in (1, 3, 25):
            assert site.db.rows(first_lines(query, most)) == whole[:most]
        count, last = site.db.rows(count_and_last(query, "date_to"))[0].values()

        assert (count, last) == (len(whole), max((row["date_to"] for row in whole), default=None))
        several += count > 3
    assert several


def planted(rows: int) -> sqlite3.Connection:
    """Payments of one to four lines each whose days lie anywhere, written in the order of a site's file."""
    lot = random.Random(7)  # noqa: S311 - no secret
    out = sqlite3.connect(":memory:")
    for table in ("payments", "lines"):
        out.execute(f"CREATE TABLE {table} ({', '.join(VIEW_COLUMNS[table])})")
    out.execute(f"CREATE TABLE site_evidence ({', '.join(OWN_TABLES['site_evidence'])})")
    days = {
        f"Y{n}": sorted((f"2030-01-{lot.randrange(10, 30)}", f"L{lot.random()}") for _ in range(lot.randrange(1, 5)))
        for n in range(rows)
    }
    for payment, lines in sorted(days.items(), key=lambda one: one[1]):
        own = (payment, lines[0][0], len(lines), lot.randrange(3))
        out.execute("INSERT INTO payments (payment_id, date_to, line_count, cents) VALUES (?, ?, ?, ?)", own)
    for day, line, payment in sorted((*one, payment) for payment, lines in days.items() for one in lines):
        written = (line, payment, day, day, "a.csv", 1)
        out.execute(
            "INSERT INTO lines (line_id, payment_id, date_from, date_to, file_name, row) VALUES (?, ?, ?, ?, ?, ?)",
            written,
        )
    out.execute(FILL_EVIDENCE)
    return out


def test_lines_of_other_days_than_their_payment_count_with_their_own() -> None:
    db = planted(400)
    # three of four payments have more than one line, so most have a last day of their own
    assert 200 < db.execute("SELECT count(*) FROM site_evidence").fetchone()[0] < 400
    for where in ("cents = 0", "cents > 0", "payment_id LIKE 'Y7%'", "1 = 1", "cents > 9"):
        query = lines_of(where)
        whole = db.execute(query).fetchall()

        assert db.execute(first_lines(query, 25)).fetchall() == whole[:25]
        assert db.execute(count_and_last(query, "date_to")).fetchone() == (
            len(whole),
            max((row[7] for row in whole), default=None),
        )


def test_lists_that_are_no_payments_are_counted_as_they_are(site: Site) -> None:
    query = "SELECT source, file_name, file_sha256 FROM source_files ORDER BY file_name"
    assert site.db.rows(first_lines(query, 2)) == site.db.rows(query)[:2]
    (count, _), whole = site.db.rows(count_and_last(query, "file_name"))[0].values(), site.db.rows(query)
    assert count == len(whole)


def test_entities_by_money_are_those_of_the_cited_query(site: Site) -> None:
    cited = site.db.rows(ranked(are_named(site.db.options), 1_000, 0))

    assert [len(cited) > 3, cited] == [True, site.db.rows(ranked_here(1_000, 0))]
    assert site.db.rows(ranked_here(2, 1)) == cited[1:3]


def test_lines_row_by_row_are_the_first_of_the_cited_query(site: Site) -> None:
    named = are_named(site.db.options)
    for query, listed in (
        (lines_of_ranked(named, 3, 0), ranked_lines_here(site.db, 3, 0)),
        (lines_of_ranked(named, 500, 1), ranked_lines_here(site.db, 500, 1)),
        (lines_of_books(), book_lines_here(site.db)),
    ):
        whole = site.db.rows(query)

        assert [bool(whole), listed.rows, listed.count] == [True, whole[: len(listed.rows)], len(whole)]
        assert len(listed.rows) == min(len(whole), 25)
        assert listed.last == max(row["date_to"] for row in whole)


def test_lines_behind_a_sum_of_the_index_add_up_to_it(site: Site) -> None:
    # a line that counts is one payment's amount, so the lines of a row that count are its sums
    ((name, into, out),) = (
        row.values() for row in site.db.rows("SELECT name, in_cents, out_cents FROM site_money LIMIT 1")
    )
    cited = lines_of_ranked(are_named(site.db.options), 1, 0)
    lines = site.db.rows(
        f"SELECT of_row, sum(l.cents) AS cents FROM ({cited}) q JOIN lines l "
        "ON l.file_name = q.file_name AND l.row = q.row WHERE l.counts GROUP BY of_row"
    )

    assert {row["of_row"]: row["cents"] for row in lines} == {
        f"{side} by {name}": cents for side, cents in (("received", into), ("paid", out)) if cents
    }


def test_what_is_held_of_elections_is_that_of_the_cited_query(site: Site, public: Backend) -> None:
    cites = Citations(site.db)
    picture = coverage(site.db, cites)
    assert picture is not None
    shown = [{name: getattr(cell, "value", cell) for name, cell in row.items()} for row in picture.rows]
    found = public.raw_sql(cites.panels[0].cite.query)
    names = [column[0] for column in found.description]

    assert shown == [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    # world_tables.py: the primary of 2030 has votes, and world.py gifts and spending; that of 2026 has neither
    assert [(row["year"], row["contests"], row["with_results"], row["with_money"]) for row in shown] == [
        (2030, 1, 1, 1),
        (2026, 1, 0, 0),
    ]


def test_gifts_of_contests_are_those_of_the_cited_query(site: Site) -> None:
    chosen = _CHOSEN.format(limit=500, offset=0)
    cited = _takers(
        chosen, f"JOIN candidacies d USING (contest_id) JOIN identifiers i ON d.committees <> '' AND {OWN_COMMITTEE}"
    )
    here = _takers(chosen, "JOIN site_committees i USING (contest_id)")
    found, lines = site.db.rows(_gifts_of(cited)), site.db.rows(_lines_to(cited))

    assert [bool(found), found] == [True, site.db.rows(_gifts_of(here))]
    assert [bool(lines), lines] == [True, site.db.rows(_lines_to(here))]
