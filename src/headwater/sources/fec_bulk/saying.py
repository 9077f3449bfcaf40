"""What the rows of a block say by their codes: the kind of each line, and which conduit passed which gift on."""

from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from headwater.sources._reading.bulk_parties import cleaned
from headwater.sources._reading.bulk_typed import Rows, Typed, arrow
from headwater.sources._reading.coded import Coded, combined, same
from headwater.sources.fec_bulk.codes import CODES, EARMARKED, Code

_PASSED_ON = r"(?i)^\W*EARMARKED FOR .*\((C[0-9]{8})\)"
_IN_KIND = r"(?i)^\W*in[ -]?kind\b"
_SPENT = Code("spending", False, 1, "B")
_OFFSET = _SPENT._replace(role="memo")
"""The value of a gift in kind, stated as spent too so that the books close: no money of its own."""


class Said(NamedTuple):
    """The good rows of a block: the columns that differ, those in which few texts recur, and what the codes say.

    ``kind`` is the transaction type; ``other`` is whom OTHER_ID names, or the text of a conduit's gift in its stead;
    ``note`` what it was for.
    """

    rows: Rows
    note: pa.LargeStringArray
    recurring: dict[str, Coded[str]]
    kind: Coded[str]
    code: Coded[Code]
    other: Coded[str]


def said(block: Typed, is_operating: bool) -> Said:
    """What a block's rows say; operating expenditures have no types and are all spending."""
    rows, recurring = block.good, dict(block.recurring)
    count = len(rows.rows)
    if is_operating:
        none = same("", count)
        offsets = _in_kind(rows, "PURPOSE", "MEMO_TEXT")
        code = same(_SPENT, count).replaced(offsets, [_OFFSET] * len(offsets))
        # The purpose is what a reader wants to see; the memo's text only explains it.
        return Said(rows, _clean(rows.text("PURPOSE")), recurring, none, code, none)
    kind, other = recurring["TRANSACTION_TP"], recurring["OTHER_ID"].of(lambda text: text.strip().upper())
    code = kind.of(CODES.__getitem__)
    things = _in_kind(rows, "MEMO_TEXT")
    if len(things):
        code = code.replaced(things, [_of_things(code.values[place]) for place in code.places[things].tolist()])
    conduits, aims = _passed_on(rows, recurring)
    if len(conduits):
        is_conduits = same(False, count).replaced(conduits, [True] * len(conduits))
        code = combined(code, is_conduits).of(lambda pair: pair[0]._replace(role="passed_on") if pair[1] else pair[0])
        other = other.replaced(conduits, aims)
    return Said(rows, _clean(rows.text("MEMO_TEXT")), recurring, kind, code, other)


def _clean(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    return arrow(cleaned(pl.DataFrame({"": pl.Series(texts)}), [""]).to_series())


def _in_kind(rows: Rows, *texts: str) -> np.ndarray:
    """The places of rows of which a text says that the gift was in kind."""
    return np.flatnonzero(np.any([pl.Series(rows.text(name)).str.contains(_IN_KIND) for name in texts], axis=0))


def _of_things(code: Code) -> Code:
    is_gift = code.kind in ("monetary", "contribution_made") and code.sign > 0
    return code._replace(kind="in_kind") if is_gift else code


def is_earmarked(kind: str) -> bool:
    """Whether a transaction type is a gift that a conduit passed on."""
    return kind in EARMARKED


def _passed_on(rows: Rows, recurring: dict[str, Coded[str]]) -> tuple[np.ndarray, list[str]]:
    """The places of rows in which a conduit reports what it passed on as a gift of its own, and for whom it was.

    Such a conduit names the recipient in the text alone.
    """
    note = pl.Series(rows.text("MEMO_TEXT"))
    has_text = (note != "").to_numpy()
    places = np.flatnonzero(recurring["TRANSACTION_TP"].array(is_earmarked, np.bool_) & has_text)
    aims = note.gather(places).str.extract(_PASSED_ON).to_list()
    filer = recurring["CMTE_ID"]
    own = [filer.values[place] for place in filer.places[places].tolist()]
    found = [(place, aim) for place, aim, one in zip(places.tolist(), aims, own, strict=True) if aim and aim != one]
    return np.array([place for place, _ in found], np.intp), [aim for _, aim in found]
