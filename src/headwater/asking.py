"""What commands ask of a case's tables and public views, brought up to date first."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog

from headwater.base.errors import BuildRunningError
from headwater.base.files import write_whole
from headwater.base.query import select
from headwater.base.terminal import show_grid
from headwater.base.views import open_public
from headwater.base.warehouse import Warehouse
from headwater.claims.check import terminal_rows
from headwater.claims.published import claim_review, memo, reviewed
from headwater.claims.tables import Claim, ClaimFact, Verdict
from headwater.opened import OpenCase
from headwater.up_to_date import build_all


def current(opened: OpenCase) -> Warehouse:
    """The case's tables, up to date; while another build is at work, as they last stood whole."""
    warehouse = Warehouse(opened.home)
    try:
        build_all(opened)
    except BuildRunningError:
        if not warehouse.manifest.tables:
            raise
        structlog.get_logger().warning("another build is at work; answering from the last whole state")
    return warehouse


def query(opened: OpenCase, sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """One statement on the public views.

    Raises:
        CaseError: with the database's own first line, if the statement fails or is no SELECT.
    """
    return _select(current(opened), opened, sql)


def verdicts(opened: OpenCase) -> list[Verdict]:
    """Every claim's verdict, by claim id."""
    names, rows = _select(current(opened), opened, "SELECT * FROM verdicts ORDER BY claim_id")
    return [Verdict(**dict(zip(names, row, strict=True))) for row in rows]


def show_verdicts(opened: OpenCase, found: Sequence[Verdict]) -> None:
    """Prints the verdict table."""
    _, rows = _select(Warehouse(opened.home), opened, "SELECT claim_id, statement FROM claims")
    shown = terminal_rows(found, dict(rows))
    show_grid(f"Verdicts on {len(shown)} published statements", ("claim", "verdict", "value", "statement"), shown)


def write_reviews(opened: OpenCase, found: Sequence[Verdict], json_ld: Path | None, markdown: Path | None) -> None:
    """Writes the verdicts as ClaimReview JSON-LD and as a memo, each where a file is named for it."""
    if json_ld is None and markdown is None:
        return
    names, rows = _select(Warehouse(opened.home), opened, "SELECT * FROM claims")
    claims = [Claim(**dict(zip(names, row, strict=True))) for row in rows]
    names, rows = _select(Warehouse(opened.home), opened, "SELECT * FROM claim_facts ORDER BY claim_id, fact")
    facts = [ClaimFact(**dict(zip(names, row, strict=True))) for row in rows]
    whole = reviewed(claims, found, facts)
    for path, text in ((json_ld, claim_review), (markdown, memo)):
        if path is not None:
            write_whole(path, text(opened.case.title, whole).encode("utf-8", "replace"))


def _select(warehouse: Warehouse, opened: OpenCase, sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    return select(open_public(warehouse, opened.settings.threads), sql)
