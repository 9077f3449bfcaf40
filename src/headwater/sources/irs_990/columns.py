"""Filers and grants of many returns in columns: equal to what `header` and `grants` make of them one by one."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from headwater.base.table import Column as TableColumn
from headwater.sources._reading.batches import one_text
from headwater.sources._reading.bulk_parties import PARTY_PARTS, normal_names, spelled_ids
from headwater.sources._reading.coded import Coded, Places, text
from headwater.sources._reading.hashing import hashes
from headwater.sources._reading.records import Batch
from headwater.sources._tables.lines import LINES
from headwater.sources._tables.parties import PARTIES
from headwater.sources.irs_990.cut import numbers_of, paid
from headwater.sources.irs_990.grants import ASSET, LISTED_ELSEWHERE, NAMED, NAMES, PLACES, PURPOSES
from headwater.sources.irs_990.header import NAME
from headwater.sources.irs_990.states import GRANT_FIELDS as FIELDS
from headwater.sources.irs_990.states import GRANTS, KINDS, Numbers
from headwater.sources.irs_990.texts import Column, coded, decimals, is_filled, joined, texts_of
from headwater.sources.irs_990.walk import Walked

_UNIT = "\x1f"
# All that may be such a name begins so.
_MAY_BE_LISTED = r"^(?i-u:(?:please )?(?:see|attached|schedule|statement|list|various))"
Shared = tuple[Sequence[Sequence[Any]], Numbers]


class Named(NamedTuple):
    """The filers of returns and the grantees behind them: the number, the id, and the parts of the id of each."""

    numbers: Numbers
    hashes: Numbers
    ids: pa.LargeStringArray
    parts: Mapping[str, Column]

    def parties(self, chosen: Numbers) -> Batch:
        """Those at some places, each once."""
        hashes = self.hashes[chosen]
        if len(pa.array(hashes).unique()) < len(chosen):
            chosen = chosen[np.sort(np.unique(hashes, return_index=True)[1])]
        columns = {"party_id": self.ids} | {part: self.parts[part].arrow() for part in PARTY_PARTS}
        if len(chosen) < len(self.ids):
            columns = {name: column.take(pa.array(chosen)) for name, column in columns.items()}
        columns["normal_name"] = normal_names(pl.Series(columns["name"])).to_arrow()
        return Batch(PARTIES, pa.table(columns).select(PARTIES.names))


class Grants(NamedTuple):
    """Grants of several returns: each one's return by number, its row and kind there, its fields, money and things.

    ``payees`` are the places of the grantees among all who are named.
    """

    returns: Numbers
    rows: Numbers
    kinds: Numbers
    spans: Numbers
    cents: Numbers
    payees: Numbers

    def only(self, chosen: Numbers) -> "Grants":
        """Some of the grants."""
        return self if chosen.all() else Grants(*(column[chosen] for column in self))


def named_of(letters: Numbers, spans: Numbers) -> Named:
    """Who is named, in the order of the spans; of numbers and ZIP codes these leave what is one.

    Args:
        letters: the returns.
        spans: where the text of each field of each return and grant is.
    """
    numbers = numbers_of(letters, spans)
    is_person = is_filled(spans, FIELDS["RecipientPersonNm"]) & ~is_filled(spans, FIELDS[NAMED[0]])
    nothing = coded([""], np.zeros(len(spans)))
    parts = {
        "name": texts_of(letters, spans, [FIELDS[path] for path in NAMES], is_name=True),
        "kind": coded(["organisation", "person"], is_person),
        "scheme": coded(["", "ein"], numbers >= 0),
        "identifier": texts_of(letters, spans, [FIELDS["RecipientEIN"]]),
        "place": texts_of(letters, spans, [FIELDS[path] for path in PLACES], ", ", is_name=True),
        "zip5": texts_of(letters, spans, [FIELDS["USAddress/ZIPCd"]]),
        "employer": nothing,
        "occupation": nothing,
    }
    texts = joined([parts[part] for part in PARTY_PARTS], _UNIT)
    found = hashes(texts.letters, texts.ends)
    return Named(numbers, found, spelled_ids("P", found), parts)


def grants_of(letters: Numbers, walked: Walked, named: Named) -> tuple[Grants, Numbers]:
    """Grants in columns, and which of them are plain; nothing holds of the others."""
    returns, rows, kinds = walked.grants.T
    count = len(walked.is_usual)
    spans = walked.spans[count:]
    cents, is_plain = paid(letters, spans, kinds)
    names = named.parts["name"].arrow()[count:]
    is_plain &= (named.numbers[count:] != named.numbers[returns]) & (np.diff(named.parts["name"].ends)[count:] > 0)
    is_odd = pl.Series(names).str.contains(_MAY_BE_LISTED).to_numpy()
    for at in np.flatnonzero(is_plain & is_odd).tolist():
        is_plain[at] = not LISTED_ELSEWHERE.fullmatch(names[at].as_py())
    return Grants(returns, rows, kinds, spans, cents, np.arange(count, count + len(rows))), is_plain


def lines(
    letters: Numbers, grants: Grants, ids: pa.LargeStringArray, records: Sequence[str], shared: Shared
) -> tuple[Batch, Numbers]:
    """The lines of grants, in the order of these, and the number of each one's return.

    Args:
        letters: the returns.
        grants: the grants.
        ids: the id of each who is named.
        records: each return's own coordinates.
        shared: what all lines of one return's grants of one kind say, column by column, and the place of each grant's.
    """
    money, things = grants.cents.T
    is_money = (money > 0) | (things == 0)
    at = np.repeat(np.arange(len(money)), is_money.astype(np.int64) + (things > 0))
    # Money comes first.
    is_money = is_money[at] & (np.diff(at, prepend=-1) > 0)
    kind = coded(["in_kind", "monetary"], is_money)
    record = joined(
        [coded(records, grants.returns[at]), coded(KINDS[:GRANTS], grants.kinds[at]), decimals(grants.rows[at]), kind],
        "-",
    )
    line = joined([coded([NAME], np.zeros(len(at))), record], _UNIT)
    own = {
        "line_id": spelled_ids("L", hashes(line.letters, line.ends)),
        "row": pa.array(grants.rows[at]),
        "record_id": record.arrow(),
        "cents": pa.array(np.where(is_money, *grants.cents[at].T)),
        "kind": kind.arrow(),
        "payee_party_id": ids.take(pa.array(grants.payees[at])),
        "is_sum": pa.repeat(pa.scalar(value=False), len(at)),
        "description": _description(letters, grants.spans, at, is_money),
    }
    told, places = list(zip(*shared[0], strict=True)), shared[1][at].astype(np.int32)
    columns = [
        own[column.name] if column.name in own else _alike(column, list(told[number]), places)
        for number, column in enumerate(LINES.columns)
    ]
    return Batch(LINES, pa.table(columns, names=list(LINES.names))), grants.returns[at]


def _description(letters: Numbers, spans: Numbers, at: Numbers, is_money: Numbers) -> pa.LargeStringArray:
    """What each line's grant was for, and of things what they are."""
    chosen = spans[:, [FIELDS[path] for path in (*PURPOSES, ASSET)]][at]
    chosen[is_money, -1] = 0
    return texts_of(letters, chosen, range(chosen.shape[1])).arrow()


def _alike(column: TableColumn, values: list[Any], places: Places) -> pa.Array:
    """A column in which the lines of one return's grants of one kind say the same."""
    few = len(set(values))
    if column.type != pa.string():
        told = pa.array(values, column.type)
        return told.take(pa.array(places)) if few > 1 else pa.repeat(told[0], len(places))
    if few == 1:
        return one_text(values[0], len(places))
    told = Coded(values, places)
    return text(told if few == len(values) else told.of(str))
