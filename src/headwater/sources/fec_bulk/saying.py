"""What the rows of a block say by their codes: the kind of each line, and which conduit passed which gift on."""

from typing import NamedTuple

import numpy as np
import polars as pl

from headwater.sources._reading.bulk_parties import cleaned
from headwater.sources._reading.bulk_typed import Typed
from headwater.sources._reading.coded import Coded, combined, same
from headwater.sources.fec_bulk.codes import CODES, EARMARKED, Code

_PASSED_ON = r"(?i)^\W*EARMARKED FOR .*\((C[0-9]{8})\)"
_SPENT = Code("spending", False, 1, "B")


class Said(NamedTuple):
    """The good rows of a block: the columns that differ, those in which few texts recur, and what the codes say.

    ``kind`` is the transaction type; ``other`` is whom OTHER_ID names, or the text of a conduit's gift in its stead.
    """

    rows: pl.DataFrame
    recurring: dict[str, Coded[str]]
    kind: Coded[str]
    code: Coded[Code]
    other: Coded[str]


def said(block: Typed, is_operating: bool) -> Said:
    """What a block's rows say; operating expenditures have no types and are all spending."""
    rows, recurring = block.rows, dict(block.recurring)
    if is_operating:
        none = same("", rows.height)
        # The purpose is what a reader wants to see; the memo's text only explains it.
        rows = rows.with_columns(MEMO_TEXT=pl.col("PURPOSE"), EMPLOYER=pl.lit(""), OCCUPATION=pl.lit(""))
        return Said(cleaned(rows, ["MEMO_TEXT"]), recurring, none, same(_SPENT, rows.height), none)
    kind, other = recurring["TRANSACTION_TP"], recurring["OTHER_ID"]
    code = kind.of(CODES.__getitem__)
    conduits, aims = _passed_on(rows, recurring)
    if len(conduits):
        is_conduits = same(False, rows.height).replaced(conduits, [True] * len(conduits))
        code = combined(code, is_conduits).of(lambda pair: pair[0]._replace(role="passed_on") if pair[1] else pair[0])
        other = other.replaced(conduits, aims)
    return Said(cleaned(rows, ["MEMO_TEXT"]), recurring, kind, code, other)


def is_earmarked(kind: str) -> bool:
    """Whether a transaction type is a gift that a conduit passed on."""
    return kind in EARMARKED


def _passed_on(rows: pl.DataFrame, recurring: dict[str, Coded[str]]) -> tuple[np.ndarray, list[str]]:
    """The places of rows in which a conduit reports what it passed on as a gift of its own, and for whom it was.

    Such a conduit names the recipient in the text alone.
    """
    has_text = (rows.get_column("MEMO_TEXT") != "").to_numpy()
    places = np.flatnonzero(recurring["TRANSACTION_TP"].array(is_earmarked, np.bool_) & has_text)
    aims = rows.get_column("MEMO_TEXT").gather(places).str.extract(_PASSED_ON).to_list()
    filer = recurring["CMTE_ID"]
    own = [filer.values[place] for place in filer.places[places].tolist()]
    found = [(place, aim) for place, aim, one in zip(places.tolist(), aims, own, strict=True) if aim and aim != one]
    return np.array([place for place, _ in found], np.intp), [aim for _, aim in found]
