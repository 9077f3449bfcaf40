"""The file of a site as a case of very many payments gives it, made by SQL, so that no ledger has to be built first."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from headwater.publish.pictures.listed import all_pictures
from headwater.publish.render import all_pages
from headwater.publish.search_entries import search_entries
from headwater.publish.search_index import index_files
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.site_tables import OWN_TABLES, VIEW_COLUMNS
from headwater.publish.site_writing import create_indexes, fill_sums

MANY, FEW = 100, 10
"""How many payments there may be for each named entity: of ten million, 100,000 or a million are named."""
_CANDIDATES, _PLACES = 4, 250
_DIVISION = "'ocd-division/country:us/state:zz/county:c' || (n % 250)"
_ENTITY = "printf('E%016x', {})"
_NAME = "'Society ' || printf('%06d', {0}) || ' of ' || substr('ABDEFGHKLMNPRSTW', 1 + {0} % 16, 1) || 'ington'"
_HELD = (
    "payments", "lines", "entities", "identifiers", "contests", "candidacies", "results", "terms", "traces", "claims",
    "verdicts", "claim_facts", "sources", "source_files", "reconciliation", "conservation", "coverage", "rejected",
)  # fmt: skip


def write_site(home: Path, payments: int, of_an_entity: int = MANY) -> Path:
    """Writes ``<home>/site.sqlite``: two of three payments between the named, by squared lots so that few have most."""
    path = home / FILE_NAME
    out = sqlite3.connect(path)
    out.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    traces = {"traces": (*VIEW_COLUMNS["traces"],)}
    for table, columns in (VIEW_COLUMNS | traces | OWN_TABLES).items():
        out.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    entities = max(40, payments // of_an_entity)
    _fill(out, payments, entities)
    create_indexes(out)
    fill_sums(out)
    views = [(name, "A row.", out.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in _HELD]
    _insert(out, "site_views", views)
    out.commit()
    with SiteDb(path) as db:
        made: dict[str, list[tuple[Any, ...]]] = {
            "site_pages": list(all_pages(db)),
            "site_search": list(index_files(search_entries(db))),
            "site_pictures": list(all_pictures(db)) if payments <= 2_000_000 else [],
        }
    for table, rows in made.items():
        _insert(out, table, rows)
    out.commit()
    out.close()
    return path


def _fill(out: sqlite3.Connection, payments: int, entities: int) -> None:
    contests = max(2, entities // 20)
    # a square of a lot between 0 and 1: a hundredth of the entities take part in a tenth of the payments
    out.create_function("lot", 2, lambda n, most: int(most * (((n * 2654435761) % 4294967296) / 4294967296) ** 2))
    giver, taker = f"lot(n, {entities})", f"lot(n + 7, {entities})"
    day = f"date('2014-01-01', (n * 3900 / {payments}) || ' days')"
    about = f"CASE WHEN n % 10 = 0 THEN {_ENTITY.format(f'n % {contests * _CANDIDATES}')} END"
    _many(out, "payments", payments, {
        "payment_id": "printf('Y%016x', n)", "date_from": day, "date_to": day, "cents": "100 * (1 + n * 7919 % 50000)",
        "kind": "CASE WHEN n % 10 = 0 THEN 'independent_expenditure' ELSE 'monetary' END",
        "payer_entity_id": f"CASE WHEN n % 3 > 0 THEN {_ENTITY.format(giver)} END",
        "payer": f"CASE WHEN n % 3 > 0 THEN {_NAME.format(giver)} END",
        "payee_entity_id": _ENTITY.format(taker), "payee": _NAME.format(taker), "about_entity_id": about,
        "about": "CASE WHEN n % 10 = 0 THEN 'A candidate' END",
        "stance": "CASE WHEN n % 20 = 0 THEN 'for' WHEN n % 10 = 0 THEN 'against' ELSE '' END", "is_sum": "0",
        "line_count": "1", "filing_id": "'f' || (n / 40)", "source": "'invented'",
        "url": "'https://filings.example.invalid/' || (n / 40)",
    })  # fmt: skip
    out.execute(
        f"INSERT INTO lines ({', '.join(VIEW_COLUMNS['lines'])}) SELECT replace(payment_id, 'Y', 'L'), source, "
        "'invented.csv', rowid, source, payment_id, filing_id, payee_entity_id, payee, '460', 'A', 0, payment_id, "
        "date_from, date_to, cents, kind, 'payee', payer_entity_id, payer, payee_entity_id, payee, about_entity_id, "
        "about, stance, 'An invented publisher', url, payment_id, 1, '' FROM payments ORDER BY date_from, payment_id"
    )
    _many(out, "entities", entities, {
        "entity_id": _ENTITY.format("n"), "name": _NAME.format("n"), "kind": "'committee'",
        "party_count": "1"})  # fmt: skip
    _many(out, "identifiers", entities, {
        "entity_id": _ENTITY.format("n"), "scheme": "'fppc'", "identifier": "'' || n"})  # fmt: skip
    _many(out, "site_names", entities, {"entity_id": _ENTITY.format("n"), "name": _NAME.format("n"),
          "kind": "'committee'", "scheme": "'fppc'", "identifier": "'' || n", "why": "'identifier'"})  # fmt: skip
    _outcomes(out, contests)
    _insert(out, "sources", [("invented", "Invented filings", "An invented publisher", "public", "None.", "", "All.")])
    _insert(out, "source_files", [("invented", "0" * 64, "invented.csv", 1, payments, payments, 0, 0, None)])
    _insert(out, "site_case", [("A case of many payments", "How fast is it?", "many", 500_000, "0" * 12, "many")])
    _insert(out, "site_donor_sets", [("one", "One"), ("two", "Two")])
    _insert(out, "site_members", [("one", "fppc:1", "E" + f"{1:016x}"), ("two", "fppc:2", "E" + f"{2:016x}")])


def _outcomes(out: sqlite3.Connection, contests: int) -> None:
    """Contests of four candidates each, who stand in the first entities; terms, traces and claims."""
    contest, person = "'zz-' || (n / 4)", _ENTITY.format("n")
    _many(out, "contests", contests, {
        "contest_id": "'zz-' || n", "division": _DIVISION, "place": "'County ' || (n % 250)", "office": "'sheriff'",
        "election_date": "(2014 + 2 * (n % 6)) || '-11-04'", "stage": "'general'", "candidate_count": "4"})  # fmt: skip
    _many(out, "candidacies", contests * _CANDIDATES, {
        "contest_id": contest, "candidate": "'Candidate ' || n", "candidate_entity_id": person,
        "committees": "'fppc:' || n", "party": "''", "elected": "n % 4 = 0"})  # fmt: skip
    _many(out, "site_committees", contests * _CANDIDATES, {
        "contest_id": contest, "candidate": "'Candidate ' || n", "entity_id": person,
        "identifier": "'fppc:' || n"})  # fmt: skip
    _many(out, "results", contests * _CANDIDATES, {
        "contest_id": contest, "candidate": "'Candidate ' || n", "publisher": "'The registrar'",
        "votes": "1000 * (n % 4)", "denominator": "6000", "denominator_kind": "'listed_candidates'",
        "count_status": "'certified'",
        "as_of": "''", "share": "(n % 4) / 6.0", "margin_votes": "NULL", "margin_share": "NULL", "rank": "4 - n % 4",
        "source": "'invented'", "file_name": "'votes.csv'", "row": "n", "url": "''"})  # fmt: skip
    _many(out, "terms", contests, {
        "term_id": "'T' || n", "division": _DIVISION, "place": "'County ' || (n % 250)", "office": "'sheriff'",
        "person": "'Candidate ' || (4 * n)", "start_date": "'2015-01-01'", "start_kind": "'election'",
        "end_date": "NULL", "end_kind": "''", "publisher": "'The registrar'", "url": "''",
        "file_name": "'roster.csv'", "row": "n"})  # fmt: skip
    cents = {name: "100000" for name in VIEW_COLUMNS["traces"] if name.endswith("_cents")}
    _many(out, "traces", contests * _CANDIDATES, {
        "donor_set": "CASE WHEN n % 2 = 0 THEN 'one' ELSE 'two' END", "target_entity_id": person,
        "target_class": "'gifts'", **cents, "is_exact": "1"})  # fmt: skip
    _many(out, "claims", 200, dict.fromkeys(VIEW_COLUMNS["claims"], "''") | {
        "claim_id": "'c' || n", "statement": "'Statement ' || n", "definition": "'As stated.'",
        "query": "'SELECT 1'"})  # fmt: skip
    _many(out, "verdicts", 200, dict.fromkeys(VIEW_COLUMNS["verdicts"], "''") | {
        "claim_id": "'c' || n", "verdict": "'supported'", "value": "1", "low": "NULL", "high": "NULL"})  # fmt: skip


def _many(out: sqlite3.Connection, table: str, count: int, columns: dict[str, str]) -> None:
    """Fills a table with rows numbered `n` from 0."""
    out.execute(
        f"WITH RECURSIVE rows(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM rows WHERE n + 1 < {count}) "
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM rows"
    )


def _insert(out: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    rows = list(rows)
    if rows:
        out.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
