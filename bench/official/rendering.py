"""Drawn lines as the bytes of the official format, dirt and all."""

import io
import re

import numpy as np
import polars as pl

from bench.official.cast import Cast
from bench.official.draw import FIRST_DAY
from bench.official.mix import BLANK, DIRT

FIRST_RECORD = 4_010_120_190_000_000_000
_FIRST_IMAGE = 201_900_000_000_000_000
_QUARTERS = ("Q1", "Q2", "Q3", "YE")
# Letters that no name has stand for what text cannot hold until all is bytes.
_CP1252, _NUL, _CR, _NO_PIPE, _NO_LINE = "\x01", "\x02", "\x03", "\x04", "\x05"
_BYTES = (
    (b"\x01", b"\xd1"),
    (b"\x02", b"\0"),
    (b"\x03", b"\r"),
    (b"\x04|", b" "),
)
_WHOLE_LINE = re.compile(rb"\x05[^\n]*")
_BAD_DATES = ("02302019", "13012019", "", "1/15/19", "00000000")
_BAD_AMOUNTS = ("1,300", "15.005", "N/A", "", "1e3")


def text_columns(lines: pl.DataFrame, cast: Cast) -> pl.DataFrame:
    """The lines as text columns in the order of the format; NAME to OCCUPATION is one column, joined already.

    Args:
        lines: drawn lines with their ``record`` number.
        cast: the names.
    """
    days = _day_texts()
    quarter = (pl.col("day") - FIRST_DAY) // 92 % 8
    is_about = (pl.col("other") == 0) & (pl.col("candidate") > 0)
    own_file = 1_000_000 + pl.col("filer") * 8 + quarter + pl.when("is_amendment").then(3_000_000).otherwise(0)
    ids, candidates, codes = cast.ids, cast.candidates, pl.Series(_QUARTERS)
    frame = lines.select(
        CMTE_ID=_named(lines, "filer", ids),
        AMNDT_IND=pl.when("is_amendment").then(pl.lit("A")).otherwise(pl.lit("N")),
        RPT_TP=pl.when("is_notice").then(pl.lit("24")).otherwise(codes.gather(lines.select(quarter % 4).to_series())),
        TRANSACTION_PGI=pl.lit("P2020"),
        IMAGE_NUM=pl.col("record") - FIRST_RECORD + _FIRST_IMAGE,
        TRANSACTION_TP="type",
        ENTITY_TP=_named(lines, "who", cast.entities),
        who=_named(lines, "who", cast.filed),
        TRANSACTION_DT=days.gather(lines["day"] - FIRST_DAY),
        TRANSACTION_AMT=pl.col("dollars").cast(pl.String),
        OTHER_ID=pl.when(is_about).then(_named(lines, "candidate", candidates)).otherwise(_named(lines, "other", ids)),
        CAND_ID=_named(lines, "candidate", candidates),
        TRAN_ID=pl.format("T{}", "transaction"),
        FILE_NUM=pl.when("is_notice").then(10_000_000 + pl.col("transaction")).otherwise(own_file),
        MEMO_CD=pl.when("is_memo").then(pl.lit("X")).otherwise(pl.lit("")),
        MEMO_TEXT=pl.lit(""),
        SUB_ID="record",
    )
    return _soiled(frame, lines["dirt"])


def bytes_of(frame: pl.DataFrame) -> bytes:
    """Text columns as the bytes of a file."""
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=False, separator="|", quote_style="never")
    text = buffer.getvalue()
    for mark, meant in _BYTES:
        text = text.replace(mark, meant)
    return _WHOLE_LINE.sub(b"", text)


def name_as_read(name: str, kind: str) -> str:
    """What a good reader makes of a dirty name."""
    return {"quote": f'{name[:1]}"{name[1:]}', "cp1252": f"{name[:1]}\u00d1{name[1:]}"}.get(kind, name)


def _named(lines: pl.DataFrame, column: str, names: pl.Series) -> pl.Series:
    return names.gather(lines[column]).rename(column)


def _day_texts() -> pl.Series:
    days = pl.Series(np.arange(FIRST_DAY, FIRST_DAY + 800)).cast(pl.Int32).cast(pl.Date)
    return days.dt.strftime("%m%d%Y")


def _soiled(frame: pl.DataFrame, dirt: pl.Series) -> pl.DataFrame:
    """The frame with its dirty lines made dirty."""
    at = (dirt > 0).arg_true()
    if not len(at):
        return frame
    rows = frame.gather(at).to_dicts()
    made = [_dirty(row, DIRT[kind]) for row, kind in zip(rows, dirt.gather(at).to_list(), strict=True)]
    found = pl.DataFrame(made, schema=frame.schema)
    return frame.with_columns(frame[name].scatter(at, found[name]) for name in _TOUCHED)


_TOUCHED = ("CMTE_ID", "who", "TRANSACTION_DT", "TRANSACTION_AMT")


def _dirty(row: dict[str, object], kind: str) -> dict[str, object]:
    who = str(row["who"])
    variant = int(str(row["SUB_ID"])) % 5
    dirty = {
        "quote": {"who": f'{who[:1]}"{who[1:]}'},
        "cp1252": {"who": who[:1] + _CP1252 + who[1:]},
        "carriage return": {"who": who.replace(", ", f",{_CR}", 1)},
        "extra separator": {"who": f"{who[:2]}|{who[2:]}"},
        "missing separator": {"who": who.replace("|", f"{_NO_PIPE}|", 1)},
        "NUL": {"who": who[:2] + _NUL + who[2:]},
        "bad date": {"TRANSACTION_DT": _BAD_DATES[variant]},
        "bad amount": {"TRANSACTION_AMT": _BAD_AMOUNTS[variant]},
        BLANK: {"CMTE_ID": _NO_LINE},
    }
    return {**row, **dirty[kind]}
