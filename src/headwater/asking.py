"""What commands ask of a case: it is brought up to date, then its tables and public views answer."""

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from headwater.base.build import build, code_hash
from headwater.base.case import Case, read_case
from headwater.base.csv_cells import guarded
from headwater.base.errors import BuildRunningError, CaseError
from headwater.base.files import hash_file, write_whole
from headwater.base.ids import stable_id
from headwater.base.query import select
from headwater.base.settings import Settings, read_settings
from headwater.base.terminal import progress_bars, show_grid
from headwater.base.views import open_public
from headwater.base.warehouse import Warehouse
from headwater.claims.article.files import Known
from headwater.claims.check import terminal_rows
from headwater.claims.published import claim_review, memo, reviewed
from headwater.claims.tables import Claim, ClaimFact, Verdict
from headwater.entities.reviewing import Reviewer, at_terminal, review
from headwater.outcomes.jurisdictions import place_names, wrong_names
from headwater.outcomes.state_laws import cities, state_laws
from headwater.publish.export import use_terms
from headwater.publish.exporting import MARKER, write_export
from headwater.publish.exports import EXPORTS
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.stage import FILES as SITE_FILES
from headwater.publish.stage import FOLDER, publish_site
from headwater.publish.static import copy_static
from headwater.publish.whole_folder import write_folder
from headwater.run import STAGES
from headwater.sources._reading.fetching.fetch import fetch_source
from headwater.sources._reading.fetching.recipes import choices_of

CLAIM_REVIEW = "claimreview"


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case with the folder of its archive and warehouse."""

    case: Case
    home: Path
    settings: Settings

    @property
    def warehouse(self) -> Warehouse:
        """The case's tables."""
        return Warehouse(self.home)


def open_case(folder: Path) -> OpenCase:
    """Reads a case folder and finds its home."""
    settings = read_settings()
    case = read_case(folder)
    return OpenCase(case, settings.case_home(folder), settings)


def fetch(opened: OpenCase, source: str, words: Sequence[str]) -> str:
    """Downloads a source's files; `words` are the options that fill the blanks of its addresses."""
    with progress_bars() as report:
        return fetch_source(opened.home, source, choices_of(words), report).text


def build_all(opened: OpenCase) -> None:
    """Brings the case up to date, with progress bars."""
    with progress_bars() as report:
        build(STAGES, opened.case, opened.home, report)


def current(opened: OpenCase) -> Warehouse:
    """The case's tables, up to date; while another build is at work, as they last stood whole."""
    try:
        build_all(opened)
    except BuildRunningError:
        if not opened.warehouse.manifest.tables:
            raise
        structlog.get_logger().warning("another build is at work; answering from the last whole state")
    return opened.warehouse


def publish_pages(opened: OpenCase, out: Path | None = None) -> Path:
    """Writes the case's own site unless it is there as built from these tables; copied to `out`, if that is given.

    Raises:
        WarehouseError: if `out` holds files that are not a site of ours.
    """
    tables = sorted((name, stored.sha256) for name, stored in opened.warehouse.manifest.tables.items())
    own = [hash_file(opened.case.folder / name) for name in SITE_FILES if (opened.case.folder / name).is_file()]
    key = stable_id("S", code_hash("publish"), *own, repr(tables))
    site, mark = opened.home / FOLDER, opened.home / "site.key"
    if not ((site / "index.html").exists() and mark.exists() and mark.read_text("utf-8") == key):
        with progress_bars() as report:
            publish_site(opened.home, opened.case, opened.settings.threads, report)
        write_whole(mark, key.encode())
    if out is None or out.resolve() == site.resolve():
        return site
    copy_static(site, out)
    return out


def export(opened: OpenCase, kind: str, out: Path) -> Path:
    """Writes one export of a case's data into a folder, with the terms of use; gives the folder.

    Raises:
        CaseError: if there is no such export.
        WarehouseError: if the folder holds other files.
    """
    kinds = {one.kind: one for one in EXPORTS}
    if kind != CLAIM_REVIEW and kind not in kinds:
        raise CaseError(f"--as {kind!r} is not one of {', '.join([*kinds, CLAIM_REVIEW])}")
    build_all(opened)
    publish_pages(opened)
    if kind == CLAIM_REVIEW:
        write_folder(out, MARKER, "export", lambda folder: _write_claim_review(opened, folder))
        return out
    meanings = {
        f"{table.name}.{column.name}": column.doc
        for stage in STAGES
        for table in stage.writes
        for column in table.columns
    }
    write_export(kinds[kind], opened.home, out, meanings, opened.settings.threads)
    return out


def _write_claim_review(opened: OpenCase, folder: Path) -> None:
    write_reviews(opened, verdicts(opened), folder / "claimreview.json", None)
    with SiteDb(opened.home / FILE_NAME) as db:
        (folder / "use-terms.txt").write_bytes(use_terms(db, "verdicts"))


def verdicts(opened: OpenCase) -> list[Verdict]:
    """Every claim's verdict, by claim id."""
    names, rows = _select(current(opened), opened, "SELECT * FROM verdicts ORDER BY claim_id")
    return [Verdict(**dict(zip(names, row, strict=True))) for row in rows]


def write_reviews(opened: OpenCase, found: Sequence[Verdict], json_ld: Path | None, markdown: Path | None) -> None:
    """Writes the verdicts as ClaimReview JSON-LD and as a memo, each where a file is named for it."""
    if json_ld is None and markdown is None:
        return
    names, rows = _select(opened.warehouse, opened, "SELECT * FROM claims")
    claims = [Claim(**dict(zip(names, row, strict=True))) for row in rows]
    names, rows = _select(opened.warehouse, opened, "SELECT * FROM claim_facts ORDER BY claim_id, fact")
    facts = [ClaimFact(**dict(zip(names, row, strict=True))) for row in rows]
    whole = reviewed(claims, found, facts)
    for path, text in ((json_ld, claim_review), (markdown, memo)):
        if path is not None:
            write_whole(path, text(opened.case.title, whole).encode("utf-8", "replace"))


def known_names(case: Path | None) -> list[str]:
    """The names in a case that may be named: its candidates, office-holders and entities; none without a case."""
    if case is None:
        return []
    opened = open_case(case)
    sql = "SELECT candidate FROM candidacies UNION SELECT person FROM terms UNION SELECT name FROM entities"
    return sorted(str(row[0]) for row in query(opened, sql)[1] if row[0])


def held_against(case: Path | None) -> Known:
    """What the sentences of an article are held against: a case's names, and what the laws say of places."""
    return Known(known_names(case), wrong_names(place_names(state_laws(), cities())))


def show_verdicts(opened: OpenCase, found: Sequence[Verdict]) -> None:
    """Prints the verdict table."""
    _, rows = _select(opened.warehouse, opened, "SELECT claim_id, statement FROM claims")
    shown = terminal_rows(found, dict(rows))
    show_grid(f"Verdicts on {len(shown)} published statements", ("claim", "verdict", "value", "statement"), shown)


def review_case(opened: OpenCase, author: str, day: date) -> int:
    """Asks at the terminal about the pairs in doubt; gives how many were decided."""
    with at_terminal() as terminal:
        connection = current(opened).connect(opened.settings.threads)
        return review(connection, Reviewer(author, day, opened.case.folder, opened.home), terminal)


def audit(opened: OpenCase) -> dict[str, dict[str, int]]:
    """The audit's figures, as ``headwater audit --json`` prints them.

    A filer with several stated totals has the class of the largest, but unexplained where any of them is.
    """
    sql = """
        WITH classed AS (
          SELECT CASE WHEN bool_or(difference_class = 'unexplained') THEN 'unexplained'
              ELSE arg_max(difference_class, (abs(stated_cents), difference_class)) END AS class
          FROM reconciliation GROUP BY filer_number)
        SELECT (SELECT coalesce(sum(rows_read), 0) FROM source_files) AS "lines.read",
          (SELECT count(*) FROM lines) AS "lines.ledger",
          (SELECT count(*) FROM rejected) AS "lines.rejected",
          (SELECT count(*) FROM classed) AS "reconciliation.filers",
          (SELECT count(*) FROM classed WHERE class = 'equal') AS "reconciliation.equal",
          (SELECT count(*) FROM classed WHERE class = 'below') AS "reconciliation.below",
          (SELECT count(*) FROM classed WHERE class = 'above_explained') AS "reconciliation.above_explained",
          (SELECT count(*) FROM classed WHERE class = 'unexplained') AS "reconciliation.unexplained",
          (SELECT count(*) FROM conservation) AS "conservation.accounts",
          (SELECT count(*) FROM conservation WHERE is_exact) AS "conservation.exact",
          (SELECT coalesce(sum(abs(unknown_cents)), 0) FROM conservation) AS "conservation.unknown_cents"
    """
    names, rows = _select(current(opened), opened, sql)
    found: dict[str, dict[str, int]] = {}
    for name, value in zip(names, rows[0], strict=True):
        part, figure = name.split(".")
        found.setdefault(part, {})[figure] = int(value)
    return found


def query(opened: OpenCase, sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """One statement on the public views.

    Raises:
        CaseError: with the database's own first line, if the statement fails or is no SELECT.
    """
    return _select(current(opened), opened, sql)


def write_csv(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Prints rows as CSV; a cell that a spreadsheet would run as a formula is led by an apostrophe."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([[guarded(cell) for cell in row] for row in rows])


def _select(warehouse: Warehouse, opened: OpenCase, sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    return select(open_public(warehouse, opened.settings.threads), sql)
