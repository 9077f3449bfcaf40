"""Itemized lines, block by block: who paid whom, when, how much, and what the filer's transaction type makes of it."""

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from headwater.base.table import Table
from headwater.sources._reading.bulk_parties import PARTY_PARTS, cleaned, joined, party_rows, stable_ids
from headwater.sources._reading.bulk_typed import ROW, Check, Typed, cents, day, matches, typed_blocks
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Batch, Counted, Identity, IgnoredRows, Record, party
from headwater.sources._tables.filings import FILINGS
from headwater.sources._tables.lines import LINES
from headwater.sources._tables.parties import PARTIES, Party
from headwater.sources._tables.rejected import REJECTED
from headwater.sources.fec_bulk.codes import CODES, ENTITIES, Code
from headwater.sources.fec_bulk.layouts import NAME, OPERATING

IMAGE_URL = "https://docquery.fec.gov/cgi-bin/fecimg/?"
COMMITTEE, CANDIDATE = r"C[0-9]{8}", r"[HSP][0-9][0-9A-Z]{7}"
NOTICES = ("24", "48")
_SPENT = Code("spending", False, 1, "B")
_EARMARKED = ("15E", "30E", "31E", "32E")


def read_itemized(raw: RawFile, columns: Sequence[str]) -> Iterator[Record]:
    """The lines of one bulk file of transactions, in batches.

    Args:
        raw: the file.
        columns: its layout.
    """
    is_operating = columns is OPERATING
    written = "%m/%d/%Y" if is_operating else "%m%d%Y"
    typed = [cents("TRANSACTION_AMT").alias("amount"), day("TRANSACTION_DT", written).alias("day")]
    count = 0
    for block in typed_blocks(raw, columns, typed, _checks(is_operating)):
        count += block.block.lines
        yield from _batches(raw, block, is_operating)
    yield Counted(count)


def _checks(is_operating: bool) -> list[Check]:
    own = Check("END", pl.col("END") == "", "stands after the last separator")
    code = Check("TRANSACTION_TP", pl.col("TRANSACTION_TP").is_in(list(CODES)), "is no known transaction type")
    return [
        Check("CMTE_ID", matches("CMTE_ID", COMMITTEE), "is no committee's id"),
        own if is_operating else code,
        Check("AMNDT_IND", matches("AMNDT_IND", "[NATCMS]"), "is no known amendment indicator"),
        Check("ENTITY_TP", pl.col("ENTITY_TP").is_in(list(ENTITIES)), "is no known type of entity"),
        Check("MEMO_CD", matches("MEMO_CD", "X?"), "is no known memo code"),
        Check("TRANSACTION_DT", pl.col("day").is_not_null(), "is no day that exists"),
        Check("TRANSACTION_AMT", pl.col("amount").is_not_null(), "is not dollars with at most two decimals"),
        Check("IMAGE_NUM", matches("IMAGE_NUM", r"[0-9]*"), "is no image number"),
        Check("FILE_NUM", matches("FILE_NUM", r"[0-9]*"), "is no filing's number"),
        Check("SUB_ID", matches("SUB_ID", r"[0-9]{19}"), "is no record's id of 19 digits"),
    ]


def _batches(raw: RawFile, block: Typed, is_operating: bool) -> Iterator[Record]:
    odd = block.block.odd
    rejected = pl.DataFrame(
        {ROW: [line.row for line in odd], "reason": [line.reason for line in odd], "raw_text": [o.text for o in odd]},
        schema={ROW: pl.Int64, "reason": pl.String, "raw_text": pl.String},
    ).with_columns(field=pl.lit(""))
    bad = pl.concat([block.rejected, rejected.select(block.rejected.columns)])
    if bad.height:
        yield _batch(REJECTED, bad.with_columns(_place(raw)))
    if block.block.blank:
        yield IgnoredRows(pl.Series(block.block.blank, dtype=pl.Int64).to_arrow())
    if not block.rows.height:
        return
    coded = _coded(block.rows, is_operating)
    lines, parties = _with_parties(coded)
    yield Batch(PARTIES, PARTIES.of_rows(parties))
    others = lines.select(
        pl.col("other_id").alias("party_id"), *(pl.col(f"other_{part}").alias(part) for part in PARTY_PARTS)
    )
    yield _batch(PARTIES, party_rows(others))
    done = _finished(raw, lines)
    yield _batch(FILINGS, _filings(done))
    yield _batch(LINES, done)


def _coded(rows: pl.DataFrame, is_operating: bool) -> pl.DataFrame:
    """The rows with what their transaction type says; operating expenditures have none and are all spending."""
    if is_operating:
        said = [pl.lit(value).alias(field) for field, value in _SPENT._asdict().items()]
        empty = [pl.lit("").alias(name) for name in ("OTHER_ID", "TRANSACTION_TP", "EMPLOYER", "OCCUPATION")]
        form = pl.col("FORM_TP_CD").str.strip_prefix("F").alias("form")
        return rows.with_columns(*said, *empty, form, text=pl.col("PURPOSE"))
    codes = pl.DataFrame(
        [(name, *code) for name, code in CODES.items()], schema=["TRANSACTION_TP", *Code._fields], orient="row"
    )
    is_notice = pl.col("RPT_TP").is_in(NOTICES)
    form = pl.when(is_notice).then(pl.lit("24")).otherwise(pl.lit("")).alias("form")
    is_earmarked = pl.col("TRANSACTION_TP").is_in(_EARMARKED) & (pl.col("OTHER_ID") != "")
    through = pl.format("Earmarked through {}. ", pl.col("OTHER_ID"))
    text = pl.when(is_earmarked).then(through).otherwise(pl.lit("")) + pl.col("MEMO_TEXT")
    return rows.join(codes, on="TRANSACTION_TP", how="left", maintain_order="left").with_columns(form, text=text)


def _with_parties(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Party]]:
    """The rows with the ids of all parties, and the parties that are known by an identifier alone."""
    rows = cleaned(rows, ("NAME", "CITY", "STATE", "EMPLOYER", "OCCUPATION", "text"))
    topic = pl.col("CAND_ID") if "CAND_ID" in rows.columns else pl.col("OTHER_ID")
    is_topic = (pl.col("role") == "about") & topic.str.contains(f"^{CANDIDATE}$")
    is_aim = (pl.col("role") == "passed_on") & matches("OTHER_ID", COMMITTEE)
    rows = rows.with_columns(
        *_other(),
        topic=pl.when(is_topic).then(topic).otherwise(pl.lit("")),
        aim=pl.when(is_aim).then("OTHER_ID").otherwise(pl.lit("")),
    )
    known: list[Party] = []
    for column, kind, name in (
        ("CMTE_ID", "committee", "filer_party_id"),
        ("topic", "candidate", "about_party_id"),
        ("aim", "committee", "earmarked_for_party_id"),
    ):
        found = {one: party("", kind, Identity("fec", one)) for one in rows.get_column(column).unique() if one}
        known += found.values()
        ids = {"": "", **{one: filed.party_id for one, filed in found.items()}}
        rows = rows.with_columns(pl.col(column).replace_strict(ids, return_dtype=pl.String).alias(name))
    keys = {
        "line_id": ("L", joined([pl.lit(NAME), pl.col("SUB_ID")])),
        "other_id": ("P", joined([pl.col(f"other_{part}") for part in PARTY_PARTS])),
    }
    return stable_ids(rows, keys), known


def _other() -> Iterable[pl.Expr]:
    """The party that is not the filer, as the filer names it; a conduit's id is never the giver's own."""
    kind = pl.col("ENTITY_TP").replace_strict(ENTITIES, return_dtype=pl.String)
    is_own = pl.col("role").is_in(["money", "memo"]) & ~pl.col("TRANSACTION_TP").is_in(_EARMARKED) & (kind != "person")
    is_committee = is_own & matches("OTHER_ID", COMMITTEE)
    is_candidate = is_own & matches("OTHER_ID", CANDIDATE)
    is_known = is_committee | is_candidate
    place = pl.concat_str("CITY", "STATE", separator=", ").str.strip_chars(", ")
    return (
        pl.col("NAME").alias("other_name"),
        pl.when(is_committee)
        .then(pl.lit("committee"))
        .when(is_candidate)
        .then(pl.lit("candidate"))
        .otherwise(kind)
        .alias("other_kind"),
        pl.when(is_known).then(pl.lit("fec")).otherwise(pl.lit("")).alias("other_scheme"),
        pl.when(is_known).then("OTHER_ID").otherwise(pl.lit("")).alias("other_identifier"),
        place.alias("other_place"),
        pl.col("ZIP_CODE").str.extract(r"^([0-9]{5})(?:-?[0-9]{4})?$").fill_null("").alias("other_zip5"),
        pl.col("EMPLOYER").alias("other_employer"),
        pl.col("OCCUPATION").alias("other_occupation"),
    )


def _finished(raw: RawFile, rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of the table of lines."""
    none = pl.lit(None, pl.Date)
    is_memo = (pl.col("role") == "memo") | (pl.col("MEMO_CD") == "X")
    mark = pl.when(pl.col("role") == "passed_on").then(pl.lit(" earmark")).when(is_memo).then(pl.lit(" memo"))
    filed = pl.concat_str(pl.lit("-"), "CMTE_ID", pl.lit("-"), "RPT_TP", pl.lit("-"), "IMAGE_NUM")
    to_filer = pl.col("to_filer")
    return rows.with_columns(
        _place(raw),
        record_source=pl.lit(NAME),
        record_id=pl.col("SUB_ID"),
        filing_id=pl.lit(f"{NAME}:") + pl.when(pl.col("FILE_NUM") != "").then("FILE_NUM").otherwise(filed),
        schedule=pl.col("schedule") + mark.otherwise(pl.lit("")),
        report_number=(pl.col("AMNDT_IND") == "A").cast(pl.Int64),
        report_code=pl.col("RPT_TP"),
        report_date=none,
        period_from=none,
        period_thru=none,
        transaction_id=pl.col("TRAN_ID").str.strip_chars(" "),
        date_from=pl.col("day"),
        date_to=pl.col("day"),
        cents=pl.col("amount") * pl.col("sign"),
        side=pl.when(to_filer).then(pl.lit("payee")).otherwise(pl.lit("payer")),
        payer_party_id=pl.when(to_filer).then("other_id").otherwise("filer_party_id"),
        payee_party_id=pl.when(to_filer).then("filer_party_id").otherwise("other_id"),
        conduit_party_id=pl.lit(""),
        adds_to=pl.lit(""),
        is_sum=pl.lit(value=False),
        publisher=pl.lit(""),
        description=pl.col("text"),
        url=pl.when(pl.col("IMAGE_NUM") != "").then(pl.lit(IMAGE_URL) + pl.col("IMAGE_NUM")).otherwise(pl.lit("")),
    )


def _filings(lines: pl.DataFrame) -> pl.DataFrame:
    """The filings that the lines stand in; bulk files give neither their day nor their period."""
    first = lines.unique("filing_id", keep="first", maintain_order=True)
    return first.with_columns(number=pl.col("FILE_NUM"), schedules=pl.lit(""), url=pl.lit(""))


def _place(raw: RawFile) -> list[pl.Expr]:
    columns = {"source": NAME, "file_sha256": raw.sha256, "file_name": raw.name}
    return [pl.lit(value).alias(name) for name, value in columns.items()]


def _batch(table: Table, rows: pl.DataFrame) -> Batch:
    return Batch(table, rows.select(table.names).to_arrow())
