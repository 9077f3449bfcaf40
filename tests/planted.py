"""Planted rows for tests: invented filers, parties and lines with every column filled in."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from headwater.base.ids import normal_name, stable_id
from headwater.base.table import Table
from headwater.ledger.judging import all_judged
from headwater.ledger.party_keys import party_keys
from headwater.ledger.stage import judged_lines, payments
from headwater.sources._tables.filings import FILINGS, Filing
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import PARTIES, Party
from headwater.sources._tables.totals import TOTALS, StatedTotal

DAY = date(2020, 3, 1)


def party(name: str, kind: str = "committee", number: str = "", place: str = "", zip5: str = "") -> Party:
    """A party as filed; with a number it has an FPPC id."""
    scheme = "fppc" if number else ""
    columns = (name, kind, scheme, number, place, zip5, "", "")
    return Party(stable_id("P", *columns), *columns, normal_name(name))


def line(payer: Party, payee: Party, cents: int, day: date = DAY, **more: Any) -> Line:
    """A line that the payee files in schedule A of a Form 460, unless `more` says otherwise."""
    filer = payer if more.get("side") == "payer" else payee
    values: dict[str, Any] = {field.name: "" for field in fields(Line)}
    values |= {
        "source": "invented",
        "file_sha256": "f1",
        "file_name": "invented.csv",
        "row": 1,
        "record_source": "invented",
    }
    values |= {
        "filer_party_id": filer.party_id,
        "form": "460",
        "schedule": "A",
        "report_number": 0,
        "report_date": None,
    }
    values |= {
        "period_from": None,
        "period_thru": None,
        "date_from": day,
        "date_to": day,
        "shown_date": None,
        "cents": cents,
    }
    values |= {"kind": "monetary", "side": "payee", "payer_party_id": payer.party_id, "payee_party_id": payee.party_id}
    values |= {"is_sum": False, **more}
    coordinates = [values[name] for name in ("form", "report_number", "report_date", "period_from", "period_thru")]
    values["filing_id"] = values["filing_id"] or stable_id("F", filer.party_id, repr(coordinates))
    values["line_id"] = values["line_id"] or stable_id("L", repr(sorted(values.items(), key=str)))
    return Line(**values)


def filed(
    lines: list[Line], parties: list[Party], filings: Iterable[Filing] = (), totals: Iterable[StatedTotal] = ()
) -> Backend:
    """An engine that holds what the ledger reads, of planted lines, parties, filings and totals."""
    connection = ibis.duckdb.connect()
    unique = {one.party_id: one for one in parties}
    for table, rows in ((LINES, lines), (PARTIES, unique.values()), (FILINGS, filings), (TOTALS, totals)):
        connection.create_table(table.name, nullable(table.of_rows(rows)))
    keys = party_keys(connection.table(PARTIES.name), connection.table(FILINGS.name))
    connection.create_table("party_keys", keys)
    return connection


def judged(connection: Backend) -> list[dict[str, Any]]:
    """Every planted line with whether it counts."""
    rows = judged_lines(connection.table(LINES.name), all_judged(connection).uncounted)
    return listed(rows.order_by("line_id", "file_sha256", "row"))


def paid(connection: Backend) -> list[dict[str, Any]]:
    """The payments of planted lines, by id."""
    found = all_judged(connection)
    return listed(payments(connection.table(LINES.name), found).order_by("payment_id"))


def listed(expression: ibis.Table) -> list[dict[str, Any]]:
    """An expression's rows."""
    rows: list[dict[str, Any]] = expression.to_pyarrow().to_pylist()
    return rows


def nullable(rows: pa.Table) -> pa.Table:
    """The same rows without marks of what may not be null, which the warehouse's files do not have either."""
    return rows.cast(pa.schema([field.with_nullable(True) for field in rows.schema]))


def memory(table: Table, rows: Any) -> ibis.Table:
    """Rows of a declared table as an Ibis expression."""
    return ibis.memtable(nullable(table.of_rows(rows)))
