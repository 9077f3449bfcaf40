"""Itemized lines, block by block: who paid whom, when, how much, and what the filer's transaction type makes of it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from headwater.sources._fec.identity import COMMITTEE, ENTITIES
from headwater.sources._reading.batches import batch, batch_of
from headwater.sources._reading.bulk import Block
from headwater.sources._reading.bulk_parties import Met, Told, party_rows
from headwater.sources._reading.bulk_typed import (
    NO_AMOUNT,
    ROW,
    Check,
    Layout,
    Typed,
    days,
    digits,
    is_day,
    one_of,
    shaped,
    typed_block,
    worked,
)
from headwater.sources._reading.coded import Coded, text
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import BLANK, Counted, IgnoredRows, Record
from headwater.sources._tables.filings import FILINGS
from headwater.sources._tables.lines import LINES
from headwater.sources._tables.parties import PARTIES, Party
from headwater.sources._tables.rejected import REJECTED
from headwater.sources.fec_bulk.codes import CODES
from headwater.sources.fec_bulk.layouts import NAME, OPERATING
from headwater.sources.fec_bulk.lines import filed, filing_columns, line_columns, side_columns
from headwater.sources.fec_bulk.naming import Others, as_rows, known_parties, other_parties
from headwater.sources.fec_bulk.saying import Said, said

RECURRING = (
    "CMTE_ID", "AMNDT_IND", "RPT_TP", "TRANSACTION_PGI", "TRANSACTION_TP", "ENTITY_TP", "TRANSACTION_DT", "OTHER_ID",
    "CAND_ID", "FILE_NUM", "MEMO_CD", "FORM_TP_CD", "END",
)  # fmt: skip
"""Columns in which few texts recur."""

_FILED = {"source": NAME, "schedules": "", "url": "", "amends": ""}
_NO_DAYS = {"report_date": None, "period_from": None, "period_thru": None}


def read_itemized(raw: RawFile, columns: Sequence[str]) -> Iterator[Record]:
    """The lines of one bulk file of transactions, in batches.

    Args:
        raw: the file.
        columns: its layout.
    """
    layout = layout_of(columns)
    is_operating = columns is OPERATING
    written = "%m/%d/%Y" if is_operating else "%m%d%Y"

    def work(block: Block) -> _Made:
        return _made(raw, typed_block(block, layout), (is_operating, written))

    count, met, told, filings = 0, Met(), set[str](), Told()
    for made in worked(raw, len(columns), work):
        count += made.lines
        yield from made.records
        if made.found:
            # In the order of the blocks, whichever was ready first: who is named again is told once.
            yield batch(FILINGS, filings.new(made.found.filings), {**_FILED, **_NO_DAYS, **_place(raw)})
            yield from _with_parties(raw, made.found, met, told)
    yield Counted(count)


def layout_of(columns: Sequence[str]) -> Layout:
    """How rows of these columns are read, and what must hold of each, in the order in which it is looked at."""
    is_operating = columns is OPERATING
    written, shown = ("%m/%d/%Y", "MM/DD/YYYY") if is_operating else ("%m%d%Y", "MMDDYYYY")
    own = Check("END", one_of([""]), "stands after the last separator")
    code = Check("TRANSACTION_TP", one_of(CODES), "is no known transaction type")
    checks = [
        Check("CMTE_ID", shaped(COMMITTEE), "is no committee's id: C and eight digits"),
        own if is_operating else code,
        Check("AMNDT_IND", one_of("NATCMS"), "is no known amendment indicator"),
        Check("ENTITY_TP", one_of(ENTITIES), "is no known type of entity"),
        Check("MEMO_CD", one_of(["", "X"]), "is no known memo code: X or none"),
        Check("TRANSACTION_DT", is_day(written), f"is no day that exists, written {shown}"),
        Check("TRANSACTION_AMT", None, NO_AMOUNT),
        Check("IMAGE_NUM", digits(), "is no image number"),
        Check("FILE_NUM", digits(), "is no filing's number"),
        Check("SUB_ID", digits(19), "is no record's id of 19 digits"),
    ]
    return Layout(columns, "TRANSACTION_AMT", [name for name in RECURRING if name in columns], checks)


class _Found(NamedTuple):
    """What a block says before its parties have their ids."""

    said: Said
    lines: dict[str, pa.Array]
    filings: pl.DataFrame
    known: dict[str, Party]
    filer: Coded[str]
    others: Others


class _Made(NamedTuple):
    """What one block gives: how many lines it has, its records, and what still wants parties."""

    lines: int
    records: list[Record]
    found: _Found | None


def _made(raw: RawFile, block: Typed, layout: tuple[bool, str]) -> _Made:
    records = _left_out(raw, block)
    if not len(block.good.rows):
        return _Made(block.block.lines, records, None)
    is_operating, written = layout
    rows = said(block, is_operating)
    named, known = known_parties(rows)
    place, filer = filed(rows), named["filer_party_id"]
    filings = pl.DataFrame(pa.table(filing_columns(rows, place, filer)))
    day_of = days(block.recurring["TRANSACTION_DT"], written)
    lines = {name: text(ids) for name, ids in named.items()} | line_columns(rows, place)
    lines |= {"date_from": day_of, "date_to": day_of}
    found = _Found(rows, lines, filings, known, filer, other_parties(rows))
    return _Made(block.block.lines, records, found)


def _with_parties(raw: RawFile, found: _Found, met: Met, told: set[str]) -> Iterator[Record]:
    """The parties of a block that were not told yet, and its lines."""
    numbers, new = met.ids(found.others.written.hashes, found.others.parts)
    known = as_rows([found.known[one] for one in sorted(found.known.keys() - told)])
    told.update(found.known)
    yield batch(PARTIES, party_rows(pl.concat([known, new.select(known.columns)])), {})
    sides = side_columns(found.said, found.filer, numbers[found.others.written.places])
    same = {**_place(raw), "record_source": NAME, "is_sum": False, "publisher": "", "shown_date": None}
    yield batch_of(LINES, found.lines | sides, {**same, **_NO_DAYS}, len(found.said.rows.rows))


def _left_out(raw: RawFile, block: Typed) -> list[Record]:
    odd = block.block.odd
    rejected = pl.DataFrame(
        {ROW: [line.row for line in odd], "reason": [line.reason for line in odd], "raw_text": [o.text for o in odd]},
        schema={ROW: pl.Int64, "reason": pl.String, "raw_text": pl.String},
    ).with_columns(field=pl.lit(""))
    bad = pl.concat([block.rejected, rejected.select(block.rejected.columns)])
    records: list[Record] = [batch(REJECTED, bad, _place(raw))] if bad.height else []
    if len(block.block.blank):
        records.append(IgnoredRows(pa.array(block.block.blank), BLANK))
    return records


def _place(raw: RawFile) -> dict[str, str]:
    return {"source": NAME, "file_sha256": raw.sha256, "file_name": raw.name}
