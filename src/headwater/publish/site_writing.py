"""Writes the site's SQLite file: one file with all that pages read, written whole, the same bytes each time."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from ibis.backends.duckdb import Backend

from headwater.base.case import Case
from headwater.base.code import code_hash
from headwater.base.errors import CaseError, WarehouseError
from headwater.base.files import sync_folder
from headwater.base.ids import stable_id
from headwater.base.progress import Progress, no_progress
from headwater.base.views import VIEWS, open_public
from headwater.base.warehouse import Warehouse
from headwater.publish import addresses
from headwater.publish.behind import FILL_EVIDENCE, LINE_ORDER
from headwater.publish.by_row import FILL_BOOKS
from headwater.publish.pictures.coverage import FILL_COVERAGE
from headwater.publish.ranked import FILL_MONEY
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.site_tables import INDEXES, OWN_TABLES, VIEW_COLUMNS
from headwater.publish.whole_folder import sweep_parts

_BATCH = 10_000
_FAULTS_OF_DISKS = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}

_NAMES_AS_FILED = (
    "SELECT DISTINCT pe.entity_id, p.name, p.kind, p.scheme, p.identifier, pe.why "
    "FROM private.party_entities pe JOIN private.entities e ON e.entity_id = pe.entity_id "
    "JOIN private.source_parties p ON p.party_id = pe.party_id WHERE e.is_named ORDER BY ALL"
)
RowsOf = Callable[[SiteDb], Iterable[tuple[str, ...]]]
"""Rows that are made from the site's own file: of its pages, of its search index."""


def write_site_db(
    home: Path, case: Case, made: Mapping[str, RowsOf], threads: int = 0, progress: Progress = no_progress
) -> Path:
    """Writes ``<home>/site.sqlite`` from the public views of the case's warehouse, whole or not at all.

    People below the naming threshold are masked in the views, so no name of theirs enters the file.

    Args:
        home: the case's folder of archive and warehouse.
        case: the case.
        made: the site's own tables whose rows are made from the others.
        threads: threads the database may use; 0: one for each core.
        progress: told what is being written.

    Raises:
        WarehouseError: if the disk has no room for it.
    """
    warehouse = Warehouse(home)
    public = open_public(warehouse, threads)
    path = home / FILE_NAME
    sweep_parts(home, FILE_NAME)
    part = path.with_name(f".{FILE_NAME}.{os.getpid()}.part")
    try:
        with _writing(part) as connection:
            _fill(connection, public, warehouse, case, progress)
            connection.commit()
            with SiteDb(part) as written_so_far:
                rows = {name: list(rows_of(written_so_far)) for name, rows_of in made.items()}
            for name, found in rows.items():
                _insert(connection, name, OWN_TABLES[name], found)
            connection.commit()
    finally:
        public.disconnect()
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(path)
    sync_folder(home)
    return path


@contextmanager
def _writing(part: Path) -> Iterator[sqlite3.Connection]:
    """A new file to fill, which goes where the disk has no room for it."""
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as connection:
            connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            yield connection
    except sqlite3.OperationalError as error:
        # The low eight bits are the kind of fault, the others its details.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _FAULTS_OF_DISKS:
            raise
        part.unlink(missing_ok=True)
        raise WarehouseError(f"{part.parent}: what pages read cannot be written here ({error})") from error


def _fill(out: sqlite3.Connection, public: Backend, warehouse: Warehouse, case: Case, progress: Progress) -> None:
    found = public.raw_sql("SELECT view_name FROM duckdb_views() WHERE schema_name = 'main'").fetchall()
    have = frozenset(row[0] for row in found)
    meaning = {view.name: view.row for view in VIEWS}
    views = []
    for done, (view, columns) in enumerate(VIEW_COLUMNS.items()):
        progress("what pages read", done, len(VIEW_COLUMNS))
        _create(out, view, columns)
        if view in have:
            count = _insert(out, view, columns, _answer(public, _in_order(view, columns, have)))
            views.append((view, meaning[view], count))
    for name, columns in OWN_TABLES.items():
        _create(out, name, columns)
    _insert(out, "site_views", OWN_TABLES["site_views"], views)
    if {"source_parties", "party_entities", "entities"} <= set(warehouse.manifest.tables):
        _insert(out, "site_names", OWN_TABLES["site_names"], _answer(public, _NAMES_AS_FILED))
    if "trace_certificates" in warehouse.manifest.tables:
        proofs = _answer(public, "SELECT * FROM private.trace_certificates ORDER BY ALL")
        held = ((addresses.certificate(*key), body) for *key, body in proofs)
        _insert(out, "site_certificates", OWN_TABLES["site_certificates"], held)
    create_indexes(out)
    _insert(out, "site_committees", OWN_TABLES["site_committees"], _committees(out))
    fill_sums(out)
    _insert_case(out, case, _edition(warehouse, case))


def _in_order(view: str, columns: tuple[str, ...], have: frozenset[str]) -> str:
    """The rows of a view in the order in which pages read them; lines and payments in that of lists of lines."""
    listed = ", ".join(columns)
    if view == "payments" and "lines" in have:
        first = ", ".join(LINE_ORDER)
        return (
            f"SELECT {listed} FROM payments LEFT JOIN (SELECT payment_id AS of_payment, min(ROW({first})) AS place "
            "FROM lines WHERE payment_id IS NOT NULL GROUP BY payment_id) ON of_payment = payment_id "
            "ORDER BY place NULLS LAST, payment_id"
        )
    ahead = LINE_ORDER if view == "lines" else ()
    return f"SELECT {listed} FROM {view} ORDER BY {', '.join((*ahead, *(one for one in columns if one not in ahead)))}"


def fill_sums(out: sqlite3.Connection) -> None:
    """Works out, once, what many pages would each work out from all payments: see `behind` and the entities' index."""
    out.execute(FILL_EVIDENCE)
    out.execute(FILL_MONEY)
    out.execute(FILL_BOOKS)
    out.execute(FILL_COVERAGE)


def create_indexes(out: sqlite3.Connection) -> None:
    """Makes the indexes of a filled file.

    Those of entities leave out rows that name nobody: most rows of a column may, and without statistics SQLite would
    take such an index to find them.
    """
    for table, columns in INDEXES:
        first = columns.partition(",")[0]
        held = f" WHERE {first} IS NOT NULL" if first.endswith("entity_id") else ""
        out.execute(f"CREATE INDEX {table}_{first} ON {table} ({columns}){held}")


def _create(out: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> None:
    out.execute(f"CREATE TABLE {table} ({', '.join(columns)})")


def _insert(out: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> int:
    marks = ", ".join("?" * len(columns))
    return out.executemany(f"INSERT INTO {table} VALUES ({marks})", rows).rowcount


def _answer(public: Backend, sql: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query with days as ISO text, as SQLite keeps them."""
    found = public.raw_sql(sql)
    while batch := found.fetchmany(_BATCH):
        for row in batch:
            yield tuple(value.isoformat() if isinstance(value, date) else value for value in row)


def _insert_case(out: sqlite3.Connection, case: Case, edition: str) -> None:
    entity_of = dict(out.execute("SELECT scheme || ':' || identifier, entity_id FROM identifiers"))
    corrections = case.folder / "corrections.md"
    said = _text_of(corrections) if corrections.is_file() else ""
    facts = (case.title, case.question, case.slug, case.naming_threshold_cents, edition)
    # what pages were made from: all that they show, and the program that makes them
    pages = stable_id("", *map(str, facts), said, code_hash("publish"))
    _insert(out, "site_case", OWN_TABLES["site_case"], [(*facts, pages)])
    if said:
        _insert(out, "site_corrections", OWN_TABLES["site_corrections"], [(said,)])
    sets = sorted((row.name, row.id) for row in case.donor_sets)
    _insert(out, "site_donor_sets", OWN_TABLES["site_donor_sets"], [(id_, name) for name, id_ in sets])
    members = [(row.id, one, entity_of.get(one)) for row in case.donor_sets for one in row.members]
    _insert(out, "site_members", OWN_TABLES["site_members"], sorted(members, key=lambda row: row[:2]))
    _insert(
        out,
        "site_gaps",
        OWN_TABLES["site_gaps"],
        [(gap.division, gap.years, gap.text, ";".join(gap.contests)) for gap in case.gaps],
    )
    named = [(one.file, one.publisher) for one in case.publishers]
    _insert(out, "site_publishers", OWN_TABLES["site_publishers"], named)


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise CaseError(f"{path}, line {line}: not UTF-8 text") from error


def _committees(out: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """The committees that each candidacy names, with the entity that holds each identifier."""
    entity_of = dict(out.execute("SELECT scheme || ':' || identifier, entity_id FROM identifiers"))
    found: list[tuple[Any, ...]] = []
    for contest_id, candidate, committees in out.execute(
        "SELECT contest_id, candidate, committees FROM candidacies ORDER BY contest_id, candidate"
    ):
        named = sorted({one.strip() for one in committees.split(";")} - {""})
        found.extend((contest_id, candidate, entity_of.get(one), one) for one in named)
    return found


def _edition(warehouse: Warehouse, case: Case) -> str:
    """What the site was made from, as one short mark: the tables' hashes and the case's own words."""
    tables = [f"{name} {stored.sha256}" for name, stored in sorted(warehouse.manifest.tables.items())]
    return stable_id(
        "", *tables, case.title, case.question, repr(case.donor_sets), repr(case.gaps), repr(case.publishers)
    )[:12]
