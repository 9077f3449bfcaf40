"""Planted rows for tests: invented filers, parties and lines with every column filled in."""

from dataclasses import fields
from datetime import date
from typing import Any

import ibis
import pyarrow as pa

from headwater.base.ids import normal_name, stable_id
from headwater.base.table import Table
from headwater.ledger.party_keys import party_keys
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import PARTIES, Party

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
    values |= {"period_from": None, "period_thru": None, "date_from": day, "date_to": day, "cents": cents}
    values |= {"kind": "monetary", "side": "payee", "payer_party_id": payer.party_id, "payee_party_id": payee.party_id}
    values |= {"is_sum": False, **more}
    values["line_id"] = values["line_id"] or stable_id("L", repr(sorted(values.items(), key=str)))
    return Line(**values)


def ledger_inputs(lines: list[Line], parties: list[Party]) -> tuple[ibis.Table, ibis.Table]:
    """The planted lines and the keys of the planted parties, as Ibis tables."""
    unique = {one.party_id: one for one in parties}
    keys = party_keys(memory(PARTIES, unique.values()))
    return memory(LINES, lines), keys


def memory(table: Table, rows: Any) -> ibis.Table:
    """Rows of a declared table as an Ibis expression."""
    found: pa.Table = table.of_rows(rows)
    return ibis.memtable(found)
