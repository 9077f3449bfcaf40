"""From text columns to typed ones: days that exist, exact cents, what the record means, and why a line has none."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from headwater.sources._fec.identity import ENTITIES
from headwater.sources._reading.bulk_typed import NO_AMOUNT, ROW, cents, fault_of, matches
from headwater.sources.fec_efiles.covers import Cover
from headwater.sources.fec_efiles.families import SHOWN, Family
from headwater.sources.fec_efiles.forms import Code, Entry, entries
from headwater.sources.fec_efiles.groups import record_of

MOST_CENTS = 10**15
_STANCES = {"S": "for", "SUP": "for", "SUPPORT": "for", "O": "against", "OPP": "against", "OPPOSE": "against"}
_SIDED = ("E", "7")
LEVIN = ("LA", "LB")
ACCOUNTS = {"H3": "Nonfederal account of", **dict.fromkeys(("H5", *LEVIN), "Levin account of")}
"""The schedules of money from or in the filer's own other accounts."""
_NO_ENTRY = Entry("", Code("", to_filer=False))
_DAY = "%Y%m%d"
_TYPES = ", ".join(sorted(filter(None, ENTITIES)))
_FEW = 0.2
REJECTED_SCHEMA = {ROW: pl.Int64, "field": pl.String, "reason": pl.String, "raw_text": pl.String}


class Check(NamedTuple):
    """What must hold of a line; the reason says it of what stands in the field."""

    field: str
    holds: pl.Expr
    reason: str


def typed(found: pl.DataFrame, family: Family, cover: Cover) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines of a family with typed columns beside the text, and those that cannot be read with their reason.

    Args:
        found: the text columns, as `groups.frame` gives them.
        family: what the records say where.
        cover: the filing's cover.
    """
    days = [name for name in family.days if name in found.columns]
    shown = [f"day_{place}" for place, name in enumerate(days) if name in SHOWN]
    meaning = _meaning(found, cover.form)
    frame = found.with_columns(
        entity=pl.col("entity_type").str.to_uppercase(),
        memo=pl.col("memo_code").str.to_uppercase(),
        amount=cents(family.amount),
        side=pl.col("support_oppose_code").str.to_uppercase(),
        purpose=pl.col(family.purpose) if family.purpose else pl.lit(""),
        note=pl.when(pl.col("memo_text_description") != "").then("memo_text_description").otherwise("memo_text"),
        **{f"day_{place}": _day(found.get_column(name)) for place, name in enumerate(days)},
    )
    frame = frame.with_columns(
        *_said(found, meaning),
        day=pl.coalesce(f"day_{place}" for place in range(len(days))),
        shown_date=pl.coalesce(shown) if shown else pl.lit(None, pl.Date),
        stance=pl.col("side").replace_strict(_STANCES, default="", return_dtype=pl.String)
        if family.schedule in _SIDED
        else pl.lit("for" if family.schedule == "F" else ""),
    )
    return _split(frame, _checks(family, cover, days))


def _day(text: pl.Series) -> pl.Series:
    """Days of this or the last century; a filing has few, and each is read once."""
    told = text.unique().to_frame("text")
    day = pl.when(matches("text", "(?:19|20)[0-9]{6}")).then(pl.col("text").str.to_date(_DAY, strict=False))
    if told.height > _FEW * len(text):
        return text.to_frame("text").select(day).to_series()
    return text.replace_strict(told.to_series(), told.select(day).to_series(), return_dtype=pl.Date)


def _meaning(found: pl.DataFrame, form: str) -> pl.DataFrame:
    """What each of the records that occur means on this form; ``kind`` is empty where the form has no such record."""
    known = entries(form)
    rows = []
    for begins in found.get_column("form_type").unique(maintain_order=True):
        record = record_of(begins)
        entry = known.get(record, _NO_ENTRY)
        rows.append((begins, record, entry.adds_to, entry.code.kind, entry.code.to_filer, entry.code.sign))
    schema = {
        "form_type": pl.String,
        "record": pl.String,
        "measure": pl.String,
        "kind": pl.String,
        "to_filer": pl.Boolean,
        "sign": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _said(found: pl.DataFrame, meaning: pl.DataFrame) -> Sequence[pl.Series | pl.Expr]:
    """What each line's record means, beside the lines; most stretches of a filing hold one record alone."""
    names = meaning.columns[1:]
    if meaning.height == 1:
        return [pl.lit(value).alias(name) for name, value in zip(names, meaning.row(0)[1:], strict=True)]
    return (
        found.select("form_type").join(meaning, on="form_type", how="left", maintain_order="left")[names].get_columns()
    )


def _checks(family: Family, cover: Cover, days: Sequence[str]) -> list[Check]:
    has_period = cover.period_from is not None and cover.period_thru is not None
    has_day = pl.col("day").is_not_null() & pl.all_horizontal(
        (pl.col(name) == "") | pl.col(f"day_{place}").is_not_null() for place, name in enumerate(days)
    )
    is_undated = pl.all_horizontal(pl.col(name) == "" for name in days) & pl.lit(has_period)
    is_sided = (pl.col("stance") != "") if family.schedule in _SIDED else pl.lit(value=True)
    filer = pl.col("filer_committee_id_number").str.to_uppercase()
    return [
        Check("form_type", pl.col("kind") != "", f"is no record of form {cover.form}"),
        Check("filer_committee_id_number", filer == cover.filer_id, f"is not who filed, {cover.filer_id}"),
        Check("entity_type", pl.col("entity").is_in(list(ENTITIES)), f"is no known type of entity: {_TYPES} or none"),
        Check("memo_code", pl.col("memo").is_in(["", "X"]), "is no known memo code: X or none"),
        Check(family.amount, pl.col("amount").is_not_null(), NO_AMOUNT),
        Check(family.amount, pl.col("amount").abs() <= MOST_CENTS, "is more money than there is"),
        Check(days[0], has_day | is_undated, "is no day that exists, written YYYYMMDD such as 20240205"),
        Check("support_oppose_code", is_sided, "says neither for (S) nor against (O)"),
    ]


def _split(frame: pl.DataFrame, checks: Sequence[Check]) -> tuple[pl.DataFrame, pl.DataFrame]:
    faults = pl.coalesce(
        *(pl.when(~check.holds.fill_null(value=False)).then(pl.lit(i, pl.Int8)) for i, check in enumerate(checks)),
        pl.lit(-1, pl.Int8),
    )
    fault = frame.select(fault=faults).to_series()
    if frame.height == 0 or fault.max() == -1:
        return frame, pl.DataFrame(schema=REJECTED_SCHEMA)
    numbers = fault.filter(fault >= 0).to_list()
    rows = []
    for number, values in zip(numbers, frame.filter(fault >= 0).iter_rows(named=True), strict=True):
        rows.append(_rejected(checks[number], values))
    return frame.filter(fault == -1), pl.DataFrame(rows, schema=REJECTED_SCHEMA, orient="row")


def _rejected(check: Check, values: Mapping[str, object]) -> tuple[object, str, str, str]:
    value = str(values.get(check.field, ""))
    shown = {name: text for name, text in values.items() if isinstance(text, str) and text and name not in _MADE}
    text = json.dumps({name: str(text)[:200] for name, text in shown.items()}, ensure_ascii=False)
    return values[ROW], check.field, fault_of(value, check.reason), text


_MADE = frozenset(
    ("entity", "memo", "side", "purpose", "note", "record", "measure", "kind", "stance", "other_name", "about_name")
)


def account_name(schedule: str, cover: Cover) -> str:
    """The name of the filer's own other account, which no entity but the filer has."""
    return f"{ACCOUNTS[schedule]} {cover.filer.name}"
