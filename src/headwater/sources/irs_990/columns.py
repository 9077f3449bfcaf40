"""Grants of many returns in columns: equal to what `grants` makes of them one by one."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from headwater.base.table import Column
from headwater.sources._reading.batches import one_text
from headwater.sources._reading.bulk_parties import cleaned, ids_of, joined, party_ids, party_rows
from headwater.sources._reading.coded import Coded, Places, text
from headwater.sources._reading.records import Batch
from headwater.sources._tables.lines import LINES
from headwater.sources._tables.parties import PARTIES
from headwater.sources.irs_990.cut import Cut, Wanted, cut
from headwater.sources.irs_990.grants import AMOUNTS, ASSET, LISTED_ELSEWHERE, NAMED, NAMES, PLACES, PURPOSES
from headwater.sources.irs_990.header import NAME
from headwater.sources.irs_990.states import GRANT_FIELDS as FIELDS
from headwater.sources.irs_990.states import GRANTS, KINDS, Numbers
from headwater.sources.irs_990.walk import Walked

_WANTED = Wanted(
    np.array([[FIELDS[path] for path in AMOUNTS[kind]] + [-1] * (2 - len(AMOUNTS[kind])) for kind in KINDS[:GRANTS]]),
    FIELDS["RecipientEIN"],
    FIELDS["USAddress/ZIPCd"],
)
_DIGITS = 9
# All that may be such a name begins so.
_MAY_BE_LISTED = r"(?i)^(?:please )?(?:see|attached|schedule|statement|list|various)"
Shared = tuple[Sequence[Sequence[Any]], Numbers]


class Grants(NamedTuple):
    """Grants of several returns: each one's return by number, its row and kind there, what is cut out, its name."""

    returns: Numbers
    rows: Numbers
    kinds: Numbers
    cut: Cut
    names: pl.Series

    def only(self, chosen: Numbers) -> "Grants":
        """Some of the grants."""
        returns, rows, kinds = (column[chosen] for column in self[:3])
        return Grants(returns, rows, kinds, self.cut.only(chosen), self.names.filter(pl.Series(chosen)))


def grants_of(letters: Numbers, walked: Walked, filers: Numbers) -> tuple[Grants, Numbers]:
    """Grants in columns, and which of them are plain; nothing holds of the others.

    Args:
        letters: the returns.
        walked: what was found in them.
        filers: the number under which each return's filer is known to the agency.
    """
    returns, rows, kinds = walked.grants.T
    found = cut(letters, walked.spans[len(walked.is_usual) :], kinds, _WANTED)
    names = found.text([FIELDS[path] for path in NAMES])
    is_plain = found.is_plain & (found.numbers != filers[returns]) & (names != "").to_numpy()
    for at in np.flatnonzero(is_plain & names.str.contains(_MAY_BE_LISTED).to_numpy()).tolist():
        is_plain[at] = not LISTED_ELSEWHERE.fullmatch(names[at])
    return Grants(returns, rows, kinds, found, names), is_plain


def parties(grants: Grants) -> tuple[pl.Series, Batch]:
    """The id of each grant's payee, and the payees, each once."""
    is_person = grants.cut.is_filled(FIELDS["RecipientPersonNm"]) & ~grants.cut.is_filled(FIELDS[NAMED[0]])
    is_numbered = (grants.cut.numbers >= 0).astype(np.int64)
    nothing = pl.repeat("", len(is_person), eager=True)
    named = pl.DataFrame(
        {
            "name": grants.names,
            "kind": pl.Series(["organisation", "person"])[is_person.astype(np.int64)],
            "scheme": pl.Series(["", "ein"])[is_numbered],
            "identifier": _numbers(grants.cut.numbers),
            "place": grants.cut.text([FIELDS[path] for path in PLACES], ", "),
            "zip5": grants.cut.text([FIELDS["USAddress/ZIPCd"]]),
            "employer": nothing,
            "occupation": nothing,
        }
    )
    ids, distinct = party_ids(cleaned(named, ["name", "place"]))
    return ids, Batch(PARTIES, party_rows(distinct).select(PARTIES.names).to_arrow())


def _numbers(numbers: Numbers) -> pl.Series:
    """Employer identification numbers as they are written, empty for none."""
    written = pl.col("number").cast(pl.String).str.zfill(_DIGITS)
    named = pl.when(pl.col("number") >= 0).then(written).otherwise(pl.lit(""))
    return pl.DataFrame({"number": numbers}).select(named).to_series()


def lines(grants: Grants, payees: pl.Series, records: Sequence[str], shared: Shared) -> tuple[Batch, Numbers]:
    """The lines of grants, in the order of these, and the number of each one's return.

    Args:
        grants: the grants.
        payees: the id of each one's payee.
        records: each return's own coordinates.
        shared: what all lines of one return's grants of one kind say, column by column, and the place of each grant's.
    """
    money, things = grants.cut.cents.T
    is_money = (money > 0) | (things == 0)
    at = np.repeat(np.arange(len(money)), is_money.astype(np.int64) + (things > 0))
    # Money comes first.
    is_money = is_money[at] & (np.diff(at, prepend=-1) > 0)
    told, places = list(zip(*shared[0], strict=True)), shared[1][at].astype(np.int32)
    own = _own(grants, at, is_money, records).with_columns(payee_party_id=payees[at]).to_arrow()
    columns = [
        own.column(column.name) if column.name in own.column_names else _alike(column, list(told[number]), places)
        for number, column in enumerate(LINES.columns)
    ]
    return Batch(LINES, pa.table(columns, names=list(LINES.names))), grants.returns[at]


def _own(grants: Grants, at: Numbers, is_money: Numbers, records: Sequence[str]) -> pl.DataFrame:
    """The columns in which lines differ, besides the payee."""
    purposes = [FIELDS[path] for path in PURPOSES]
    frame = pl.DataFrame(
        {
            "record": pl.Series(records, dtype=pl.String)[grants.returns[at]],
            "group": pl.Series(KINDS)[grants.kinds[at]],
            "row": grants.rows[at],
            "kind": pl.Series(["in_kind", "monetary"])[is_money.astype(np.int64)],
            "cents": np.where(is_money, *grants.cut.cents[at].T),
        }
    ).with_columns(record_id=pl.concat_str("record", "group", "row", "kind", separator="-"), is_sum=pl.lit(value=False))
    description = grants.cut.text(purposes)[at]
    if not is_money.all():
        with_things = grants.cut.text([*purposes, FIELDS[ASSET]])[at]
        description = description.zip_with(pl.Series(is_money), with_things)
    ids = ids_of("L", frame.select(joined([pl.lit(NAME), pl.col("record_id")])).to_series())
    return frame.with_columns(line_id=ids, description=description)


def _alike(column: Column, values: list[Any], places: Places) -> pa.Array:
    """A column in which the lines of one return's grants of one kind say the same."""
    few = len(set(values))
    if column.type != pa.string():
        told = pa.array(values, column.type)
        return told.take(pa.array(places)) if few > 1 else pa.repeat(told[0], len(places))
    if few == 1:
        return one_text(values[0], len(places))
    told = Coded(values, places)
    return text(told if few == len(values) else told.of(str))
