"""The columns of the table of lines that differ from line to line of a bulk file."""

import polars as pl

from headwater.sources._reading.bulk_parties import numbered_ids
from headwater.sources.fec_bulk.measures import adds_to

IMAGE_URL = "https://docquery.fec.gov/cgi-bin/fecimg/?"
NOTICES = ("24", "48")
FILING = "fec:"


def line_columns(rows: pl.DataFrame) -> pl.DataFrame:
    """The lines of rows whose types are explained and whose parties are known."""
    is_memo = (pl.col("role") == "memo") | (pl.col("MEMO_CD") == "X")
    mark = pl.when(pl.col("role") == "passed_on").then(pl.lit(" earmark")).when(is_memo).then(pl.lit(" memo"))
    filed = pl.concat_str(pl.lit("-"), "CMTE_ID", pl.lit("-"), "RPT_TP", pl.lit("-"), "IMAGE_NUM")
    to_filer = pl.col("to_filer")
    return rows.select(
        numbered_ids("L", rows.get_column("SUB_ID")).alias("line_id"),
        "row",
        "filer_party_id",
        "about_party_id",
        "earmarked_for_party_id",
        "conduit_party_id",
        "form",
        "kind",
        "stance",
        record_id=pl.col("SUB_ID"),
        filing_id=pl.lit(FILING) + pl.when(pl.col("FILE_NUM") != "").then("FILE_NUM").otherwise(filed),
        schedule=pl.col("schedule") + mark.otherwise(pl.lit("")),
        report_number=(pl.col("AMNDT_IND") == "A").cast(pl.Int64),
        report_code=pl.col("RPT_TP"),
        transaction_id=pl.col("TRAN_ID").str.strip_chars(" "),
        date_from=pl.col("day"),
        date_to=pl.col("day"),
        cents=pl.col("amount") * pl.col("sign"),
        side=pl.when(to_filer).then(pl.lit("payee")).otherwise(pl.lit("payer")),
        payer_party_id=pl.when(to_filer).then("other_id").otherwise("filer_party_id"),
        payee_party_id=pl.when(to_filer).then("filer_party_id").otherwise("other_id"),
        adds_to=adds_to(pl.col("RPT_TP").is_in(NOTICES)),
        description=pl.col("MEMO_TEXT"),
        url=pl.when(pl.col("IMAGE_NUM") != "").then(pl.lit(IMAGE_URL) + pl.col("IMAGE_NUM")).otherwise(pl.lit("")),
    )
