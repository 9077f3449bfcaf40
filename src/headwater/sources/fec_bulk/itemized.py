"""Itemized lines, block by block: who paid whom, when, how much, and what the filer's transaction type makes of it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from headwater.sources._fec.identity import COMMITTEE, ENTITIES
from headwater.sources._reading.batches import batch
from headwater.sources._reading.bulk import Block
from headwater.sources._reading.bulk_parties import Told, cleaned, party_rows
from headwater.sources._reading.bulk_typed import ROW, Check, Typed, cents, day, matches, typed_block, worked
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import BLANK, Counted, IgnoredRows, Record
from headwater.sources._tables.filings import FILINGS
from headwater.sources._tables.lines import LINES
from headwater.sources._tables.parties import PARTIES
from headwater.sources._tables.rejected import REJECTED
from headwater.sources.fec_bulk.codes import CODES, EARMARKED, Code
from headwater.sources.fec_bulk.layouts import NAME, OPERATING
from headwater.sources.fec_bulk.lines import NOTICES, line_columns
from headwater.sources.fec_bulk.naming import known_parties, other_parties

_PASSED_ON = r"(?i)^\W*EARMARKED FOR .*\((C[0-9]{8})\)"
_FILED = {"source": NAME, "schedules": "", "url": "", "amends": ""}
_NO_DAYS = {"report_date": None, "period_from": None, "period_thru": None}
_SPENT = Code("spending", False, 1, "B")


def read_itemized(raw: RawFile, columns: Sequence[str]) -> Iterator[Record]:
    """The lines of one bulk file of transactions, in batches.

    Args:
        raw: the file.
        columns: its layout.
    """
    is_operating = columns is OPERATING
    written = "%m/%d/%Y" if is_operating else "%m%d%Y"
    typed = [cents("TRANSACTION_AMT").alias("amount"), day("TRANSACTION_DT", written).alias("day")]
    asked = checks(is_operating)

    def work(block: Block) -> _Made:
        return _made(raw, typed_block(block, columns, typed, asked), is_operating)

    count, told = 0, Told()
    for made in worked(raw, len(columns), work):
        count += made.lines
        # Who is named again in another block is told once: in the order of the blocks, whichever was ready first.
        yield batch(PARTIES, party_rows(told.new(made.parties)), {})
        yield from made.records
    yield Counted(count)


def checks(is_operating: bool) -> list[Check]:
    """What must hold of each row, in the order in which it is looked at."""
    own = Check("END", pl.col("END") == "", "stands after the last separator")
    code = Check("TRANSACTION_TP", pl.col("TRANSACTION_TP").is_in(list(CODES)), "is no known transaction type")
    return [
        Check("CMTE_ID", matches("CMTE_ID", COMMITTEE), "is no committee's id"),
        own if is_operating else code,
        Check("AMNDT_IND", pl.col("AMNDT_IND").is_in(list("NATCMS")), "is no known amendment indicator"),
        Check("ENTITY_TP", pl.col("ENTITY_TP").is_in(list(ENTITIES)), "is no known type of entity"),
        Check("MEMO_CD", pl.col("MEMO_CD").is_in(["", "X"]), "is no known memo code"),
        Check("TRANSACTION_DT", pl.col("day").is_not_null(), "is no day that exists"),
        Check("TRANSACTION_AMT", pl.col("amount").is_not_null(), "is not dollars with at most two decimals"),
        Check("IMAGE_NUM", matches("IMAGE_NUM", r"[0-9]*"), "is no image number"),
        Check("FILE_NUM", matches("FILE_NUM", r"[0-9]*"), "is no filing's number"),
        Check("SUB_ID", matches("SUB_ID", r"[0-9]{19}"), "is no record's id of 19 digits"),
    ]


class _Made(NamedTuple):
    """What one block gives: how many lines it has, the parties that it names, and its other records."""

    lines: int
    parties: pl.DataFrame
    records: list[Record]


def _made(raw: RawFile, block: Typed, is_operating: bool) -> _Made:
    records = _left_out(raw, block)
    rows = cleaned(_coded(block.rows, is_operating), ("NAME", "CITY", "STATE", "EMPLOYER", "OCCUPATION", "MEMO_TEXT"))
    rows, known = known_parties(rows)
    rows, others = other_parties(rows)
    parties = pl.concat([known, others.select(known.columns)])
    if rows.height:
        lines = line_columns(rows)
        same = {**_place(raw), "record_source": NAME, "is_sum": False, "publisher": "", "shown_date": None}
        records.append(batch(FILINGS, _filings(rows, lines), {**_FILED, **_NO_DAYS}))
        records.append(batch(LINES, lines, {**same, **_NO_DAYS}))
    return _Made(block.block.lines, parties, records)


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


def _coded(rows: pl.DataFrame, is_operating: bool) -> pl.DataFrame:
    """The rows with what their transaction type says; operating expenditures have none and are all spending."""
    if is_operating:
        said = [pl.lit(value).alias(field) for field, value in _SPENT._asdict().items()]
        empty = [pl.lit("").alias(name) for name in ("OTHER_ID", "TRANSACTION_TP", "EMPLOYER", "OCCUPATION")]
        form = pl.col("FORM_TP_CD").str.strip_prefix("F").alias("form")
        # The purpose is what a reader wants to see; the memo's text only explains it.
        return rows.with_columns(*said, *empty, form, MEMO_TEXT=pl.col("PURPOSE"))
    codes = pl.DataFrame(
        [(name, *code) for name, code in CODES.items()], schema=["TRANSACTION_TP", *Code._fields], orient="row"
    )
    is_notice = pl.col("RPT_TP").is_in(NOTICES)
    form = pl.when(is_notice).then(pl.lit("24")).otherwise(pl.lit("")).alias("form")
    coded = rows.join(codes, on="TRANSACTION_TP", how="left", maintain_order="left")
    # A conduit that reports what it passed on as a gift of its own names the recipient in the text alone.
    aim = pl.col("MEMO_TEXT").str.extract(_PASSED_ON)
    is_conduits = pl.col("TRANSACTION_TP").is_in(EARMARKED) & aim.is_not_null() & (aim != pl.col("CMTE_ID"))
    return coded.with_columns(
        form,
        role=pl.when(is_conduits).then(pl.lit("passed_on")).otherwise("role"),
        OTHER_ID=pl.when(is_conduits).then(aim).otherwise("OTHER_ID"),
    )


def _filings(rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The filings that the lines stand in; bulk files give neither their day nor their period."""
    columns = ("filing_id", "filer_party_id", "form", "report_number")
    numbered = lines.select(columns).with_columns(number=rows.get_column("FILE_NUM"))
    return numbered.unique("filing_id", keep="first", maintain_order=True)


def _place(raw: RawFile) -> dict[str, str]:
    return {"source": NAME, "file_sha256": raw.sha256, "file_name": raw.name}
